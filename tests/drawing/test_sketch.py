"""The model of a drawing: frames in frames, colours that can be read, and texts without traps."""

import pytest
from hypothesis import given
from pictures import hard_texts

from autograd.drawing.shading import STEPS, ZERO
from autograd.drawing.sketch import FILLS, GREY, MARK, MEANINGS, Box, Cluster, Sketch, readable


def luminance(colour):
    """As WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("fill", [*FILLS.values(), *STEPS, ZERO, MARK])
def test_dark_text_can_be_read_on_every_fill(fill):
    assert contrast(fill, "#111111") >= 5.0


@pytest.mark.parametrize("background", ["#ffffff", "#111111"])
def test_lines_can_be_seen_on_light_and_dark_pages(background):
    assert contrast(GREY, background) >= 3.9


def test_every_kind_has_a_meaning():
    assert FILLS.keys() == MEANINGS.keys()


def test_a_fill_replaces_the_colour_of_the_kind():
    assert Box("a", "leaf", []).colour == FILLS["leaf"]
    assert Box("a", "leaf", [], fill=MARK).colour == MARK


@pytest.mark.parametrize("turned, order", [(False, "abcd"), (True, "dabc")])
def test_frames_come_with_what_is_in_them_outer_ones_first(turned, order):
    clusters = [Cluster("a", ""), Cluster("b", "", "a"), Cluster("c", "", "a"), Cluster("d", "")]
    boxes = [Box(f"in {name}", "leaf", [], name) for name in ("", "b", "a", "d", "c")]
    found = list(Sketch(boxes=boxes, clusters=clusters).nesting(turned))
    names = [cluster.id if cluster else "" for _, cluster, _ in found]
    assert names == ["", *(order if not turned else "dacb")]
    assert [depth for depth, _, _ in found] == [0, *(2 if n in "bc" else 1 for n in names[1:])]
    assert [[box.id for box in inside] for _, _, inside in found] == [[f"in {n}"] for n in names]


@given(hard_texts)
def test_a_readable_text_can_be_encoded_and_has_no_controls(text):
    made = readable(text)
    made.encode()
    assert len(made) <= 80 and not any(ord(c) < 32 and c != "\n" for c in made)


@pytest.mark.parametrize(
    "text, made",
    [
        ("größe ∂🙂", "größe ∂🙂"),
        ("two\nlines", "two\nlines"),
        ("two\r\nlines\rof", "two\nlines\nof"),
        ("tab\tstop", "tab stop"),
        ("\0\x1b[31m", "\ufffd\ufffd[31m"),
        ("\ud800", "\ufffd"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_what_readers_cannot_see_is_marked_and_what_is_long_is_cut(text, made):
    assert readable(text) == made
