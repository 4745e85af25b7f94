"""Which module a node is drawn in, found from names and edges alone."""

import pytest

import nn
from autograd import Value, mean, tanh, topological_sort
from autograd.drawing.scopes import MOST, NOWHERE
from autograd.drawing.values import Subject
from nn import MLP, Module


def scopes_of(root, names):
    """The path of the module of each node in topological order, "" for those in none."""
    subject = Subject(root, names)
    paths = [scope.path for scope in subject.scopes.all]
    return {
        node: "" if scope == NOWHERE else paths[scope]
        for node, scope in zip(subject.order, subject.scopes.of)
    }


def count(found):
    return {path: list(found.values()).count(path) for path in set(found.values())}


@pytest.mark.parametrize(
    "form", [lambda m: m, lambda m: m.named_parameters()], ids=["model", "names"]
)
def test_a_network_falls_into_its_neurons(form):
    model = MLP(2, [3, 1], "tanh")
    found = scopes_of(model([0.5, -1.0]), form(model))
    first = {f"layers.0.neurons.{i}": 5 for i in range(3)}  # w.0, w.1, b, dot and tanh
    assert count(found) == first | {"layers.1.neurons.0": 5}


def test_parameters_are_in_the_module_whose_attribute_they_are():
    model = MLP(2, [2, 1])
    found = scopes_of(model([1.0, 1.0]), model)
    for name, value in model.named_parameters():
        assert found[value] == name[: name.index(".w" if ".w" in name else ".b")]


def test_a_batch_passes_through_the_same_modules_and_the_loss_stays_outside():
    model = MLP(2, [3, 1], "tanh")
    outputs = [model([0.1 * i, 1.0]) for i in range(5)]
    loss = nn.mse(outputs, [1.0] * 5)
    found = scopes_of(loss, model)
    first = {f"layers.0.neurons.{i}": 3 + 2 * 5 for i in range(3)}
    outside = len(found) - 3 * 13 - 4 - 5
    assert count(found) == first | {"layers.1.neurons.0": 4 + 5, "": outside}
    assert found[loss] == "" and outside == 11  # five differences, squares and a mean
    assert all(found[y] == "layers.1.neurons.0" for y in outputs)


class Loop(Module):
    """A neuron that adds its products up one by one."""

    def __init__(self, n):
        self.w = [Value(0.1 * (i + 1)) for i in range(n)]
        self.b = Value(0.5)

    def __call__(self, x):
        z = self.b
        for w, x_i in zip(self.w, x):
            z = z + w * x_i
        return tanh(z)


class Late(Loop):
    """The same with the bias added last, to a sum of products."""

    def __call__(self, x):
        return tanh(sum(w * x_i for w, x_i in zip(self.w, x)) + self.b)


class Two(Module):
    def __init__(self, kind):
        self.a, self.b = kind(4), kind(4)

    def __call__(self, x):
        return [self.a(x), self.b(x)]


@pytest.mark.parametrize("kind", [Loop, Late])
@pytest.mark.parametrize(
    "form", [lambda m: m, lambda m: m.named_parameters()], ids=["model", "names"]
)
def test_a_neuron_that_is_written_out_is_found(kind, form):
    model, x = Two(kind), [1.0, 2.0, 3.0, 4.0]
    loss = mean([y - 1.0 for _ in range(3) for y in model(x)])
    found = scopes_of(loss, form(model))
    start = kind is Late  # 0 + w * x, with which `sum` begins
    each = 5 + 3 * (4 + 4 + start + 1)  # parameters; products, sums and tanh of three samples
    assert count(found) == {"a": each, "b": each, "": 6 + 1}


def test_written_out_over_inputs_that_are_values_it_is_found_too():
    model = Two(Loop)
    x = [Value(1.0, "x") for _ in range(4)]
    hidden = model(x)
    found = scopes_of(hidden[0] * hidden[1], model)
    assert count(found) == {"a": 14, "b": 14, "": 5}


