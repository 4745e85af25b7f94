"""Training: `fit` a model to data, `predict` with it, `evaluate` it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from autograd import Value, no_grad

from .data import batches
from .history import History
from .module import Module, evaluating
from .optim import Optimizer
from .progress import progress_bar, shown
from .recording import TrainingPlayer, player_of
from .steps import Loss, Steps, steps_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

Metric = Callable[[Sequence[Any], Sequence[Any]], float]


def fit(
    model: Module,
    X: Sequence[Any],
    y: Sequence[Any],
    *,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int = 10,
    batch_size: int = 32,
    validation: tuple[Sequence[Any], Sequence[Any]] | None = None,
    metrics: Sequence[Metric] = (),
    max_grad_norm: float = math.inf,
    seed: int = 0,
    progress: bool = True,
    jit: bool | str = False,
    dtype: Any = "float64",
    callbacks: Iterable[Callable[[Module, History], str | None]] = (),
    record: bool | TrainingPlayer = False,
    executor: Executor | None = None,
    shards: int | None = None,
) -> History:
    """Train `model` on samples X with targets y; returns the History.

    In each of `epochs` rounds the samples are shuffled (by `seed`) and taken in batches of
    `batch_size`: the optimiser moves the parameters along the gradient of
    `loss(outputs, targets)`. `metrics` are functions such as `accuracy` that are called in the
    same way; each gives a column of the history under its name, and so does the loss. With
    `validation=(X, y)` the same is measured after each epoch on data that is not trained on,
    in columns that begin with "val_". A callback is called after each epoch with the model and
    the history; a text that it returns ends the training and is kept as `history.stopped`. If
    it has a method `finish`, that is called with the model at the end. A gradient longer than
    `max_grad_norm` is shortened to that. `record=True`, or a `TrainingPlayer` with settings of
    your own, keeps the training to be watched epoch by epoch: `history.player` shows itself in a
    notebook, and `history.player.save("training.html")` writes a page. It takes time: for samples
    of two numbers with labels, 576 calls of the model for each epoch that is kept.

    `jit=True` compiles model, loss and update, with the same history to 1e-9: NumPy runs them, as
    with "numpy", and machine code, as with "numba", as soon as that pays, if it is installed.
    "auto" is the same where a model can be compiled, and False elsewhere; `history.backend` says
    what ran it in the end. With `dtype="float32"`, NumPy trains in single precision.

    `executor`, a pool of processes or threads or any other of `concurrent.futures`, gets each
    batch in as many tasks as there are `shards`: 4, if they are not given. The same shards give
    the same numbers, to the last bit, whatever runs them in whatever order; with shards and
    without an executor this process does. Pools remain open. docs/scaling.md has when it pays.

    Ctrl-C ends the training too, and keeps what was learned until then. A loss or a gradient
    that is nan or inf raises FloatingPointError before any parameter is touched by it; the error
    has the history until then as `error.history`, with the reason in `stopped` and, if the
    training was recorded, its `player`. Raises ValueError for an optimizer of another model,
    without samples, and for two columns of one name.

    >>> import nn
    >>> X, y = nn.make_moons(20, noise=0.0)
    >>> model = nn.MLP(2, [8, 1], seed=0)
    >>> history = nn.fit(
    ...     model, X, y, loss=nn.binary_cross_entropy_with_logits, progress=False,
    ...     optimizer=nn.Adam(model.parameters(), lr=0.1), metrics=[nn.accuracy],
    ... )
    >>> len(history), history["accuracy"][-1] > 0.8
    (10, True)
    """
    if epochs < 0:
        raise ValueError(f"epochs must not be negative, got {epochs}")
    X, y, callbacks = list(X), list(y), list(callbacks)
    _check_arguments(model, X, optimizer, metrics)
    given = model, X, y, loss, optimizer, max_grad_norm
    work = Steps(*given)
    history, rng = History(), random.Random(seed)
    history.player = player = player_of(record)
    if player is not None:
        callbacks.insert(0, player)  # before one that may change the model
    steps = epochs * math.ceil(len(X) / max(batch_size, 1))
    with progress_bar(steps, progress) as bar:
        try:
            work = steps_of(jit, *given, dtype=dtype, executor=executor, shards=shards)
            history.backend = work.backend
            if player is not None:
                player.begin(model, X, y, loss, history)
            for epoch in range(epochs):
                bar.set_description(f"epoch {epoch + 1}/{epochs}")
                seen = _Means()
                for part, yb in batches(range(len(X)), y, batch_size, seed=rng):
                    number, outputs = work.step(part)
                    seen.add(_measured(number, outputs, yb, metrics), len(part))
                    bar.update()
                    bar.set_postfix(shown(seen.means()), refresh=False)
                row = seen.means()
                work.publish()
                history.backend = work.backend
                if validation is not None:
                    outputs = work.outputs(validation[0])
                    measured = _judged(outputs, validation[1], loss, metrics)
                    row |= {f"val_{name}": number for name, number in measured.items()}
                history.append(**row)
                history.stopped = _reasons(callback(model, history) for callback in callbacks)
                if history.stopped:
                    break
        except KeyboardInterrupt:
            work.publish()
            history.stopped = "interrupted"
        except FloatingPointError as error:
            work.publish()
            _keep(history, model, error)
            raise
    for callback in callbacks:
        if hasattr(callback, "finish"):
            callback.finish(model)
    return history


def predict(model: Callable[[Any], Any], X: Iterable[Any]) -> list[Any]:
    """The model's output for each sample, as floats or lists of floats; no graph is kept.

    >>> import nn
    >>> predict(nn.MLP(2, [1], weights=lambda fan_in, fan_out, rng: 1.0), [[1.0, 2.0]])
    [3.0]
    """
    with no_grad():
        return [_plain(model(x)) for x in X]


def evaluate(
    model: Module,
    X: Sequence[Any],
    y: Sequence[Any],
    *,
    loss: Loss,
    metrics: Sequence[Metric] = (),
) -> dict[str, float]:
    """The loss and the metrics of a model on data, by name; the model is in `eval()` meanwhile.

    >>> import nn
    >>> model = nn.MLP(2, [1], weights=lambda fan_in, fan_out, rng: 1.0)
    >>> evaluate(model, [[1.0, 2.0]], [5.0], loss=nn.mse)
    {'loss': 4.0}
    """
    with evaluating(model), no_grad():
        return _judged([model(x) for x in X], y, loss, metrics)


def _check_arguments(
    model: Module, X: list[Any], optimizer: Optimizer, metrics: Sequence[Metric]
) -> None:
    if not X:
        raise ValueError("there are no samples to learn from")
    if set(model.parameters()).isdisjoint(optimizer.parameters):
        raise ValueError(
            "the optimizer moves none of this model's parameters; make it with "
            "model.parameters() of this very model"
        )
    names = ["loss", *map(_name, metrics)]
    if len(set(names)) < len(names):
        raise ValueError(f"each column of the history needs a name of its own, got {names}")


def _keep(history: History, model: Module, error: FloatingPointError) -> None:
    """Let the error carry the history, which ends with it."""
    history.stopped = str(error).partition(";")[0]
    vars(error)["history"] = history
    error.add_note("the epochs before it are in the history that is kept as error.history")
    if history.player is not None and history.player.frames:
        with suppress(Exception):  # what failed in a batch may fail for the sample as well
            history.player.finish(model)


def _reasons(answers: Iterable[str | None]) -> str:
    """What callbacks answered, as one text."""
    given = [answer for answer in answers if answer]
    for answer in given:
        if not isinstance(answer, str):
            raise TypeError(
                f"a callback answers with a text, the reason to stop, or with None; got {answer!r}"
            )
    return "; ".join(given)


def _judged(
    outputs: Sequence[Any], y: Sequence[Any], loss: Loss, metrics: Sequence[Metric]
) -> dict[str, float]:
    with no_grad():
        return _measured(_plain(loss(outputs, y)), outputs, y, metrics)


def _measured(
    loss: float, outputs: Sequence[Any], y: Sequence[Any], metrics: Sequence[Metric]
) -> dict[str, float]:
    return {"loss": loss} | {_name(metric): metric(outputs, y) for metric in metrics}


def _name(metric: Metric) -> str:
    return getattr(metric, "__name__", type(metric).__name__)


def _plain(output: Any) -> Any:
    if isinstance(output, (list, tuple)):
        return [_plain(part) for part in output]
    return output.data if isinstance(output, Value) else output


class _Means:
    """Means of measurements over batches, each counted by its number of samples."""

    def __init__(self) -> None:
        self.samples = 0
        self.sums: dict[str, float] = {}

    def add(self, row: dict[str, float], samples: int) -> None:
        self.samples += samples
        for name, number in row.items():
            self.sums[name] = self.sums.get(name, 0.0) + number * samples

    def means(self) -> dict[str, float]:
        return {name: total / self.samples for name, total in self.sums.items()}
