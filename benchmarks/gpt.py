"""A character GPT of one layer learns from one name: one step of training with Adam."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from . import compilers, machine_code, transformer, transformer_peers, values
from .contender import Job
from .contest import Effort, median_seconds
from .engines import single_threaded_torch
from .table import Row, duration
from .transformer import ByHand, Scalars

NAME = "maria"
LETTERS = ".abcdefghijklmnopqrstuvwxyz"
WIDTH, HEADS, CONTEXT = 16, 4, 16
SHAPES = transformer.shapes(len(LETTERS), WIDTH, CONTEXT)
RATE, BETAS = 0.01, (0.9, 0.99)


def rows(effort: Effort) -> list[Row]:
    """The time of one step: forward, backward and update."""
    cells = median_seconds(sys.modules[__name__], effort)
    size = f"{WIDTH} wide, {HEADS} heads, context {CONTEXT}"
    title = f"character GPT, one layer, {size}, {len(NAME)} letters, one step with Adam"
    return [Row(title, cells, duration)]


def initial() -> transformer.Weights:
    """The weights that all engines start from."""
    return transformer.initial(len(LETTERS), WIDTH, CONTEXT)


def tokens() -> tuple[list[int], list[int]]:
    """The letters of the name that are read, and those that come next."""
    numbers = [LETTERS.index(letter) for letter in f".{NAME}."]
    return numbers[:-1], numbers[1:]


def _scalar_job(number: Any, model: Scalars, step_of: Any) -> Job:
    """The step over a class of numbers; `step_of` gives what moves a list of them."""
    weights = transformer.over(number, initial())
    held = transformer.listed(weights)
    move = step_of(held)
    given = tokens()

    def step() -> Any:
        for p in held:
            p.grad = 0.0
        loss = model.loss(weights, *given)
        loss.backward()
        move()
        return loss

    return Job(step, lambda loss: (loss.data, *(p.data for p in held)))


def _our_adam(held: list[Any]) -> Any:
    import nn

    return nn.Adam(held, RATE, betas=BETAS).step


def _plain_adam(held: list[Any]) -> Any:
    """Adam as a user of micrograd writes it."""
    means, squares, steps = [0.0] * len(held), [0.0] * len(held), 0

    def move() -> None:
        nonlocal steps
        steps += 1
        b1, b2 = BETAS
        for i, p in enumerate(held):
            means[i] = b1 * means[i] + (1.0 - b1) * p.grad
            squares[i] = b2 * squares[i] + (1.0 - b2) * p.grad**2
            mean, square = means[i] / (1.0 - b1**steps), squares[i] / (1.0 - b2**steps)
            p.data -= RATE * mean / (square**0.5 + 1e-8)

    return move


def layers() -> Job:
    """Our Values with a `dot` for each neuron."""
    import autograd

    model = Scalars(HEADS, dot=autograd.dot, add=autograd.total)
    return _scalar_job(autograd.Value, model, _our_adam)


def operators() -> Job:
    """Our Values, in the same graph as micrograd's."""
    from autograd import Value

    return _scalar_job(Value, Scalars(HEADS), _our_adam)


def micrograd() -> Job:
    """micrograd's Values; the two functions that they lack are added in their manner."""
    return _scalar_job(values.micrograd(), Scalars(HEADS), _plain_adam)


def lean() -> Job:
    """Values with four slots."""
    return _scalar_job(values.lean(), Scalars(HEADS), _plain_adam)


def _array_job(prepared: Any) -> Job:
    """The step on an array w of all weights, which Adam moves.

    `prepared(w)` is what gives the loss and its derivatives where w then stands.
    """
    import numpy as np

    import nn
    from autograd import Value

    w = np.array(transformer.listed(initial()))
    adam, gradient = nn.Adam([Value(0.0)], RATE, betas=BETAS), prepared(w)
    mean, square = np.zeros_like(w), np.zeros_like(w)

    def step() -> Any:
        nonlocal mean, square
        loss, g = gradient()
        adam.steps += 1
        w[:], mean, square = adam.update(w, g, mean, square)
        return loss

    return Job(step, lambda loss: (loss, *w.tolist()))


