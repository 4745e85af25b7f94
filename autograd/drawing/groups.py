"""The sketch of a graph in which some nodes are drawn as one box, with their number and kinds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..naming import short
from .sketch import DIGITS, Arrow, Box, Sketch
from .values import Subject

if TYPE_CHECKING:
    from .collapse import Key, Keys

MOST_KINDS = 4  # operations that a box names
MOST_NUMBERS = 8  # boxes for the plain operands of one node


def sketch_groups(subject: Subject, keys: Keys, direction: str) -> Sketch:
    """The sketch in which all nodes with the same key are one box; None is a node by itself.

    Arrows between groups say how many edges they stand for.
    """
    sketch = Sketch(direction, subject.title())
    home, kinds, members = members_of(keys)
    modules: dict[int, Box] = {}
    for i, group in enumerate(home):
        if group < 0:
            _single(sketch, subject, i, home)
        elif members[group][0] == i:
            box = _group(subject, f"g{group}", kinds[group], members[group])
            if kinds[group][0] == "module":
                modules[kinds[group][1]] = box
            else:
                sketch.boxes.append(box)
    sketch.boxes[:0] = [modules[scope] for scope in sorted(modules)]
    sketch.arrows += _arrows(subject, home)
    used = {box.cluster for box in sketch.boxes}
    for cluster in reversed(list(subject.clusters())):
        if cluster.id in used:
            used.add(cluster.parent)
            sketch.clusters.insert(0, cluster)
    return sketch


def members_of(keys: Keys) -> tuple[list[int], list[Key], list[list[int]]]:
    """The group of each node, -1 for none; and the key and the nodes of each group."""
    numbers: dict[Key, int] = {}
    members: list[list[int]] = []
    home = [-1] * len(keys)
    for i, key in enumerate(keys):
        if key is not None:
            group = home[i] = numbers.setdefault(key, len(numbers))
            if group == len(members):
                members.append([])
            members[group].append(i)
    return home, list(numbers), members


def _single(sketch: Sketch, subject: Subject, i: int, home: list[int]) -> None:
    """Add the boxes of one node, and its arrows from what is no group."""
    boxes, arrows = list(subject.boxes(i)), list(subject.arrows(i))
    numbers = {box.id for box in boxes if box.kind == "constant"}
    if len(numbers) > MOST_NUMBERS:
        box = Box(f"n{i}c", "constant", [("count", f"{len(numbers):,} numbers")])
        box.cluster = boxes[0].cluster
        boxes = [other for other in boxes if other.id not in numbers] + [box]
        arrows = [arrow for arrow in arrows if arrow.tail not in numbers]
        arrows.append(Arrow(f"n{i}e", box.id, f"n{i}op", count=len(numbers)))
    grouped = {
        f"n{subject.index[p]}"
        for p in subject.order[i].parents
        if not isinstance(p, float) and home[subject.index[p]] >= 0
    }
    sketch.boxes += boxes
    sketch.arrows += (arrow for arrow in arrows if arrow.tail not in grouped)


def _arrows(subject: Subject, home: list[int]) -> Iterator[Arrow]:
    """The arrows that begin or end at a group."""
    counts: Counter[tuple[str, str]] = Counter()
    for i, node in enumerate(subject.order):
        to, head = home[i], f"n{i}op"
        for parent in node.parents:
            if type(parent) is not float:
                j = subject.index[parent]  # type: ignore[index]
                if (to >= 0 or home[j] >= 0) and to != home[j]:
                    tail = f"g{home[j]}" if home[j] >= 0 else f"n{j}"
                    counts[tail, f"g{to}" if to >= 0 else head] += 1
    tails, heads = Counter(tail for tail, _ in counts), Counter(head for _, head in counts)
    for (tail, head), count in counts.items():
        # where all of one side are joined to all of the other, numbers could not be told apart
        clear = count > 1 and 1 in (tails[tail], heads[head])
        yield Arrow(f"{tail}_{head}", tail, head, f"{count:,}" if clear else "", count=count)


def _group(subject: Subject, name: str, key: Key, members: list[int]) -> Box:
    nodes = [subject.order[i] for i in members]
    ops = Counter(str(node.op) for node in nodes if node.op)
    leaves = len(nodes) - sum(ops.values())
    counted = [f"{leaves:,} {'leaves' if leaves > 1 else 'leaf'}"] * bool(leaves)
    counted += [f"{op} ×{n:,}" for op, n in ops.most_common(MOST_KINDS)]
    counted += ["…"] * (len(ops) > MOST_KINDS)
    grad = largest(node.grad for node in nodes)
    rows = [
        ("ops", ", ".join(counted)),
        ("grad", f"|grad| ≤ {short(grad, DIGITS)}" if grad else "grad 0"),
    ]
    if len(counted) > 1:
        rows.insert(0, ("count", f"{len(nodes):,} nodes"))
    label, cluster = rows[0][1], ""
    if key[0] == "module":
        scope = subject.scopes.all[key[1]]
        rows.insert(0, ("label", scope.title))
        label, cluster = scope.path, subject.cluster(scope.parent)
    facts = {
        "label": label,
        "nodes": len(nodes),
        "ops": dict(ops.most_common()),
        "data": largest(node.data for node in nodes),
        "grad": grad,
    }
    title = ", ".join(text for _, text in rows)
    return Box(name, "group", rows, cluster, title=title, facts=facts)


def largest(numbers: Iterator[float]) -> float:
    """The largest size of the numbers; nan if any is nan."""
    most = 0.0
    for x in numbers:
        if math.isnan(x):
            return math.nan
        most = max(most, abs(float(x)))
    return most
