"""no_grad and enable_grad: nested, as decorators, under exceptions, and per thread."""

import threading
from collections.abc import Callable

import pytest

from autograd import Value, add, clamp, enable_grad, exp, grad, no_grad, total, where
from autograd.modes import active, set_to, state


def recorded(x: Value) -> bool:
    return bool((x * x).parents)


@pytest.mark.parametrize(
    "operation",
    [
        exp,
        lambda x: x + 1,
        lambda x: 2**x,
        lambda x: x**3,
        lambda x: total([x, x, 1.0]),
        lambda x: clamp(x, -1.0, 1.0),
        lambda x: where(x > 0, x, 1.0),
        lambda x: add(1, x),
    ],
)
def test_no_grad_gives_leaves_with_the_same_data(operation: Callable) -> None:
    x = Value(0.5)
    with no_grad():
        y = operation(x)
    assert (type(y), y.data) == (Value, operation(x).data)
    assert (y.op, y.parents, y.partials) == (None, (), ())


def test_modes_nest() -> None:
    x = Value(2.0)
    seen = [recorded(x)]
    with no_grad():
        seen.append(recorded(x))
        with enable_grad():
            seen.append(recorded(x))
            with no_grad():
                seen.append(recorded(x))
            seen.append(recorded(x))
        with no_grad():
            pass
        seen.append(recorded(x))
    seen.append(recorded(x))
    assert seen == [True, False, True, False, True, False, True]


def test_one_object_can_be_entered_again() -> None:
    x, off = Value(2.0), no_grad()
    with off:
        with off:
            assert not recorded(x)
        assert not recorded(x)
    assert recorded(x)


def test_an_exception_restores_what_was() -> None:
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert recorded(Value(1.0))
    assert not active


def test_as_a_decorator_it_serves_recursion_and_exceptions() -> None:
    @no_grad()
    def countdown(x: Value, n: int) -> list[bool]:
        """Docstring."""
        if n < 0:
            raise ValueError
        return [recorded(x)] if n == 0 else [recorded(x), *countdown(x, n - 1)]

    x = Value(2.0)
    assert countdown(x, 3) == [False] * 4
    assert recorded(x)
    assert (countdown.__name__, countdown.__doc__) == ("countdown", "Docstring.")
    with pytest.raises(ValueError):
        countdown(x, -1)
    assert recorded(x)


def in_thread(work: Callable[[], object]) -> object:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]


def test_other_threads_go_on_recording() -> None:
    x = Value(2.0)
    with no_grad():
        assert in_thread(lambda: recorded(x))
        assert not recorded(x)


def test_a_decorated_function_in_two_threads_leaves_each_as_it_was() -> None:
    entered, leave = threading.Semaphore(0), {"a": threading.Event(), "b": threading.Event()}
    x, afterwards = Value(2.0), {}

    @no_grad()
    def shared() -> None:
        entered.release()
        leave[threading.current_thread().name].wait(10)

    def work_a() -> None:
        shared()
        afterwards["a"] = recorded(x)

    def work_b() -> None:
        with no_grad():
            shared()
            afterwards["b"] = recorded(x)

    threads = [threading.Thread(target=work_a, name="a"), threading.Thread(target=work_b, name="b")]
    for thread in threads:  # a enters first and leaves first
        thread.start()
        entered.acquire(timeout=10)
    for thread in threads:
        leave[thread.name].set()
        thread.join()
    assert afterwards == {"a": True, "b": False}


def test_grad_records_inside_no_grad() -> None:
    with no_grad():
        assert grad(lambda x: x**3)(2.0) == 12.0
        assert grad(grad(lambda x: x**3))(2.0) == 12.0
        assert not recorded(Value(1.0))


def test_what_a_function_does_under_no_grad_is_a_constant_to_grad() -> None:
    def f(x: Value) -> Value:
        with no_grad():
            factor = x * x
        return factor * x

    assert grad(f)(3.0) == 9.0


def test_nothing_stays_switched() -> None:
    assert (state.recording, state.watch, state.transforming, active) == (True, None, 0, [])


def test_the_state_is_what_it_was_after_an_exception() -> None:
    before = dict(vars(state))
    with pytest.raises(ValueError, match="inside"), set_to(rule="f", recording=False):
        assert (state.rule, state.recording) == ("f", False)
        raise ValueError("inside")
    assert (state.rule, state.recording) == ("", True)
    assert {name: vars(state)[name] for name in before} == before
