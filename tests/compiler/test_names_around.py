"""Names that stand for something else than at the last call: a compiled function follows them."""

import functools
import warnings
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import nn
from autograd import Value, cos, data_of, jit, sin
from autograd.compiler.surroundings import Surroundings

SCALE = 2.0


def traces(compiled: Any) -> int:
    """How often a compiled function was run."""
    found = {id(w): w for kind in compiled._kinds.values() for w in kind._known.values()}
    return sum(w.plain.traces + w.linked.traces for w in found.values())


def test_globals_are_followed() -> None:
    global SCALE
    compiled = jit(lambda x: SCALE * x)
    try:
        assert compiled(1.0) == compiled(1.0) == 2.0
        SCALE = 5.0
        assert compiled(1.0) == compiled(1.0) == 5.0
        SCALE = 2.0
        assert compiled(1.0) == 2.0
        assert traces(compiled) == 2
    finally:
        SCALE = 2.0


def test_kinds_of_equal_numbers_are_told_apart() -> None:
    settings = {"by": 0.0}
    compiled = jit(lambda x: x / (1.0 / settings["by"] if settings["by"] else settings["by"]))
    assert compiled(1.0) == float("inf")
    settings["by"] = -0.0
    assert compiled(1.0) == -float("inf")


def test_closures_attributes_and_entries_are_followed() -> None:
    held, settings, factor = SimpleNamespace(shift=1.0), {"power": 2}, 3.0

    def f(x: Any) -> Any:
        return factor * x ** settings["power"] + held.shift

    compiled = jit(f)
    assert compiled(2.0) == 13.0
    held.shift = 2.0
    assert compiled(2.0) == 14.0
    settings["power"] = 3
    assert compiled(2.0) == 26.0
    factor = 1.0
    assert compiled(2.0) == 10.0


def test_another_value_in_place_of_one_is_followed() -> None:
    class Line:
        """A slope that is replaced."""

        def __init__(self) -> None:
            self.slope = Value(2.0)

        def __call__(self, x: Any) -> Any:
            return self.slope * x

    line = Line()
    compiled = jit(line)
    assert compiled(3.0).data == 6.0
    line.slope = Value(5.0)
    result = compiled(3.0)
    result.backward()
    assert (result.data, line.slope.grad) == (15.0, 3.0)


class Switched(nn.Module):
    """Does something else when it is only used."""

    def __init__(self) -> None:
        self.w = Value(2.0)

    def __call__(self, x: Any) -> Any:
        return self.w * x if self.training else x


@pytest.mark.parametrize("as_argument", [False, True])
def test_training_and_use_are_told_apart(as_argument: bool) -> None:
    model = Switched()
    compiled = jit(lambda m, x: m(x)) if as_argument else jit(lambda m, x: model(x))
    given = model if as_argument else None
    assert compiled(given, 3.0).data == 6.0
    model.eval()
    assert compiled(given, 3.0) == 3.0
    model.train()
    assert compiled(given, 3.0).data == 6.0
    assert traces(compiled) <= 3  # plain and linked, then plain


def test_what_a_function_sets_itself_is_no_reason_to_trace_again() -> None:
    calls = 0

    def f(x: Any) -> Any:
        nonlocal calls
        calls += 1
        return x * x

    compiled = jit(f)
    assert [compiled(float(x)) for x in range(4)] == [0.0, 1.0, 4.0, 9.0]
    assert calls == 1


def test_names_that_always_change_are_reported() -> None:
    step = 0.0
    compiled = jit(lambda x: x + step)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for step in range(32):  # noqa: B007
            compiled(1.0)
    with pytest.warns(UserWarning, match="traced again and again.* pass step as an argument"):
        step = 100.0
        assert compiled(1.0) == 101.0


def test_functions_that_are_defined_again_are_followed() -> None:
    def helper(x: Any) -> Any:
        return 2.0 * x

    def user(x: Any) -> Any:
        return helper(x) + 1.0

    compiled, factor = jit(user), 7.0
    assert compiled(3.0) == 7.0

    def helper(x: Any) -> Any:  # noqa: F811
        return factor * x

    assert compiled(3.0) == 22.0
    factor = 1.0
    assert compiled(3.0) == 4.0


