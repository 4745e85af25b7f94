"""A sweep is all or nothing, and sweeps of several threads lose no update."""

import gc
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from graphs import network

from autograd import Value, dot, tanh, topological_sort
from autograd.assign import assign
from autograd.backward import backward


@pytest.fixture(autouse=True)
def without_garbage_collection() -> Iterator[None]:
    """It calls those who watch it, hypothesis among them, and there Ctrl-C would be lost."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("bad", [None, "0", [0.0], Value(0.0)], ids=lambda bad: type(bad).__name__)
def test_a_grad_that_is_no_number_stops_the_sweep_before_it_writes(bad: object) -> None:
    x, y = Value(2.0), Value(3.0)
    z = x * y
    y.grad = bad
    with pytest.raises(TypeError, match="grad"):
        z.backward()
    assert (x.grad, y.grad, z.grad) == (0.0, bad, 0.0)


@contextmanager
def trace(handler: Callable) -> Iterator[None]:
    before = sys.gettrace()
    sys.settrace(handler)
    try:
        yield
    finally:
        sys.settrace(before)


class Interruption(BaseException):
    pass


def interrupted_after(steps: int) -> Callable:
    """A trace function that raises at the given step of bytecode inside the package."""
    count = 0

    def step(frame, event, argument):
        nonlocal count
        if "autograd" not in frame.f_globals["__name__"]:
            return None
        frame.f_trace_opcodes = True
        count += 1
        if count == steps:
            raise Interruption
        return step

    return step


@pytest.mark.parametrize("hooked", [False, True])
def test_an_exception_at_any_step_leaves_all_or_nothing(hooked: bool) -> None:
    x, y = Value(2.0), Value(3.0)
    root = tanh(x * y) * x + y
    nodes = topological_sort(root)
    handles = [node.register_hook(lambda g: 2.0 * g) for node in nodes if hooked]
    root.backward()
    done = [node.grad for node in nodes]
    outcomes = set()
    for steps in range(1, 100_000):
        for node in nodes:
            node.grad = 0.0
        try:
            with trace(interrupted_after(steps)):
                backward(root)
        except Interruption:
            grads = [node.grad for node in nodes]
            assert grads in (done, [0.0] * len(nodes))
            outcomes.add(grads == done)
        else:
            break
    assert steps > 300
    assert outcomes == {True, False}
    for handle in handles:
        handle.remove()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")
def test_ctrl_c_at_random_moments_leaves_all_or_nothing() -> None:
    xs, root = network(size=300)
    start = time.perf_counter()
    root.backward()
    duration = time.perf_counter() - start
    once = [x.grad for x in xs]
    choose, sweeps, interrupted = random.Random(0), 0, 0
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    gc.disable()  # hypothesis is told of each collection, where an exception would be lost
    try:
        for _ in range(400):
            for x in xs:
                x.grad = 0.0
            try:
                signal.setitimer(signal.ITIMER_REAL, choose.uniform(1e-6, 1.2 * duration))
                root.backward()
                sweeps += 1
                signal.setitimer(signal.ITIMER_REAL, 0.0)
            except KeyboardInterrupt:
                interrupted += 1
            assert [x.grad for x in xs] in (once, [0.0] * len(xs))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()
    assert interrupted > 20
    assert sweeps > 0


def deep() -> Value:
    x = root = Value(1.0)
    for _ in range(20_000):
        root = root + x
    return root


def wide() -> Value:
    xs = [Value(float(i)) for i in range(20_000)]
    return dot(xs, xs)


def hooked() -> Value:
    root = deep()
    for node in topological_sort(root)[::10]:
        node.register_hook(lambda g: 1.5 if g else None)
    return root


def interrupted(root: Value, after: float) -> bool:
    """Whether Ctrl-C, as a terminal sends it after so many seconds, ends the sweep."""
    sweeping = [True]  # and once it is over, the signal has nothing to interrupt any more

    def stop(number: int, frame: object) -> None:
        if sweeping:
            signal.default_int_handler(number, frame)

    before, interval = signal.signal(signal.SIGINT, stop), sys.getswitchinterval()
    sys.setswitchinterval(1e-4)  # so that the other thread has its turn while the sweep runs
    terminal = threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT))
    try:
        terminal.start()
        root.backward()
        sweeping.clear()
        return False
    except KeyboardInterrupt:
        return True
    finally:
        sweeping.clear()
        terminal.join()
        signal.signal(signal.SIGINT, before)
        sys.setswitchinterval(interval)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("build", [deep, wide, hooked], ids=lambda build: build.__name__)
def test_ctrl_c_in_a_large_sweep_leaves_all_or_nothing(build: Callable) -> None:
    root = build()
    nodes = topological_sort(root)
    start = time.perf_counter()
    root.backward()
    duration = time.perf_counter() - start
    done, none = [node.grad for node in nodes], [0.0] * len(nodes)
    choose, outcomes = random.Random(0), []
    for _ in range(400):  # until there are some of both, however busy the machine is
        assign(nodes, "grad", none)
        outcomes.append(interrupted(root, choose.uniform(0.0, 1.5 * duration)))
        assert [node.grad for node in nodes] in (done, none)
        if min(outcomes.count(True), outcomes.count(False)) >= 5:
            break
    assert set(outcomes) == {True, False}


def test_threads_that_share_leaves_lose_no_update() -> None:
    xs = [Value(float(i)) for i in range(300)]
    sweeps, threads = 400, 4
    together = threading.Barrier(threads)

    def work() -> None:
        roots = [dot(xs, [1.0] * len(xs)) for _ in range(sweeps)]
        together.wait()  # so that they sweep at the same time
        for root in roots:
            root.backward()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    finally:
        sys.setswitchinterval(interval)
    assert [x.grad for x in xs] == [float(sweeps * threads)] * len(xs)
