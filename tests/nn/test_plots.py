"""Plots: what is in the Figures, that they can be saved, and that they need no pyplot."""

import builtins
import pickle
import subprocess
import sys
from types import SimpleNamespace

import pytest

from autograd import Value
from nn.plots import plot_boundary, plot_confusion, plot_digits, plot_history

pytest.importorskip("matplotlib")

SQUARE, XOR = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]


def history(**columns):
    return SimpleNamespace(columns=columns)


def saddle(x):
    return Value(x[0] - 0.5) * Value(0.5 - x[1])


FIGURES = {
    "history": lambda: plot_history(history(loss=[2.0, 1.0], val_loss=[2.0, 1.5])),
    "confusion": lambda: plot_confusion([[9, 1], [0, 10]]),
    "digits": lambda: plot_digits([[0.0] * 64, [0.5] * 64], [3, 8], [3, 5]),
    "boundary": lambda: plot_boundary(saddle, SQUARE, XOR, steps=8),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
@pytest.mark.parametrize(
    "suffix, start", [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_figures_can_be_saved(draw, suffix, start, tmp_path):
    path = tmp_path / f"figure.{suffix}"
    draw().savefig(path)
    assert path.read_bytes().startswith(start)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_figures_show_themselves_in_notebooks(draw):
    figure = draw()
    png, size = figure._repr_png_()
    assert png.startswith(b"\x89PNG")
    width, height = figure.get_size_inches() * figure.dpi
    assert size == {"width": width, "height": height}
    assert pickle.loads(pickle.dumps(figure))._repr_png_()[1] == size


def test_neither_importing_nor_plotting_sets_up_pyplot():
    code = (
        "import sys, nn.plots\n"
        "assert 'matplotlib' not in sys.modules, 'matplotlib is imported too early'\n"
        "nn.plots.plot_confusion([[1]])\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'pyplot is imported'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_without_matplotlib_the_error_says_what_to_install(draw, monkeypatch):
    real = builtins.__import__

    def without_matplotlib(name, *rest):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_matplotlib)
    with pytest.raises(ImportError, match=r"pip install 'scalar-autograd\[train\]'"):
        draw()


def test_a_history_has_a_panel_for_each_metric_and_lines_for_training_and_validation():
    columns = {"loss": [3, 2, 1], "accuracy": [0.1, 0.2, 0.3], "val_loss": [3, 2.5], "val_f1": [1]}
    panels = plot_history(history(**columns)).axes
    assert [axes.get_title() for axes in panels] == ["loss", "accuracy", "f1"]
    lines = [{line.get_label(): list(line.get_ydata()) for line in axes.lines} for axes in panels]
    assert lines == [
        {"training": [3, 2, 1], "validation": [3, 2.5]},
        {"training": [0.1, 0.2, 0.3]},
        {"validation": [1]},
    ]
    assert list(panels[0].lines[0].get_xdata()) == [1, 2, 3]
    assert panels[0].lines[0].get_linestyle() != panels[0].lines[1].get_linestyle()


@pytest.mark.parametrize("columns", [{}, {"loss": []}])
def test_a_history_without_epochs_is_refused(columns):
    with pytest.raises(ValueError, match="no epochs; train first"):
        plot_history(history(**columns))


def test_a_confusion_matrix_shows_its_counts_where_they_are_and_leaves_out_zeros():
    axes = plot_confusion([[8, 2], [0, 5]], ["cat", "dog"]).axes[0]
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells == {(0, 0): "8", (1, 0): "2", (1, 1): "5"}  # (predicted, true)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["cat", "dog"]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["cat", "dog"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("predicted", "true")
    assert axes.images[0].get_array().tolist() == [[0.8, 0.2], [0.0, 1.0]]


def test_a_class_that_does_not_occur_has_an_empty_row():
    assert plot_confusion([[0, 0], [0, 3]]).axes[0].images[0].get_array().tolist()[0] == [0.0, 0.0]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (([],), "n rows of n counts"),
        (([[1, 2]],), r"rows of \[2\]"),
        (([[1]], ["a", "b"]), "matrix has 1, labels has 2"),
    ],
)
def test_a_matrix_that_is_not_square_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        plot_confusion(*arguments)


def test_digits_name_the_prediction_and_mark_the_wrong_ones_not_by_colour_alone():
    images = [[k / 64 for k in range(64)]] * 3
    right, wrong, last = plot_digits(images, [3, 8, 1], [3, 5, 1], columns=2).axes
    assert [axes.get_title() for axes in (right, wrong, last)] == ["3", "✗ 5 (8)", "1"]
    assert wrong.title.get_weight() == "bold"
    assert wrong.spines["top"].get_linewidth() > right.spines["top"].get_linewidth()
    assert right.images[0].get_array().tolist()[1] == [k / 64 for k in range(8, 16)]
    row = lambda axes: axes.get_subplotspec().rowspan.start  # noqa: E731
    assert [row(axes) for axes in (right, wrong, last)] == [0, 0, 1]


@pytest.mark.parametrize(
    "arguments, columns, message",
    [
        (([], [], []), 10, "one image and one column or more, got 0 and 10"),
        (([[1.0]], [1], [1]), 0, "got 1 and 0"),
        (([[1.0]], [1], [1, 2]), 10, "images has 1, labels has 1, predictions has 2"),
        (([[1.0], [1.0] * 63], [1, 2], [1, 2]), 10, "image 1 has 63 pixels"),
        (([[]], [1], [1]), 10, "image 0 has 0 pixels"),
    ],
)
def test_images_that_cannot_be_shown_are_refused(arguments, columns, message):
    with pytest.raises(ValueError, match=message):
        plot_digits(*arguments, columns=columns)


BOUNDARIES = {  # model, labels, names in the legend
    "Value": (saddle, XOR, ["0", "1"]),
    "signs": (saddle, [-1, 1, 1, -1], ["-1", "1"]),
    "list of one": (lambda x: [saddle(x)], XOR, ["0", "1"]),
    "scores": (lambda x: [Value(x[0]), Value(x[1]), 0.5], [0, 1, 2, 2], ["0", "1", "2"]),
    "one class everywhere": (lambda x: 1.0, [1, 1, 1, 1], ["1"]),
}


@pytest.mark.parametrize("model, labels, names", BOUNDARIES.values(), ids=BOUNDARIES)
def test_a_boundary_takes_what_a_classifier_gives(model, labels, names, tmp_path):
    figure = plot_boundary(model, SQUARE, labels, steps=8)
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == names
    figure.savefig(tmp_path / "figure.png")


def test_a_boundary_lies_where_the_model_meets_the_threshold():
    points = [[0.0, 0.0], [1.0, 1.0]]
    figure = plot_boundary(lambda x: x[0], points, [0, 1], threshold=0.25, steps=7)
    edges = [
        vertex[0]
        for collection in figure.axes[0].collections
        if len(collection.get_facecolor()) == 0  # a line, no region and no points
        for path in collection.get_paths()
        for vertex in path.vertices
    ]
    assert edges == pytest.approx([0.25] * len(edges), abs=1e-12)
    assert edges


def test_a_boundary_keeps_no_graph_and_leaves_the_model_alone():
    weight, made = Value(2.0), []
    plot_boundary(lambda x: made.append(weight * x[0]) or made[-1], SQUARE, XOR, steps=3)
    assert len(made) == 9
    assert all(not node.parents for node in made)
    assert weight.grad == 0.0


@pytest.mark.parametrize(
    "points, labels, steps, message",
    [
        ([[1.0, 2.0]], [0, 1], 8, "X has 1, y has 2"),
        ([[1.0, 2.0, 3.0]], [0], 8, "samples of two numbers"),
        ([], [], 8, "at least one"),
        ([[1.0, 2.0]], [0], 1, "steps must be at least 2, got 1"),
    ],
)
def test_samples_without_a_plane_are_refused(points, labels, steps, message):
    with pytest.raises(ValueError, match=message):
        plot_boundary(saddle, points, labels, steps=steps)
