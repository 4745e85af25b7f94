"""Which nodes are drawn as one: little enough to look at, without circles, and soon."""

import random
import time

import pytest
from graphs import network
from pictures import is_acyclic, nodes_shown, parts

import nn
from autograd import Value, draw, topological_sort, total
from autograd.drawing.collapse import ARROWS, BOXES, MOST, MOST_ARROWS, collapse, is_drawn_whole
from autograd.drawing.values import Subject, sketch_values
from nn import MLP


def written_out(model, x):
    """The network's output, with a node for each product and each sum."""
    for layer in model.layers:
        sums = [sum((w * v for w, v in zip(n.w, x)), n.b) for n in layer.neurons]
        x = [neuron.fire(z) for neuron, z in zip(layer.neurons, sums)]
    return x


def digits_loss(samples, forward):
    """The loss of a network of the size that reads digits."""
    model = MLP(64, [32, 10], "tanh", seed=0)
    X = [[(i * j % 7) / 7 for j in range(64)] for i in range(samples)]
    loss = nn.cross_entropy([forward(model, x) for x in X], [i % 10 for i in range(samples)])
    loss.backward()
    return model, loss


def chain(n):
    x = Value(1.0)
    for _ in range(n):
        x = x + 1.0
    return x


def test_a_graph_is_drawn_whole_until_it_has_too_many_boxes():
    per_link = 3  # the sum, its operation and the plain number
    longest = (MOST - 1) // per_link
    assert collapse(Subject(chain(longest)), "auto") is None
    assert collapse(Subject(chain(longest + 1)), "auto") is not None
    assert collapse(Subject(chain(longest + 1)), False) is None
    assert collapse(Subject(chain(5)), True) is not None


@pytest.mark.parametrize("root", [chain(7), Value(1.0), total([Value(1.0)] * 3)], ids=repr)
def test_boxes_and_arrows_are_counted_as_they_are_drawn(root):
    order, sketch = topological_sort(root), sketch_values(root)
    boxes, arrows = len(sketch.boxes), len(sketch.arrows)
    assert is_drawn_whole(order, boxes, arrows)
    assert not is_drawn_whole(order, boxes - 1, arrows)
    assert not is_drawn_whole(order, boxes, arrows - 1)


def tangle(nodes, operands):
    """Nodes that each take a sample of the ones before, the last takes what no other has."""
    rng, made, used = random.Random(0), [Value(1.0), Value(2.0)], set()
    while len(made) < nodes:
        taken = rng.sample(made, min(operands, len(made)))
        used.update(taken)
        made.append(total(taken))
    return total([node for node in made if node not in used])


@pytest.mark.parametrize("nodes, operands", [(60, 15), (100, 20), (40, 40), (30, 30), (60, 7)])
def test_a_graph_of_few_boxes_and_many_arrows_is_soon_drawn_too(nodes, operands):
    draw(Value(1.0)).pipe("svg")  # the engine is started
    root = tangle(nodes, operands)
    sketch = sketch_values(root)
    assert len(sketch.boxes) < MOST
    start = time.perf_counter()
    drawing = draw(root)
    drawing.pipe("svg")
    assert time.perf_counter() - start < 2.5
    assert len(drawing.sketch.arrows) <= MOST_ARROWS and is_acyclic(drawing.sketch)
    assert nodes_shown(drawing.sketch) == len(topological_sort(root))


@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize("samples, forward", [(32, MLP.__call__), (12, written_out)])
def test_a_loss_of_sixty_thousand_nodes_is_soon_a_readable_picture(samples, forward, named):
    draw(Value(1.0)).pipe("svg")  # the engine is started
    model, loss = digits_loss(samples, forward)
    nodes = len(topological_sort(loss))
    assert nodes > 50_000 or forward is MLP.__call__
    start = time.perf_counter()
    drawing = draw(loss, names=model if named else ())
    picture = drawing.pipe("svg")
    assert time.perf_counter() - start < 2.0
    assert nodes_shown(drawing.sketch) == nodes
    assert is_acyclic(drawing.sketch)
    assert len(parts(picture)["node"]) == len(drawing.sketch.boxes) <= BOXES + 20
    assert len(drawing.sketch.arrows) <= ARROWS + 20


def test_a_chain_of_a_hundred_thousand_is_a_row_of_a_few_boxes():
    drawing = draw(chain(100_000))
    assert nodes_shown(drawing.sketch) == 100_001
    assert len(drawing.sketch.boxes) < 20 and is_acyclic(drawing.sketch)
    assert len(parts(drawing.pipe("svg"))["node"]) == len(drawing.sketch.boxes)


