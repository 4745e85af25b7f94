"""The two commands of run.py, without making an environment or asking the network."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Record:
    """Stands in for everything that run.py would start, and notes it."""

    def __init__(self, failure=None, exit_code=0, interruptions=0, no_ensurepip=False):
        self.pip, self.made, self.started = [], [], []
        self.failure, self.exit_code, self.interruptions = failure, exit_code, interruptions
        self.no_ensurepip = no_ensurepip

    def run(self, command, *, check):
        self.pip.append(command)
        if self.failure:
            raise self.failure

    def create(self, folder, **options):
        self.made.append(options)
        if options["with_pip"] and self.no_ensurepip:
            raise subprocess.CalledProcessError(1, "ensurepip")
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()

    def start(self, command, *, cwd):
        self.started.append((command, cwd))
        return self

    def wait(self):
        if self.interruptions:
            self.interruptions -= 1
            raise KeyboardInterrupt
        return self.exit_code


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Runs main() on a command line; returns its exit code and what it started."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    folder = tmp_path / ".venv"
    (tmp_path / "pyproject.toml").write_text("[project]")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", folder)
    monkeypatch.setattr(run, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(run, "PIPLESS", folder / "without-pip")

    def main(*arguments, version=None, **behaviour):
        record = Record(**behaviour)
        monkeypatch.setattr(subprocess, "run", record.run)
        monkeypatch.setattr(subprocess, "Popen", record.start)
        monkeypatch.setattr(run.venv, "create", record.create)
        monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
        if version:
            monkeypatch.setattr(sys, "version_info", version)
            monkeypatch.setattr(sys, "version", ".".join(map(str, version)) + " (main)")
        return run.main(), record

    main.folder, main.run = tmp_path, run
    return main


COMMANDS = [  # the command line, the extras it needs, what is run
    ([], "train", ["examples/digits.py", "out"]),
    (["train"], "train", ["examples/digits.py", "out"]),
    (["test"], "test", ["-m", "pytest"]),
    (["test", "-k", "moons", "-x"], "test", ["-m", "pytest", "-k", "moons", "-x"]),
]


@pytest.mark.parametrize("arguments, extras, ran", COMMANDS)
def test_a_command_sets_up_and_runs(start, arguments, extras, ran, capsys):
    code, record = start(*arguments)
    assert code == 0
    [pip] = record.pip
    python = str(start.folder / ".venv" / "bin" / "python")
    assert pip[:3] == [python, "-m", "pip"] and "install" in pip
    assert pip[-2:] == ["--editable", f"{start.folder}[{extras}]"]
    assert record.made == [{"clear": True, "with_pip": True}]
    assert record.started == [([python, *ran], start.folder)]
    shown = capsys.readouterr().out
    assert "Making .venv for Python" in shown and f"extras {extras}: once" in shown


@pytest.mark.parametrize("arguments, extras, ran", COMMANDS)
def test_what_is_set_up_is_not_set_up_again(start, arguments, extras, ran, capsys):
    start(*arguments)
    capsys.readouterr()
    code, record = start(*arguments)
    assert (code, record.pip, record.made, len(record.started)) == (0, [], [], 1)
    assert capsys.readouterr() == ("", "")


def test_each_command_installs_its_own_extras_into_one_environment(start):
    start("train")
    record = start("test")[1]
    assert len(record.pip) == 1 and record.made == []
    assert all(start(command)[1].pip == [] for command in ("train", "test"))


def test_a_change_of_the_project_is_installed(start):
    start()
    (start.folder / "pyproject.toml").write_text("[project]\n")
    record = start()[1]
    assert len(record.pip) == 1 and record.made == []


@pytest.mark.parametrize("missing", ["bin/python", "made-by"])
def test_a_damaged_environment_is_made_anew(start, missing):
    start()
    (start.folder / ".venv" / missing).unlink()
    assert len(start()[1].made) == 1


def test_another_python_makes_the_environment_anew(start):
    start()
    (start.folder / ".venv" / "made-by").write_text("3.10")
    assert len(start()[1].made) == 1


def test_without_ensurepip_the_pip_that_is_there_installs(start):
    _, record = start(no_ensurepip=True)
    assert [options["with_pip"] for options in record.made] == [True, False]
    [pip] = record.pip
    python = str(start.folder / ".venv" / "bin" / "python")
    assert pip[:5] == [sys.executable, "-m", "pip", "--python", python]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_tells_the_commands_and_starts_nothing(start, option, capsys):
    code, record = start(option)
    assert (code, record.made, record.pip, record.started) == (0, [], [], [])
    assert "`python3 run.py test` tests all" in capsys.readouterr().out


def test_a_project_that_was_moved_is_installed_again(start, monkeypatch):
    start()
    moved = start.folder / "elsewhere"
    moved.mkdir()
    (moved / "pyproject.toml").write_text("[project]")
    monkeypatch.setattr(start.run, "ROOT", moved)
    assert len(start()[1].pip) == 1


@pytest.mark.parametrize("command", ["tests", "--halp", ""])
def test_an_unknown_command_is_refused_with_the_known_ones(start, command, capsys):
    code, record = start(command)
    assert (code, record.made, record.pip, record.started) == (2, [], [], [])
    assert capsys.readouterr().err == f"no command {command!r}; there are: train, test\n"


def test_a_python_that_is_too_old_is_named(start, capsys):
    code, record = start(version=(3, 10, 4))
    assert (code, record.made, record.pip, record.started) == (1, [], [], [])
    assert capsys.readouterr().err == "needs Python 3.11 or later, this is 3.10.4\n"


def test_a_set_up_that_fails_ends_with_1_and_is_tried_again(start, capsys):
    code, record = start(failure=subprocess.CalledProcessError(23, "pip"))
    assert (code, record.started) == (1, [])
    assert capsys.readouterr().err == "set-up failed (exit code 23); see above\n"
    assert len(start()[1].pip) == 1


def test_an_interrupted_set_up_ends_with_130_and_goes_on_next_time(start, capsys):
    code, record = start(failure=KeyboardInterrupt())
    assert (code, record.started) == (130, [])
    assert capsys.readouterr().err == "\nset-up interrupted; the next run goes on with it\n"
    record = start()[1]
    assert (record.made, len(record.pip), len(record.started)) == ([], 1, 1)


@pytest.mark.parametrize("ended, exit_code", [(0, 0), (1, 1), (5, 5), (-2, 130), (-15, 143)])
def test_the_exit_code_is_that_of_what_was_run(start, ended, exit_code):
    assert start("test", exit_code=ended)[0] == exit_code


def test_an_interruption_is_left_to_what_is_run(start):
    code, record = start(interruptions=3, exit_code=130)
    assert (code, record.interruptions) == (130, 0)