def test_names_are_those_that_code_asks_for() -> None:
    plain = 2.0
    objects = SimpleNamespace(used=1.0, other=2.0)
    around = Surroundings([lambda: (plain, objects.used)])
    assert sorted(name.text for name in around.names) == ["objects", "plain", "used"]
    assert around.same()
    objects.other = 5.0
    assert around.same()
    objects.used = 5.0
    assert not around.same()


class Kept:
    """Something with a number, which another may be put in the place of."""

    def __init__(self, number: float) -> None:
        self.number = number

    def times(self, x: Any) -> Any:
        return self.number * x


REPLACED: dict[str, tuple[Callable[[Any, Any], Any], Any, Any]] = {
    "object": (lambda held, x: held.number * x, Kept(2.0), Kept(3.0)),
    "method": (lambda held, x: held(x), Kept(2.0).times, Kept(3.0).times),
    "class": (lambda held, x: held(2.0).number * x, Kept, lambda x: Kept(5.0)),
    "list": (lambda held, x: held[0] * x, [2.0], [3.0]),
    "tuple": (lambda held, x: held[0] * x, (2.0,), (3.0,)),
    "dict": (lambda held, x: held["by"] * x, {"by": 2.0}, {"by": 3.0}),
    "fraction": (lambda held, x: float(held) * x, Fraction(1, 2), Fraction(1, 3)),
    "compiled": (lambda held, x: held(x), jit(lambda x: 2.0 * x), jit(lambda x: 3.0 * x)),
    "row": (lambda held, x: held(x), sin, cos),
    "model": (lambda held, x: held([x])[0], nn.Layer(1, 1), nn.Layer(1, 1)),
}


@pytest.mark.parametrize("name", REPLACED)
def test_whatever_is_put_in_place_of_another_is_followed(name: str) -> None:
    use, held, other = REPLACED[name]
    within, kept = SimpleNamespace(held=held), [SimpleNamespace(held=held)]

    def f(x: Any) -> Any:
        return use(held, x), use(within.held, x), use(kept[0].held, x)

    compiled = jit(f)
    before = [*map(data_of, compiled(2.0))]
    assert before == [*map(data_of, f(2.0))]
    held = other
    assert [*map(data_of, compiled(2.0))] == [*map(data_of, f(2.0))] != before
    within.held = kept[0].held = other
    assert [*map(data_of, compiled(2.0))] == [*map(data_of, f(2.0))]


def test_entries_that_are_added_and_dicts_in_dicts_are_followed() -> None:
    settings: dict[str, Any] = {"inner": {"by": 2.0}}
    compiled = jit(lambda x: settings["inner"]["by"] * x + settings.get("shift", 0.0))
    assert compiled(1.0) == 2.0
    settings["inner"]["by"] = 3.0
    assert compiled(1.0) == 3.0
    settings["shift"] = 1.0
    assert compiled(1.0) == 4.0


def test_globals_that_are_called_as_attributes_are_called_do_not_matter() -> None:
    space: dict[str, Any] = {"__name__": "some_program", "held": Kept(2.0), "number": 0}
    exec("def f(x):\n    return held.number * x", space)
    compiled = jit(space["f"])
    for space["number"] in range(5):
        assert compiled(1.0) == 2.0
    assert traces(compiled) == 1


def test_a_function_that_wraps_an_installed_one_is_followed() -> None:
    by = 2.0

    @functools.wraps(np.sin)
    def f(x: Any) -> Any:
        return by * x * SCALE

    global SCALE
    compiled = jit(f)
    assert compiled(1.0) == 4.0
    by = 3.0
    assert compiled(1.0) == 6.0
    try:
        SCALE = 5.0
        assert compiled(1.0) == 15.0
    finally:
        SCALE = 2.0
