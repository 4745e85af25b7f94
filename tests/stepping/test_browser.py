"""The step player's page in a real browser: what it shows, by mouse, keys and address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from stepping import sample

from autograd.stepping.page import page

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]
PAYLOAD = sample.payload()
VIEW = PAYLOAD["views"][0]
LAST = len(VIEW["steps"]) - 1
HTML = page(PAYLOAD["title"], PAYLOAD, "steps.js")
LARGE = sample.large()
INSIDE = LARGE.views[1].payload()


def step(opened: Page) -> int:
    return int(opened.inner_text("#counter").split("/")[0])


def numbers(opened: Page) -> dict[str, tuple[str, str]]:
    """What the boxes show, by id: data and gradient."""
    read = "boxes => boxes.map(b => [b.id, ...[...b.querySelectorAll('.data, .grad')]"
    rows = opened.eval_on_selector_all("g.box", f"{read}.map(t => t.textContent)])")
    return {i: (data, grad) for i, data, grad in rows}


def expected(view: Any, k: int) -> dict[str, tuple[str, str]]:
    """What they should show at step k."""
    shown = {i: {"data": "data", "grad": "grad"} for i in view["nodes"]}
    for one in view["steps"][: k + 1]:
        for field in ("data", "grad"):
            for i, text in one[field].items():
                if i in shown:
                    shown[i][field] = f"{field} {text}"
    return {i: (both["data"], both["grad"]) for i, both in shown.items()}


def with_class(opened: Page, name: str) -> set[str]:
    ids = opened.eval_on_selector_all(f".frame g.{name}", "parts => parts.map(p => p.id)")
    return set(ids)


def in_address(opened: Page, wanted: str) -> None:
    opened.wait_for_function("wanted => location.hash === wanted", arg=wanted)


def test_every_step_shows_its_sentence_its_numbers_and_its_lit_parts(open_page: Open) -> None:
    opened = open_page(HTML)
    for k, one in enumerate(VIEW["steps"]):
        assert opened.inner_text("#text") == one["text"]
        assert opened.inner_text("#phase") == one["phase"]
        assert numbers(opened) == expected(VIEW, k)
        assert with_class(opened, "lit") == set(one["lit"])
        opened.keyboard.press("ArrowRight")
    assert step(opened) == LAST


def test_going_back_restores_what_was_shown(open_page: Open) -> None:
    opened = open_page(HTML, "#step=12")
    for k in (12, 3, LAST, 0, 9):
        opened.evaluate("k => { location.hash = `step=${k}` }", k)
        opened.wait_for_function("k => counter.textContent.startsWith(`${k} `)", arg=k)
        assert numbers(opened) == expected(VIEW, k)


def test_the_last_step_shows_the_gradients_of_the_payload(open_page: Open) -> None:
    opened = open_page(HTML)
    opened.keyboard.press("End")
    nodes = VIEW["nodes"].items()
    assert numbers(opened) == {i: (f"data {n['data']}", f"grad {n['grad']}") for i, n in nodes}
    assert with_class(opened, "complete") == set(VIEW["nodes"])


def test_keys_and_buttons_move_and_stop_at_the_ends(open_page: Open) -> None:
    opened = open_page(HTML)
    for key, k in [("ArrowLeft", 0), ("ArrowRight", 1), ("End", LAST), ("ArrowRight", LAST)]:
        opened.keyboard.press(key)
        assert step(opened) == k
    for name, k in [("back", LAST - 1), ("first", 0), ("forward", 1), ("last", LAST)]:
        opened.click(f"#{name}")
        assert step(opened) == k
    opened.keyboard.press("Home")
    assert step(opened) == 0
    opened.keyboard.press("Control+ArrowRight")
    assert step(opened) == 0


def test_the_slider_moves_by_mouse_and_by_its_own_keys(open_page: Open) -> None:
    opened = open_page(HTML)
    opened.fill("#slider", "7")
    assert step(opened) == 7
    opened.focus("#slider")
    opened.keyboard.press("ArrowRight")
    assert step(opened) == 8
    opened.keyboard.press("Home")
    assert step(opened) == 0
    assert opened.get_attribute("#slider", "aria-valuetext") == f"step 0 of {LAST}"


def test_space_plays_to_the_end_and_pauses(open_page: Open) -> None:
    opened = open_page(HTML)
    opened.clock.install()
    opened.reload()
    opened.keyboard.press("Space")
    assert opened.get_attribute("#play", "aria-label") == "Pause"
    opened.clock.run_for(4000)
    assert step(opened) == 2
    opened.keyboard.press("Space")
    opened.clock.run_for(4000)
    assert step(opened) == 2
    opened.select_option("#speed", "4")
    opened.click("#play")
    opened.clock.run_for(60_000)
    assert step(opened) == LAST
    assert opened.get_attribute("#play", "aria-label") == "Play"
    opened.click("#play")
    assert step(opened) == 0


def test_the_address_gives_the_step_and_follows_it(open_page: Open) -> None:
    opened = open_page(HTML, "#step=12")
    assert step(opened) == 12
    opened.keyboard.press("ArrowRight")
    in_address(opened, "#step=13")
    opened.evaluate("location.hash = '#step=4'")
    opened.wait_for_function("counter.textContent.startsWith('4 ')")


def test_an_address_out_of_range_gives_the_nearest_step(open_page: Open) -> None:
    opened = open_page(HTML, "#step=99")
    assert step(opened) == LAST
    for at, k in [("#step=-1", 0), ("#view=7&step=2.9", 2), ("#step=x", 0)]:
        opened.evaluate("at => { location.hash = at }", at)
        opened.wait_for_function("k => counter.textContent.startsWith(`${k} `)", arg=k)


def test_a_click_in_the_transcript_goes_to_its_step(open_page: Open) -> None:
    opened = open_page(HTML)
    entries = opened.locator(".transcript li button")
    assert entries.all_inner_texts() == [f"{k}\n{s['text']}" for k, s in enumerate(VIEW["steps"])]
    entries.nth(9).click()
    assert step(opened) == 9
    assert opened.inner_text(".transcript [aria-current=step] .number") == "9"


def test_a_click_on_a_box_goes_to_its_data_and_then_to_its_gradient(open_page: Open) -> None:
    opened = open_page(HTML)
    steps = VIEW["steps"]
    born = next(k for k, one in enumerate(steps) if "n3" in one["data"])
    whole = max(k for k, one in enumerate(steps) if "n3" in one["grad"])
    for k in (born, whole, born):
        opened.click("#n3")
        assert step(opened) == k
        assert opened.inner_text(".about h2").startswith("d")
    opened.keyboard.press("ArrowRight")
    assert opened.inner_text(".about h2").startswith("d")
    opened.click(".unpin")
    assert opened.inner_text(".about h2").startswith(steps[born + 1]["node"] and "s")


def test_boxes_work_from_the_keyboard(open_page: Open) -> None:
    opened = open_page(HTML)
    opened.focus("#n3")
    opened.keyboard.press("Enter")
    assert step(opened) == 1
    opened.keyboard.press("Enter")
    assert step(opened) > 1
    opened.keyboard.press("ArrowLeft")
    assert opened.evaluate("document.activeElement.id") == "n3"
    opened.keyboard.press("Escape")
    assert opened.locator(".unpin").is_hidden()


def test_the_panel_tells_where_a_gradient_comes_from(open_page: Open) -> None:
    terms = [term["step"] for term in VIEW["nodes"]["n3"]["terms"]]
    opened = open_page(HTML, f"#step={terms[0]}")
    assert opened.locator(".terms li").all_inner_texts() == ["dg/dg * dg/dd = 1 * 1 = 1", "…"]
    assert opened.inner_text(".total") == "dg/dd = 1 so far"
    assert opened.locator(".check").count() == 0
    assert "n3" in with_class(opened, "partial")
    opened.evaluate("k => { location.hash = `step=${k}` }", terms[1])
    opened.wait_for_selector(".total.complete")
    assert opened.locator(".terms li").all_inner_texts()[1] == "dg/de * de/dd = 1.5 * 1 = 1.5"
    assert opened.inner_text(".total") == "dg/dd = 2.5 complete"
    assert opened.inner_text(".check.agrees").startswith("✓ finite differences agree")
    assert opened.locator(".about math").count() == 2
    assert "d = a * b = 2 * -3 = -6" in opened.inner_text(".about")


def test_a_gradient_that_differs_from_differences_is_noted(open_page: Open) -> None:
    payload = sample.payload()
    payload["views"][0]["nodes"]["n7"]["agrees"] = False
    opened = open_page(page("title", payload, "steps.js"), "#step=6")
    assert opened.inner_text(".check.differs").startswith("≠ finite differences differ")


def test_a_group_opens_its_view_and_the_path_leads_back(open_page: Open) -> None:
    opened = open_page(LARGE.html())
    assert opened.locator("#path").is_hidden()
    opened.keyboard.press("ArrowRight")
    opened.click(f"#{INSIDE['group']}")
    assert opened.inner_text("#path") == f"loss › {INSIDE['title']}"
    drawn = {i: both for i, both in numbers(opened).items() if i in INSIDE["nodes"]}
    assert step(opened) == 0 and drawn == expected(INSIDE, 0)
    opened.keyboard.press("End")
    last = len(INSIDE["steps"]) - 1
    in_address(opened, f"#view=1&step={last}")
    drawn = {i: both for i, both in numbers(opened).items() if i in INSIDE["nodes"]}
    assert drawn == expected(INSIDE, last)
    opened.click("#path button")
    assert step(opened) == 1 and INSIDE["group"] in numbers(opened)
    in_address(opened, "#view=0&step=1")


def test_an_address_gives_the_view(open_page: Open) -> None:
    opened = open_page(LARGE.html(), "#view=1&step=5")
    assert step(opened) == 5
    assert set(numbers(opened)) >= set(INSIDE["nodes"])
