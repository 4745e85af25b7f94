"""Modules: parameters found wherever they are, named, cleared, copied and shown."""

import copy
import pickle

import pytest
from models import Box, gauge, numbers

import autograd
from autograd import Value
from nn import MLP, Layer, Module, Neuron, Sequential


def names(module):
    return [name for name, _ in module.named_parameters()]


KEPT = {  # how it is kept: the names of the parameters, the keys of the state
    "Value": (lambda: Value(1.0), ["x"], ["x"]),
    "list": (lambda: numbers(2), ["x.0", "x.1"], ["x"]),
    "tuple": (lambda: tuple(numbers(2)), ["x.0", "x.1"], ["x"]),
    "matrix": (lambda: [numbers(2), tuple(numbers(1)) * 2], ["x.0.0", "x.0.1", "x.1.0"], ["x"]),
    "ragged": (lambda: [numbers(1), numbers(2)], ["x.0.0", "x.1.0", "x.1.1"], ["x.0", "x.1"]),
    "mixed": (lambda: [Value(1.0), "text", 2.0, None, Value(1.0)], ["x.0", "x.4"], ["x.0", "x.4"]),
    "dict": (lambda: {"a": Value(1.0), 7: numbers(1)}, ["x.a", "x.7.0"], ["x.a", "x.7"]),
    "module": (lambda: Box(y=Value(1.0)), ["x.y"], ["x.y"]),
    "modules": (lambda: [Box(y=Value(1.0)), Box(z=numbers(1))], ["x.0.y", "x.1.z.0"], None),
    "deep": (lambda: {"a": ([Box(y=({"b": Value(1.0)},))],)}, ["x.a.0.0.y.0.b"], ["x.a.0.0.y.0.b"]),
    "none": (lambda: [[], {}, (), "text", 1.0, None], [], []),
}


@pytest.mark.parametrize("make, found, keys", KEPT.values(), ids=KEPT)
def test_parameters_are_found_wherever_they_are_kept(make, found, keys):
    module = Box(x=make())
    assert names(module) == found
    assert module.parameters() == [value for _, value in module.named_parameters()]
    assert keys is None or list(module.state_dict()) == keys


def test_the_names_of_a_network_say_layer_neuron_and_weight():
    model = MLP(2, [3, 1])
    assert "layers.0.neurons.2.w.1" in names(model)
    assert names(model)[-2:] == ["layers.1.neurons.0.w.2", "layers.1.neurons.0.b"]
    assert names(Sequential(Layer(1, 1), autograd.tanh)) == [
        "parts.0.neurons.0.w.0",
        "parts.0.neurons.0.b",
    ]
    assert (
        dict(model.named_parameters())["layers.0.neurons.2.w.1"] is model.layers[0].neurons[2].w[1]
    )


def test_a_shared_parameter_counts_once_under_its_first_name():
    shared = Value(1.0)
    part = Box(w=[shared, Value(2.0)])
    module = Box(first=part, again=part, alone=shared)
    assert names(module) == ["first.w.0", "first.w.1"]
    twin = Box(first=Box(w=[Value(0.0), Value(0.0)]), again=None, alone=Value(0.0))
    twin.again = twin.first
    twin.load_state_dict(module.state_dict())
    assert [p.data for p in twin.parameters()] == [1.0, 2.0, 1.0]


def test_a_module_that_is_kept_twice_counts_once():
    part = Box(w=Value(1.0))
    module = Box(first=part, again=[part])
    assert list(module.modules()) == [module, part]


def test_a_module_may_know_its_parent():
    module, part = Box(w=Value(1.0)), Box(w=Value(2.0))
    module.part, part.parent = part, module
    assert names(module) == ["w", "part.w"]
    assert list(module.modules()) == [module, part]


def test_what_was_computed_and_kept_is_no_parameter():
    module = gauge()
    state = module.state_dict()
    module.seen = module.w[0] * 2.0
    module.history = [module.seen, module.seen + module.b]
    assert names(module) == ["w.0", "w.1", "b"]
    module.load_state_dict(state)


def test_zero_grad_clears_every_parameter():
    module = Box(x=numbers(2), y=Box(z=Value(1.0)))
    for p in module.parameters():
        p.grad = 5.0
    module.zero_grad()
    assert [p.grad for p in module.parameters()] == [0.0] * 3