def test_the_samples_of_a_batch_are_not_taken_for_one_sum():
    neuron = Two(Loop)
    total = sum(neuron.a([float(i)] * 4) for i in range(3))
    found = scopes_of(total, neuron)
    sums = [node for node in found if node.op and str(node.op) == "+" and not found[node]]
    assert len(sums) == 3 and found[total] == ""


def test_only_one_function_after_the_last_parameter_is_the_activation():
    model = Two(Loop)
    y = model.a([1.0] * 4)
    found = scopes_of(y.exp(), model)
    assert found[y] == "a" and list(found.values())[-1] == ""


def test_a_result_that_is_used_twice_has_no_activation():
    linear = Two(Late)
    z = linear.a.w[0] * 2.0 + linear.a.b
    squares = [tanh(z), z.exp()]
    names = {"a.w": linear.a.w[0], "a.b": linear.a.b}
    found = scopes_of(squares[0] * squares[1], names)
    assert found[z] == "a" and [found[s] for s in squares] == ["", ""]


class Cell(Module):
    """A recurrent cell: called again on what it gave."""

    def __init__(self):
        self.w, self.u, self.b = Value(0.5), Value(0.3), Value(0.1)

    def __call__(self, x, h):
        return tanh(self.w * x + self.u * h + self.b)


class Net(Module):
    def __init__(self):
        self.cell, self.scale = Cell(), Value(2.0)

    def __call__(self, xs):
        h = 0.0
        for x in xs:
            h = self.cell(x, h)
        return self.scale * h


def test_each_step_of_a_recurrent_cell_is_in_the_cell():
    model = Net()
    found = scopes_of(model([1.0, 2.0, 3.0]), model)
    assert count(found) == {"cell": 3 + 3 * 5, "": 2}  # scale is the root's own, and so its product


class Mixed(Module):
    """A dict of parameters, and a module in a dict."""

    def __init__(self):
        self.w = {"left": Value(1.0), "right": Value(2.0)}
        self.inner = {"first": Cell()}

    def __call__(self, x):
        return self.inner["first"](x, self.w["left"] * self.w["right"])


class Outer(Module):
    def __init__(self):
        self.mixed = Mixed()

    def __call__(self, x):
        return self.mixed(x)


def test_with_the_model_as_names_attributes_and_modules_are_told_apart():
    model = Outer()
    y = model(1.0)
    subject = Subject(y, model)
    assert [(s.path, s.depth, s.title, s.kind) for s in subject.scopes.all] == [
        ("mixed", 1, "mixed · Mixed", "Mixed"),
        ("mixed.inner.first", 2, "inner.first · Cell", "Cell"),
    ]
    by_names = Subject(y, model.named_parameters())
    assert [s.path for s in by_names.scopes.all] == [
        *("mixed", "mixed.w", "mixed.inner", "mixed.inner.first")
    ]


def test_what_takes_parameters_of_several_modules_is_in_the_one_that_holds_them():
    model = MLP(2, [2, 1])
    a, b = model.layers[0].neurons
    c = model.layers[1].neurons[0]
    found = scopes_of(a.w[0] * b.w[0] + a.w[1] * c.b, model)
    assert sorted(path for node, path in found.items() if node.op) == ["", "", "layers.0"]


@pytest.mark.parametrize("name", ["x", "w.1", "0", "w.0.1", "", ".", "a.0"])
def test_a_name_without_a_module_is_in_none(name):
    x = Value(1.0)
    subject = Subject(x * x, {name: x})
    assert subject.scopes.of == [NOWHERE] * 2 and subject.scopes.all == []


def test_a_module_that_holds_itself_is_entered_once():
    model = Outer()
    model.mixed.whole = model
    assert [s.path for s in Subject(model(1.0), model).scopes.all] == ["mixed", "mixed.inner.first"]


def test_many_parameters_in_one_module_take_linear_time():
    w = [Value(0.0) for _ in range(MOST + 1)]
    z = w[0] * 1.0
    for v in w[1:]:
        z = z + v * 1.0
    names = {f"a.w.{i}": v for i, v in enumerate(w)}
    found = scopes_of(z, names)
    assert {found[v] for v in w} == {"a"} and len(found) == len(topological_sort(z))
