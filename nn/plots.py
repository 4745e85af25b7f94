"""Pictures of training and of what was learned, as matplotlib Figures."""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from .data import same_length
from .regions import COLOURS, grid_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = "os^Dv*PX"
WRONG = "#D55E00"
INK = "#333333"


class Columns(Protocol):
    """What a History has: a list of numbers, one per epoch, for each name."""

    @property
    def columns(self) -> Mapping[str, Sequence[float]]: ...


def plot_history(history: Columns) -> Figure:
    """The course of training: a panel for the loss and for each metric, over the epochs.

    `history`  what `fit` returns; a column "val_loss" is drawn dashed into the panel of "loss"

    >>> from types import SimpleNamespace
    >>> figure = plot_history(SimpleNamespace(columns={"loss": [2.0, 1.0], "val_loss": [2.0, 1.5]}))
    >>> [line.get_label() for line in figure.axes[0].lines]
    ['training', 'validation']

    Raises ValueError if there is no epoch yet.
    """
    columns = {name: column for name, column in history.columns.items() if len(column)}
    if not columns:
        raise ValueError("there is nothing to plot: the history has no epochs; train first")
    panels = list(dict.fromkeys(name.removeprefix("val_") for name in columns))
    figure = _figure(4.6 * len(panels), 3.4)
    for axes, panel in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        _curve(axes, columns.get(panel, ()), "training", color=COLOURS[0], linestyle="-")
        _curve(axes, columns.get(f"val_{panel}", ()), "validation", color=WRONG, linestyle="--")
        axes.set(title=panel.replace("_", " "), xlabel="epoch")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(color="#E6E6E6")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
    return figure


def plot_confusion(matrix: Sequence[Sequence[int]], labels: Sequence[Any] | None = None) -> Figure:
    """A confusion matrix in numbers and shades: what each true class, a row, was taken for.

    `matrix`  n rows of n counts, from `confusion_matrix`; a shade is the share of its row
    `labels`  n names of the classes; None numbers them from 0

    >>> figure = plot_confusion([[9, 1], [0, 10]], ["cat", "dog"])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['9', '1', '10']

    Raises ValueError if the matrix is not square, or the labels are not one for each row.
    """
    n = len(matrix)
    if n == 0 or any(len(row) != n for row in matrix):
        raise ValueError(f"expected n rows of n counts, got rows of {[len(row) for row in matrix]}")
    names = [str(name) for name in (range(n) if labels is None else labels)]
    same_length(matrix=matrix, labels=names)
    shares = [[count / max(sum(row), 1) for count in row] for row in matrix]
    figure = _figure(2.0 + 0.5 * n, 1.4 + 0.5 * n)
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for i, row in enumerate(matrix):
        for j, count in enumerate(row):
            if count:
                colour = "white" if shares[i][j] > 0.5 else INK
                axes.text(j, i, str(count), ha="center", va="center", color=colour)
    axes.set(xlabel="predicted", ylabel="true", xticks=range(n), yticks=range(n))
    axes.set(xticklabels=names, yticklabels=names)
    axes.tick_params(length=0)
    return figure


def plot_digits(
    images: Sequence[Sequence[float]],
    labels: Sequence[int],
    predictions: Sequence[int],
    *,
    columns: int = 10,
) -> Figure:
    """A sheet of images with the predicted label over each; wrong ones have a frame and a cross.

    `images`       n square images, each a list of numbers row by row; 64 numbers are 8x8 pixels
    `labels`       n true labels, shown in parentheses where the prediction is wrong
    `predictions`  n predicted labels
    `columns`      images per row

    >>> figure = plot_digits([[0.0] * 64, [0.5] * 64], [3, 8], [3, 5])
    >>> [axes.get_title() for axes in figure.axes]
    ['3', '✗ 5 (8)']

    Raises ValueError if the lengths differ, if there are no images, or if one is not square.
    """
    n = same_length(images=images, labels=labels, predictions=predictions)
    if n == 0 or columns < 1:
        raise ValueError(f"expected one image and one column or more, got {n} and {columns}")
    columns = min(columns, n)
    rows = math.ceil(n / columns)
    figure = _figure(0.75 * columns, 0.98 * rows)
    for k, (image, label, predicted) in enumerate(zip(images, labels, predictions, strict=True)):
        side = math.isqrt(len(image))
        if side * side != len(image) or side == 0:
            raise ValueError(f"image {k} has {len(image)} pixels, which is not a square number")
        axes = figure.add_subplot(rows, columns, k + 1)
        axes.imshow([image[i * side : (i + 1) * side] for i in range(side)], cmap="gray_r")
        axes.set(xticks=[], yticks=[])
        if label == predicted:
            axes.set_title(f"{predicted}", color=INK, size=10, pad=3)
            axes.spines[:].set_color("#CCCCCC")
        else:
            axes.set_title(f"✗ {predicted} ({label})", color=WRONG, weight="bold", size=10, pad=3)
            axes.spines[:].set_color(WRONG)
            axes.spines[:].set_linewidth(2.5)
    return figure


