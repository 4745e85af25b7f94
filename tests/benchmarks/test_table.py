"""What tables show: which rows and columns, measurements in their units, and ratios to ours."""

import pytest

from benchmarks.engines import ENGINES, GROUPS
from benchmarks.table import Row, duration, introduction, ratio, size, tables


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(2.5, "2.50 s"), (1.0, "1.00 s"), (0.0123456, "12.3 ms"), (4.2e-6, "4.20 us"),
     (3.5e-8, "35.0 ns"), (1e-10, "0.100 ns"), (123.0, "123 s")],
)  # fmt: skip
def test_times_have_three_digits_in_their_unit(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"), [(209, "209 B"), (1500, "1.50 KB"), (2.5e6, "2.50 MB"), (3e9, "3.00 GB")]
)
def test_sizes_too(count, text):
    assert size(count) == text


@pytest.mark.parametrize(("times", "text"), [(0.0123, "0.012x"), (4.0, "4x"), (1234.5, "1,234x")])
def test_ratios_have_two_digits(times, text):
    assert ratio(times) == text


def test_a_table_has_a_column_for_each_engine_with_a_cell_and_compares_with_the_first():
    rows = [
        Row("a", {"operators": 1.0, "micrograd": 10.0, "jax": 5.0}, duration),
        Row("b", {"layers": 2.0, "micrograd": "MemoryError"}, duration),
        Row("theirs alone", {"pytorch": 1.0}, duration),
    ]
    assert tables(rows) == {
        "Values": "| Values | `nn` | `autograd` | micrograd |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| a |  | **1.00 s** | 10.0 s (10x) |\n"
        "| b | **2.00 s** |  | MemoryError |\n"
    }


def test_a_table_of_its_own_has_any_engines_and_rows_may_have_no_ratios():
    rows = [Row("a", {"jit": 3.0, "casadi": 2.0}, ratio, ("Cost",), compared=False)]
    assert tables(rows)["Cost"].splitlines()[2] == "| a | **3x** | 2x |"


def test_where_ours_has_failed_there_is_nothing_to_compare_with():
    [text] = tables([Row("a", {"jit": "crash", "jax": 2.0}, duration, ("T",))]).values()
    assert text.splitlines()[2] == "| a | crash | 2.00 s |"


def test_with_what_is_too_little_to_be_seen_nothing_is_compared():
    row = Row("a", {"operators": 0.0, "micrograd": 3.0}, size)
    assert "| a | **0.00 B** | 3.00 B |" in tables([row])["Values"]


def test_the_introduction_names_what_was_used_and_nothing_else():
    text = introduction([Row("a", {"operators": 1.0}, duration)], 1e-12)
    assert "scalar-autograd" in text and "1e-12" in text and "jax" not in text


def test_groups_have_engines_that_exist():
    assert {name for members in GROUPS.values() for name in members} <= ENGINES.keys()
