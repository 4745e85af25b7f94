"""What a drawing can be saved as: pictures, a page, and the graph as data or as Mermaid."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .sketch import FILLS, GREY, Box, Sketch, readable

if TYPE_CHECKING:
    from .dot import Drawing

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ margin: 1rem }}
figure {{ margin: 0; overflow: auto }}
svg {{ display: block; margin: auto }}
</style>
<figure role="img" aria-label="{title}" tabindex="0">
{svg}</figure>
</html>
"""


def as_html(drawing: Drawing) -> bytes:
    """A page that holds the picture and needs nothing else: no script and no network."""
    svg = drawing.pipe("svg", encoding="utf-8")
    title = html.escape(readable(drawing.sketch.title))
    return PAGE.format(title=title, svg=svg[svg.index("<svg") :]).encode()


def as_json(drawing: Drawing) -> bytes:
    """The graph as data.

    An object with the `title` and

    `nodes`   each with `id`, `kind` ("leaf", "result" or "constant"), `label`, `op`, `data` and
              `grad`; `op` is null where nothing was computed, `grad` for plain numbers
    `groups`  the nodes that are drawn as one: each with `id`, `label`, how many `nodes` it
              stands for, how many of them each of the `ops` made, and the largest |`grad`|
    `edges`   each `from` an operand `to` what was computed from it, with the `partial`
              derivative; where one end is a group, it is null and `count` says how many there are
    `modules` only for the architecture of a model, each with `id` and the lines of its `label`

    Numbers that JSON does not have are the texts "nan", "inf" and "-inf".
    """
    sketch = drawing.sketch
    result = {arrow.tail: arrow.head for arrow in sketch.arrows if arrow.id.endswith("z")}
    graph: dict[str, Any] = {
        "title": sketch.title,
        "nodes": [_node(box) for box in sketch.boxes if box.kind in ("leaf", "result", "constant")],
        "groups": [{"id": box.id} | box.facts for box in sketch.boxes if box.kind == "group"],
        "edges": [
            {
                "from": arrow.tail,
                "to": result.get(arrow.head, arrow.head),
                "partial": arrow.partial,
                "count": arrow.count,
            }
            for arrow in sketch.arrows
            if arrow.tail not in result
        ],
    }
    modules = [box for box in sketch.boxes if box.kind == "module"]
    if modules:
        graph["modules"] = [
            {"id": box.id, "label": [text for _, text in box.rows]} for box in modules
        ]
    return (json.dumps(_strict(graph), indent=1, allow_nan=False) + "\n").encode()


def _node(box: Box) -> dict[str, Any]:
    facts = {"label": "", "op": None, "data": None, "grad": None} | box.facts
    return {"id": box.id, "kind": box.kind} | facts


def _strict(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: _strict(inner) for key, inner in entry.items()}
    if isinstance(entry, list):
        return [_strict(inner) for inner in entry]
    if isinstance(entry, float) and not math.isfinite(entry):
        return str(entry)
    return entry


def as_mermaid(drawing: Drawing) -> bytes:
    """The graph as a flowchart of Mermaid's, which GitHub and others draw in Markdown."""
    return ("\n".join(_flowchart(drawing.sketch)) + "\n").encode()


def _flowchart(sketch: Sketch) -> Iterator[str]:
    yield f"flowchart {sketch.direction}"
    level = 0
    for depth, cluster, boxes in sketch.nesting():
        yield from ("  " * i + "end" for i in range(level, max(depth - 1, 0), -1))
        if cluster:
            yield "  " * depth + f'subgraph {cluster.id}["{_quoted(cluster.title)}"]'
        yield from ("  " * (depth + 1) + _flow_box(box) for box in boxes)
        level = depth
    yield from ("  " * i + "end" for i in range(level, 0, -1))
    for arrow in sketch.arrows:
        text = f'|"{_quoted(arrow.text)}"|' if arrow.text else ""
        yield f"  {arrow.tail} -->{text} {arrow.head}"
    yield from (
        f"  classDef {kind} fill:{fill},stroke:{GREY},color:#111"
        for kind, fill in FILLS.items()
        if any(box.kind == kind for box in sketch.boxes)
    )
    yield from (f"  style {box.id} fill:{box.fill}" for box in sketch.boxes if box.fill)


def _flow_box(box: Box) -> str:
    text = "<br/>".join(_quoted(text) for _, text in box.rows) or " "
    left, right = ("([", "])") if box.kind == "operation" else ("(", ")")
    return f'{box.id}{left}"{text}"{right}:::{box.kind}'


def _quoted(text: str) -> str:
    """The text for Mermaid: all that is neither letter nor digit as the code of the character."""
    lines = readable(text).split("\n")
    return "<br/>".join(re.sub(r"[^\w .,-]|^[-.\d]+(?=[. ])", _codes, line) for line in lines)


def _codes(match: re.Match[str]) -> str:
    return "".join(f"#{ord(c)};" for c in match[0])


def _picture(format: str) -> Callable[[Drawing], bytes]:
    return lambda drawing: bytes(drawing.pipe(format))


def _source(drawing: Drawing) -> bytes:
    return str(drawing.source).encode()


WRITERS: dict[str, Callable[[Drawing], bytes]] = {
    ".svg": _picture("svg"),
    ".png": _picture("png"),
    ".pdf": _picture("pdf"),
    ".html": as_html,
    ".json": as_json,
    ".mmd": as_mermaid,
    ".dot": _source,
    ".gv": _source,
}
