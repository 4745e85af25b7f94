"""Walking a graph of Values: the order in which every node comes after all that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .value import Value


def topological_sort(root: Value) -> list[Value]:
    """All nodes that `root` depends on, each once and after its parents; the root comes last.

    Backpropagation walks this list from its end, because a node may pass its adjoint on only
    when that is complete: when everything computed *from* the node has been visited. Take

        b = a + a
        d = b * c
        e = b + d

    Following the edges from e as they come, depth first, visits b through e = b + d, when b has
    received 1 from e but nothing yet from d, and hands a the gradient 2. When d is visited later,
    b receives c more; b must be visited again, and a has been told too little, or, if b passes
    its whole sum on a second time, too much. In topological order d comes after b, so on the way
    back b is visited once, with 1 + c:

    >>> from autograd import Value, topological_sort
    >>> a, c = Value(3.0, "a"), Value(5.0, "c")
    >>> b = a + a; b.label = "b"
    >>> d = b * c; d.label = "d"
    >>> e = b + d; e.label = "e"
    >>> [node.label for node in topological_sort(e)]
    ['a', 'c', 'b', 'd', 'e']
    >>> e.backward()
    >>> a.grad
    12.0

    Leaves come first, in the order in which they are used; the others as a formula is computed,
    from left to right. The order is the same in every process. It takes linear time and no
    recursion: the depth of a graph is limited by memory alone.
    """
    leaves, others = leaves_and_others(root)
    if not others:
        return leaves
    is_leaf: Callable[[Any], bool] = set(leaves).__contains__
    operands: Iterable[Any] = chain.from_iterable(node.parents for node in others)
    return [*dict.fromkeys(filter(is_leaf, operands)), *others]


def leaves_and_others(root: Value, known: Iterable[Value] = ()) -> tuple[list[Value], list[Value]]:
    """The leaves below `root`, in any order, and the other nodes in topological order.

    Without those in `known`, and without what only they depend on.
    """
    if not hasattr(root, "parents") or isinstance(root, type):
        raise TypeError(f"a graph hangs on a Value, got {type(root).__name__}")
    if not root.parents:
        return [root], []
    leaves: list[Value] = []
    others: list[Value] = []
    seen: set[Value | float] = set(known)
    stack: list[Value | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:  # marks that the node below it has all its parents in the order
            others.append(stack.pop())  # type: ignore[arg-type]
        elif node not in seen:
            seen.add(node)
            stack.append(node)
            stack.append(None)
            for parent in reversed(node.parents):  # so that the first is the next on the stack
                if type(parent) is not float and parent not in seen:
                    if parent.parents:  # type: ignore[union-attr]
                        stack.append(parent)  # type: ignore[arg-type]
                    else:
                        seen.add(parent)
                        leaves.append(parent)  # type: ignore[arg-type]
    return leaves, others


def ordered(roots: Iterable[Any], kinds: Container[type]) -> list[Any]:
    """The nodes of these classes that the roots depend on by way of such nodes alone, sorted.

    In the order of `topological_sort`, but for leaves, which are left out. Nodes are told apart by
    their ids: that is for classes whose own hash is slow.
    """
    order: list[Any] = []
    seen: set[int] = set()
    stack = [x for x in roots if type(x) in kinds and x.parents][::-1]
    while stack:
        node = stack.pop()
        if node is None:  # as in leaves_and_others
            order.append(stack.pop())
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append(node)
            stack.append(None)
            for parent in node.parents[::-1]:
                if type(parent) in kinds and parent.parents and id(parent) not in seen:
                    stack.append(parent)
    return order


def leaves(root: Value) -> list[Value]:
    """The nodes below `root` that no operation made: the variables of its formula."""
    return [node for node in topological_sort(root) if not node.parents]


def dependents(y: Value, xs: Iterable[Value]) -> tuple[list[Value], list[Value]]:
    """The nodes from the xs to y, those in topological order, and what else they are made of.

    >>> from autograd import Value
    >>> x, a = Value(2.0, "x"), Value(3.0, "a")
    >>> between, others = dependents(x * (a * a), [x])
    >>> between, others
    ([Value(data=18, grad=0, op=*)], [Value(data=9, grad=0, op=*)])
    """
    moved = set(xs)
    between = []
    for node in leaves_and_others(y, moved)[1]:
        if not moved.isdisjoint(node.parents):
            moved.add(node)
            between.append(node)
    operands = dict.fromkeys(chain.from_iterable(node.parents for node in between))
    return between, [p for p in operands if type(p) is not float and p not in moved]  # type: ignore[misc]


def is_larger(root: Value, size: int) -> bool:
    """Whether `root` depends on more than so many nodes, itself counted; found by visiting few.

    >>> from autograd import Value
    >>> a = Value(1.0)
    >>> is_larger(a * a, 1), is_larger(a * a, 2)
    (True, False)
    """
    seen: set[Value | float] = {root}
    stack = [root]
    while stack and len(seen) <= size:
        for parent in stack.pop().parents:
            if type(parent) is not float and parent not in seen:
                seen.add(parent)
                stack.append(parent)  # type: ignore[arg-type]
    return len(seen) > size
