"""Training in shards that fails, is interrupted, or is refused: what is said, and what is kept."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from pathlib import Path

import pytest
from models import Line
from workers import Failing, Fatal, Interrupted, Noisy, Queue

import autograd
import nn
from autograd import TraceError, primitive
from nn import shards

X, Y = [[0.1 * i] for i in range(12)], [0.5] * 12
TESTS = Path(__file__).parent.parent


def trained(model, jit=True, X=X, loss=nn.mse, **options):
    optimizer = nn.SGD(model.parameters(), 0.1)
    settings = {"epochs": 2, "batch_size": 4, "progress": False} | options
    return nn.fit(model, X, Y, loss=loss, optimizer=optimizer, jit=jit, **settings)


def after(steps, model):
    """The parameters after so many steps of the same training."""
    optimizer = nn.SGD(model.parameters(), 0.1)
    work = nn.steps.steps_of(False, model, X, Y, nn.mse, optimizer, float("inf"), shards=2)
    parts = [part for part, _ in nn.batches(range(len(X)), Y, 4, seed=0)]
    for part in parts[:steps]:
        work.step(part)
    work.publish()
    return [p.data for p in model.parameters()]


def data_of(model):
    return [p.data for p in model.parameters()]


@pytest.mark.parametrize("jit", [False, True])
def test_ctrl_c_cancels_tasks_and_keeps_the_steps_that_were_finished(jit):
    shards._memory.kept.clear()
    model, pool = Line(), Interrupted(tasks=10)
    history = trained(model, jit, executor=pool, shards=2)
    assert history.stopped == "interrupted" and len(history) == 0
    # six tasks for a step with a new model and a new loss, four for one with new slopes, then two
    assert data_of(model) == pytest.approx(after(2, Line()), rel=1e-14)
    for future in pool.futures[-2:]:
        with pytest.raises(CancelledError):
            super(type(future), future).result(0)


PROGRAM = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
import nn

if __name__ == "__main__":
    X, y = nn.make_moons(50)
    model = nn.MLP(2, [4, 1], seed=0)
    before = [p.data for p in model.parameters()]
    def say(model, history):
        print("epoch", flush=True)
    with ProcessPoolExecutor(2, mp_context=get_context(sys.argv[1])) as pool:
        history = nn.fit(
            model, X, y, loss=nn.mse, optimizer=nn.SGD(model.parameters(), 0.01), progress=False,
            epochs=10**9, executor=pool, jit=True, callbacks=[say],
        )
    print(history.stopped, before != [p.data for p in model.parameters()])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals go to groups of processes elsewhere")
@pytest.mark.parametrize("whole_group", [False, True])
def test_ctrl_c_on_a_terminal(tmp_path, whole_group):
    script = tmp_path / "script.py"
    script.write_text(PROGRAM)
    paths = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    process = subprocess.Popen(
        [sys.executable, str(script), "spawn"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # workers say where they were
        env=os.environ | {"PYTHONPATH": paths},
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline() == "epoch\n"
    time.sleep(0.1)
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert out.splitlines()[-1] == "interrupted True" and process.returncode == 0


def test_an_error_in_a_worker_says_in_which_shard_and_the_pool_goes_on():
    model, wrong = Failing(), [*X[:-1], [11.0]]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        with pytest.raises(ArithmeticError, match="too much") as caught:
            trained(model, False, wrong, executor=pool, shards=2)
        where, of_samples = caught.value.__notes__
        assert where.startswith("at number ")
        assert "of 2 at step " in of_samples and "11" in of_samples
        assert trained(Failing(), False, executor=pool).stopped == ""


def test_a_worker_that_ends_breaks_the_pool_and_the_parameters_are_those_of_the_last_step():
    model, wrong = Fatal(), [*X[:-1], [11.0]]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        with pytest.raises(BrokenExecutor) as caught:
            trained(model, False, wrong, executor=pool, shards=2)
    where, why = caught.value.__notes__
    step = int(where.partition("at step ")[2].partition(",")[0])
    assert data_of(model) == pytest.approx(after(step - 1, Line()), rel=1e-14)
    assert "a worker has ended" in why and "__main__" in why


def test_an_infinite_loss_leaves_the_parameters_of_before():
    model = Line()
    with pytest.raises(FloatingPointError, match="the loss is inf at step 1"):
        trained(model, X=[[1e200]] * 12, shards=2)
    assert data_of(model) == data_of(Line())


def test_what_pickle_cannot_write_is_named():
    def model():
        return nn.MLP(1, [2, 1], lambda x: x * x, seed=0)

    with pytest.raises(TypeError, match=r"the model cannot be sent to workers: .*lambda"):
        trained(model(), False, executor=Queue())
    assert len(trained(model(), True, executor=Queue())) == 2  # the program has no lambda


def test_a_primitive_within_a_function_cannot_be_sent():
    @primitive(partials=lambda z, x: (2.0 * x,))
    def squared(x):
        return x * x

    class Model(Line):
        def __call__(self, x):
            return squared(super().__call__(x))

    with pytest.raises(TypeError, match=r"the model cannot be sent to workers: .*squared"):
        trained(Model(), True, executor=Queue())


@pytest.mark.parametrize("jit, error", [(False, TypeError), (True, TraceError)])
def test_models_that_draw_random_numbers_are_refused(jit, error):
    with pytest.raises(error, match="draws random numbers"):
        trained(Noisy(), jit, executor=Queue())


def test_no_compiling_falls_back_on_values_in_shards():
    queue, plain = Queue(), Queue()
    model, other = Failing(), Failing()  # which asks for the number of a sample
    history = trained(model, "auto", executor=queue)
    assert history.backend.startswith("eager: ") and "pulled" in queue.done
    trained(other, False, executor=plain)
    assert data_of(model) == data_of(other)


@pytest.mark.parametrize(
    "options, error",
    [
        ({"executor": 2}, "executor is one of concurrent.futures, got int"),
        ({"executor": Queue(), "shards": 0}, "shards must be a whole number of at least 1, got 0"),
        ({"shards": 2.0}, "shards must be a whole number of at least 1, got 2.0"),
    ],
)
def test_what_is_no_executor_and_no_number_of_shards(options, error):
    with pytest.raises((TypeError, ValueError), match=error):
        trained(Line(), **options)


def test_an_executor_that_was_shut_down():
    pool = ProcessPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        trained(Line(), executor=pool)


@pytest.mark.parametrize("jit", [False, True, "auto"])
def test_anomalies_are_looked_for_in_this_process(jit):
    queue = Queue()
    with (
        pytest.raises(autograd.check.AnomalyError, match=r"1e.200 is inf"),
        autograd.detect_anomaly(),
    ):
        trained(Line(), jit, [[1e200]] * 12, lambda y, t: y[0] * y[0], executor=queue)
    assert not queue.done
