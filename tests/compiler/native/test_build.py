"""Machine code of a text: kept on disk, and made anew where that is not possible."""

import ctypes
from pathlib import Path

import pytest

pytest.importorskip("llvmlite")

from autograd.compiler.native import build

TEXT = "define double @f(double %x) {{\n %y = fadd double %x, {}\n ret double %y\n}}"


def called(text: str, x: float) -> float:
    built = build.Built(text, ["f"])
    found: float = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(built.addresses["f"])(x)
    return found


def test_text_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    text = TEXT.format(1.5)
    assert called(text, 2.0) == 3.5
    (kept,) = (tmp_path / "scalar-autograd").iterdir()
    assert kept.suffix == ".o"
    monkeypatch.setattr(build, "compiled", None)  # not asked again
    assert called(text, 2.0) == 3.5


def test_without_a_folder_it_is_compiled_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert called(TEXT.format(2.5), 2.0) == 4.5


def test_registers_hold_a_power_of_two() -> None:
    assert build.width() in (2, 4, 8)


def test_a_text_that_is_none_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="LLVM IR parsing error"):
        build.compiled("define nothing")
