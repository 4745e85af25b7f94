"""docs/accuracy.md lists every differentiable function, and its numbers for us can be met again."""

import math
import re
from pathlib import Path

import pytest
from mpmath import mp, mpf

from autograd.primitives import FAMILIES, HELPERS, TABLE
from benchmarks.accuracy.engines import ENGINES
from benchmarks.accuracy.exact import error
from benchmarks.accuracy.measure import ORDERS, Cell, Row, row, truth
from benchmarks.accuracy.page import number, page
from benchmarks.accuracy.points import ALL, points
from benchmarks.accuracy.spellings import spelling

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
AGAIN = "run `python -m benchmarks.accuracy` to write it again"
FLAT = {"ceil", "floor", "floor_divide", "round", "sign", "step", "trunc"}
CHOICES = {"where"}  # what it returns is one of its operands
NAMES = sorted(((TABLE.keys() | FAMILIES.keys()) - HELPERS - FLAT - CHOICES) | {"softmax"})
LUCK = 1e-15  # another C library rounds differently


def published() -> dict[str, list[str]]:
    """For each function of the page its first numbers, ours: value, first and second."""
    found: dict[str, list[str]] = {}
    for name, ours in re.findall(r"^\| `(\w+)` \| \d+ \| ([^|]*) \|", PAGE.read_text(), re.M):
        found.setdefault(name, []).append(ours.strip("*").partition(" ")[0])
    del found["autograd"]  # a row of the summary
    return found


def test_every_differentiable_function_is_on_the_page_for_each_order() -> None:
    assert set(NAMES) <= published().keys() == set(ALL), AGAIN
    assert all(len(numbers) == len(ORDERS) for numbers in published().values())


@pytest.mark.parametrize("name", ALL)
def test_at_some_of_the_points_we_are_as_exact_as_the_page_says(name: str) -> None:
    found = row(name, ["ours"], lambda at: at[:: len(at) // 12])
    for cell, text in zip(found.cells["ours"], published()[name], strict=True):
        limit = math.inf if text in ("wrong", ">") else float(text) * 1.05
        assert cell.largest <= max(limit, LUCK), AGAIN


@pytest.mark.parametrize("name", ALL)
def test_there_are_hundreds_of_points_and_all_inside_the_domain(name: str) -> None:
    at = points(name)
    assert len(set(at)) == len(at) >= 250
    assert all(mp.isfinite(z) for xs in at[:: len(at) // 12] for z in truth(name, xs)[0])


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_has_a_spelling_in_the_operands(engine: str) -> None:
    for name in ALL:
        operands = "wxyz" if len(points(name)[0]) == 4 else "xyz"[: len(points(name)[0])]
        assert all(re.search(rf"\b{x}\b", spelling(engine, name)) for x in operands)


@pytest.mark.parametrize(
    ("got", "want", "expected"),
    [
        (1.5, mpf(1), 0.5),
        (0.0, mpf(2.0) ** -1030, 2.0**-8),  # in units of the smallest normal number
        (math.inf, mpf(10) ** 400, 0.0),
        (-math.inf, mpf(10) ** 400, math.inf),
        (math.nan, mpf(1), math.inf),
        (math.inf, mpf(1), math.inf),
        (1e308, mpf(10) ** 400, 1.0),
    ],
)
def test_what_an_error_is(got: float, want: mpf, expected: float) -> None:
    assert error(got, want) == pytest.approx(expected, rel=1e-15)


def test_the_best_are_those_that_no_other_beats_but_for_noise() -> None:
    cells = {name: [Cell(x, (1.0,), 2)] * 3 for name, x in zip(ENGINES, (1e-14, 1.4e-14, math.inf))}
    exact_to_noise = {name: [Cell(x, (1.0,), 0)] * 3 for name, x in zip(ENGINES, (9e-16, 0.0, 1.0))}
    assert Row("f", 1, cells).best(0) == Row("f", 1, exact_to_noise).best(0) == {"ours", "pytorch"}
    assert number(cells["jax"][0]) == "wrong (2)"
    text = page([Row("exp", 1, cells)], list(ENGINES)[:1])
    assert "| `exp` | 1 | **1.0e-14 (2)** |" in text and "never beaten" in text
