"""A GPT as scripts on scalar engines have it, lists of lists of Values and plain operators."""

import random
from itertools import pairwise
from types import SimpleNamespace

from autograd import Value


def initial(letters, width, context, seed=0):
    source = random.Random(seed)

    def matrix(rows, columns):
        return [[Value(source.gauss(0, 0.3)) for _ in range(columns)] for _ in range(rows)]

    state = {"letter": matrix(letters, width), "place": matrix(context, width)}
    state |= {name: matrix(width, width) for name in ("query", "key", "value", "join")}
    state |= {"up": matrix(4 * width, width), "down": matrix(width, 4 * width)}
    return state | {"next": matrix(letters, width)}


def linear(x, w):
    return [sum(wi * xi for wi, xi in zip(wo, x)) for wo in w]


def softmax(logits):
    top = max(logit.data for logit in logits)
    exps = [(logit - top).exp() for logit in logits]
    total = sum(exps)
    return [e / total for e in exps]


def rmsnorm(x):
    mean_square = sum(xi * xi for xi in x) / len(x)
    scale = (mean_square + 1e-5) ** -0.5
    return [xi * scale for xi in x]


def gpt(state, heads, token, place, keys, values):
    x = [t + p for t, p in zip(state["letter"][token], state["place"][place])]
    x = rmsnorm(x)
    residual, x = x, rmsnorm(x)
    q = linear(x, state["query"])
    keys.append(linear(x, state["key"]))
    values.append(linear(x, state["value"]))
    size = len(x) // heads
    heard = []
    for h in range(0, len(x), size):
        matches = [sum(q[h + j] * key[h + j] for j in range(size)) / size**0.5 for key in keys]
        look = softmax(matches)
        heard += [sum(a * v[h + j] for a, v in zip(look, values)) for j in range(size)]
    x = [a + b for a, b in zip(linear(heard, state["join"]), residual)]
    residual, x = x, rmsnorm(x)
    x = [xi.relu() for xi in linear(x, state["up"])]
    x = [a + b for a, b in zip(linear(x, state["down"]), residual)]
    return linear(x, state["next"])


def loss_of(state, heads, tokens):
    keys, values, losses = [], [], []
    for place, (token, target) in enumerate(pairwise(tokens)):
        probabilities = softmax(gpt(state, heads, token, place, keys, values))
        losses.append(-probabilities[target].log())
    return (1 / len(losses)) * sum(losses)


def train(state, heads, docs, steps, rate=0.05, beta1=0.85, beta2=0.99, eps=1e-8):
    """The losses before each step of Adam."""
    parameters = [p for matrix in state.values() for row in matrix for p in row]
    memory = SimpleNamespace(m=[0.0] * len(parameters), v=[0.0] * len(parameters))
    history = []
    for step in range(steps):
        loss = loss_of(state, heads, docs[step % len(docs)])
        loss.backward()
        for i, p in enumerate(parameters):
            memory.m[i] = beta1 * memory.m[i] + (1 - beta1) * p.grad
            memory.v[i] = beta2 * memory.v[i] + (1 - beta2) * p.grad**2
            m_hat = memory.m[i] / (1 - beta1 ** (step + 1))
            v_hat = memory.v[i] / (1 - beta2 ** (step + 1))
            p.data -= rate * m_hat / (v_hat**0.5 + eps)
            p.grad = 0
        history.append(loss.data)
    return history
