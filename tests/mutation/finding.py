"""Find the mutants of a module: where each stands, what it changes, and the module's source with it.

Left out, because they decide nothing or are shown in another way:

- texts for people: what stands in gettext calls, in log calls, and in the messages of exceptions;
- declarations: class bodies outside of methods (fields, Meta, forms), enums, imports, annotations, decorators. The
  schema that they describe is made by migrations, which the tests run;
- `type`-only code: protocols and typed dictionaries.
"""

from __future__ import annotations

import difflib
import hashlib
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from tests.mutation.operators import variants

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "var" / "mutants"
PACKAGES = ("cms/ledger", "cms/approval", "cms/releases")
#: Modules without a decision of their own, and why.
LEFT_OUT = {
    "__init__.py": "empty",
    "urls.py": "addresses, each asked by the tests of its view",
    "exceptions.py": "texts for people",
    "enums.py": "stored words, which migrations and the API's contract hold",
    "grants.py": "statements for PostgreSQL, tested by tests/postgresql",
}
#: Of the faults that change no decision (another string or number, None in a value's place) one in so many is tried: by
#: its id, so always the same ones.
ONE_IN = 4
_TEXT_CALLS = frozenset({"_", "_t", "gettext", "gettext_lazy", "ngettext", "pgettext", "format_lazy"})
_MODULE_NAMES_LEFT_OUT = frozenset({"logger", "app_name", "urlpatterns", "register"})


@dataclass(frozen=True)
class Mutant:
    """One small fault. `function` is the outermost function's qualified name, or '' for a constant of the module."""

    id: str
    path: str
    function: str
    line: int
    #: Lines whose execution shows that a test reaches it.
    lines: tuple[int, ...]
    #: The constant's name, for one of the module.
    constant: str
    diff: str
    source: str

    @property
    def is_lock(self) -> bool:
        """Whether it leaves out a row's lock, which SQLite doesn't have."""
        return self.diff.count("select_for_update") == 1


def modules(parts: tuple[str, ...] = PACKAGES) -> list[str]:
    """Return the modules that are mutated under `parts` (folders or files), as paths from the project's folder."""
    found = []
    for part in parts:
        place = ROOT / part
        files = [place] if place.is_file() else sorted(place.glob("*.py"))
        found += [str(file.relative_to(ROOT)) for file in files if file.name not in LEFT_OUT]
    return found


