"""A graph of Values as a Graphviz drawing: what each node shows, and which edges there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph import topological_sort
from .render import svg

if TYPE_CHECKING:
    from ..value import Value

# Okabe and Ito's palette, which the colour-blind can tell apart, lightened
FILLS = {"leaf": "#cfe6f7", "inner": "#f7f7f7", "constant": "#fdf3c8", "op": "#d5efe6"}
# what means something in a record label, and what has no place in a picture
ESCAPES = str.maketrans(
    {c: f"\\{c}" for c in '\\{}|<>"'}
    | {"\n": "\\n", "&": "&amp;", "\t": "\u00a0", "\r": "", "\0": ""}
)


class Drawing:
    """A drawing of a graph: `.save(path)` writes it, a notebook shows it.

    `source` is the text in Graphviz's language.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def save(self, path: str | Path) -> Path:
        """Write the drawing, by suffix: `.svg` or `.dot`. Returns the path."""
        path = Path(path)
        if path.suffix == ".svg":
            path.write_bytes(svg(self.source))
        elif path.suffix in (".dot", ".gv"):
            path.write_text(self.source, encoding="utf-8")
        else:
            raise ValueError(
                f"cannot draw to {path.suffix!r}; use a path that ends in .svg or .dot"
            )
        return path

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        try:
            return {"image/svg+xml": svg(self.source).decode()}
        except ImportError as missing:
            return {"text/plain": f"{missing}\n\n{self.source}"}


def draw(
    root: Value,
    *,
    names: Mapping[str, Value] | Iterable[tuple[str, Value]] = (),
    direction: str = "LR",
) -> Drawing:
    """A drawing of all that `root` was computed from, with data and gradients.

    `names` gives parameters their names, as `model.named_parameters()` does; labels go first.
    `direction` is LR, TB, RL or BT, from the leaves to the root. Plain numbers are drawn as they
    are, one for each place where they are used.
    """
    if direction not in ("LR", "TB", "RL", "BT"):
        raise ValueError(f"direction must be LR, TB, RL or BT, got {direction!r}")
    order = topological_sort(root)
    pairs = names.items() if isinstance(names, Mapping) else names
    called = {value: name for name, value in pairs}
    ids = {node: f"n{i}" for i, node in enumerate(order)}
    lines = [
        "digraph {",
        f'rankdir={direction} bgcolor="transparent" nodesep=0.12',
        'node [fontname="DejaVu Sans" fontsize=10 style="filled,rounded" shape=record height=0.3]',
        'edge [color="#555555" arrowsize=0.6]',
    ]
    for node, name in ids.items():
        lines += _node(node, name, node.label or called.get(node, ""), ids)
    return Drawing("\n".join([*lines, "}", ""]))


def _node(node: Value, name: str, label: str, ids: dict[Value, str]) -> list[str]:
    shown = [label] if label else []
    shown += [f"data {node.data:.4g}", f"grad {node.grad:.4g}"]
    text = " | ".join(_escaped(part) for part in shown)
    kind = "inner" if node.op else "leaf"
    lines = [f'{name} [label="{{{text}}}" fillcolor="{FILLS[kind]}"]']
    if node.op:
        op = _escaped(str(node.op))
        lines.append(f'{name}op [label="{op}" shape=ellipse fillcolor="{FILLS["op"]}"]')
        lines.append(f"{name}op -> {name}")
    for i, parent in enumerate(node.parents):
        source = f"{name}c{i}" if isinstance(parent, float) else ids[parent]
        if isinstance(parent, float):
            lines.append(f'{source} [label="{parent:.4g}" fillcolor="{FILLS["constant"]}"]')
        lines.append(f"{source} -> {name}op")
    return lines


def _escaped(text: str) -> str:
    """`text` so that Graphviz shows it as it is, with all its spaces."""
    return re.sub(r"(?<= ) |^ | $", "\u00a0", text.translate(ESCAPES))
