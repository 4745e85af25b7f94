"""A kind of call has ways for each state of what is around the function."""

from typing import Any

from autograd import Value
from autograd.compiler.arguments import taken_apart
from autograd.compiler.kinds import Kind


def test_ways_are_kept_for_each_state_and_found_again() -> None:
    factor = 2.0

    def f(x: Any) -> Any:
        return factor * x

    kind, call = Kind(f, "auto", []), taken_apart((3.0,), {}, None)
    assert kind.answer(call) == 6.0
    first = kind.ways
    factor = 5.0
    assert kind.answer(call) == 15.0 and kind.ways is not first
    factor = 2.0
    assert kind.answer(call) == 6.0 and kind.ways is first
    assert first.plain.traces == 1


def test_the_plain_function_gives_none_where_names_stand_for_others() -> None:
    factor = 2.0
    kind = Kind(lambda x: factor * x, "auto", [])
    kind.answer(taken_apart((3.0,), {}, None))
    plain = kind.plain()
    assert plain and plain(4.0) == 8.0
    factor = 3.0
    assert plain(4.0) is None


def test_without_names_around_nothing_is_looked_at() -> None:
    kind = Kind(lambda x: x * x, "auto", [])
    kind.answer(taken_apart((3.0,), {}, None))
    assert kind.plain() is kind.ways.plain.plain()


def test_floats_for_floats_and_nodes_for_values() -> None:
    w = Value(3.0)
    kind = Kind(lambda x: w * x, "auto", [])
    assert kind.answer(taken_apart((2.0,), {}, None)).parents == (w,)
    assert kind.ways.linked.traces == 1
