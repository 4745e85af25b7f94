"""Graphs copied and pickled, flat: however deep they are, no recursion."""

from __future__ import annotations

import copy as standard
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from .graph import topological_sort

if TYPE_CHECKING:
    from .operations import Operand
    from .value import Value

FIELDS = ("data", "grad", "op", "parents", "partials", "label")
Coded: TypeAlias = "tuple[list[Any], array[int]]"


def _make(kind: type[Value], fields: dict[str, Any]) -> Value:
    node = object.__new__(kind)
    for name, field in fields.items():
        setattr(node, name, field)
    return node


def _kind(node: Value) -> Any:
    """The class that a copy has."""
    kind = type(node)
    return vars(kind).get("stands_for", kind)


def _twin(node: Value, parents: tuple[Operand, ...]) -> Value:
    """A node with the same fields and other parents; hooks, which the partials carry, stay."""
    twin: Value = object.__new__(_kind(node))
    twin.data, twin.grad, twin.op, twin.label = node.data, node.grad, node.op, node.label
    twin.parents, twin.partials = parents, tuple(node.partials)
    return twin


def _added(node: Value) -> dict[str, Any]:
    """The attributes that a subclass added to those of every node."""
    state: Any = object.__getstate__(node)  # the attributes outside of slots, and those in slots
    return {n: x for n, x in state[1].items() if n not in FIELDS} | (state[0] or {})


def _with_added(nodes: Iterable[Value], base: type) -> Iterable[tuple[int, Value]]:
    """Those of the nodes that may have more attributes, with their places."""
    return ((i, node) for i, node in enumerate(nodes) if type(node) is not base)


def copy(node: Value) -> Value:
    """Another node of the same graph, with the same parents."""
    twin = _twin(node, node.parents)
    for name, x in _added(node).items():
        setattr(twin, name, x)
    return twin


def deepcopy(root: Value, base: type[Value], memo: dict[int, Any]) -> Value:
    """A copy of the whole graph below `root`: nothing that is done to it reaches the original.

    What `memo` holds already is shared, so that nodes copied together stay together. Nodes of
    the class `base` have no attributes but those that all have.
    """
    new = [node for node in topological_sort(root) if id(node) not in memo]
    for node in new:
        parents = (p if type(p) is float else memo[id(p)] for p in node.parents)
        memo[id(node)] = _twin(node, tuple(parents))
    for _, node in _with_added(new, base):  # at last, since they may hold other nodes
        for name, x in _added(node).items():
            setattr(memo[id(node)], name, standard.deepcopy(x, memo))
    copied: Value = memo[id(root)]
    return copied


def reduce(root: Value, base: type[Value]) -> tuple[Any, ...]:
    """How pickle writes a Value: a leaf by its fields, a graph as one flat table of nodes.

    The table has a column for each field, of which most are arrays. Leaves are pickled as
    objects, so that roots that are pickled together share them when they are read again.
    """
    order = topological_sort(root)
    if not root.parents:
        fields = {name: getattr(root, name) for name in ("data", "grad", "op", "label")}
        empty = {"parents": (), "partials": ()}
        return _make, (_kind(root), fields | empty | _added(root))
    others = [node for node in order if node.parents]
    sources = order[: len(order) - len(others)]
    columns = {
        "type": _coded(list(map(_kind, others))),
        "op": _coded([node.op for node in others]),
        "label": _coded([node.label for node in others]),
        "data": _floats([node.data for node in others]),
        "grad": _floats([node.grad for node in others]),
        "partials": [tuple(node.partials) for node in others],  # often one tuple for many nodes
    }
    added = {i: _added(node) for i, node in _with_added(others, base)}
    return _rebuild, (sources, columns, _edges(order, others), added)


def _floats(numbers: list[Any]) -> Sequence[Any]:
    """The numbers as an array, if they are floats; users may write others into a node."""
    return array("d", numbers) if set(map(type, numbers)) == {float} else numbers


def _coded(things: list[Any]) -> Coded:
    """Each thing once, and the places of all among them."""
    place = {thing: i for i, thing in enumerate(dict.fromkeys(things))}
    size = "B" if len(place) <= 256 else "I"
    return list(place), array(size, map(place.__getitem__, things))


def _decoded(coded: Coded) -> Iterable[Any]:
    things, places = coded
    return map(things.__getitem__, places)


def _edges(order: list[Value], others: list[Value]) -> dict[str, array[Any]]:
    """Of each node, how many parents; of each parent, its place counted from 1, 0 for a number."""
    place: dict[Any, int] = dict(zip(order, range(1, len(order) + 1)))
    parents = list(map(attrgetter("parents"), others))
    operands = chain.from_iterable(parents)
    return {
        "counts": array("I", map(len, parents)),
        "places": array("I", (0 if type(p) is float else place[p] for p in operands)),
        "numbers": array("d", (p for p in chain.from_iterable(parents) if type(p) is float)),
    }


def _rebuild(
    sources: list[Value],
    columns: dict[str, Any],
    edges: dict[str, array[Any]],
    added: dict[int, dict[str, Any]],
) -> Value:
    nodes, places, numbers = list(sources), iter(edges["places"]), iter(edges["numbers"])
    coded = (_decoded(columns[name]) for name in ("type", "op", "label"))
    plain = (columns[name] for name in ("data", "grad", "partials"))
    for count, kind, op, label, data, grad, partials in zip(edges["counts"], *coded, *plain):
        node = object.__new__(kind)
        node.data, node.grad, node.op, node.label = data, grad, op, label
        operands = islice(places, count)
        node.parents = tuple([nodes[i - 1] if i else next(numbers) for i in operands])
        node.partials = partials
        nodes.append(node)
    for i, attributes in added.items():
        for name, x in attributes.items():
            setattr(nodes[len(sources) + i], name, x)
    return nodes[-1]
