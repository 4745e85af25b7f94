"""Each way is traced once and kept; there are not too many; samples that part ways are right."""

import gc
import math
import threading
from typing import Any

import numpy as np
import pytest

import autograd
import nn
from autograd import Value
from autograd.compiler.arguments import Call
from autograd.compiler.executable import Executable
from autograd.compiler.jit import Jit, jit
from autograd.compiler.paths import LIMIT
from autograd.compiler.program import Program


def traces(compiled: Jit) -> list[int]:
    return [kind.ways.plain.traces for kind in compiled._kinds.values()]


def way(x: Any) -> Any:
    return x * x if x > 1.0 else autograd.sin(x) if x > 0.0 else -x


def expected(x: float) -> float:
    return x * x if x > 1.0 else math.sin(x) if x > 0.0 else -x


@pytest.mark.parametrize("backend", ["auto", "python", "numpy"])
def test_each_way_is_traced_once(backend: str) -> None:
    compiled = jit(way, backend=backend)
    for x, so_far in [(2.0, 1), (3.0, 1), (0.5, 2), (-1.0, 3), (5.0, 3), (0.25, 3), (-2.0, 3)]:
        assert compiled(x) == pytest.approx(expected(x), rel=1e-15)
        assert traces(compiled) == [so_far]


def test_a_parameter_that_decides_is_asked_at_each_call() -> None:
    w = Value(1.0)
    compiled = jit(lambda x: w * x if w > 0.0 else 5.0 * x)
    found = []
    for data in (2.0, -1.0, 3.0, -2.0):
        w.data = data
        found.append(compiled(1.0))
    assert autograd.data_of(found) == [2.0, 5.0, 3.0, 5.0]
    assert [isinstance(y, Value) for y in found] == [True, False, True, False]
    [kind] = compiled._kinds.values()
    assert kind.ways.linked.traces == 2


def test_more_ways_than_are_kept_give_a_warning_that_names_the_line() -> None:
    compiled = jit(lambda n: sum([1.0 for _ in range(n)], start=0.0 * n))
    for n in range(LIMIT):
        assert compiled(n) == n
    for n in (LIMIT, LIMIT + 1):
        with pytest.warns(UserWarning, match=r"(?s)32 ways.*where.*test_paths.py"):
            assert compiled(n) == n
    (kind,) = compiled._kinds.values()
    assert len(kind.ways.plain.taken) == LIMIT
    assert compiled(LIMIT - 1) == LIMIT - 1 and traces(compiled) == [LIMIT + 2]


@pytest.mark.parametrize("backend", ["auto", "python", "numpy"])
@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_samples_that_part_ways(backend: str, size: int) -> None:
    compiled = jit(way, backend=backend)
    x = np.linspace(-1.0, 2.0, size)
    want = list(map(expected, x.tolist()))
    assert compiled(x) == pytest.approx(want, rel=1e-15)
    assert compiled(x[::-1]) == pytest.approx(want[::-1], rel=1e-15)
    assert sum(traces(compiled)) == len({(v > 0.0) + (v > 1.0) for v in x.tolist()})


def test_batches_of_many_sizes_one_after_another() -> None:
    compiled = jit(lambda x, y: (x * y, [y + 1.0]))
    for n in (3, 1, 5, 2, 8, 3, 13, 1):
        x = np.arange(float(n))
        first, (second,) = compiled(x, 2.0)
        assert first.tolist() == (2.0 * x).tolist() and second.tolist() == [3.0] * n
    assert traces(compiled) == [1]


@pytest.mark.parametrize("f", [lambda x: x * x, way, lambda x: 5.0])
def test_empty_batches_give_empty_arrays(f: Any) -> None:
    assert jit(f)(np.zeros(0)).shape == (0,)


@pytest.mark.parametrize("backend", ["auto", "python", "numpy"])
def test_samples_of_no_numbers_give_arrays_of_none(backend: str) -> None:
    def f(v: Any) -> Any:
        return v, autograd.total(v), 1.0

    same, summed, one = jit(f, backend=backend)(np.empty((3, 0)))
    assert (same.shape, summed.tolist(), one.tolist()) == ((3, 0), [0.0] * 3, [1.0] * 3)