def find_mutants(path: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its text. Kept below var/ until the module changes."""
    source = (ROOT / path).read_text(encoding="utf-8")
    how = "".join(
        file.read_text(encoding="utf-8")
        for file in (Path(__file__), Path(__file__).with_name("operators.py"))
    )
    name = hashlib.sha256(f"{path}|{source}|{how}".encode()).hexdigest()[:16]
    kept = SCRATCH / "found" / f"{name}.pickle"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(_find(path, source)))
    found: list[Mutant] = pickle.loads(kept.read_bytes())
    return found


def _find(path: str, source: str) -> list[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(source))
    finder = _Finder(wrapper)
    wrapper.module.visit(finder)
    found, seen = [], Counter[str]()
    for place in finder.places:
        mutated = wrapper.module.deep_replace(place.node, place.variant).code  # type: ignore[arg-type]
        diff = _diff(source, mutated)
        if not diff or not _compiles(mutated):
            continue
        name = f"{path}|{place.function}|{diff}"
        seen[name] += 1
        digest = hashlib.sha256(f"{name}|{seen[name]}".encode()).hexdigest()[:8]
        if not place.decides and int(digest, 16) % ONE_IN:
            continue
        found.append(
            Mutant(digest, path, place.function, place.line, place.lines, place.constant, diff, mutated)
        )
    return found


@dataclass(frozen=True)
class _Place:
    node: cst.CSTNode
    variant: cst.CSTNode
    decides: bool
    function: str
    line: int
    lines: tuple[int, ...]
    constant: str


class _Finder(cst.CSTVisitor):
    """Walks a module and notes what can be made wrong where."""

    def __init__(self, wrapper: MetadataWrapper) -> None:
        self.positions = wrapper.resolve(PositionProvider)
        self.parents = wrapper.resolve(ParentNodeProvider)
        self.places: list[_Place] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if self._is_left_out(node):
            return False
        function, constant = self._owner(node)
        if function or constant:
            # A constant is a limit or a set that many decisions read.
            is_limit = bool(constant) and not isinstance(node, cst.SimpleString)
            for variant, decides in variants(node):
                self.places.append(self._place(node, variant, decides or is_limit, function, constant))
        return True

    def _place(
        self, node: cst.CSTNode, variant: cst.CSTNode, decides: bool, function: str, constant: str
    ) -> _Place:
        here = self.positions[node]
        if isinstance(node, cst.If | cst.While):  # what is changed is the test
            here = self.positions[node.test]
        start, end = self.positions[self._statement(node)].start.line, here.end.line
        definition = self._definition_of_default(node)
        if definition is not None:  # its line runs at import; whoever calls the function reaches the default
            start, end = here.start.line, self.positions[definition].end.line
        lines = tuple(range(start, end + 1))
        return _Place(node, variant, decides, function, here.start.line, lines, constant)

    def _definition_of_default(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the function whose parameter's default `node` is in, or None."""
        above = [node, *self._ancestors(node)]
        if not any(isinstance(each, cst.Param) for each in above):
            return None
        return next((each for each in above if isinstance(each, cst.FunctionDef)), None)

    def _is_left_out(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.ImportFrom | cst.Import | cst.Assert):
            return True
        if isinstance(node, cst.Call) and _name_of(node.func) in _TEXT_CALLS:
            return True
        if isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString | cst.Ellipsis):
            return True
        if isinstance(node, cst.BaseString | cst.BinaryOperation) and self._is_in_raise(node):
            return True
        if isinstance(node, cst.Expr) and _dotted(node.value).startswith("logger."):
            return True
        return isinstance(node, cst.ClassDef) and _is_type_only(node)

    def _is_in_raise(self, node: cst.CSTNode) -> bool:
        return any(isinstance(above, cst.Raise) for above in self._ancestors(node))

    def _owner(self, node: cst.CSTNode) -> tuple[str, str]:
        """Return the outermost function's qualified name, or the name of the module's constant, that `node` is in."""
        chain = [node, *self._ancestors(node)][::-1]
        names: list[str] = []
        for above in chain[1:]:
            if isinstance(above, cst.ClassDef):
                names.append(above.name.value)
            elif isinstance(above, cst.FunctionDef):
                if above is node:
                    return "", ""
                return ".".join([*names, above.name.value]), ""
            elif isinstance(above, cst.Assign | cst.AnnAssign) and not names:
                target = above.target if isinstance(above, cst.AnnAssign) else above.targets[0].target
                name = _name_of(target)
                return "", "" if name in _MODULE_NAMES_LEFT_OUT or name.startswith("__") else name
        return "", ""

    def _statement(self, node: cst.CSTNode) -> cst.CSTNode:
        for above in (node, *self._ancestors(node)):
            if isinstance(above, cst.BaseSmallStatement | cst.BaseCompoundStatement):
                return above
        return node

    def _ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        while node in self.parents:
            node = self.parents[node]
            yield node


def _name_of(node: cst.CSTNode) -> str:
    return node.value if isinstance(node, cst.Name) else ""


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Call):
        return _dotted(node.func)
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return _name_of(node)


def _is_type_only(node: cst.ClassDef) -> bool:
    return any(_name_of(base.value) in {"Protocol", "TypedDict"} for base in node.bases)


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _diff(before: str, after: str) -> str:
    """Return the changed lines, `-` before and `+` after, without their places."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines if not line.startswith("@@"))
