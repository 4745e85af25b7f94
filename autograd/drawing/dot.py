"""The drawing: a sketch in Graphviz's language, that can be shown, saved and added to."""

from __future__ import annotations

import base64
import copy
import html
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .formats import WRITERS
from .needs import needed
from .render import render
from .sketch import Sketch, readable
from .source import EDGE, GRAPH, NODE, lines

if TYPE_CHECKING:
    import graphviz
else:
    graphviz = needed("graphviz")

PASSED_ON = ("renderer", "formatter", "neato_no_op", "quiet")  # from `render` to `pipe`
GUARDS = ("raise_if_result_exists", "overwrite_source")  # what `render` may write over


class Drawing(graphviz.Digraph):  # type: ignore[misc]
    """A drawing of a graph: `.save(path)` writes it, a notebook shows it.

    It is a `graphviz.Digraph`, so that `attr`, `node` and `edge` add to it, `source` is its text
    in Graphviz's language, and `pipe`, `render` and `view` make pictures; none of this needs
    Graphviz to be installed. `sketch` is what it was made from: the formats .json and .mmd show
    that, and the others the source.

    >>> from autograd import Value, draw
    >>> drawing = draw(Value(2.0, "a") * 3.0)
    >>> drawing.node("note", "by hand")
    >>> drawing.edge("note", "n0", style="dashed")
    >>> drawing.pipe("svg")[:5]
    b'<?xml'
    """

    _format = "svg"

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.sketch = Sketch()

    def save(
        self,
        path: str | os.PathLike[str] | None = None,
        directory: str | os.PathLike[str] | None = None,
    ) -> Path:
        """Write the drawing, by suffix: .svg .png .pdf .html .json .mmd .dot .gv; returns the path.

        Without a path it is the source that is written, to the drawing's `filename`.
        """
        target = Path(directory or self.directory, path or self.filename)
        kind = target.suffix.lower()
        if kind not in WRITERS:
            raise ValueError(
                f"cannot draw to {target.suffix!r}; use a path that ends in {' '.join(WRITERS)}"
            )
        written = WRITERS[kind](self)  # first, so that an error leaves no file behind
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(written)
        return target

    def pipe(
        self,
        format: str | None = None,
        renderer: str | None = None,
        formatter: str | None = None,
        neato_no_op: bool | int | None = None,
        quiet: bool = False,
        *,
        engine: str | None = None,
        encoding: str | None = None,
    ) -> Any:
        """The picture in that format as bytes, or as a text if an encoding is given."""
        if renderer or formatter or neato_no_op:  # there is only one program that knows them
            return super().pipe(
                format, renderer, formatter, neato_no_op, quiet, engine=engine, encoding=encoding
            )
        format = (format or self.format).lower()
        if format not in graphviz.FORMATS:
            raise ValueError(f"Graphviz has no format {format!r}; use svg, png, pdf or dot")
        engine = engine or self.engine
        if engine not in graphviz.ENGINES:
            known = ", ".join(sorted(graphviz.ENGINES))
            raise ValueError(f"Graphviz has no engine {engine!r}; use one of {known}")
        picture = render(self.source, format, engine)
        return picture.decode(encoding) if encoding else picture

    def render(
        self,
        filename: str | os.PathLike[str] | None = None,
        directory: str | os.PathLike[str] | None = None,
        view: bool = False,
        cleanup: bool = False,
        format: str | None = None,
        *,
        outfile: str | os.PathLike[str] | None = None,
        engine: str | None = None,
        quiet_view: bool = False,
        **options: Any,
    ) -> str:
        """Write the source to `filename` and the picture next to it; the path of the picture.

        As in graphviz, with all its options: `.render("graph", format="png")` writes `graph` and
        `graph.png`.
        """
        _check_options(options)
        if outfile is not None:
            outfile = Path(directory or self.directory, outfile)
            format = format or outfile.suffix[1:]
            filename = filename or outfile.with_suffix(".gv").absolute()
        format = format or self.format
        kept = {name: option for name, option in options.items() if name in PASSED_ON}
        source = Path(directory or self.directory, filename or self.filename)
        target = outfile or Path(f"{source}.{format}")
        _check_target(target, source, **{name: options.get(name, False) for name in GUARDS})
        picture = self.pipe(format, engine=engine, **kept)
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(self.source, encoding="utf-8")
        target.write_bytes(picture)
        if cleanup and source != target:
            source.unlink()
        if view or quiet_view:
            graphviz.view(str(target), quiet=quiet_view)
        return str(target)

    def copy(self) -> Drawing:
        """A drawing of its own with the same content, and its own sketch."""
        made: Drawing = super().copy()
        made.sketch = copy.deepcopy(self.sketch)
        return made

    def _repr_mimebundle_(
        self,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
        **options: Any,
    ) -> dict[str, str]:
        # an image scales, cannot mix its ids up with those of others, and is shown whether or
        # not the notebook is trusted
        bundle = {"text/plain": self.sketch.title}
        try:
            data = base64.b64encode(self.pipe("svg")).decode()
        except ImportError as missing:
            bundle["text/plain"] = f"{missing}\n\n{self.source}"
        else:
            alt = html.escape(readable(self.sketch.title))
            bundle["text/html"] = (
                f'<img src="data:image/svg+xml;base64,{data}" style="max-width:100%" alt="{alt}">'
            )
        kinds = set(bundle if include is None else include) - set(exclude or ())
        return {kind: shown for kind, shown in bundle.items() if kind in kinds}


def _check_options(options: dict[str, Any]) -> None:
    unknown = options.keys() - {*PASSED_ON, *GUARDS}
    if unknown:
        known = ", ".join((*PASSED_ON, *GUARDS))
        raise TypeError(f"render has no option {min(unknown)!r}; beyond those it shows: {known}")


def _check_target(
    target: Path, source: Path, *, raise_if_result_exists: bool, overwrite_source: bool
) -> None:
    if raise_if_result_exists and target.exists():
        raise graphviz.FileExistsError(f"output file exists: {os.fspath(target)!r}")
    if target.absolute() == source.absolute() and not overwrite_source:
        raise ValueError(f"the picture would replace its source, {source}; overwrite_source=True")


def drawing_of(sketch: Sketch) -> Drawing:
    """The drawing of a sketch, as it is now."""
    drawing = Drawing(graph_attr=GRAPH, node_attr=NODE, edge_attr=EDGE)
    drawing.graph_attr["rankdir"] = sketch.direction
    if any(box.kind == "group" for box in sketch.boxes):
        drawing.graph_attr["ranksep"] = "0.5"  # for the numbers on the arrows
    drawing.sketch = sketch
    drawing.body += [line + "\n" for line in lines(sketch)]
    return drawing
