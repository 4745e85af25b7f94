"""The page of all tables, the README's part of it, and the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command_line, page
from benchmarks.contest import DisagreementError, Effort
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


class Disagreeing:
    def rows(self, effort):
        yield ROWS[0]
        raise DisagreementError("number 3 is another; nothing was timed")


class Interrupted:
    def rows(self, effort):
        yield ROWS[1]
        raise KeyboardInterrupt


WORKLOADS = {"one": Disagreeing(), "other": Interrupted()}


def test_a_workload_in_which_engines_disagree_does_not_end_the_others(monkeypatch):
    monkeypatch.setattr(command_line, "WORKLOADS", WORKLOADS)
    found, failed = [], []
    command_line.measure(["one", "one"], Effort(1, 0.0), found, failed)
    assert found == [ROWS[0]] * 2
    assert failed == ["one: number 3 is another; nothing was timed"] * 2


def test_what_was_found_before_an_interruption_is_shown_but_not_written(monkeypatch, capsys):
    monkeypatch.setattr(command_line, "WORKLOADS", WORKLOADS)
    monkeypatch.setattr(command_line, "write", None)
    monkeypatch.setattr(command_line, "SETTINGS", {})
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--write"])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert str(ended.value).endswith("nothing was timed\ninterrupted")
    shown = capsys.readouterr().out
    assert "| two moons, one step |" in shown and "| something else |" in shown