def test_training_mode_reaches_every_module_below():
    model = Sequential(MLP(2, [2, 1]), Box(inside={"deep": [Box()]}))
    parts = list(model.modules())
    assert len(parts) == 1 + (1 + 2 + 3) + 2
    assert all(part.training for part in parts)
    assert model.eval() is model and not any(part.training for part in parts)
    assert model.train() is model and all(part.training for part in parts)
    model.train(False)
    assert Module.training and not any(part.training for part in parts)


REPRESENTATIONS = [
    (Box(), "Box()"),
    (Neuron(2), "Neuron(2, relu)"),
    (Neuron(3, activation=autograd.tanh), "Neuron(3, tanh)"),
    (Neuron(3, nonlin=False), "Neuron(3, linear)"),
    (Layer(2, 3), "Layer(\n  (neurons.0-2): 3 x Neuron(2, relu)\n)"),
    (Layer(2, 1), "Layer(\n  (neurons.0): Neuron(2, relu)\n)"),
    (
        MLP(2, [4, 4, 1], "tanh"),
        "MLP(\n"
        "  (layers.0): Layer(\n"
        "    (neurons.0-3): 4 x Neuron(2, tanh)\n"
        "  )\n"
        "  (layers.1): Layer(\n"
        "    (neurons.0-3): 4 x Neuron(4, tanh)\n"
        "  )\n"
        "  (layers.2): Layer(\n"
        "    (neurons.0): Neuron(4, linear)\n"
        "  )\n"
        ")",
    ),
    (
        Sequential(Layer(2, 2), autograd.tanh, Layer(2, 2), Layer(2, 2)),
        "Sequential(\n"
        "  (parts.0): Layer(\n"
        "    (neurons.0-1): 2 x Neuron(2, relu)\n"
        "  )\n"
        "  (parts.2-3): 2 x Layer(\n"
        "    (neurons.0-1): 2 x Neuron(2, relu)\n"
        "  )\n"
        ")",
    ),
    (
        Box(left=Neuron(2), right=Neuron(2), by_name={"x": Neuron(1), "y": Neuron(1)}),
        "Box(\n"
        "  (left): Neuron(2, relu)\n"
        "  (right): Neuron(2, relu)\n"
        "  (by_name.x): Neuron(1, relu)\n"
        "  (by_name.y): Neuron(1, relu)\n"
        ")",
    ),
]


@pytest.mark.parametrize("module, shown", REPRESENTATIONS)
def test_repr_shows_the_parts_and_counts_those_in_a_row(module, shown):
    assert repr(module) == shown


COPIES = {"deepcopy": copy.deepcopy, "pickle": lambda model: pickle.loads(pickle.dumps(model))}


@pytest.mark.parametrize("duplicate", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "linear", autograd.tanh])
def test_a_copy_computes_the_same_and_shares_nothing(duplicate, activation):
    model = MLP(2, [3, 1], activation, seed=1)
    x, before = [0.5, -1.5], model.state_dict()
    twin = duplicate(model)
    assert repr(twin) == repr(model) and names(twin) == names(model)
    assert twin(x).data == model(x).data and twin(x).op == model(x).op
    assert set(twin.parameters()).isdisjoint(model.parameters())
    twin(x).backward()
    for p in twin.parameters():
        p.data += 1.0
    assert model.state_dict() == before and not any(p.grad for p in model.parameters())


@pytest.mark.parametrize("duplicate", COPIES.values(), ids=COPIES)
def test_a_copy_shares_within_itself_what_was_shared(duplicate):
    shared = Value(1.0)
    twin = duplicate(Box(x=shared, y=[shared]))
    assert twin.x is twin.y[0] is not shared


def test_a_list_that_holds_itself_is_searched_once():
    part = Box(w=Value(1.0))
    held = [part]
    held.append(held)
    module = Box(held=held)
    assert list(module.named_children()) == [("held.0", part)]
    assert list(module.modules()) == [module, part]
    assert [name for name, _ in module.named_parameters()] == ["held.0.w"]


class Handmade(Module):
    """As in micrograd: it says itself what its parameters are."""

    def __init__(self):
        self.w, self.fixed = Value(2.0), Value(1.0)

    def __call__(self, x):
        return self.w * x + self.fixed

    def parameters(self):
        return [self.w]


def test_a_subclass_may_say_itself_what_its_parameters_are():
    module = Handmade()
    module(3.0).backward()
    assert (module.w.grad, module.fixed.grad) == (3.0, 1.0)
    module.zero_grad()
    assert (module.w.grad, module.fixed.grad) == (0.0, 1.0)


def test_a_module_without_a_call_says_so():
    with pytest.raises(TypeError, match="Box cannot be called: it does not define __call__"):
        Box()([1.0])
