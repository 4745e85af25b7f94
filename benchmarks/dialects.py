"""The functions of one formula, by the same names in each engine."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any


def floats() -> Any:
    """Of plain floats."""
    return SimpleNamespace(**vars(math), relu=lambda x: max(x, 0.0))


def ours() -> Any:
    """Of our numbers."""
    import autograd

    return autograd


def methods(number: Any) -> Any:
    """Of a class that has them as methods."""
    names = ("sqrt", "log", "exp", "tanh", "erfc", "relu")
    return SimpleNamespace(**{name: getattr(number, name) for name in names})


def torch() -> Any:
    """Of tensors."""
    import torch

    return SimpleNamespace(**{**vars(torch), "erfc": torch.special.erfc})


def jax() -> Any:
    """Of JAX's arrays."""
    import jax.numpy
    import jax.scipy.special

    added = {"erfc": jax.scipy.special.erfc, "relu": jax.nn.relu}
    return SimpleNamespace(**{**vars(jax.numpy), **added})


def casadi() -> Any:
    """Of SX, which has no erfc: 1 - erf is less exact in the tail, where no workload is."""
    import casadi

    added = {"erfc": lambda x: 1.0 - casadi.erf(x), "relu": lambda x: casadi.fmax(x, 0.0)}
    return SimpleNamespace(**{**vars(casadi), **added})


def heyoka() -> Any:
    """Of expressions, without erfc as well."""
    import heyoka

    return SimpleNamespace(**{**vars(heyoka), "erfc": lambda x: 1.0 - heyoka.erf(x)})
