"""Which nodes of a large graph are drawn as one: modules, equal operations, or bands of depth."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from .scopes import NOWHERE

if TYPE_CHECKING:
    from ..value import Value
    from .values import Subject

MOST, MOST_ARROWS = 300, 450  # of which a graph is drawn with every node, within a second or two
BOXES, ARROWS = 60, 90  # of a graph with groups, more of which make no sense to the eye
BANDS = 12

# For each node what it is drawn with: nodes with the same key, a kind of group and what tells
# groups of that kind apart, are a group; None is a node by itself.
Key: TypeAlias = tuple[Any, ...]
Keys: TypeAlias = list[Key | None]


def collapse(subject: Subject, how: bool | str) -> Keys | None:
    """The groups that `draw(collapse=how)` means; None if every node is drawn.

    Tries what keeps most of the graph first, and takes what leaves few boxes and arrows. Arrows
    between groups go one way only, as between nodes.
    """
    if how is False or (how == "auto" and is_drawn_whole(subject.order)):
        return None
    edges = Edges(subject)
    for keys in _candidates(subject, edges, how):
        if edges.fit(keys):
            return keys
    depth = edges.depths()
    cuts = sorted({depth[-1] * k // BANDS for k in range(BANDS)})
    return _bands(edges, [None] * len(depth), depth, cuts)


def is_drawn_whole(order: list[Value], boxes: int = MOST, arrows: int = MOST_ARROWS) -> bool:
    """Whether a drawing of all nodes has at most so many boxes and arrows."""
    boxes -= len(order)
    for node in order:
        boxes -= bool(node.op) + sum(type(p) is float for p in node.parents)
        arrows -= bool(node.op) + len(node.parents)
        if boxes < 0 or arrows < 0:
            return False
    return True


class Edges:
    """The operands of each node by number, and what follows from them."""

    def __init__(self, subject: Subject) -> None:
        index = subject.index
        self.order = subject.order
        self.of = [
            [index[p] for p in node.parents if type(p) is not float]  # type: ignore[index]
            for node in subject.order
        ]

    def depths(self) -> list[int]:
        """How far each node is from the leaves."""
        depth = [0] * len(self.of)
        for i, operands in enumerate(self.of):
            if operands:
                depth[i] = 1 + max([depth[j] for j in operands])
        return depth

    def depths_between(self, keys: Keys) -> list[int] | None:
        """The same where each group counts as one node; None if groups depend on each other."""
        number: dict[Hashable, int] = {}
        at = [i if key is None else number.setdefault(key, i) for i, key in enumerate(keys)]
        consumers: dict[int, list[int]] = {}
        waiting = [0] * len(at)
        for i, operands in enumerate(self.of):
            for j in operands:
                if at[j] != at[i]:
                    consumers.setdefault(at[j], []).append(at[i])
                    waiting[at[i]] += 1
        depth = [0] * len(at)
        ready = [i for i, home in enumerate(at) if home == i and not waiting[i]]
        left = sum(home == i for i, home in enumerate(at))
        while ready:
            i = ready.pop()
            left -= 1
            for consumer in consumers.get(i, ()):
                depth[consumer] = max(depth[consumer], depth[i] + 1)
                waiting[consumer] -= 1
                if not waiting[consumer]:
                    ready.append(consumer)
        return None if left else [depth[home] for home in at]

    def fit(self, keys: Keys) -> bool:
        """Whether a drawing with these groups has few enough boxes and arrows."""
        boxes: set[Hashable] = set()
        for i, key in enumerate(keys):
            boxes.add(i if key is None else ("group", key))
            if key is None and self.order[i].op:
                boxes.add(("op", i))
            if len(boxes) > BOXES:
                return False
        arrows: set[tuple[Hashable, Hashable]] = set()
        for i, operands in enumerate(self.of):
            head = i if keys[i] is None else ("group", keys[i])
            for j in operands:
                if keys[i] is None or keys[j] != keys[i]:
                    arrows.add((j if keys[j] is None else ("group", keys[j]), head))
            if len(arrows) > ARROWS:
                return False
        return True


def _candidates(subject: Subject, edges: Edges, how: bool | str) -> Iterator[Keys]:
    tried = [(keys, edges.depths_between(keys)) for keys in _scoped(subject, how)]
    scoped = [(keys, depth) for keys, depth in tried if depth]
    yield from (keys for keys, _ in scoped)
    yield from (_by_operation(edges, keys, depth) for keys, depth in scoped)
    for keys, depth in scoped:
        # no band may hold both what a module needs and what needs the module
        yield _bands(edges, keys, depth, sorted({d for d, key in zip(depth, keys) if key}))
    yield _by_operation(edges, [None] * len(edges.of), edges.depths())


def _scoped(subject: Subject, how: bool | str) -> Iterator[Keys]:
    """Groups for modules: from the innermost to the outermost, or for those of a class."""
    scopes = subject.scopes
    if isinstance(how, str) and how != "auto":
        boxes = [_nearest(subject, scope, how) for scope in range(len(scopes.all))]
        yield [_key(boxes[scope]) if scope != NOWHERE else None for scope in scopes.of]
        return
    for depth in range(max((scope.depth for scope in scopes.all), default=0), 0, -1):
        boxes = [scopes.up(scope, depth) for scope in range(len(scopes.all))]
        yield [_key(boxes[scope]) if scope != NOWHERE else None for scope in scopes.of]


def _key(scope: int) -> Key | None:
    return None if scope == NOWHERE else ("module", scope)


def _nearest(subject: Subject, scope: int, kind: str) -> int:
    """The outermost module of that class which holds the module, or is it."""
    found = NOWHERE
    while scope != NOWHERE:
        found = scope if subject.scopes.all[scope].kind == kind else found
        scope = subject.scopes.all[scope].parent
    return found


def _by_operation(edges: Edges, keys: Keys, depth: list[int]) -> Keys:
    """What is in no group yet, by depth and operation; leaves by what takes them first."""
    made: Keys = [
        ("op", depth[i], str(edges.order[i].op)) if key is None and edges.of[i] else key
        for i, key in enumerate(keys)
    ]
    return _alone(_with_leaves(edges, made, depth))


def _bands(edges: Edges, keys: Keys, depth: list[int], cuts: list[int]) -> Keys:
    """What is in no group yet, by the two cuts that its depth is between; the root by itself."""
    made: Keys = [
        ("band", bisect_left(cuts, depth[i])) if key is None and edges.of[i] else key
        for i, key in enumerate(keys)
    ]
    made[-1] = keys[-1]
    return _alone(_with_leaves(edges, made, depth))


def _with_leaves(edges: Edges, keys: Keys, depth: list[int]) -> Keys:
    """The keys, and for leaves without one a key that says which group takes them first."""
    first: dict[int, int] = {}
    for i, operands in enumerate(edges.of):
        for j in operands:
            if not edges.of[j] and keys[j] is None and depth[i] < depth[first.setdefault(j, i)]:
                first[j] = i
    keys = list(keys)
    for j, i in first.items():
        keys[j] = ("leaves of", i if keys[i] is None else keys[i])
    return keys


def _alone(keys: Keys) -> Keys:
    """The keys without those that only one node has."""
    sizes = Counter(key for key in keys if key is not None)
    return [None if key is None or sizes[key] == 1 else key for key in keys]
