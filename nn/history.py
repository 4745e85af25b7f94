"""What a training has seen, epoch by epoch, and when that is reason to stop."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .module import Module

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .recording import TrainingPlayer


class History:
    """What `fit` saw, epoch by epoch: `columns` maps "loss", "val_loss" ... to a list of numbers.

    `stopped` says why the training ended before its last epoch, and is empty if it did not.
    `backend` is what ran the steps. `player` plays the training, if it was recorded.

    >>> history = History()
    >>> history.append(loss=2.0, val_loss=3.0)
    >>> history["loss"], history
    ([2.0], History(1 epoch: loss=2, val_loss=3))
    """

    def __init__(self) -> None:
        self.columns: dict[str, list[float]] = {}
        self.stopped = ""
        self.backend = ""
        self.player: TrainingPlayer | None = None

    def __getitem__(self, column: str) -> list[float]:
        return self.columns[column]

    def __len__(self) -> int:
        """The number of epochs."""
        return max(map(len, self.columns.values()), default=0)

    def append(self, **row: float) -> None:
        """Add the numbers of one epoch."""
        for name, number in row.items():
            self.columns.setdefault(name, []).append(number)

    def plot(self) -> Figure:
        """The curves of all columns, as a matplotlib Figure."""
        from .plots import plot_history

        return plot_history(self)

    def __repr__(self) -> str:
        last = ", ".join(f"{name}={column[-1]:.4g}" for name, column in self.columns.items())
        stopped = f"; {self.stopped}" if self.stopped else ""
        return f"History({_epochs(len(self))}{last and f': {last}'}{stopped})"


class EarlyStopping:
    """A callback that ends the training when a column of the history has stopped to improve.

    It waits `patience` epochs for `monitor` to fall by more than `min_delta` (with
    `mode="max"`, to rise). However the training ends, the best parameters are put back. Give it
    to `fit` as one of the callbacks:

    >>> stop = EarlyStopping("val_loss", patience=3)
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        *,
        patience: int = 5,
        min_delta: float = 0.0,
        mode: str = "min",
    ) -> None:
        if patience < 1:
            raise ValueError(f"patience must be at least 1 epoch, got {patience}")
        if mode not in ("min", "max"):
            raise ValueError(f'mode must be "min" or "max", got {mode!r}')
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.direction = 1.0 if mode == "min" else -1.0
        self.best, self.waited = math.inf, 0
        self.state: Mapping[str, Any] | None = None

    def __call__(self, model: Module, history: History) -> str:
        if self.monitor not in history.columns:
            there = ", ".join(history.columns)
            raise ValueError(f"there is no {self.monitor!r} to watch in the history: {there}")
        if len(history) == 1:  # a new training
            self.best, self.waited, self.state = math.inf, 0, None
        now = self.direction * history[self.monitor][-1]
        if now < self.best - self.min_delta:
            self.best, self.waited, self.state = now, 0, model.state_dict()
            return ""
        self.waited += 1
        if self.waited < self.patience:
            return ""
        return f"{self.monitor} has not improved for {_epochs(self.waited)}"

    def finish(self, model: Module) -> None:
        """Put the best parameters back."""
        if self.state is not None:
            model.load_state_dict(self.state)


def _epochs(n: int) -> str:
    return f"{n} epoch" if n == 1 else f"{n} epochs"
