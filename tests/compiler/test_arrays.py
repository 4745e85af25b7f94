"""NumPy's calls give what the program gives, for one set of numbers and for batches."""

import numpy as np
import pytest
from compiled import apart, assert_agree, lowering, points, program as written, steps
from hypothesis import given, strategies as st

import autograd
from autograd.compiler.arrays import Arrays, prepared

flags = st.lists(st.booleans(), min_size=3, max_size=3)


@given(steps, st.lists(points, min_size=1, max_size=4), flags)
def test_batches_agree_with_evaluation(code: list, samples: list, varying: list[bool]) -> None:
    program = lowering(written(code), samples[0])
    arrays = Arrays(prepared(program, varying), len(samples))
    columns = [np.array(x) if v else x[0] for x, v in zip(zip(*samples), varying)]
    arrays(columns)
    found, (_, holds) = arrays.columns(), arrays.many(*apart(columns), len(samples))
    assert all(x.shape == (len(samples),) for x in found)
    for i in range(len(samples)):
        want = program.evaluate([float(x[i]) if v else x for x, v in zip(columns, varying)])
        assert holds[i] == (want is not None)
        if want is not None:
            assert_agree([float(x[i]) for x in found], want)


@pytest.mark.parametrize("dtype, rel", [(np.float64, 1e-15), (np.float32, 1e-6)])
def test_memory_has_the_type_asked_for(dtype: type, rel: float) -> None:
    program = lowering(lambda x, y: [autograd.sin(x) * y, 0.1], [0.5, 2.0])
    arrays = Arrays(prepared(program), 1, dtype)
    arrays([0.5, 3.0])
    assert arrays.memory.same.dtype == dtype
    assert arrays.outputs() == pytest.approx([np.sin(0.5) * 3.0, 0.1], rel=rel)


def test_outputs_are_none_where_a_guard_does_not_hold() -> None:
    arrays = Arrays(prepared(lowering(lambda x: x if x > 0.0 else -x, [1.0])))
    arrays([2.0])
    assert arrays.outputs() == [2.0]
    arrays([-2.0])
    assert arrays.outputs() is None
    arrays([3.0])
    assert arrays.outputs() == [3.0]
