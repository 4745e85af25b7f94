"""The chain rule with Values: derivatives of a recorded graph that can be differentiated again."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from .backward import path_from
from .graph import topological_sort
from .hooks import heard, live
from .modes import state
from .primitives import TABLE
from .primitives.piecewise import where
from .primitives.reductions import dot, total
from .primitives.sharing import sharing

if TYPE_CHECKING:
    from .value import Value

# What flows into a node on the way back: the node that it comes from, a partial and an adjoint,
# whose product it is, and a mask. Through a choice that is open until the numbers are known, as in
# a compiled function, nothing may flow into what is not taken, not even 0 * inf. The mask of the
# choices on the way is 1 where they all took its way; None if there were none.
Product: TypeAlias = "tuple[Any, Any, Any, Any]"


def gradients(y: Value, xs: Sequence[Value]) -> list[Value]:
    """dy/dx for each x, as Values: differentiate them again for higher orders.

    The xs may be leaves or inner nodes; a derivative is 0 where y does not depend on x. Nothing
    is written to any `.grad`. A sweep makes a handful of nodes for each node between y and xs.

    >>> from autograd import Value, gradients
    >>> x = Value(2.0)
    >>> [slope] = gradients(x**3, [x])
    >>> [curvature] = gradients(slope, [x])
    >>> slope.data, curvature.data
    (12.0, 12.0)

    Raises RuntimeError if data was changed after the graph was recorded, for the rules would mix
    old numbers with new ones.
    """
    for x in xs:
        if not hasattr(x, "parents"):
            raise TypeError(f"a derivative is taken by a Value, got {type(x).__name__}")
    return pulled(y, xs, _below(y, xs))


def _below(y: Value, xs: Sequence[Value]) -> list[Value]:
    """What y depends on, in topological order; of leaves at least those of the xs."""
    if state.trace is None or not hasattr(y, "parents"):
        return topological_sort(y)
    return [*(x for x in xs if not x.parents), *state.trace.order(y)]


def pulled(y: Value, xs: Sequence[Value], order: Sequence[Value]) -> list[Value]:
    """dy/dx for each x as Values, by the paths through `order` alone, which ends in y."""
    wanted, listening = {id(x): x for x in xs}, bool(live)  # by ids: not all nodes hash fast
    path = path_from(order, wanted)
    flows: dict[int, list[Product]] = {id(y): [(y, 1.0, 1.0, None)]} if id(y) in path else {}
    adjoint: dict[int, Any] = {}
    with sharing():
        for node in reversed(order):
            products = flows.pop(id(node), None)
            if products is None:  # it depends on no x, or its consumers take nothing from it
                continue
            _, partial, g, mask = products[0]
            g, mask = (times(partial, g), mask) if len(products) == 1 else gathered(products)
            if listening:
                g = heard(node, g, type(y))
            if id(node) in wanted:
                adjoint[id(node)] = g
            if node.parents:
                _pass_on(node, g, mask, path, flows)
    for i in flows.keys() & wanted:  # operands of those in `order` that are not in it themselves
        adjoint[i], _ = gathered(flows[i])
    found = (adjoint.get(id(x), 0.0) for x in xs)
    return [type(y)(s) if isinstance(s, float) else s for s in found]


def gathered(products: list[Product]) -> tuple[Any, Any]:
    """Their sum, with one `dot` for all that come from nodes of one kind; and their mask.

    A weight that all samples share so gets one node, and not one for each sample.
    """
    _, partial, g, mask = products[0]
    if len(products) == 1:
        return times(partial, g), mask
    masks = {id(mask): mask for *_, mask in products}
    mask = None if id(None) in masks else reduce(TABLE["maximum"], masks.values())
    if len(products) == 2:
        return times(partial, g) + times(*products[1][1:3]), mask
    kinds: dict[Any, list[tuple[Any, Any]]] = {}
    for node, partial, g, _ in products:
        kinds.setdefault((node.op, len(node.parents)), []).append((partial, g))
    return reduce(operator.add, map(_sum_of_products, kinds.values())), mask


def _sum_of_products(pairs: list[tuple[Any, Any]]) -> Any:
    if len(pairs) < 3:
        return reduce(operator.add, [times(partial, g) for partial, g in pairs])
    partials, gs = zip(*pairs)
    if all(type(p) is float and p == 1.0 for p in partials):
        return total(gs)
    if all(type(g) is float and g == 1.0 for g in gs):
        return total(partials)
    return dot(partials, gs)


def _pass_on(node: Any, g: Any, mask: Any, path: set[int], flows: dict[int, list[Product]]) -> None:
    """What flows into the parents of a node, for those on the path."""
    partials = _rule_on_values(node)
    if mask is not None or (node.op.chosen is not None and not node.partials):
        for parent, product in _through_choices(node, partials, g, mask, path):
            flows.setdefault(id(parent), []).append(product)
        return
    for parent, partial in zip(node.parents, partials):
        i = id(parent)
        if i in path and partial is not None:
            if i in flows:
                flows[i].append((node, partial, g, None))
            else:
                flows[i] = [(node, partial, g, None)]


def _through_choices(
    node: Any, partials: Iterable[Any], g: Any, mask: Any, path: set[int]
) -> Iterator[tuple[Any, Product]]:
    """The same where open choices leave it to them which one counts."""
    passed: Any = zip(node.parents, partials, repeat(mask))
    if node.op.chosen is not None and not node.partials:
        passed = [(p, 1.0, _both(mask, m)) for p, m, _ in passed if type(m) is not float or m]
    for parent, partial, through in passed:
        if id(parent) in path and partial is not None:
            if through is None:
                yield parent, (node, partial, g, None)
            else:
                yield parent, (node, where(through, times(partial, g), 0.0), 1.0, through)


def _both(mask: Any, other: Any) -> Any:
    return other if mask is None else mask * other


def _rule_on_values(node: Value) -> tuple[Any, ...]:
    """The partials of a node as Values, from the same rule that gave the recorded floats."""
    partials = node.op.slopes(node, *node.parents)  # type: ignore[union-attr]
    if not node.partials:  # none were recorded
        return partials
    for parent, partial, recorded in zip(node.parents, partials, node.partials):
        if type(parent) is not float:
            now = partial if type(partial) is float else getattr(partial, "data", partial)
            if now != recorded and (now == now or recorded == recorded):
                if getattr(node.op, "swept", False):  # it has looked, and only rounds otherwise
                    break
                raise RuntimeError(
                    f"the data below {node!r} changed after it was computed: its derivative was "
                    f"{recorded!r} then and is {now!r} now; run the forward pass again"
                )
    return partials


def times(partial: Any, g: Any) -> Any:
    """Their product, without a node for a factor that is the number 1."""
    if type(g) is float and g == 1.0:
        return partial
    return g if type(partial) is float and partial == 1.0 else partial * g
