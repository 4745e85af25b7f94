"""Training in shards: the same numbers, to the last bit, whatever runs them, and how it ends."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from hypothesis import given, settings, strategies as st
from models import Line
from pytest import approx
from workers import Branching, Queue, Words

import nn
from autograd import TraceError, dot, sqrt
from nn import shards

POINTS, LABELS = nn.make_moons(30, noise=0.1)
JITS = [False, True]


def trained(jit, model=None, *, loss=nn.mse, X=POINTS, y=LABELS, **options):
    """All that a training leaves behind."""
    model = model or nn.MLP(2, [5, 1], "tanh", seed=3)
    optimizer = nn.Adam(model.parameters(), 0.02)
    settings = {"epochs": 3, "batch_size": 8, "progress": False} | options
    history = nn.fit(model, X, y, loss=loss, optimizer=optimizer, jit=jit, **settings)
    held = model.parameters()
    data, grads = [p.data for p in held], [p.grad for p in held]
    return {"history": history.columns, "data": data, "grads": grads, "memory": optimizer.memory}


def assert_close(one, other):
    for name, column in one["history"].items():
        assert other["history"][name] == approx(column, rel=1e-12)
    assert other["data"] == approx(one["data"], rel=1e-10)
    assert other["grads"] == approx(one["grads"], rel=1e-9, abs=1e-14)


def processes(method):
    context = multiprocessing.get_context(method)
    return lambda: ProcessPoolExecutor(2, mp_context=context)


# a fork of a process with threads, which tests may have, is warned of by Python
POOLS = {
    "queue": Queue,
    "one thread": lambda: ThreadPoolExecutor(1),
    "threads": lambda: ThreadPoolExecutor(3),
    **{m: processes(m) for m in multiprocessing.get_all_start_methods() if m != "fork"},
}


@pytest.fixture(scope="module", params=POOLS.values(), ids=POOLS)
def pool(request):
    with request.param() as executor:
        yield executor


@pytest.mark.parametrize("jit", JITS)
def test_every_executor_gives_the_same_bits(pool, jit):
    options = {"validation": (POINTS[:5], LABELS[:5]), "metrics": [nn.accuracy]}
    options |= {"max_grad_norm": 0.1, "loss": nn.binary_cross_entropy_with_logits}
    here = trained(jit, shards=4, **options)
    assert trained(jit, executor=pool, **options) == here
    assert_close(here, trained(jit, **options))


@pytest.mark.parametrize("jit", JITS)
def test_a_loss_in_which_samples_meet(pool, jit):
    def loss(outputs, targets):  # of a function that cannot be sent
        return sqrt(nn.mse(outputs, targets))

    here = trained(jit, loss=loss, shards=4)
    assert trained(jit, loss=loss, executor=pool) == here
    assert_close(here, trained(jit, loss=loss))


def test_a_model_that_cannot_be_compiled_and_samples_that_are_no_numbers(pool):
    words = {"X": ["ab", "c", "", "cab", "b"], "y": [1.0, 0.5, 0.0, 2.0, 0.3], "batch_size": 3}
    for make, options in ((Branching, {}), (Words, words)):
        here = trained(False, make(), shards=4, **options)
        assert trained(False, make(), executor=pool, **options) == here
        assert_close(here, trained(False, make(), **options))


LOSSES = {
    "mse": nn.mse,
    "huber": nn.huber,
    "labels": nn.binary_cross_entropy_with_logits,
    "a sum": lambda outputs, targets: len(outputs) * nn.mse(outputs, targets),
    "coupled": lambda outputs, targets: nn.mse(outputs, targets) ** 2,
    "branching": lambda outputs, targets: (
        nn.mse(outputs, targets) * (2.0 if nn.mse(outputs, targets) > 0.25 else 1.0)
    ),
}


@given(
    name=st.sampled_from(sorted(LOSSES)),
    cuts=st.integers(2, 9),
    batch=st.integers(1, 31),
    jit=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_any_shards_of_any_batches_give_the_history_of_one(name, cuts, batch, jit):
    options = {"loss": LOSSES[name], "batch_size": batch, "epochs": 2}
    assert_close(trained(jit, shards=cuts, **options), trained(jit, **options))


def test_the_executor_remains_open():
    with ThreadPoolExecutor(1) as pool:
        trained(True, executor=pool)
        assert pool.submit(len, "open").result() == 4


def test_classes_and_several_outputs():
    def run(**options):
        model = nn.MLP(2, [4, 3], "tanh", seed=0)
        return trained(True, model, loss=nn.cross_entropy, metrics=[nn.accuracy], **options)

    assert_close(run(shards=3), run())


def test_numba_in_shards():
    pytest.importorskip("numba")
    with ThreadPoolExecutor(2) as pool:
        assert trained("numba", executor=pool) == trained("numba", shards=4)


def tasks_of(loss, **options):
    queue = Queue()
    trained(True, loss=loss, executor=queue, epochs=1, shards=2, **options)
    return queue.done


def test_each_shard_is_one_task_as_soon_as_the_loss_is_known_to_be_a_sum():
    shards._memory.kept.clear()
    first = ["outputs"] * 2 + ["outputs"] * 2  # what was missing is sent, and they run again
    first += ["pulled"] * 2
    assert tasks_of(nn.mse, batch_size=10)[:-4] == [*first, "learned", "learned"]


SIGNS = [2 * label - 1 for label in LABELS]
SUMS = {nn.mae: LABELS, nn.huber: LABELS, nn.hinge: SIGNS, nn.mse: LABELS}
SUMS |= {nn.binary_cross_entropy_with_logits: LABELS, nn.cross_entropy: LABELS}


@pytest.mark.parametrize("loss", SUMS, ids=lambda loss: loss.__name__)
def test_losses_of_nn_are_sums(loss):
    queue, model = Queue(), nn.MLP(2, [3, 2 if loss is nn.cross_entropy else 1], "tanh", seed=0)
    trained(True, model, loss=loss, y=SUMS[loss], executor=queue, shards=2, epochs=2, batch_size=30)
    assert queue.done[-2:] == ["learned", "learned"]


def test_a_loss_in_which_samples_meet_takes_two_tasks_for_each_shard():
    shards._memory.kept.clear()
    done = tasks_of(LOSSES["coupled"], batch_size=10)
    assert done[2:] == ["outputs", "outputs", "pulled", "pulled"] * 3


class Forgetful(Queue):
    """A worker that has lost everything at every task."""

    def submit(self, fn, /, *args, **kwargs):
        def forgotten(*args):
            shards._memory.kept.clear()
            return fn(*args)

        return super().submit(forgotten, *args, **kwargs)


def test_what_a_worker_has_lost_is_sent_again():
    assert trained(True, executor=Forgetful()) == trained(True, shards=4)


def test_the_number_of_shards_and_not_of_workers_decides_about_last_bits():
    runs = []
    for workers in (1, 2, 5):
        with ThreadPoolExecutor(workers) as pool:
            runs.append(trained(True, executor=pool, shards=3))
    assert runs == [trained(True, shards=3)] * 3


def test_one_shard_is_what_there_is_without_an_executor():
    assert trained(True, shards=1) == trained(True)
    # with an executor it is NumPy from the first step to the last, also for a short loss
    assert trained(True, executor=Queue(), shards=1) == trained("numpy")


def test_only_some_parameters_are_learned():
    def run(**options):
        model = nn.MLP(2, [4, 1], "tanh", seed=0)
        optimizer = nn.SGD(model.layers[1].parameters(), 0.1)
        data = {"loss": nn.mse, "optimizer": optimizer, "progress": False, "epochs": 2}
        nn.fit(model, POINTS, LABELS, **data, **options)
        return [p.data for p in model.parameters()]

    for jit in JITS:
        assert run(jit=jit, shards=3) == approx(run(jit=jit), rel=1e-12)


def test_a_training_can_be_recorded():
    model = nn.MLP(2, [3, 1], "tanh", seed=0)
    options = {"loss": nn.hinge, "optimizer": nn.SGD(model.parameters(), 0.1), "epochs": 2}
    with ThreadPoolExecutor(2) as pool:
        options |= {"record": True, "executor": pool, "progress": False, "jit": True}
        history = nn.fit(model, POINTS, [2 * y - 1 for y in LABELS], **options)
    assert len(history.player.frames) == 3


@pytest.mark.parametrize("jit", JITS)
def test_a_loss_of_parameters_is_refused(jit):
    model = Line()
    held = model.parameters()
    with pytest.raises(TraceError, match="reaches parameters beside the outputs"):
        trained(jit, model, loss=lambda y, t: nn.mse(y, t) + dot(held, held), shards=2)
