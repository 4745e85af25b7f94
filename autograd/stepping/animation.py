"""The steps as an SVG that plays by itself: CSS alone, so that it moves in a README too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import pairwise
from xml.etree import ElementTree

from ..drawing.sketch import readable
from .picture import NUMBERS, SVG, groups
from .steps import Step

HOLD = 4  # for so many steps' time the last picture stays
INK = "#6e7781"  # a grey that can be read on white and on black
FORWARD, BACKWARD, DONE = "#0072b2", "#d55e00", "#009e73"  # Okabe and Ito's
COLOURS = {"leaves": FORWARD, "forward": FORWARD, "seed": BACKWARD, "backward": BACKWARD}
SHAPES = {f"{SVG}{shape}" for shape in ("path", "polygon", "ellipse")}
LONGEST = 200  # letters of a sentence
SIZE = 11.0  # of the sentence, in points
LETTER = 0.6  # the width of one, in sizes: above the average


def animated(picture: str, steps: Sequence[Step], seconds: float) -> str:
    """`picture`, from `stepped_picture`, moving through the steps, over and over.

    Each step stays for so many `seconds`. Who has asked the system for less motion sees the
    last step.
    """
    svg, film = ElementTree.fromstring(picture), _Film(len(steps), seconds)
    for box, group in list(groups(svg)):
        _highlight(group, box, steps, film)
        for kind in NUMBERS:
            texts = {
                k: f"{kind} {getattr(step, kind)[box]}"
                for k, step in enumerate(steps)
                if box in getattr(step, kind)
            }
            if texts:
                _replace(group, _line(group, kind), texts, film)
    _caption(svg, steps, film)
    style = ElementTree.Element(f"{SVG}style")
    style.text = film.style()
    svg.insert(0, style)
    return ElementTree.tostring(svg, encoding="unicode")


def _highlight(group: ElementTree.Element, box: str, steps: Sequence[Step], film: _Film) -> None:
    """Over the outline of a box or an arrow another one that shows in its steps, in colour."""
    shapes = [shape for shape in group.iter() if shape.tag in SHAPES]
    for colour in dict.fromkeys([*COLOURS.values(), DONE]):
        lit = [
            (k, k + 1 if k + 1 < len(steps) else film.length)
            for k, step in enumerate(steps)
            if box in step.lit and COLOURS.get(step.phase, DONE) == colour
        ]
        for shape in shapes if lit else []:
            fill = "none" if shape.get("fill") == "none" or "node" in _class(group) else colour
            look = {"fill": fill, "stroke": colour, "stroke-width": "2.2"}
            over = ElementTree.SubElement(group, shape.tag, shape.attrib | look)
            over.set("class", film.during(lit))


def _line(group: ElementTree.Element, kind: str) -> ElementTree.Element:
    return next(line for line in group.iter(f"{SVG}text") if line.get("class") == kind)


def _class(group: ElementTree.Element) -> list[str]:
    return group.get("class", "").split()


def _replace(
    group: ElementTree.Element, line: ElementTree.Element, texts: dict[int, str], film: _Film
) -> None:
    """In the place of `line` a line for each text, which shows from its step to the next."""
    holder = next(element for element in group.iter() if line in list(element))
    holder.remove(line)
    for (first, text), (after, _) in pairwise([*texts.items(), (film.length, "")]):
        copy = deepcopy(line)
        copy.text = readable(text, LONGEST)
        copy.set("class", film.during([(first, after)]))
        holder.append(copy)


def _caption(svg: ElementTree.Element, steps: Sequence[Step], film: _Film) -> None:
    """Room below the picture, and the sentences in it."""
    x, y, width, height = map(float, svg.get("viewBox", "0 0 0 0").split())
    wide = max(width, SIZE * LETTER * min(LONGEST, max(len(step.text) for step in steps)))
    x -= (wide - width) / 2.0
    svg.set("viewBox", f"{x:.2f} {y:.2f} {wide:.2f} {height + 3.0 * SIZE:.2f}")
    svg.set("width", f"{wide:.0f}pt")
    svg.set("height", f"{height + 3.0 * SIZE:.0f}pt")
    look = {
        "x": f"{x + wide / 2.0:.2f}",
        "y": f"{y + height + 2.0 * SIZE:.2f}",
        "fill": INK,
        "text-anchor": "middle",
        "font-size": f"{SIZE}",
    }
    line = ElementTree.SubElement(svg, f"{SVG}text", look)
    _replace(svg, line, {k: step.text for k, step in enumerate(steps)}, film)


class _Film:
    """The style sheet of the animation: what is visible when."""

    def __init__(self, steps: int, seconds: float) -> None:
        self.length = steps + HOLD
        self.seconds = seconds * self.length
        self.rules: dict[str, str] = {}

    def during(self, spans: Iterable[tuple[int, int]]) -> str:
        """The class of what is visible from the first step of each span until before its last."""
        seen = {0: "hidden"}
        for first, after in spans:  # in their order: where one ends, another may begin
            seen |= {first: "visible", after: "hidden"}
        steps = [k for k, before in zip(seen, [None, *seen.values()]) if seen[k] != before]
        name = f"{seen[0]}-{'-'.join(map(str, steps))}"
        frames = "".join(f"{self._percent(k)}{{visibility:{seen[k]}}}" for k in steps)
        still = "visible" if self.length in seen else "hidden"
        self.rules[name] = (
            f"@keyframes {name}{{{frames}}}.{name}{{visibility:{still};"
            f"animation:{name} {self.seconds:.2f}s step-end infinite}}"
        )
        return name

    def _percent(self, step: int) -> str:
        return f"{100.0 * step / self.length:.4g}%"

    def style(self) -> str:
        still = "@media(prefers-reduced-motion:reduce){*{animation:none!important}}"
        return "".join(self.rules.values()) + still