def _loss(w: Any, read: list[Any], following: list[Any]) -> Any:
    """That of the scalar model, for an array of all weights."""
    import autograd

    model = Scalars(HEADS, dot=autograd.dot, add=autograd.total, take=autograd.take)
    return model.loss(transformer.named(w, SHAPES), read, following)


def jit(backend: str = "auto") -> Job:
    """The scalar model, compiled for all names of this length."""
    import autograd

    compiled = autograd.jit(autograd.value_and_grad(_loss), in_axes=None, backend=backend)
    given = tokens()
    return _array_job(lambda w: lambda: compiled(w, *given))


def jit_numba() -> Job:
    """The same in machine code."""
    return jit("numba")


def numpy() -> Job:
    """Arrays, with the chain rule by hand."""
    import numpy as np

    def prepared(w: Any) -> Any:
        model, weights, given = ByHand(HEADS), transformer.named(w, SHAPES), tokens()

        def gradient() -> Any:
            loss, slopes = model.gradient(weights, *given)
            return loss, np.concatenate([slope.ravel() for slope in slopes.values()])

        return gradient

    return _array_job(prepared)


def to_c() -> Job:
    """The scalar model as C."""
    import numpy as np

    import autograd

    def prepared(w: Any) -> Any:
        traced = autograd.jit(autograd.value_and_grad(lambda w: _loss(w, *tokens())), in_axes=None)
        traced(w)
        found = np.empty(1 + w.size)
        call = compilers.exported(traced.program, w[None], found)
        return lambda: (call(), found[0], found[1:])[1:]

    return _array_job(prepared)


def c() -> Job:
    """Loops by hand, with Adam."""
    import numpy as np

    held = np.array(transformer.listed(initial()))
    memory = np.array([1.0, 1.0, *[0.0] * (2 * held.size)])
    given = [np.array(x, dtype=float) for x in tokens()]
    macros: dict[str, float] = {"LETTERS": len(LETTERS), "WIDTH": WIDTH, "HEADS": HEADS}
    macros |= {"CONTEXT": CONTEXT, "TOKENS": len(given[0]), "EPSILON": transformer.EPSILON}
    macros |= {"RATE": RATE, "BETA1": BETAS[0], "BETA2": BETAS[1]}
    step = machine_code.by_hand("gpt", *[f"{name}={x}" for name, x in macros.items()]).step
    step.restype = ctypes.c_double
    call = machine_code.bound(step, *given, held, memory)
    return Job(call, lambda loss: (loss, *held.tolist()))


def jax() -> Job:
    """jax.jit of array code, with Adam."""
    import jax

    jax.config.update("jax_enable_x64", True)
    loss = transformer_peers.in_jax(HEADS, *map(jax.numpy.array, tokens()))
    moved = jax.jit(transformer_peers.adam_in_jax(loss, RATE, BETAS))
    W = {name: jax.numpy.array(rows) for name, rows in initial().items()}
    nothing = jax.tree.map(jax.numpy.zeros_like, W)
    state: Any = (W, nothing, nothing, (1.0, 1.0))

    def step() -> Any:
        nonlocal state
        y, state = jax.block_until_ready(moved(*state))
        return y

    order = [*W]
    return Job(step, lambda y: (float(y), *(x for k in order for x in _data(state[0][k]))))


def pytorch(*, compiled: bool = False) -> Job:
    """Tensors, written with torch's own functions."""
    torch = single_threaded_torch()
    W = {name: torch.tensor(rows, requires_grad=True) for name, rows in initial().items()}
    optimizer = torch.optim.Adam(W.values(), RATE, betas=BETAS)
    loss_of = transformer_peers.in_torch(HEADS, *map(torch.tensor, tokens()))
    if compiled:
        loss_of = torch.compile(loss_of)

    def step() -> Any:
        optimizer.zero_grad()
        loss = loss_of(W)
        loss.backward()
        optimizer.step()
        return loss

    return Job(step, lambda loss: (loss.item(), *(x for w in W.values() for x in _data(w))))


def pytorch_compiled() -> Job:
    """The same with the loss and its derivatives under torch.compile."""
    return pytorch(compiled=True)


def _data(w: Any) -> list[float]:
    numbers: list[float] = w.flatten().tolist()
    return numbers
