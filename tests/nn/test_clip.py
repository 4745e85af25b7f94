"""Clipping: gradients held down by their common norm or one by one, whatever their size."""

import math

import pytest
from pytest import approx

from autograd import Value
from nn import clip_grad_norm, clip_grad_value


def with_gradients(grads):
    parameters = [Value(0.0) for _ in grads]
    for p, g in zip(parameters, grads, strict=True):
        p.grad = g
    return parameters


@pytest.mark.parametrize(
    "grads, limit, norm, clipped",
    [
        ([3.0, 4.0], 1.0, 5.0, [0.6, 0.8]),
        ([3.0, -4.0], 10.0, 5.0, [3.0, -4.0]),
        ([3.0, 4.0], 5.0, 5.0, [3.0, 4.0]),
        ([0.0, 0.0], 1.0, 0.0, [0.0, 0.0]),
        ([3e200, 4e200], 5.0, 5e200, [3.0, 4.0]),  # without overflow on the way
        ([3.0, 4.0], 0.0, 5.0, [0.0, 0.0]),
    ],
)
def test_clipping_by_norm_scales_all_gradients_together(grads, limit, norm, clipped):
    parameters = with_gradients(grads)
    assert clip_grad_norm((p for p in parameters), limit) == approx(norm, rel=1e-15)
    assert [p.grad for p in parameters] == approx(clipped, rel=1e-15)


@pytest.mark.parametrize(
    "grads, limit, clipped",
    [
        ([3.0, -4.0, 0.5, -0.5], 1.0, [1.0, -1.0, 0.5, -0.5]),
        ([math.inf, -math.inf], 2.0, [2.0, -2.0]),
        ([math.nan, 3.0], 1.0, [math.nan, 1.0]),  # what went wrong is not hidden
    ],
)
def test_clipping_by_value_holds_each_gradient(grads, limit, clipped):
    parameters = with_gradients(grads)
    clip_grad_value(iter(parameters), limit)
    assert [p.grad for p in parameters] == approx(clipped, nan_ok=True, rel=0.0, abs=0.0)


@pytest.mark.parametrize("clip", [clip_grad_norm, clip_grad_value])
@pytest.mark.parametrize("limit", [-1.0, math.nan])
def test_a_limit_below_zero_would_turn_gradients_round_and_is_refused(clip, limit):
    parameters = with_gradients([3.0])
    with pytest.raises(ValueError, match="must not be negative"):
        clip(parameters, limit)
    assert parameters[0].grad == 3.0
