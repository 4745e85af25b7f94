"""The page of all tables, the README's part of it, and the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import page
from benchmarks.programs import COST
from benchmarks.table import Row, duration, ratio

ROOT = Path(__file__).parents[2]
ROWS = [
    Row("two moons, one step", {"operators": 1.0, "jit": 0.5}, duration),
    Row("something else", {"operators": 3.0}, duration),
    Row("Rosenbrock n=100", {"jit": 2.0}, ratio, (COST,), compared=False),
]


def test_the_page_has_every_row_and_what_there_is_to_say(tmp_path):
    text = page.page(ROWS, 1e-12)
    assert all(f"| {row.title} |" in text for row in ROWS)
    assert "## Values\n\nGraphs of scalars." in text and f"## {COST}\n" in text
    assert "\n\n\n" not in text


def test_the_readme_shows_the_telling_rows_and_keeps_the_rest(tmp_path):
    before, after = "# Title\n<!-- benchmarks -->\n", "<!-- end of benchmarks -->\nmore\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(f"{before}old\n{after}")
    page.write(ROWS, 1e-12, tmp_path)
    text = (tmp_path / "README.md").read_text()
    assert text.startswith(before) and text.endswith(after) and "old" not in text
    assert "two moons" in text and "something else" not in text and COST not in text
    assert (tmp_path / page.PAGE).read_text() == page.page(ROWS, 1e-12)
    page.write(ROWS, 1e-12, tmp_path)
    assert (tmp_path / "README.md").read_text() == text


def test_the_real_readme_has_the_marks():
    assert len(page.MARKED.findall((ROOT / "README.md").read_text())) == 1


def test_notes_are_about_tables_that_exist():
    from benchmarks import compiling, growth
    from benchmarks.engines import GROUPS

    titles = {*GROUPS, COST, *(title for title, *_ in compiling.COLUMNS)}
    titles |= {title for table in (growth.EAGER, growth.COMPILED) for title, _ in table.columns}
    assert page.NOTES.keys() <= titles


@pytest.mark.parametrize(
    ("given", "said"), [(["nothing"], "no workload 'nothing'"), (["--write", "moons"], "leave out")]
)
def test_the_command_line_says_what_it_cannot_do(given, said):
    command = [sys.executable, "-m", "benchmarks", *given]
    failed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert failed.returncode == 2 and said in failed.stderr
