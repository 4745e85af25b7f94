"""Engines are timed in processes of their own, and only if all find the same numbers."""

import math

import pytest

from benchmarks import contest, engines
from benchmarks.contender import Contender, FailedError, Job, numbers, once, watched
from benchmarks.contest import DisagreementError, Effort, agree, median_seconds

LITTLE = Effort(1, 0.001)


class Work:
    """Engines that find a number, another one, an error, or their end."""

    def __init__(self, other=2.0):
        self.other = other

    def operators(self, *sizes):
        return Job(lambda: 2.0, lambda x: (x, *sizes))

    def layers(self, *sizes):
        return Job(lambda: self.other, lambda x: (x, *sizes))

    def floats(self, *sizes):
        raise MemoryError


class Ending(Work):
    """An engine that ends its process."""

    def floats(self, *sizes):
        import os

        return Job(lambda: os._exit(3), lambda x: ())


def test_each_engine_is_timed_and_what_fails_says_how(capfd):
    cells = median_seconds(Work(), LITTLE, 1, 2)
    assert cells.keys() == {"operators", "layers", "floats"}
    assert cells["operators"] > 0.0 and cells["floats"] == "MemoryError"
    assert median_seconds(Work(), LITTLE, among=("layers",)).keys() == {"layers"}


def test_a_process_that_ends_is_a_crash(capfd):
    assert median_seconds(Ending(), LITTLE, among=("floats",)) == {"floats": "crash (exit code 3)"}


def test_nothing_is_timed_where_engines_disagree(capfd):
    with pytest.raises(DisagreementError, match=r"number 0 is .*; nothing was timed"):
        median_seconds(Work(2.0 + 1e-11), LITTLE)


def test_agreement_is_relative_and_excludes_nan():
    agree({"a": [1e-300, 5.0], "b": [1e-300 * (1 + 1e-13), 5.0], "c": [1e-300, 5.0]})
    for other in ([1.0 + 3e-12], [math.nan], [0.0]):
        with pytest.raises(DisagreementError):
            agree({"a": [1.0], "b": other})
    with pytest.raises(DisagreementError):
        agree({"a": [math.nan], "b": [math.nan]})
    with pytest.raises(ValueError, match="argument"):
        agree({"a": [1.0], "b": [1.0, 2.0]})


def test_a_module_goes_to_the_other_process_by_its_name():
    from benchmarks import moons

    with Contender(moons, "operators") as contender:
        assert len(contender.ask(numbers)) == 338


def test_an_error_there_is_an_error_here(capfd):
    with Contender(Work(), "floats") as contender, pytest.raises(FailedError, match="MemoryError"):
        contender.ask(numbers)


def test_what_a_step_holds_is_counted():
    held, seconds, grown = watched(lambda: bytearray(b"1" * 50_000_000))
    assert len(held) == 50_000_000 and seconds > 0.0
    assert grown == pytest.approx(50_000_000, rel=0.2) or not contest_memory()
    assert once(Job(lambda: 3, lambda x: [x]))[2] == [3.0]


def contest_memory():
    from benchmarks.contender import PAGES

    return PAGES.exists()


def test_engines_that_are_not_installed_are_left_out(monkeypatch):
    monkeypatch.setattr(engines.Engine, "installed", property(lambda e: e.title == "`nn`"))
    assert engines.adapters(Work()) == ["layers"]
    assert contest.TOLERANCE == 1e-12


def test_a_large_graph_is_drawn_collapsed():
    from benchmarks import collapsed

    boxes, arrows = numbers(collapsed.operators())
    assert 1 < boxes < 300 and arrows > 1
