"""A GPT as scripts on scalar engines have it: the same numbers as by hand, also compiled."""

import pytest
import scalar_gpt
from pytest import approx

from autograd import dot, jit, take, total, value_and_grad
from benchmarks import gpt, transformer

np = pytest.importorskip("numpy")

LETTERS, WIDTH, HEADS, CONTEXT = 5, 8, 2, 6
DOCS = [[0, 3, 1, 2, 0], [0, 4, 4, 0], [0, 1, 0], [0, 2, 3, 1, 4, 1, 0]]


@pytest.fixture
def state():
    return scalar_gpt.initial(LETTERS, WIDTH, CONTEXT)


def by_hand(state, tokens):
    arrays = {name: np.array([[p.data for p in row] for row in m]) for name, m in state.items()}
    return transformer.ByHand(HEADS).gradient(arrays, tokens[:-1], tokens[1:])


@pytest.mark.parametrize("tokens", DOCS, ids=str)
def test_its_gradients_are_those_of_the_chain_rule_by_hand(state, tokens):
    loss = scalar_gpt.loss_of(state, HEADS, tokens)
    loss.backward()
    value, slopes = by_hand(state, tokens)
    assert loss.data == approx(value, rel=1e-13)
    for name, rows in state.items():
        grads = np.array([[p.grad for p in row] for row in rows])
        assert grads == approx(slopes[name], rel=1e-10, abs=1e-14), name
        assert grads.any(), name


def test_the_chain_rule_by_hand_is_that_of_differences(state):
    h = 1e-5
    _, slopes = by_hand(state, DOCS[0])
    for name, rows in state.items():
        p = rows[1][2]
        start = p.data
        losses = []
        for p.data in (start + h, start - h):
            losses.append(by_hand(state, DOCS[0])[0])
        p.data = start
        assert slopes[name][1, 2] == approx((losses[0] - losses[1]) / (2 * h), rel=1e-6, abs=1e-9)


def test_it_learns_the_documents(state):
    losses = scalar_gpt.train(state, HEADS, DOCS, 20)
    assert losses[0] > 1.3
    assert max(losses[-4:]) < 0.8 * min(losses[:4])


def test_compiled_it_gives_the_same_for_all_documents_of_a_length_from_one_trace(state):
    model = transformer.Scalars(HEADS, dot=dot, add=total, take=take)
    traces = []

    def loss(weights, tokens, targets):
        traces.append(len(tokens))
        return model.loss(weights, tokens, targets)

    compiled = jit(value_and_grad(loss), in_axes=None)
    arrays = {name: np.array([[p.data for p in row] for row in m]) for name, m in state.items()}
    for tokens in ([0, 3, 1, 2, 0], [0, 1, 1, 4, 0], [0, 2, 4, 3, 0]):
        value, slopes = compiled(arrays, tokens[:-1], tokens[1:])
        expected, by_name = by_hand(state, tokens)
        assert value == approx(expected, rel=1e-13)
        for name, slope in slopes.items():
            assert slope == approx(by_name[name], rel=1e-10, abs=1e-14), name
    assert traces == [4]


def test_engines_of_the_benchmark_start_from_the_same_weights():
    start = transformer.listed(gpt.initial())
    assert len(start) == 4192
    read, targets = gpt.tokens()
    assert len(read) == len(targets) == 1 + len(gpt.NAME) <= gpt.CONTEXT
