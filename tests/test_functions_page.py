"""The page of functions is what its script writes from the rows now, with all its plots."""

import math
import re
from xml.etree import ElementTree

import pytest

import autograd
from autograd.primitives import ALIASES, FAMILIES, HELPERS, TABLE
from docs.functions import PAGE, PLOTS, broken_at_poles, chapters, page, plot, points, row_of

NAMES = [name for _, names in chapters() for name in names]
AGAIN = "run `python docs/functions.py` to write it again"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), AGAIN


def test_it_has_every_public_function_once() -> None:
    rows = (TABLE.keys() | FAMILIES.keys()) - HELPERS
    assert sorted(NAMES) == sorted(rows | {"softmax", "log_softmax"})
    assert len(re.findall("^### ", page(), re.MULTILINE)) == len(NAMES)


def test_it_names_every_alias() -> None:
    assert all(f"`{alias}`" in page() for alias in ALIASES)


def test_every_function_of_one_number_has_its_plot_and_no_other() -> None:
    wanted = {f"{name}.svg" for name in NAMES if row_of(name).arity == 1}
    assert {path.name for path in PLOTS.iterdir()} == wanted, AGAIN
    shown = re.findall(rf"!\[.*\]\({PLOTS.name}/(.*)\)", page())
    assert sorted(shown) == sorted(wanted)


def test_plots_are_small_pictures_without_a_background() -> None:
    for path in PLOTS.iterdir():
        assert path.stat().st_size < 8192
        fills = re.findall(r"fill: (#\w+)", path.read_text())
        assert ElementTree.parse(path).getroot().tag.endswith("svg") and "#ffffff" not in fills


def test_a_plot_is_the_same_whenever_it_is_drawn() -> None:
    pytest.importorskip("matplotlib")
    assert plot("tan") == plot("tan")


def test_curves_are_drawn_inside_the_domain_and_lifted_where_they_may_jump() -> None:
    xs = points(TABLE["arcsin"])
    assert all(-1.0 < x < 1.0 for x in xs if x == x)
    assert sum(map(math.isnan, points(autograd.floor))) == 8
    assert 0.0 not in points(autograd.sign)


def test_poles_are_not_joined() -> None:
    before, after, *rest = broken_at_poles([7.0, -7.0, -1.0, 1.0])
    assert before == 7.0 and math.isnan(after) and rest == [-1.0, 1.0]
