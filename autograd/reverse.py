"""The chain rule with Values: derivatives of a recorded graph that can be differentiated again."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from itertools import repeat
from typing import TYPE_CHECKING, Any

from .backward import path_from
from .graph import topological_sort
from .hooks import heard, live
from .primitives import TABLE
from .primitives.piecewise import where
from .primitives.reductions import dot, total

if TYPE_CHECKING:
    from .value import Value


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
    flows: dict[Any, Flow] = {}
    adjoint: dict[Any, Any] = {y: 1.0}
    for node in reversed(order):
        if node not in path:
            continue
        flow = flows.pop(node, None)
        if flow is not None:
            adjoint[node] = flow.gathered()
        g = adjoint.get(node)
        if g is None:  # its consumers take nothing from it
            continue
        if listening:
            g = adjoint[node] = heard(node, g, type(y))
        if node.parents:
            mask = flow.mask() if flow is not None else None
            _pass_on(node, g, mask, path, flows)
        if node not in wanted:
            del adjoint[node]
    adjoint |= {x: flows[x].gathered() for x in wanted & flows.keys()}  # those before the order
    return [type(y)(s) if isinstance(s, float) else s for s in (adjoint.get(x, 0.0) for x in xs)]


class Flow:
    """What flows into a node on the way back: products, by the kind of node they come from.

    Through a choice that is open until the numbers are known, as in a compiled function, nothing
    may flow into what is not taken, not even 0 * inf. A product carries the mask of the choices
    that it came through, which is 1 where they all took its way; None if there were none.
    """

    def __init__(self) -> None:
        self.products: dict[Any, list[tuple[Any, Any]]] = {}
        self.masks: list[Any] = []

    def add(self, kind: Any, partial: Any, g: Any, mask: Any) -> None:
        if mask is not None:
            partial, g = where(mask, times(partial, g), 0.0), 1.0
        self.products.setdefault(kind, []).append((partial, g))
        self.masks.append(mask)

    def gathered(self) -> Any:
        """The sum of the products: one `dot` for all that come from nodes of one kind.

        A weight that all samples share so gets one node, and not one for each sample.
        """
        return reduce(operator.add, map(_sum_of_products, self.products.values()))

    def mask(self) -> Any:
        """1 where anything flows in; None if it always does."""
        if None in self.masks:
            return None
        return reduce(TABLE["maximum"], dict.fromkeys(self.masks))


def _pass_on(node: Any, g: Any, mask: Any, path: set[Any], flows: dict[Any, Flow]) -> None:
    """Products of the adjoint g with the partials of a node, into its parents."""
    kind = node.op, len(node.parents)
    passed: Any = zip(node.parents, _rule_on_values(node), repeat(mask))
    if node.op.chosen is not None and not node.partials:  # which one counts is open
        passed = [(p, 1.0, _both(mask, m)) for p, m, _ in passed if type(m) is not float or m]
    for parent, partial, through in passed:
        if parent in path and partial is not None:
            flows.setdefault(parent, Flow()).add(kind, partial, g, through)


def _both(mask: Any, other: Any) -> Any:
    return other if mask is None else mask * other


def _sum_of_products(pairs: list[tuple[Any, Any]]) -> Any:
    if len(pairs) < 3:
        return reduce(operator.add, [times(partial, g) for partial, g in pairs])
    partials, gs = zip(*pairs)
    if all(type(p) is float and p == 1.0 for p in partials):
        return total(gs)
    if all(type(g) is float and g == 1.0 for g in gs):
        return total(partials)
    return dot(partials, gs)


def _rule_on_values(node: Value) -> tuple[Any, ...]:
    """The partials of a node as Values, from the same rule that gave the recorded floats."""
    partials = node.op.slopes(node, *node.parents)  # type: ignore[union-attr]
    for parent, partial, recorded in zip(node.parents, partials, node.partials):
        if type(parent) is not float:
            now = getattr(partial, "data", partial)
            if now != recorded and (now == now or recorded == recorded):
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
