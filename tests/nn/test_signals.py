"""Ctrl-C comes where it is looked for, and is never lost."""

import os
import signal
import threading
from concurrent.futures import Future

import pytest

from nn.signals import held_back, result_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of one process to itself")


def press():
    os.kill(os.getpid(), signal.SIGINT)


def test_it_waits_for_a_look():
    reached = []
    with pytest.raises(KeyboardInterrupt), held_back() as look:
        look()
        press()
        reached.append(1)
        look()
        reached.append(2)
    assert reached == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_it_comes_at_the_end_if_nobody_looked():
    reached = []
    with pytest.raises(KeyboardInterrupt), held_back():
        press()
        reached.append(1)
    assert reached == [1]


def test_it_counts_for_more_than_what_it_broke():
    with pytest.raises(KeyboardInterrupt) as caught, held_back():
        press()
        raise RuntimeError("the pool is broken")
    assert isinstance(caught.value.__context__, RuntimeError)
    with pytest.raises(RuntimeError, match="broken"), held_back():
        raise RuntimeError("broken")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_handlers_stay():
    pressed = []
    before = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        with held_back() as look:
            press()
            assert pressed == [True]
            look()
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_change_nothing():
    found = []

    def run():
        with held_back() as look:
            found.append(signal.getsignal(signal.SIGINT))
            look()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]


def test_a_result_is_waited_for_and_ctrl_c_noticed_meanwhile():
    late = Future()
    threading.Timer(0.12, late.set_result, [3]).start()
    with held_back() as look:
        assert result_of(late, look) == 3
    threading.Timer(0.1, press).start()
    with pytest.raises(KeyboardInterrupt), held_back() as look:
        result_of(Future(), look)


@pytest.mark.parametrize("error", [TimeoutError("its own"), ValueError("its own")])
def test_errors_are_those_of_the_task(error):
    failed = Future()
    failed.set_exception(error)
    with pytest.raises(type(error), match="its own"):
        result_of(failed, lambda: None)
