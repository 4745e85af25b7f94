"""What was compiled is told as it is: how many operations, what runs them, and why."""

import sys
from typing import Any

import numpy as np
import pytest

from autograd import exp, jit


def f(x: Any) -> Any:
    return exp(x) * 2.0 if x > 0.0 else x


@pytest.mark.parametrize(
    "options, x, last",
    [
        ({}, 1.0, "straight-line Python, about 0.075 us a call"),
        ({"backend": "python"}, 1.0, "straight-line Python, about 0.075 us a call, as wanted"),
        ({"dtype": "float32"}, 1.0, "us a call, for single precision"),
        ({"backend": "numpy"}, 1.0, "us a call, as wanted"),
        ({}, np.ones(3), "us a call, for a batch"),
    ],
    ids=str,
)
def test_what_runs_a_way_and_why(options: dict[str, Any], x: Any, last: str) -> None:
    compiled = jit(f, **options)
    compiled(x)
    text = compiled.explain()
    lines = text.splitlines()
    assert lines[0].startswith("3 operations traced, 3 instructions after the passes, of 1 numbers")
    assert lines[1] == "holds where v2 is 1" and "test_explaining.py" in lines[2]
    assert lines[3].strip() == "return exp(x) * 2.0 if x > 0.0 else x"
    assert lines[4].endswith(last)


def test_machine_code_in_lines_in_loops_and_of_all_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba")
    choosing = "autograd.compiler.native.choosing"
    for limits, code in (
        ({}, "machine code of its own"),
        ({"MOST": 0, "LEAST": 0}, "machine code of its own, in loops"),
        ({"MOST": 0, "LEAST": 0, "RUNS": 0}, "a machine for all programs"),
    ):
        for name, limit in limits.items():
            monkeypatch.setattr(sys.modules[choosing], name, limit)
        compiled = jit(f, backend="numba")
        compiled(1.0)
        assert f"Numba: {code}, as wanted" in compiled.explain()


def test_before_the_first_call_there_is_nothing_to_tell() -> None:
    with pytest.raises(RuntimeError, match="has not been called yet"):
        jit(f).explain()