@pytest.mark.parametrize("how", [True, "auto"])
@pytest.mark.parametrize("size", [10, 100, 1000, 5000])
def test_any_graph_comes_out_small_complete_and_without_circles(size, how):
    _, root = network(size)
    sketch = draw(root, collapse=how).sketch
    assert nodes_shown(sketch) == len(topological_sort(root)) and is_acyclic(sketch)
    assert len(sketch.boxes) <= MOST


def test_without_names_equal_operations_of_one_depth_are_one_box():
    _, loss = digits_loss(16, MLP.__call__)
    boxes = [box for box in draw(loss).sketch.boxes if box.kind == "group"]
    assert sorted(box.rows[0][1] for box in boxes) == [
        *("- ×16", "2,080 leaves", "330 leaves", "dot ×160", "dot ×512"),
        *("log_softmax ×16", "tanh ×512"),
    ]


def batch_loss():
    model = MLP(2, [4, 3, 1], "tanh", seed=0)
    return model, nn.mse([model([0.1 * i, -1.0]) for i in range(20)], [0.5] * 20)


@pytest.mark.parametrize("kind, groups", [("Neuron", 8), ("Layer", 3)])
def test_the_modules_of_a_class_are_a_box_each(kind, groups):
    model, loss = batch_loss()
    sketch = draw(loss, names=model, collapse=kind).sketch
    found = [box for box in sketch.boxes if f"· {kind}" in box.rows[0][1]]
    assert len(found) == groups and {box.kind for box in found} == {"group"}
    assert len(sketch.clusters) == (3 if kind == "Neuron" else 0)
    assert nodes_shown(sketch) == len(topological_sort(loss)) and is_acyclic(sketch)


def test_inner_modules_are_kept_apart_as_long_as_they_are_few():
    model, loss = batch_loss()
    sketch = draw(loss, names=model).sketch
    assert sum("· Neuron" in box.rows[0][1] for box in sketch.boxes) == 8
    model, loss = digits_loss(8, MLP.__call__)
    sketch = draw(loss, names=model).sketch
    assert sum("· Layer" in box.rows[0][1] for box in sketch.boxes) == 2


def test_a_long_chain_behind_the_modules_leaves_them_as_they_are():
    model, _ = batch_loss()
    loss = sum(model([0.1 * i, -1.0]) for i in range(100))
    sketch = draw(loss, names=model).sketch
    assert sum("· Neuron" in box.rows[0][1] for box in sketch.boxes) == 8
    assert len(sketch.boxes) < 15
    assert nodes_shown(sketch) == len(topological_sort(loss)) and is_acyclic(sketch)


def test_a_band_does_not_reach_over_a_module_that_its_nodes_surround():
    model = MLP(2, [3, 1], "tanh", seed=0)
    loss = 0.0
    for i in range(6):
        x = [Value(0.1 * i), Value(1.0)]
        for _ in range(30):
            x = [v * 1.01 for v in x]
        loss = loss + model(x).exp() * 0.5
    sketch = draw(loss, names=model).sketch
    assert is_acyclic(sketch) and nodes_shown(sketch) == len(topological_sort(loss))
    assert sum("· " in box.rows[0][1] for box in sketch.boxes) in (2, 4)


class Cell(nn.Module):
    def __init__(self):
        self.w, self.u = Value(0.5), Value(0.3)

    def __call__(self, x, h):
        return self.w * x + self.u * h


class Recurrent(nn.Module):
    """A cell whose output comes back to it through what is outside of it."""

    def __init__(self):
        self.cell = Cell()

    def __call__(self, steps):
        h = Value(1.0)
        for i in range(steps):
            h = (self.cell(float(i), h) * 0.5).tanh()
        return h


@pytest.mark.parametrize("how", ["auto", True, "Cell"])
def test_where_modules_depend_on_each_other_in_circles_they_are_not_the_groups(how):
    model = Recurrent()
    root = model(80)
    sketch = draw(root, names=model, collapse=how).sketch
    assert is_acyclic(sketch) and nodes_shown(sketch) == len(topological_sort(root))


def test_the_root_of_a_band_is_drawn_by_itself():
    boxes = {box.id: box for box in draw(chain(10_000)).sketch.boxes}
    assert boxes["n10000"].kind == "result" and boxes["n10000op"].kind == "operation"
