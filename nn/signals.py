"""Ctrl-C at safe points alone, while others hold locks that it would leave locked."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

POLL = 0.05  # seconds after which Ctrl-C is noticed


@contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """A context in which Ctrl-C raises when the function that is given is called, or at the end.

    Executors and futures are Python with locks: an interrupt between taking one and entering its
    block leaves it locked, and the pool then waits for it for ever. Where Ctrl-C does something
    else than to raise KeyboardInterrupt, and in other threads, nothing is changed.
    """
    handler = signal.getsignal(signal.SIGINT)
    came: list[bool] = []
    if (
        handler is not signal.default_int_handler
        or threading.current_thread() is not threading.main_thread()
    ):
        yield lambda: None
        return

    def look() -> None:
        if came:
            came.clear()
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield look
    except Exception:
        look()  # which may be why: workers at the same terminal are interrupted as well
        raise
    finally:
        signal.signal(signal.SIGINT, handler)
    look()


def result_of(future: Future[Any], look: Callable[[], None]) -> Any:
    """What comes of a future, with a look at Ctrl-C now and then; raises what it raises."""
    while True:
        look()
        try:
            return future.result(POLL)
        except TimeoutError:
            if future.done():  # it is its own
                return future.result()
