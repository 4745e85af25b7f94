"""The chain rule with Values: derivatives of a recorded graph that can be differentiated again."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from .backward import path_from
from .graph import topological_sort
from .hooks import heard, live
from .primitives import TABLE
from .primitives.piecewise import where
from .primitives.reductions import dot, total

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
    return pulled(y, xs, topological_sort(y))


def pulled(y: Value, xs: Sequence[Value], order: Sequence[Value]) -> list[Value]:
    """dy/dx for each x as Values, by the paths through `order` alone, which ends in y."""
    path, listening, wanted = path_from(order, xs), bool(live), set(xs)
    flows: dict[Any, list[Product]] = {y: [(y, 1.0, 1.0, None)]} if y in path else {}
    adjoint: dict[Any, Any] = {}
    for node in reversed(order):
        products = flows.pop(node, None)
        if products is None:  # it depends on no x, or its consumers take nothing from it
            continue
        _, partial, g, mask = products[0]
        g, mask = (times(partial, g), mask) if len(products) == 1 else gathered(products)
        if listening:
            g = heard(node, g, type(y))
        if node in wanted:
            adjoint[node] = g
        if mask is not None or not node.partials:  # or is a leaf, into which no more flows
            _pass_through_choices(node, g, mask, path, flows)
        else:
            for parent, partial in zip(node.parents, _rule_on_values(node)):
                if parent in path and partial is not None:
                    flows.setdefault(parent, []).append((node, partial, g, None))
    for x in flows.keys() & wanted:  # operands of those in `order` that are not in it themselves
        adjoint[x], _ = gathered(flows[x])
    return [type(y)(s) if isinstance(s, float) else s for s in (adjoint.get(x, 0.0) for x in xs)]


def gathered(products: list[Product]) -> tuple[Any, Any]:
    """Their sum, with one `dot` for all that come from nodes of one kind; and their mask.

    A weight that all samples share so gets one node, and not one for each sample.
    """
    masks = dict.fromkeys([mask for *_, mask in products])
    mask = None if None in masks else reduce(TABLE["maximum"], masks)
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


def _pass_through_choices(
    node: Any, g: Any, mask: Any, path: set[Any], flows: dict[Any, list[Product]]
) -> None:
    """What flows into the parents of a node where open choices leave it to them."""
    if not node.parents:
        return
    passed: Any = zip(node.parents, _rule_on_values(node), repeat(mask))
    if node.op.chosen is not None and not node.partials:  # which one counts is open
        passed = [(p, 1.0, _both(mask, m)) for p, m, _ in passed if type(m) is not float or m]
    for parent, partial, through in passed:
        if parent in path and partial is not None:
            product: Product = node, partial, g, None
            if through is not None:
                product = node, where(through, times(partial, g), 0.0), 1.0, through
            flows.setdefault(parent, []).append(product)


def _both(mask: Any, other: Any) -> Any:
    return other if mask is None else mask * other


def _rule_on_values(node: Value) -> tuple[Any, ...]:
    """The partials of a node as Values, from the same rule that gave the recorded floats."""
    partials = node.op.slopes(node, *node.parents)  # type: ignore[union-attr]
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
