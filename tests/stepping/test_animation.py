"""The animation: at each moment it shows the numbers and the sentence of one step, script-free."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from autograd import Value, player
from autograd.stepping.animation import HOLD, _Film
from autograd.stepping.picture import SVG, groups

KEYFRAMES = re.compile(r"@keyframes ([\w-]+)\{((?:[\d.]+%\{\w+:\w+\})*)\}")
FRAME = re.compile(r"([\d.]+)%\{visibility:(\w+)\}")


def example():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    d = a * b
    d.label = "d"
    return player(d + b * d)


class Cinema:
    """The picture at any moment, as a browser works it out from the style sheet."""

    def __init__(self, text):
        self.svg = ElementTree.fromstring(text)
        self.style = self.svg.find(f"{SVG}style").text
        self.frames = {
            name: [(float(at), seen) for at, seen in FRAME.findall(frames)]
            for name, frames in KEYFRAMES.findall(self.style)
        }

    def visible(self, element, percent):
        name = element.get("class", "")
        if name not in self.frames:
            return True
        return [seen for at, seen in self.frames[name] if at <= percent + 1e-3][-1] == "visible"

    def still(self, element):
        name = element.get("class", "")
        if name not in self.frames:
            return True
        return f".{name}{{visibility:visible;" in self.style

    def texts(self, box, showing):
        group = dict(groups(self.svg))[box]
        return {line.text for line in group.iter(f"{SVG}text") if showing(line)}

    def caption(self, showing):
        return [line.text for line in self.svg.findall(f"{SVG}text") if showing(line)]


def test_each_moment_shows_the_numbers_of_its_step():
    made = example()
    cinema = Cinema(made.animated_svg())
    data, grad = {}, {}
    for k, step in enumerate(made):
        data, grad = data | step.data, grad | step.grad
        percent = 100.0 * (k + 0.5) / (len(made) + HOLD)

        def showing(line, percent=percent):
            return cinema.visible(line, percent)

        assert cinema.caption(showing) == [step.text]
        for i, name in enumerate(made.walk.names):
            box = f"n{i}"
            want = {name} | {f"data {data[box]}" for _ in [0] if box in data}
            want |= {f"grad {grad[box]}" for _ in [0] if box in grad}
            assert cinema.texts(box, showing) == want


def test_who_wants_no_motion_sees_the_last_step():
    made = example()
    cinema = Cinema(made.animated_svg())
    assert cinema.caption(cinema.still) == [made[-1].text]
    assert "prefers-reduced-motion" in cinema.style
    assert cinema.texts("n0", cinema.still) == {
        made.walk.names[0],
        f"data {made.walk.order[0].data:g}",
        f"grad {made.walk.gradients[0]:g}",
    }


def test_what_takes_part_in_a_step_has_a_coloured_outline():
    made = example()
    cinema = Cinema(made.animated_svg())
    for k, step in enumerate(made):
        percent = 100.0 * (k + 0.5) / (len(made) + HOLD)
        lit = {
            box
            for box, group in groups(cinema.svg)
            for shape in group
            if shape.get("stroke-width") == "2.2" and cinema.visible(shape, percent)
        }
        assert lit == set(step.lit)


def test_it_is_one_file_without_scripts():
    text = example().animated_svg()
    assert not re.search(r"<script|\son\w+=|href|url\(|@import", text)
    assert {e.tag.removeprefix(SVG) for e in ElementTree.fromstring(text).iter()} <= {
        *("svg", "g", "title", "style", "path", "polygon", "polyline", "ellipse", "text"),
    }


def test_the_time_for_a_step_can_be_set():
    made = example()
    length = re.search(r"s step-end|([\d.]+)s step-end", made.animated_svg(2.0))[1]
    assert float(length) == pytest.approx(2.0 * (len(made) + HOLD))


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_step_takes_some_time(seconds):
    with pytest.raises(ValueError, match="above 0"):
        example().animated_svg(seconds)


@given(st.sets(st.integers(0, 19)))
def test_any_set_of_steps_can_be_shown(steps):
    film = _Film(20, 1.0)
    name = film.during([(k, k + 1) for k in sorted(steps)]) if steps else None
    if name:
        cinema = Cinema(
            f'<svg xmlns="http://www.w3.org/2000/svg"><style>{film.style()}</style></svg>'
        )
        line = ElementTree.Element("text", {"class": name})
        for k in range(20):
            assert cinema.visible(line, 100.0 * (k + 0.5) / film.length) == (k in steps)
