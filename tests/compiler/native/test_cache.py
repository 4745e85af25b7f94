"""Compiled modules outlive the process, where a folder for them can be written."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba")

from autograd.compiler.native import cache

BODY = '@njit_for("(float64,)")\ndef kernel(x):\n    return x + {}\n'


def test_another_process_finds_the_machine_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    body = BODY.format(1.5)
    made = cache.module(body)
    assert made.kernel(2.0) == 3.5 and cache.module(body) is made
    script = (
        "from autograd.compiler.native import cache\n"
        f"made = cache.module({body!r})\n"
        "print(made.kernel(2.0), sum(made.kernel.stats.cache_hits.values()))"
    )
    root = Path(cache.__file__).parents[3]
    run = [sys.executable, "-c", script]
    out = subprocess.run(run, capture_output=True, text=True, check=True, cwd=root).stdout
    assert out.split() == ["3.5", "1"]


def test_without_a_folder_it_compiles_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert cache.module(BODY.format(2.5)).kernel(2.0) == 4.5


def test_files_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "text.py"
    assert cache.written(path, b"a = 1\n").read_bytes() == b"a = 1\n"
    path.write_text("a =")
    assert cache.written(path, b"a = 1\n").read_bytes() == b"a = 1\n"
    assert list(path.parent.iterdir()) == [path]


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.folder() == Path.home() / ".cache" / "scalar-autograd"
