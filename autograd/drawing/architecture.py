"""The architecture of a model: its modules, how many parameters they have, what follows what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby, pairwise
from typing import Any

from .scopes import described, modules_below
from .sketch import Arrow, Box, Cluster, Sketch


@dataclass(slots=True)
class Part:
    """Modules that look alike and follow each other in one list, drawn as one box or frame."""

    id: str
    names: list[str]
    modules: list[Any]
    cluster: str = ""
    above: frozenset[int] = frozenset()  # the modules that hold it, lest one holds itself
    applied: bool = False  # one after another, with its neighbours


def sketch_model(model: Any, direction: str = "LR", fold: bool = True) -> Sketch:
    """The sketch of a module: a frame for each that has parts, and a box for each that has none.

    Parts in a list that look alike are drawn once, with their number, unless `fold` is off.
    Arrows join the parts that are applied one after another, as `sequence()` of a module says.
    """
    title = f"Architecture of {described(model)}, {_size([model]) or 'no parameters'}"
    sketch, ids = Sketch(direction, title), count()
    todo = [Part(f"p{next(ids)}", [""], [model])]
    while todo:
        whole = todo.pop()
        lines = _lines(whole)
        parts = _parts(whole, ids, fold)
        if parts:
            sketch.clusters.append(Cluster(whole.id, " · ".join(lines), whole.cluster))
            todo += reversed(parts)
            for a, b in pairwise(part.id for part in parts if part.applied):
                sketch.arrows.append(Arrow(f"{a}_{b}", a, b))
        else:
            kind = "module" if hasattr(whole.modules[0], "named_children") else "operation"
            rows = [("label", line) for line in lines]
            sketch.boxes.append(Box(whole.id, kind, rows, whole.cluster, title=", ".join(lines)))
    return sketch


def _parts(whole: Part, ids: count[int], fold: bool) -> list[Part]:
    module = whole.modules[0]
    if not hasattr(module, "named_children"):
        return []
    named: dict[int, tuple[str, Any]] = {}
    for name, child in module.named_children():
        named.setdefault(id(child), (name, child))  # as its parameters go by their first name
    applied = list(module.sequence()) if hasattr(module, "sequence") else []
    entries = [(*named.get(id(part), ("", part)), True) for part in applied]
    taken = {id(part) for part in applied}
    entries += [(*named[child], False) for child in named if child not in taken]
    above = whole.above | {id(module)}
    parts = []
    for _, run in groupby(enumerate(entries), lambda entry: _alike(entry, fold)):
        names, modules, follow = zip(*(entry for _, entry in run))
        if id(modules[0]) not in above:
            part = Part(f"p{next(ids)}", list(names), list(modules), whole.id, above, follow[0])
            parts.append(part)
    return parts


def _alike(entry: tuple[int, tuple[str, Any, bool]], fold: bool) -> tuple[Any, ...]:
    """The same for entries that are drawn as one."""
    i, (name, module, applied) = entry
    container, _, step = name.rpartition(".")
    if not fold or not step.isdecimal():
        return (i,)
    return container, _structure(module), int(step) - i, applied


def _structure(module: Any) -> tuple[Any, ...]:
    """The same for modules with the same parts and parameters, whatever the numbers are."""
    named = module.named_parameters() if hasattr(module, "named_parameters") else ()
    parts = [(path, described(part)) for path, part in modules_below(module)]
    return repr(module), tuple(parts), tuple(path for path, _ in named)


def _lines(part: Part) -> list[str]:
    """What is said of a part: its name, its class and its size."""
    module, names = part.modules[0], part.names
    if not hasattr(module, "named_children"):
        return [getattr(module, "__name__", "") or type(module).__name__]
    times = f"{len(names)} × " if len(names) > 1 else ""
    last = f"–{names[-1].rpartition('.')[2]}" if times else ""
    lines = [f"{names[0]}{last}", f"{times}{described(module)}", _size(part.modules)]
    return [line for line in lines if line]


def _size(modules: list[Any]) -> str:
    """How many parameters the modules have; nothing if there are none."""
    n = sum(len(m.parameters()) for m in modules if hasattr(m, "parameters"))
    return f"{n:,} parameter{'s' if n > 1 else ''}" if n else ""
