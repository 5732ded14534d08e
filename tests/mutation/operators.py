"""Which small faults are tried: mutmut's own operators, and those that matter here and that it does not have.

Of mutmut's, three are narrowed so that no fault is tried twice: a string is marked but not also written in other
cases; an argument is either None or, in a query, left out; `a and b` becomes `a` or `b`, which says more than `a or b`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst
import libcst.matchers as m
from mutmut.mutation import mutators

_QUERIES = frozenset(
    {"filter", "exclude", "get", "update", "order_by", "values", "values_list", "get_or_create"}
)
_TRUE, _FALSE, _NONE = cst.Name("True"), cst.Name("False"), cst.Name("None")
_NO_TRANSACTION = cst.parse_expression('__import__("contextlib").nullcontext()')
#: mutmut's operators that change what is said rather than what is decided: they are many, and much alike.
_PLAIN = frozenset(
    {
        mutators.operator_number,
        mutators.operator_assignment,
        mutators.operator_augmented_assignment,
        mutators.operator_lambda,
        mutators.operator_dict_arguments,
    }
)
_REPLACED = (mutators.operator_string, mutators.operator_arg_removal)


def variants(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, bool]]:
    """Yield every way in which `node` is made wrong, and whether that changes a decision."""
    for kind, operator in mutators.mutation_operators:
        if (
            isinstance(node, kind)
            and operator not in _REPLACED
            and not isinstance(node, cst.BooleanOperation)
        ):
            for variant in operator(node):
                yield variant, operator not in _PLAIN
    for own in (_conditions, _queries, _statements, _locks, _transactions):
        for variant in own(node):
            yield variant, True
    for own in (_strings, _arguments):
        for variant in own(node):
            yield variant, False


def _strings(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Another word."""
    if isinstance(node, cst.SimpleString):
        yield from list(mutators.operator_string(node))[:1]


def _queries(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A query that finds, or changes, more than it should."""
    if isinstance(node, cst.Call) and _called(node) in _QUERIES:
        for place in range(len(node.args)):
            yield node.with_changes(args=[*node.args[:place], *node.args[place + 1 :]])


def _arguments(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A call that says less."""
    if not isinstance(node, cst.Call) or _called(node) in _QUERIES:
        return
    for place, argument in enumerate(node.args):
        if argument.star == "" and not m.matches(argument.value, m.Name("None")):
            nothing = argument.with_changes(value=_NONE)
            yield node.with_changes(args=[*node.args[:place], nothing, *node.args[place + 1 :]])


def _conditions(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A guard that always, or never, stops."""
    if isinstance(node, cst.If | cst.While):
        yield node.with_changes(test=_FALSE)
        if isinstance(node, cst.If):
            yield node.with_changes(test=_TRUE)
    elif isinstance(node, cst.CompIf):
        yield node.with_changes(test=_TRUE)
    elif isinstance(node, cst.BooleanOperation):
        yield node.left
        yield node.right


def _statements(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A call that is not made, a refusal that is not raised, an answer that is not given."""
    if (isinstance(node, cst.Expr) and isinstance(node.value, cst.Call | cst.Yield)) or isinstance(
        node, cst.Raise
    ):
        yield cst.Pass()
    elif (
        isinstance(node, cst.Return) and node.value is not None and not m.matches(node.value, m.Name("None"))
    ):
        yield node.with_changes(value=_NONE, whitespace_after_return=cst.SimpleWhitespace(" "))


def _locks(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A row that is read without being locked."""
    if _called(node) == "select_for_update":
        yield node.func.value  # type: ignore[attr-defined]  # an attribute, since _called says so


def _transactions(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Several writes that are not one."""
    if m.matches(node, m.Call(func=m.Attribute(value=m.Name("transaction"), attr=m.Name("atomic")))):
        yield _NO_TRANSACTION


def _called(node: Any) -> str:
    """Return the name of the method that is called, or ''."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        return node.func.attr.value
    return ""