def test_samples_that_part_ways_have_results_nested_alike() -> None:
    compiled = jit(lambda x: {"x": x, "one": 1.0} if x > 0.0 else {"one": 1.0, "x": x})
    x = np.array([2.0, -3.0, 4.0])
    found = compiled(x)
    assert {key: column.tolist() for key, column in found.items()} == {
        "x": x.tolist(), "one": [1.0] * 3,
    }  # fmt: skip
    longer = jit(lambda x: [x, 1.0] if x > 0.0 else [x])
    with pytest.raises(TypeError, match="another sample's result is a list of 1, but one"):
        longer(x)


@pytest.mark.parametrize("x", [1.0, np.array([1.0, 2.0])])
def test_what_does_not_hold_where_it_was_traced_is_an_error(
    x: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Executable, "entry", lambda *forms: lambda *args: None)
    never = np.zeros((1, 2)), np.zeros(2, dtype=bool)
    monkeypatch.setattr(Executable, "many", lambda self, same, tables, batch: never)
    monkeypatch.setattr(Program, "evaluate", lambda self, numbers, rounded=None: None)
    with pytest.raises(RuntimeError, match="way takes another way when it is run again"):
        jit(way)(x)


def test_where_a_backend_rounds_otherwise_than_f_a_way_is_traced_once_all_the_same() -> None:
    def f(x: Any) -> Any:
        return float(autograd.exp(x)) * x

    compiled = jit(f, backend="numpy")
    xs = [x for x in np.linspace(0.0, 1.0, 500).tolist() if np.exp(x) != math.exp(x)][:5]
    for _ in range(3):
        assert [compiled(x) for x in xs] == [f(x) for x in xs]
    assert compiled(np.array(xs)).tolist() == [f(x) for x in xs]
    assert traces(compiled) == [len(xs), len(xs)]


def test_ways_that_no_sample_takes_do_not_matter() -> None:
    compiled = jit(lambda x: [x, 1.0] if x > 0.0 else [x])
    for x in (np.array([1.0, 2.0]), np.array([-1.0, -2.0])):
        assert compiled(x)[0].tolist() == x.tolist()
    assert compiled(np.array([1.0]))[1].tolist() == [1.0]


def test_results_of_batches_do_not_change_later() -> None:
    compiled = jit(lambda x: (x, 2.0 * x))
    x = np.arange(3.0)
    first = compiled(x)
    compiled(x + 10.0)
    assert [a.tolist() for a in first] == [[0.0, 1.0, 2.0], [0.0, 2.0, 4.0]]
    first[0][:] = 7.0
    assert x.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("backend", ["python", "numpy"])
@pytest.mark.parametrize("warm", [False, True])
def test_threads_may_call_at_once(backend: str, warm: bool) -> None:
    compiled = jit(lambda v: [way(a) * b for a in v for b in v], backend=backend)
    wrong: list[Any] = []

    def work(seed: int) -> None:
        for i in range(60):
            v = [math.sin(seed + i), 1.0 + math.cos(i * seed)]
            want = [expected(a) * b for a in v for b in v]
            if compiled(v) != pytest.approx(want, rel=1e-14):
                wrong.append(v)

    if warm:
        work(0)
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_tracing_leaves_no_garbage() -> None:
    gc.collect()
    compiled = jit(way)
    for x in (0.5, 2.0, -1.0):
        compiled(x)
    assert gc.collect() == 0


def test_a_way_that_raises_in_a_row_that_this_call_does_not_come_to_is_another() -> None:
    def f(xs: Any, y: float) -> Any:
        return nn.cross_entropy([xs], [y if y < 1 else 1.0])

    compiled = jit(f, backend="numpy")
    for y in (0.0, 1.0, 2.0, 0.0, 5.0):
        assert compiled([1.0, 2.0], y) == pytest.approx(f([1.0, 2.0], y), rel=1e-14)


def test_what_has_no_form_is_asked_for_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    form = Call.__dict__["form"].func
    monkeypatch.setattr(Call, "form", property(lambda call: asked.append(1) or form(call)))
    compiled = jit(lambda x, kind: x * x if kind == "square" else x)
    assert [compiled(x, "square") for x in (1.0, 2.0, 3.0, 4.0)] == [1.0, 4.0, 9.0, 16.0]
    assert asked == [1]
