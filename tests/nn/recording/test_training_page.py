"""The page of a recorded training in a real browser: what it shows, epoch by epoch."""

import math
import re

import pytest
from models import Line, train

import nn
from autograd import Value
from autograd.naming import short
from nn import MLP, Adam, TrainingPlayer

EPOCHS = 6


def moons(sizes=(3, 1), epochs=EPOCHS, *, loss=nn.binary_cross_entropy_with_logits, **settings):
    """The history of a network trained on moons."""
    X, y = nn.make_moons(20, noise=0.1)
    model = MLP(2, list(sizes), seed=0)
    return train(
        model,
        X=X,
        y=y,
        loss=loss,
        optimizer=Adam(model.parameters(), 0.1),
        epochs=epochs,
        metrics=[nn.accuracy],
        validation=(X[:5], y[:5]),
        record=TrainingPlayer(**{"resolution": 8} | settings),
    )


@pytest.fixture(scope="module")
def history():
    return moons()


def counter(page):
    return page.locator("#counter").inner_text()


def boxes(page):
    """Name, data and gradient in each box of the graph."""
    rows = page.locator(".graph .node.box").evaluate_all(
        "all => all.map(g => ['name', 'data', 'grad'].map("
        "row => [...g.querySelectorAll(`text.${row}`)].map(t => t.textContent).join('')))"
    )
    return {name: (data, grad) for name, data, grad in rows}


def test_the_last_frame_shows_the_history_and_the_gradients(open_page, history):
    page = open_page(history.player.html(), f"#step={EPOCHS}")
    said = page.locator("#sentence").inner_text()
    for name, column in history.columns.items():
        assert f"{name} {float(short(column[-1], 4)):g}" in said
        assert (
            f"{float(short(column[-1], 4)):g}"
            in page.locator(".curves").all_inner_texts()["loss" not in name]
        )
    numbers = history.player.frames[-1].numbers
    [picture] = history.player.graph.pictures.values()
    assert boxes(page) == {
        name: (f"data {short(data, 4)}", f"grad {short(grad, 4)}")
        for name, data, grad in zip(picture.names, numbers.data, numbers.grad, strict=True)
    }


def test_keys_move_through_the_epochs_and_the_address_follows(open_page, history):
    page = open_page(history.player.html())
    assert counter(page) == f"0 / {EPOCHS}"
    first = boxes(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert counter(page) == f"2 / {EPOCHS}"
    assert "epoch 2" in page.locator("#sentence").inner_text()
    assert boxes(page) != first
    page.wait_for_url(re.compile("#step=2$"))
    page.keyboard.press("Home")
    assert boxes(page) == first


def test_the_address_names_the_epoch_also_where_some_are_left_out(open_page):
    page = open_page(moons(epochs=9, every=4).player.html(), "#step=8")
    assert counter(page) == "8 / 9"
    page.keyboard.press("ArrowLeft")
    assert counter(page) == "4 / 9"
    page.wait_for_url(re.compile("#step=4$"))


def test_playing_ends_at_the_last_epoch(open_page, history):
    page = open_page(history.player.html(), f"#step={EPOCHS - 2}")
    page.keyboard.press("Space")
    page.locator("#counter", has_text=f"{EPOCHS} / {EPOCHS}").wait_for()
    assert page.locator("#play").get_attribute("aria-label") == "Play"


def test_the_regions_change_with_the_epochs(open_page, history):
    page = open_page(history.player.html())
    picture = "document.querySelector('.boundary canvas').toDataURL()"
    before = page.evaluate(picture)
    page.keyboard.press("End")
    assert page.evaluate(picture) != before
    assert page.locator(".plane .point").count() == 20


def test_the_regions_are_coloured_by_class(open_page):
    def left_and_right(outputs, targets):
        return nn.mse(outputs, targets)

    X, y = [[-1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0]], [-1, 1, 1, -1]
    history = train(Line(100.0), X=X, y=y, loss=left_and_right, epochs=0, record=True)
    page = open_page(history.player.html())
    row = page.evaluate(
        "[...document.querySelector('.boundary canvas').getContext('2d')"
        ".getImageData(0, 200, 400, 1).data]"
    )
    for x, colour in ((50, (0x00, 0x72, 0xB2)), (350, (0xE6, 0x9F, 0x00))):
        # a canvas keeps colours multiplied with their opacity, which rounds them
        assert row[4 * x : 4 * x + 3] == pytest.approx(colour, abs=3)


def test_a_region_without_numbers_is_grey_and_the_key_says_so(open_page):
    class Half(Line):
        def __call__(self, x):
            return super().__call__(x) if x[0] <= 1.0 else Value(math.nan)

    X, y = [[-1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [3.0, 0.0]], [0, 1, 1, 0, 1]
    page = open_page(train(Half(), X=X, y=y, epochs=0, record=True).player.html())
    right = page.evaluate(
        "[...document.querySelector('.boundary canvas').getContext('2d')"
        ".getImageData(390, 200, 1, 1).data]"
    )
    assert len(set(right[:3])) == 1 and right[3] == 255
    assert "not a number" in page.locator(".boundary .key").inner_text()


def test_a_click_on_a_curve_goes_to_that_epoch_and_pointing_shows_its_numbers(open_page, history):
    page = open_page(history.player.html(), f"#step={EPOCHS}")
    curve = page.locator(".curves > svg").first
    box = curve.bounding_box()
    middle = {"x": box["width"] / 2 + 16, "y": box["height"] / 2}  # right of the numbers
    curve.hover(position=middle)
    assert "epoch 3" in page.locator(".curves").first.inner_text()
    assert counter(page) == f"{EPOCHS} / {EPOCHS}"
    curve.click(position=middle)
    assert counter(page) == f"3 / {EPOCHS}"


def test_pointing_at_a_box_reads_it_out_large(open_page, history):
    page = open_page(history.player.html())
    page.locator("#n0").focus()
    told = page.locator(".readout").inner_text()
    [picture] = history.player.graph.pictures.values()
    assert told.startswith(f"{picture.names[0]}: data ")


def test_a_large_graph_is_shown_as_heat_strips_and_the_page_says_why(open_page):
    page = open_page(moons((12, 12, 1), 2).player.html(), "#step=2")
    assert "more than 120 can't be read" in page.locator(".strips .note").inner_text()
    assert page.locator(".layer").count() == 3
    assert page.locator(".layer canvas").count() == 6


def test_without_two_inputs_or_metrics_there_is_a_graph_and_a_loss(open_page):
    inputs = [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]
    history = train(Line(), X=inputs, y=[1.0, 0.0], epochs=2, record=True)
    page = open_page(history.player.html())
    assert page.locator(".boundary").count() == 0
    assert page.locator(".curves").count() == page.locator("section.graph").count() == 1


def test_a_training_of_no_epochs_has_a_page(open_page):
    page = open_page(train(Line(), epochs=0, record=True).player.html())
    assert counter(page) == "0 / 0"
    assert "before training" in page.locator("#sentence").inner_text()


@pytest.mark.parametrize("width", [380, 768, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(open_page, history, width, scheme):
    page = open_page(history.player.html(), viewport=(width, 800), color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for panel in page.locator("#stage > section").all():
        box = panel.bounding_box()
        assert box["width"] > 150 and box["height"] > 100


def test_everything_that_is_drawn_has_a_name(open_page, history):
    page = open_page(history.player.html())
    unnamed = "[...document.querySelectorAll('#stage svg, #stage canvas, #stage section')]" \
        ".filter(e => !e.ariaLabel && !e.ariaHidden).length"  # fmt: skip
    assert page.evaluate(unnamed) == 0
