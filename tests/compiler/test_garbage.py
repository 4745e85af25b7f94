"""The collector waits while something is compiled, and only then."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

import autograd
from autograd.compiler.garbage import uncollected


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("on", [True, False])
def test_it_is_afterwards_as_it_was_also_after_errors(on: bool) -> None:
    (gc.enable if on else gc.disable)()
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), uncollected():
            with uncollected():
                assert not gc.isenabled()
            assert not gc.isenabled()
            raise error
        assert gc.isenabled() == on


def test_one_that_ends_later_in_another_thread_leaves_it_on() -> None:
    first, second = uncollected(), uncollected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.isenabled()


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_nothing_is_collected_while_a_function_is_compiled(backend: str) -> None:
    def f(x: Any) -> Any:
        for _ in range(2000):
            x = autograd.sin(x) * 0.5 + x
        return x

    ages: list[int] = []
    collected = lambda phase, info: ages.append(info["generation"])  # noqa: E731
    gc.collect()
    gc.callbacks.append(collected)
    try:
        autograd.jit(f, backend=backend)(0.5)
    finally:
        gc.callbacks.remove(collected)
    assert len(ages) < 12  # at the ends of stages, and not at each few hundred of 10,000 objects
    assert gc.isenabled()


def test_it_is_on_again_where_f_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        autograd.jit(lambda x: x * (1 // 0))(1.0)
    assert gc.isenabled()
