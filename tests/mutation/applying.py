"""Put a mutant into the running process: its functions get other code, or its constant another value.

Nothing is imported again, so models stay registered and whatever has imported the function sees the change. Only ever
done in a process that is thrown away.
"""

from __future__ import annotations

import ast
import gc
import importlib
import sys
from collections import defaultdict
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutation.finding import ROOT, Mutant

Functions = dict[tuple[str, str], list[FunctionType]]
_PROJECT = ("cms", "examples", "pressroom", "search", "tests")


class NotApplicable(Exception):
    """The mutant can't be put into a running process."""


def index_functions(paths: set[str]) -> Functions:
    """Return every living function of these modules by file and qualified name, decorated and nested ones too."""
    for path in paths:  # views are imported with the first request only
        importlib.import_module(_module_name(path))
    files = {str(ROOT / path): path for path in paths}
    found: Functions = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in files:
            found[files[thing.__code__.co_filename], thing.__code__.co_qualname].append(thing)
    return found


def _module_name(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def apply(mutant: Mutant, functions: Functions) -> None:
    """Put `mutant` into this process.

    Raises:
        NotApplicable: there is no way to.
    """
    module = importlib.import_module(_module_name(mutant.path))
    if mutant.constant:
        _set_constant(mutant, module)
    else:
        _set_code(mutant, functions)


def _set_code(mutant: Mutant, functions: Functions) -> None:
    whole = compile(mutant.source, str(ROOT / mutant.path), "exec", dont_inherit=True)
    changed = False
    for name, codes in _codes_of(whole, mutant.function).items():
        living = functions.get((mutant.path, name), [])
        lines = sorted({function.__code__.co_firstlineno for function in living})
        for function in living:
            place = lines.index(function.__code__.co_firstlineno)
            if place >= len(codes):
                continue
            if function.__code__.co_freevars != codes[place].co_freevars:
                raise NotApplicable("it closes over other names")
            function.__code__ = codes[place]
            changed = True
    if not changed:
        raise NotApplicable("no function of that name lives")
    _set_defaults(mutant, functions)


def _set_defaults(mutant: Mutant, functions: Functions) -> None:
    """Give the function the defaults that its mutated source has, where those are plain values."""
    name = mutant.function.split(".")[-1]
    for node in ast.walk(ast.parse(mutant.source)):
        if isinstance(node, ast.FunctionDef) and node.name == name and node.lineno <= mutant.line:
            for function in functions[mutant.path, mutant.function]:
                for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
                    if default is not None and isinstance(default, ast.Constant):
                        function.__kwdefaults__[argument.arg] = default.value


def _codes_of(code: CodeType, function: str) -> dict[str, list[CodeType]]:
    """Return the code of a function and of everything inside it, by qualified name, in the order of the text."""
    found: dict[str, list[CodeType]] = defaultdict(list)
    for const in code.co_consts:
        if isinstance(const, CodeType):
            if const.co_qualname == function or const.co_qualname.startswith(f"{function}.<locals>."):
                found[const.co_qualname].append(const)
            for name, codes in _codes_of(const, function).items():
                found[name] += codes
    return found


def _set_constant(mutant: Mutant, module: ModuleType) -> None:
    old = vars(module)[mutant.constant]
    statement = next(
        node
        for node in ast.parse(mutant.source).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and mutant.constant in _targets(node)
    )
    space: dict[str, Any] = dict(vars(module))
    exec(compile(ast.Module([statement], []), module.__file__ or "", "exec", dont_inherit=True), space)
    for name, other in list(sys.modules.items()):
        if name.split(".")[0] in _PROJECT and vars(other).get(mutant.constant) is old:
            setattr(other, mutant.constant, space[mutant.constant])


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
    return {target.id for target in targets if isinstance(target, ast.Name)}
