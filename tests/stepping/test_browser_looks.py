"""The step player's page in a real browser: colours, sizes, motion, labels, and notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from stepping import sample

from autograd.stepping.page import framed, page

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]
PAYLOAD = sample.payload()
HTML = page(PAYLOAD["title"], PAYLOAD, "steps.js")
STILL = PAYLOAD["views"][0]["svg"]

# for each selector, the contrast between its colour and what it stands on, as WCAG counts it
CONTRAST = """pairs => {
  const channels = (colour) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const context = canvas.getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => channels(colour)
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  return pairs.map(([text, property, ground, under]) => {
    const [a, b] = [[text, property], [ground, under]]
      .map(([selector, name]) => getComputedStyle(document.querySelector(selector))[name])
      .map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}"""
TEXTS = [
    ("#text", "color", "body", "backgroundColor"),
    ("#text small", "color", "body", "backgroundColor"),
    ("#phase", "color", "#phase", "backgroundColor"),
    ("h1", "color", "body", "backgroundColor"),
    ("#counter", "color", "body", "backgroundColor"),
    ("#spans .forward", "color", "body", "backgroundColor"),
    ("#spans .backward", "color", "body", "backgroundColor"),
    (".total", "color", ".panel", "backgroundColor"),
    (".terms .now", "color", ".panel", "backgroundColor"),
    (".about h3", "color", ".panel", "backgroundColor"),
    (".transcript .number", "color", ".transcript", "backgroundColor"),
    ("#n0 .name", "fill", "#n0 > path:not(.ring)", "fill"),
    ("#n0 .grad .label", "fill", "#n0 > path:not(.ring)", "fill"),
    ("#n3 .name", "fill", "#n3 > path:not(.ring)", "fill"),
    ("#n3 .fresh", "fill", "#n3 .fresh", "stroke"),
    ("#n3op text", "fill", "#n3op > ellipse", "fill"),
]
DRAWN = [
    ("#n0 > path:not(.ring)", "stroke", ".frame", "backgroundColor"),
    (".edge > path", "stroke", ".frame", "backgroundColor"),
    (".edge.lit > path", "stroke", ".frame", "backgroundColor"),
]


def dark(opened: Page) -> bool:
    colour = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) < 3 * 128


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_that_is_to_be_read_or_seen_has_contrast(open_page: Open, scheme: str) -> None:
    opened = open_page(HTML, "#step=11", color_scheme=scheme)
    assert dark(opened) == (scheme == "dark")
    contrasts = opened.evaluate(CONTRAST, TEXTS)
    assert [pair[0] for pair, found in zip(TEXTS, contrasts) if found < 4.5] == []
    assert min(opened.evaluate(CONTRAST, DRAWN)) > 3.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_switches_between_light_and_dark(open_page: Open, scheme: str) -> None:
    opened = open_page(HTML, color_scheme=scheme)
    before = dark(opened)
    opened.click("#theme")
    assert dark(opened) != before
    opened.click("#theme")
    assert dark(opened) == before


@pytest.mark.parametrize("size", [(380, 800), (900, 560), (1920, 1080)], ids=str)
def test_nothing_is_cut_off_at_any_size(open_page: Open, size: tuple[int, int]) -> None:
    opened = open_page(HTML, "#step=11", viewport=size)
    wide = opened.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    frame, svg = (opened.locator(where).bounding_box() for where in (".frame", ".frame svg"))
    assert frame and svg
    assert frame["x"] <= svg["x"] and svg["x"] + svg["width"] <= frame["x"] + frame["width"]
    assert frame["y"] <= svg["y"] and svg["y"] + svg["height"] <= frame["y"] + frame["height"]
    assert opened.locator("#forward").is_visible()


def width(opened: Page) -> float:
    box = opened.locator(".frame svg").bounding_box()
    assert box
    return box["width"]


def test_zoom_magnifies_and_fits_again(open_page: Open) -> None:
    opened = open_page(HTML)
    fitting = width(opened)
    opened.get_by_label("Zoom in").click()
    assert width(opened) == pytest.approx(1.4 * fitting, abs=2)
    opened.get_by_label("Zoom out").click()
    opened.hover("#n3")
    opened.keyboard.down("Control")
    opened.mouse.wheel(0, -300)
    opened.keyboard.up("Control")
    opened.wait_for_function(
        "w => document.querySelector('.frame svg').clientWidth > 2 * w", arg=fitting
    )
    opened.get_by_label("Fit").click()
    assert width(opened) == fitting


def test_a_magnified_picture_scrolls_to_what_is_lit(open_page: Open) -> None:
    opened = open_page(HTML)
    for _ in range(5):
        opened.get_by_label("Zoom in").click()
    inside = "id => { const [a, b] = ['.frame', id].map((s) => document.querySelector(s)"
    inside += ".getBoundingClientRect()); return a.left <= b.left && b.right <= a.right }"
    for k, shown, hidden in [(0, "#n0", "#n7"), (6, "#n7", "#n0"), (16, "#n0", "#n7")]:
        opened.evaluate("k => { location.hash = `#step=${k}` }", k)
        opened.wait_for_selector(f"{shown}.lit")
        assert opened.evaluate(inside, shown) and not opened.evaluate(inside, hidden)


@pytest.mark.parametrize(("motion", "dots"), [("reduce", 0), ("no-preference", 1)])
def test_a_dot_moves_unless_the_reader_wants_calm(open_page: Open, motion: str, dots: int) -> None:
    opened = open_page(HTML, "#step=11", reduced_motion=motion)
    assert opened.locator(".dot").count() == dots
    # the way is seen without it too: the arrow's head is at its other end
    marker = "getComputedStyle(document.querySelector('.edge.lit path')).markerStart"
    assert "way-back" in opened.evaluate(marker)


def test_what_is_printed_is_the_step(open_page: Open) -> None:
    opened = open_page(HTML, "#step=11", color_scheme="dark")
    opened.emulate_media(media="print")
    assert not dark(opened)
    for what in ("#text", ".frame svg", ".panel"):
        assert opened.locator(what).is_visible()
    for what in ("footer", ".transcript", ".zoom", "#theme"):
        assert opened.locator(what).is_hidden()


def test_names_are_text_wherever_they_appear(open_page: Open) -> None:
    name = "<img src=x onerror=alert(1)>"
    payload = sample.payload()
    view = payload["views"][0]
    view["title"] = name
    view["nodes"]["n3"] |= {"name": name, "computed": name, "gradient": name, "check": name}
    for one in view["steps"]:
        one["text"] = name
    opened = open_page(page(name, payload, "steps.js"))
    opened.click("#n3")
    opened.click("#n3")
    assert opened.locator("img").count() == 0
    assert opened.inner_text("#text") == opened.inner_text("h1") == name


def test_what_moves_and_what_is_shown_can_be_told_by_ear(open_page: Open) -> None:
    opened = open_page(HTML, "#step=8")
    label = "d: data -6, gradient 1 so far"
    assert opened.get_by_role("button", name=label, exact=True).get_attribute("tabindex") == "0"
    assert opened.locator("#sentence").get_attribute("aria-live") == "polite"
    unnamed = [
        button
        for button in opened.locator("button, input, [role=button], svg[role]").all()
        if not (button.get_attribute("aria-label") or button.inner_text().strip())
    ]
    assert not unnamed
    assert re.match("Graph of g = ", opened.get_attribute(".frame svg", "aria-label") or "")


def notebook(*outputs: str) -> str:
    return "<!DOCTYPE html><title>notebook</title>" + "".join(outputs)


def test_two_players_in_a_notebook_do_not_meet(open_page: Open) -> None:
    opened = open_page(notebook(*[framed(HTML, STILL, "a graph")] * 2))
    opened.wait_for_function("document.querySelectorAll('iframe').length === 2")
    first, second = opened.frames[1:]
    first.wait_for_selector("#n3.pending")
    second.wait_for_selector("#n3.pending")
    first.click("#last")
    opened.wait_for_timeout(200)  # by now the address of the step would have been written
    assert first.inner_text("#counter") == "16 / 16" and second.inner_text("#counter") == "0 / 16"
    assert opened.url.endswith(".html")
    assert opened.locator("img").first.is_hidden()


def test_an_untrusted_notebook_shows_the_picture(open_page: Open) -> None:
    output = framed(HTML, STILL, "a graph")
    stripped = re.sub(r"<(style|iframe)\b.*?</\1>", "", output, flags=re.DOTALL)
    opened = open_page(notebook(stripped))
    image = opened.get_by_alt_text("a graph")
    assert image.is_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth") > 100
