"""Graphs copied and pickled, flat: however deep they are, no recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .graph import topological_sort

if TYPE_CHECKING:
    from .value import Value

FIELDS = ("data", "grad", "op", "parents", "partials", "label")


def _make(kind: type[Value], fields: dict[str, Any]) -> Value:
    node = object.__new__(kind)
    for name, field in fields.items():
        setattr(node, name, field)
    return node


def _fields(node: Value) -> dict[str, Any]:
    """All attributes of a node, with those that a subclass added."""
    return {name: getattr(node, name) for name in FIELDS} | getattr(node, "__dict__", {})


def copy(node: Value) -> Value:
    """Another node of the same graph, with the same parents."""
    return _make(type(node), _fields(node))


def deepcopy(root: Value, memo: dict[int, Any]) -> Value:
    """A copy of the whole graph below `root`: nothing that is done to it reaches the original.

    What `memo` holds already is shared, so that nodes copied together stay together.
    """
    for node in topological_sort(root):
        if id(node) not in memo:
            twin = memo[id(node)] = copy(node)
            twin.parents = tuple(p if type(p) is float else memo[id(p)] for p in node.parents)
    copied: Value = memo[id(root)]
    return copied


def reduce(root: Value) -> tuple[Any, ...]:
    """How pickle writes a Value: a leaf by its fields, a graph as one flat table of nodes.

    In the table a parent is the index of its node; leaves are pickled as objects, so that roots
    that are pickled together share them when they are read again.
    """
    if not root.parents:
        return _make, (type(root), _fields(root))
    order = topological_sort(root)
    index = {node: i for i, node in enumerate(order)}
    table: list[Any] = []
    for node in order:
        if not node.parents:
            table.append(node)
            continue
        refs = tuple(p if type(p) is float else index[p] for p in node.parents)  # type: ignore[index]
        table.append((type(node), _fields(node) | {"parents": refs}))
    return _rebuild, (table,)


def _rebuild(table: list[Any]) -> Value:
    nodes: list[Value] = []
    for entry in table:
        if type(entry) is tuple:
            kind, fields = entry
            refs = fields["parents"]
            parents = tuple(p if type(p) is float else nodes[p] for p in refs)
            entry = _make(kind, fields | {"parents": parents})
        nodes.append(entry)
    return nodes[-1]