def plot_boundary(
    model: Callable[[list[float]], Any],
    X: Sequence[Sequence[float]],
    y: Sequence[Any],
    *,
    threshold: float = 0.0,
    steps: int = 60,
) -> Figure:
    """The regions that a model with two inputs gives to each class, and the samples on top.

    `model`      a function of one sample [x, y]; gives a number or several scores, as a classifier
                 for `nn.predictions` does
    `X`          n samples of two numbers
    `y`          n labels 0, 1, 2 ..., or -1 and +1
    `threshold`  for one number per sample: the boundary is where it has this value
    `steps`      the model is called at steps x steps points

    >>> figure = plot_boundary(lambda p: p[0] * p[1], [[1, 1], [-1, 1]], [1, 0], steps=9)
    >>> figure.axes[0].get_xlabel()
    'x₁'

    Raises ValueError if the lengths differ, if a sample does not have two numbers, for steps < 2.
    """
    if same_length(X=X, y=y) == 0 or any(len(point) != 2 for point in X):
        raise ValueError("a boundary can be drawn for samples of two numbers, and at least one")
    if steps < 2:
        raise ValueError(f"steps must be at least 2, got {steps}")
    across, up, grid = grid_of(model, X, threshold=threshold, steps=steps)
    figure = _figure(5.2, 4.0)
    axes = figure.subplots()
    for label in range(len(grid[0][0])):
        margin = [[margins[label] for margins in row] for row in grid]
        colour = COLOURS[label % len(COLOURS)]
        axes.contourf(across, up, margin, levels=[0, math.inf], colors=[colour], alpha=0.25)
        axes.contour(across, up, margin, levels=[0], colors=[INK], linewidths=1.2)
    for label in sorted(set(y)):
        a, b = zip(*(point for point, its in zip(X, y, strict=True) if its == label), strict=True)
        k = max(int(label), 0) % len(COLOURS)
        axes.scatter(a, b, s=32, c=COLOURS[k], marker=MARKERS[k], edgecolors="w", label=f"{label}")
    axes.set(xlabel="x₁", ylabel="x₂")
    axes.legend(title="class", loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return figure


def _figure(width: float, height: float) -> Figure:
    """An empty Figure of its own: with no pyplot, there is no window and no state to clean up."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install 'scalar-autograd[train]'") from error
    figure = Figure(figsize=(width, height), layout="constrained")
    # notebooks know how to show a Figure only after pyplot; this one tells them itself
    vars(figure)["_repr_png_"] = functools.partial(_png, figure)
    return figure


def _png(figure: Figure) -> tuple[bytes, dict[str, float]]:
    """The picture for a notebook and its size there: two dots to a pixel, for sharp screens."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=2 * figure.dpi)
    width, height = figure.get_size_inches() * figure.dpi
    return file.getvalue(), {"width": float(width), "height": float(height)}


def _curve(axes: Axes, column: Sequence[float], label: str, **style: Any) -> None:
    if len(column):
        marker = "o" if len(column) < 20 else ""
        axes.plot(range(1, len(column) + 1), column, label=label, marker=marker, ms=4, **style)
