"""What workers get and keep, and how batches are cut."""

import threading

import pytest
from hypothesis import given, strategies as st

from nn import shards
from nn.shards import Here, Packed, Task, cut, packed, unpacked, work


@given(st.lists(st.integers(), max_size=50), st.integers(1, 60))
def test_a_cut_keeps_all_in_order_in_parts_of_nearly_one_length(part, count):
    runs = cut(part, count)
    assert [x for run in runs for x in run] == part
    assert len(runs) == min(count, len(part))
    assert not runs or max(map(len, runs)) - min(map(len, runs)) <= 1


def test_what_was_unpacked_is_known_by_its_digest():
    thing = packed({"some": ["thing"]}, "it")
    first = unpacked(thing)
    assert first == {"some": ["thing"]}
    assert unpacked(thing.named) is first
    assert thing.named.content is None


def test_what_was_never_sent_is_not_there():
    thing = Packed(b"never sent", None)
    assert unpacked(thing) is None
    task = Task(lambda *given: given, (packed([1.5], "it"), thing), [], ())
    assert work(task) is None


def test_work_is_done_with_objects_and_what_else_is_given():
    needed = packed([2.0], "a list"), packed((3.0,), "a tuple")
    task = Task(lambda *given: given, needed, [0, 2], (4.0,))
    assert work(task) == ([2.0], (3.0,), [0, 2], 4.0)
    assert work(task.named) == work(task)


def test_each_thread_has_objects_of_its_own():
    thing, found = packed(["mine"], "it"), []
    mine = unpacked(thing)
    thread = threading.Thread(target=lambda: found.extend([unpacked(thing.named), unpacked(thing)]))
    thread.start()
    thread.join()
    assert found == [None, mine] and found[1] is not mine


def test_those_that_were_used_last_are_kept():
    shards._memory.kept.clear()
    things = [packed([i], "it") for i in range(shards.KEPT + 1)]
    for thing in things[:-1]:
        unpacked(thing)
    unpacked(things[0])
    unpacked(things[-1])
    kept = [unpacked(thing.named) for thing in things]
    assert kept == [[0], None, *([i] for i in range(2, shards.KEPT + 1))]


def test_what_cannot_be_written_is_named():
    with pytest.raises(TypeError, match=r"the loss cannot be sent to workers: .* of a module"):
        packed(lambda: 0, "the loss")


def test_here_runs_at_once_and_raises_at_once():
    assert Here().submit(divmod, 7, 2).result() == (3, 1)
    with pytest.raises(ZeroDivisionError):
        Here().submit(divmod, 7, 0)
