"""A training to be watched: what is kept of it epoch by epoch, and the page that plays it."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Sequence
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd import Value
from autograd.assign import assign
from autograd.naming import short

from ..data import same_length
from ..module import Module, evaluating
from ..regions import Regions
from .curve import curve
from .sample_graph import Numbers, SampleGraph

if TYPE_CHECKING:
    from ..history import History

FRAMES = 200  # are kept at most
SCRIPTS = ("curves.js", "boundary.js", "sample.js", "training.js")


class Frame(NamedTuple):
    """What is kept of one epoch.

    `epoch`    its number; 0 is before the training
    `numbers`  data and gradients in the graph of the sample's loss
    `regions`  the classes' regions, a byte for each point; empty if there are none
    """

    epoch: int
    numbers: Numbers
    regions: bytes


class TrainingPlayer:
    """A recorded training that can be played epoch by epoch: a notebook shows the page.

    `sample`      the place in X of the sample whose graph is shown
    `every`       so many epochs are between two frames; the last epoch is kept in any case
    `resolution`  regions are computed at resolution x resolution points
    `threshold`   for one output per sample, class 1 is above it: 0.5 for probabilities

    Give it to `fit` as `record`, which fills `frames`: one before the training and one after each
    epoch. Of more than 200 every second one is dropped, as often as needed. The page shows the
    history, the regions of the classes if the model has two inputs and the targets are labels,
    and the graph of `loss([model(x)], [target])` with its gradients, for the sample.

    >>> import nn
    >>> X, y = nn.make_moons(20, noise=0.0)
    >>> model = nn.MLP(2, [3, 1], seed=0)
    >>> history = nn.fit(
    ...     model, X, y, loss=nn.binary_cross_entropy_with_logits, progress=False, epochs=4,
    ...     optimizer=nn.SGD(model.parameters(), lr=0.1), record=nn.TrainingPlayer(every=3),
    ... )
    >>> history.player
    <player of a training: 3 frames, epochs 0 to 4>
    >>> [frame.epoch for frame in history.player.frames]
    [0, 3, 4]

    The model is in `eval()` while a frame is computed; the gradients are put back, and the
    training goes on as if it were not watched, unless the model draws random numbers even in
    `eval()`: those are then others. For the regions a frame takes resolution² calls of the model,
    576 unless told otherwise, often more than the epoch itself; a smaller `resolution` or a larger
    `every` makes that less. Of a training that an error ends, the player keeps what it has.
    """

    def __init__(
        self, sample: int = 0, *, every: int = 1, resolution: int = 24, threshold: float = 0.0
    ) -> None:
        sample, every = _whole("sample", sample), _whole("every", every)
        resolution = _whole("resolution", resolution)
        if every < 1:
            raise ValueError(f"every must be at least 1 epoch, got {every}")
        if resolution < 2:
            raise ValueError(f"resolution must be at least 2 points, got {resolution}")
        self.sample, self.every, self.resolution = sample, every, resolution
        self.threshold = threshold
        self.frames: list[Frame] = []
        self.title = ""

    def begin(
        self,
        model: Module,
        X: Sequence[Any],
        y: Sequence[Any],
        loss: Callable[[Any, Any], Any],
        history: History,
    ) -> None:
        """Record the state before the training; `fit` calls this, and then the player itself."""
        n = same_length(X=X, y=y)
        if not 0 <= self.sample < n:
            raise ValueError(f"sample must be a place in X, 0 to {n - 1}, got {self.sample}")
        if self.frames:
            raise ValueError("this player holds a training already; make another TrainingPlayer")
        self.history, self.title = history, f"Training of {type(model).__name__}"
        self.told = [_told(X[self.sample]), _told(y[self.sample])]
        with evaluating(model):
            self.graph = SampleGraph(model, X[self.sample], y[self.sample], loss)
            fits = Regions.fits(model, X, y)
        regions = Regions(X, y, threshold=self.threshold, steps=self.resolution)
        self.regions = regions if fits else None
        self._record(model)

    def __call__(self, model: Module, history: History) -> None:
        """Record the epoch that has just ended, if its turn has come."""
        self.ended = [(p, p.data) for p in model.parameters()]
        if len(history) % self.every == 0:
            self._record(model)

    def finish(self, model: Module) -> None:
        """Record the last epoch, as it ended, unless it is there or there is no time."""
        if self.history.stopped == "interrupted" or self.frames[-1].epoch == len(self.history):
            return
        parameters, then = zip(*self.ended)
        now = [p.data for p in parameters]
        try:
            assign(parameters, "data", then)
            self._record(model)
        finally:
            assign(parameters, "data", now)

    def _record(self, model: Module) -> None:
        with evaluating(model):
            regions = self.regions.packed(model) if self.regions else b""
            frame = Frame(len(self.history), self.graph.numbers(), regions)
        if len(self.frames) == FRAMES:
            self.every *= 2
            self.frames = [frame for frame in self.frames if frame.epoch % self.every == 0]
        self.frames.append(frame)

    def __len__(self) -> int:
        """The number of frames."""
        return len(self.frames)

    def html(self) -> str:
        """The page: one text that needs nothing else, no network and no server."""
        from autograd.stepping.page import page

        if not self.frames and self.title:
            raise ValueError("the training ended before the first frame was recorded")
        if not self.frames:
            raise ValueError("nothing was recorded; give the player to fit as record=")
        scripts = [Path(__file__).with_name(name) for name in SCRIPTS]
        return page(self.title, self._payload(), *scripts)

    def save(self, path: str | Path) -> Path:
        """Write the page to a path that ends in .html; returns the path."""
        path = Path(path)
        if path.suffix != ".html":
            raise ValueError(f"cannot play to {path.suffix!r}; use a path that ends in .html")
        path.write_text(self.html(), encoding="utf-8")
        return path

    def _payload(self) -> dict[str, Any]:
        frames = self.frames
        graph = self.graph.payload([frame.numbers for frame in frames])
        regions = self.regions and self.regions.payload([f.regions for f in frames], self.sample)
        return {
            "epochs": [frame.epoch for frame in frames],
            "columns": {k: list(map(_number, c)) for k, c in self.history.columns.items()},
            "stopped": self.history.stopped,
            "sample": {"place": self.sample, "x": self.told[0], "target": self.told[1]},
            "regions": regions,
            "graph": graph,
        }

    def __repr__(self) -> str:
        if not self.frames:
            return "<player of a training: no frames>"
        last = self.frames[-1].epoch
        return f"<player of a training: {len(self)} frames, epochs 0 to {last}>"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        if not self.frames:
            return {"text/plain": repr(self)}
        from autograd.stepping.page import framed

        still = curve(self.history.columns.get("loss", []), "loss")
        alt = f"{self.title}: the loss over the epochs; it can be played where scripts may run"
        return {"text/html": framed(self.html(), still, alt, 720), "text/plain": repr(self)}


def player_of(record: bool | TrainingPlayer) -> TrainingPlayer | None:
    """The player that `fit` fills: the one given, a new one for True, none for False."""
    if isinstance(record, TrainingPlayer):
        return record
    if not isinstance(record, bool):
        kind = type(record).__name__
        raise TypeError(f"record is True, False or a TrainingPlayer, got {kind}")
    return TrainingPlayer() if record else None


def _whole(name: str, x: Any) -> int:
    if isinstance(x, bool) or not hasattr(x, "__index__"):
        raise TypeError(f"{name} must be a whole number, got {x!r}")
    return index(x)


def _number(x: float) -> float | None:
    """The number as JSON has it, which knows neither nan nor infinities."""
    return float(short(x)) if math.isfinite(x) else None


def _told(x: Any) -> str:
    """A sample or a target in a few letters."""
    if isinstance(x, Value):
        x = x.data
    if hasattr(x, "tolist"):
        x = x.tolist()
    if not isinstance(x, (list, tuple)):
        return short(float(x), 4) if hasattr(x, "__float__") else reprlib.repr(x)
    some = ", ".join(map(_told, x[:4]))
    return f"({some}, … {len(x)} in all)" if len(x) > 4 else f"({some})"
