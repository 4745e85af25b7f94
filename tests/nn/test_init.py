"""Initialisers: the distribution that each promises, and which one is the default."""

import math
import random
from statistics import fmean, pvariance

import pytest
from pytest import approx

import autograd
from nn import MLP, Layer, Neuron
from nn.init import INITIALISERS, initialiser

# name: (fan_in, fan_out) -> variance; sqrt(3 * variance) is the bound of a uniform one
VARIANCES = {
    "uniform": lambda fan_in, fan_out: 1.0 / 3.0,
    "xavier_uniform": lambda fan_in, fan_out: 2.0 / (fan_in + fan_out),
    "xavier_normal": lambda fan_in, fan_out: 2.0 / (fan_in + fan_out),
    "he_uniform": lambda fan_in, fan_out: 2.0 / fan_in,
    "he_normal": lambda fan_in, fan_out: 2.0 / fan_in,
}
DRAWS = 20_000


class Stub:
    """A generator that returns what it was asked for."""

    def uniform(self, low, high):
        return "uniform", low, high

    def gauss(self, mean, deviation):
        return "normal", mean, deviation


def test_every_initialiser_is_tested_here():
    assert VARIANCES.keys() == INITIALISERS.keys()


@pytest.mark.parametrize("fans", [(1, 1), (3, 1), (64, 32)])
@pytest.mark.parametrize("name", VARIANCES)
def test_an_initialiser_asks_for_the_promised_distribution(name, fans):
    kind, first, second = initialiser(name)(*fans, Stub())
    deviation = math.sqrt(VARIANCES[name](*fans))
    if name.endswith("normal"):
        assert (kind, first) == ("normal", 0.0) and second == approx(deviation, rel=1e-15)
    else:
        bound = math.sqrt(3.0) * deviation
        assert kind == "uniform" and (first, second) == approx((-bound, bound), rel=1e-15)


@pytest.mark.parametrize("fans", [(3, 1), (64, 32)])
@pytest.mark.parametrize("name", VARIANCES)
def test_weights_have_the_promised_mean_and_variance(name, fans):
    draw, rng, variance = initialiser(name), random.Random(0), VARIANCES[name](*fans)
    weights = [draw(*fans, rng) for _ in range(DRAWS)]
    # four standard errors; the kurtosis of a normal distribution, 3, is the larger one
    assert fmean(weights) == approx(0.0, abs=4.0 * math.sqrt(variance / DRAWS))
    assert pvariance(weights) == approx(variance, rel=4.0 * math.sqrt(2.0 / DRAWS))
    reach = max(map(abs, weights)) / math.sqrt(variance)
    assert (reach <= math.sqrt(3.0)) == (not name.endswith("normal"))
    assert reach > 1.7


LIKE_RELU = ["relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish", "softplus"]
DEFAULTS = [
    *((name, "he_uniform") for name in LIKE_RELU),
    *((getattr(autograd, name), "he_uniform") for name in LIKE_RELU),
    *((name, "xavier_uniform") for name in ("tanh", "sigmoid", "linear", "sin", "atan")),
    *((function, "xavier_uniform") for function in (autograd.tanh, lambda v: v.sin())),
]


def drawn(model):
    return [neuron.state_dict()["w"] for neuron in model.neurons]


@pytest.mark.parametrize("activation, usual", DEFAULTS)
def test_the_default_is_he_for_relu_and_its_kin_and_xavier_otherwise(activation, usual):
    chosen = Layer(3, 5, activation=activation, weights=usual, seed=1)
    assert drawn(Layer(3, 5, activation=activation, seed=1)) == drawn(chosen)


def test_a_layer_without_activation_begins_with_xavier():
    assert drawn(Layer(3, 5, False, seed=1)) == drawn(Layer(3, 5, weights="xavier_uniform", seed=1))
    last = MLP(3, [2, 4], seed=1).layers[1].neurons
    bound = math.sqrt(6.0 / (2 + 4))
    assert all(abs(w.data) <= bound for neuron in last for w in neuron.w)


def test_an_initialiser_is_given_the_sizes_of_its_layer():
    fans = []

    def record(fan_in, fan_out, rng):
        fans.append((fan_in, fan_out))
        return 0.5

    model = MLP(3, [2, 4], weights=record)
    assert fans == [(3, 2)] * 6 + [(2, 4)] * 8
    assert all(w.data == 0.5 for layer in model.layers for n in layer.neurons for w in n.w)
    fans.clear()
    Neuron(2, weights=record)
    assert fans == [(2, 1)] * 2


def test_an_unknown_initialiser_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=f"no initialiser 'he'; there are {', '.join(VARIANCES)}"):
        initialiser("he")
