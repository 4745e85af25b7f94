"""detect_anomaly: which operation it blames, in what words, and when it keeps quiet."""

import math
import re
import threading

import pytest

from autograd import AnomalyError, Value, add, detect_anomaly, exp, gradients, log, no_grad, total
from autograd.modes import active, state


@pytest.mark.parametrize(
    ("blunder", "message"),
    [
        (lambda x, y: log(x), "log of x=0 is -inf"),
        (lambda x, y: y / x, "/ of y=-2, x=0 is -inf"),
        (lambda x, y: x.sqrt() * 0.0 + y.sqrt(), "sqrt of y=-2 is nan"),
        (lambda x, y: exp(y * -400), "exp of 800 is inf"),
        (lambda x, y: y**0.5, "**0.5 of y=-2 is nan"),
        (lambda x, y: total([x, 1e308, 1e308]), "total of x=0, 1e+308, 1e+308 is inf"),
        (lambda x, y: add(x, 1) % 0, "% of 1, 0 is nan"),
    ],
)
def test_a_value_that_goes_wrong(blunder, message: str) -> None:
    x, y = Value(0.0, "x"), Value(-2.0, "y")
    with pytest.raises(AnomalyError, match=re.escape(message)), detect_anomaly():
        blunder(x, y)


def test_a_derivative_that_goes_wrong() -> None:
    x = Value(0.0, "x")
    with detect_anomaly():
        y = x.sqrt() * 3.0  # the line to blame
        with pytest.raises(AnomalyError) as caught:
            y.backward()
    message = str(caught.value)
    assert "backward through sqrt of x=0" in message
    assert "the derivative with respect to x=0 is inf, times the adjoint 3 is inf" in message
    assert "y = x.sqrt() * 3.0  # the line to blame" in message
    assert x.grad == 0.0


def test_the_line_of_the_user_is_shown() -> None:
    x = Value(0.0)
    with pytest.raises(AnomalyError) as caught, detect_anomaly():
        log(x)  # the line to blame
    assert re.search(
        r'\n  File ".*test_check.py", line \d+\n    log\(x\)  # the line to blame$',
        str(caught.value),
    )


def test_a_graph_from_before_the_watch_is_watched_without_its_line() -> None:
    y = Value(0.0, "x").sqrt()
    with pytest.raises(AnomalyError, match=r"sqrt of x=0.*\n.*is not known"), detect_anomaly():
        y.backward()


def test_what_was_not_finite_before_is_not_blamed() -> None:
    with detect_anomaly():
        z = Value(math.inf) * 0.0 + Value(math.nan)
        z.backward()
        exp(Value(math.inf))


def test_higher_derivatives_are_watched() -> None:
    x = Value(0.0, "x")
    with detect_anomaly():
        y = x**1.5
        [slope] = gradients(y, [x])
        with pytest.raises(AnomalyError):
            gradients(slope, [x])


def test_it_works_inside_no_grad() -> None:
    with pytest.raises(AnomalyError), no_grad(), detect_anomaly():
        log(Value(0.0))


def test_it_is_off_outside_nested_or_not_and_after_an_error() -> None:
    with detect_anomaly():
        with detect_anomaly():
            pass
        with pytest.raises(AnomalyError):
            log(Value(0.0))
    assert log(Value(0.0)).data == -math.inf
    assert (state.watch, active) == (None, [])


def test_other_threads_are_not_watched() -> None:
    results = []
    with detect_anomaly():
        thread = threading.Thread(target=lambda: results.append(log(Value(0.0)).data))
        thread.start()
        thread.join()
    assert results == [-math.inf]


def test_it_is_an_arithmetic_error() -> None:
    assert issubclass(AnomalyError, ArithmeticError)
