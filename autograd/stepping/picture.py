"""The picture that a player steps through: a drawing whose numbers can be found and replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ..drawing.render import FONTS
from .steps import Step

if TYPE_CHECKING:
    from ..drawing.sketch import Sketch

NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"
TEXT = {
    "fill": "#111111",
    "font-family": FONTS,
    "font-size": "10.00",
    "text-anchor": "middle",
}
SCREEN = (16.0, 10.0)  # the shape to fit into
MANY = 400  # boxes and arrows, whose layout takes too long to try it twice
NUMBERS = ("data", "grad")  # the last two lines of each box


def stepped_picture(sketch: Sketch, names: dict[str, str], steps: Sequence[Step]) -> str:
    """The SVG of `sketch`, each of whose boxes in `names` shows its name, data and gradient.

    The lines of text in a box are of class "name", "data" and "grad", and the box has room for
    all the numbers that `steps` will put there.
    """
    for box in sketch.boxes:
        if box.id in names:
            box.title = ""  # it would show numbers of no step
            room = [(kind, f"{kind} {_widest(box.id, kind, steps)}") for kind in NUMBERS]
            box.rows = [("label", names[box.id]), *room]
    ElementTree.register_namespace("", NAMESPACE)
    svg = _larger(sketch)
    _share(svg)
    for box_id, group in groups(svg):
        if box_id in names:
            for title in group.findall(f"{SVG}title"):  # Graphviz's name for the box
                group.remove(title)
            *lines, data, grad = group.iter(f"{SVG}text")
            for line, kind in ((data, "data"), (grad, "grad"), *((line, "name") for line in lines)):
                line.set("class", kind)
    return ElementTree.tostring(svg, encoding="unicode")


def settled(picture: str, steps: Sequence[Step]) -> str:
    """The picture with the numbers that the boxes have after the last step."""
    svg = ElementTree.fromstring(picture)
    for box, group in groups(svg):
        for line in group.iter(f"{SVG}text"):
            kind = line.get("class", "")
            texts = [getattr(step, kind)[box] for step in steps if box in getattr(step, kind, ())]
            if kind in NUMBERS and texts:
                line.text = f"{kind} {texts[-1]}"
    return ElementTree.tostring(svg, encoding="unicode")


def _larger(sketch: Sketch) -> ElementTree.Element:
    """The picture with the rows of boxes stacked or not, as it comes out larger on a screen."""
    from ..drawing.dot import drawing_of  # which needs the package graphviz

    if len(sketch.boxes) + len(sketch.arrows) > MANY:
        return ElementTree.fromstring(drawing_of(sketch).pipe("svg"))
    pictures = []
    for stacked in (True, False):
        sketch.stacked = stacked
        pictures.append(ElementTree.fromstring(drawing_of(sketch).pipe("svg")))
    return min(pictures, key=_extent)


def _extent(svg: ElementTree.Element) -> float:
    """How many screens' widths or heights the picture takes."""
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    return max(width / SCREEN[0], height / SCREEN[1])


def _share(svg: ElementTree.Element) -> None:
    """Say once, for the whole picture, how its text looks; that halves its size."""
    for name, value in TEXT.items():
        svg.set(name, value)
    for line in svg.iter(f"{SVG}text"):
        for name in [name for name in line.keys() if line.get(name) == TEXT.get(name, "preserve")]:
            del line.attrib[name]


def groups(svg: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """The parts of the picture that have an id: boxes and arrows."""
    for group in svg.iter(f"{SVG}g"):
        if "id" in group.keys():
            yield group.get("id", ""), group


def _widest(box: str, kind: str, steps: Sequence[Step]) -> str:
    return max((getattr(step, kind).get(box, "") for step in steps), key=len, default="")
