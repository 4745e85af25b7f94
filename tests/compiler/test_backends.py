"""Backends are known by name, and say what they need."""

from typing import Any

import pytest

from autograd.compiler.backends import checked, runner
from autograd.compiler.jit import jit


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(ValueError, match="auto, python, numpy, numba, got 'c'"):
        jit(lambda x: x, backend="c")


@pytest.mark.parametrize("backend", ["python", "numba"])
def test_single_precision_is_refused_where_there_is_none(backend: str) -> None:
    with pytest.raises(ValueError, match="double precision alone: single precision needs 'numpy'"):
        checked(backend, "float32")
    assert checked(backend, "float64") == (backend, "float64")


def test_numba_that_is_not_installed_is_named_with_the_way_to_get_it(monkeypatch: Any) -> None:
    monkeypatch.setattr("autograd.compiler.trial.installed", lambda name: name != "numba")
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'scalar-autograd\[fast\]'"):
        runner("numba")
