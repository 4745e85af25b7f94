"""Whose derivatives are measured: how each engine is told to compute a function and them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations_with_replacement
from typing import Any, TypeAlias

from ..engines import Engine

# for each point the values, the gradients and the Hessians from the diagonal on
Found: TypeAlias = "list[tuple[list[float], list[float], list[float]]]"
Points: TypeAlias = "Sequence[tuple[float, ...]]"


def ours(text: str, points: Points) -> Found:
    """Our Values, differentiated by `gradients` and once more."""
    import autograd
    from autograd import Value, gradients
    from autograd.primitives import TABLE

    f = _function(text, len(points[0]), TABLE | vars(autograd))
    found = []
    for point in points:
        xs = [Value(x) for x in point]
        z = f(*xs)
        first = gradients(z, xs)
        second = [gradients(g, xs)[i:] for i, g in enumerate(first)]
        found.append(([z.data], [g.data for g in first], [h.data for hs in second for h in hs]))
    return found


def pytorch(text: str, points: Points) -> Found:
    """Tensors in double precision, differentiated with create_graph=True and once more."""
    import torch

    columns = torch.tensor(points, dtype=torch.float64).T.contiguous()
    xs = [column.clone().requires_grad_() for column in columns]

    def slopes(y: Any) -> list[Any]:
        if not y.requires_grad:
            return [torch.zeros_like(x) for x in xs]
        gs = torch.autograd.grad(y.sum(), xs, create_graph=True, allow_unused=True)
        return [torch.zeros_like(x) if g is None else g for x, g in zip(xs, gs)]

    def several(*rows: Any) -> Any:
        return torch.stack(rows)

    z = _function(text, len(xs), {"torch": torch, "stack": several})(*xs)
    first = slopes(z)
    second = [h for i, g in enumerate(first) for h in slopes(g)[i:]]
    return _by_point(
        [(torch.zeros_like(c) + c).tolist() for c in cs] for cs in ([z], first, second)
    )


def jax(text: str, points: Points) -> Found:
    """JAX in double precision: grad, and grad of grad, each under vmap and jit."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    f = _function(text, n := len(points[0]), {"jax": jax, "jnp": jnp, "stack": _stack(jnp)})
    first = [jax.grad(f, i) for i in range(n)]
    second = [jax.grad(first[i], j) for i, j in combinations_with_replacement(range(n), 2)]
    columns = [jnp.array(column) for column in zip(*points)]
    return _by_point(
        [jax.jit(jax.vmap(g))(*columns).tolist() for g in group] for group in ([f], first, second)
    )


def _by_point(orders: Iterable[list[list[float]]]) -> Found:
    z, first, second = (list(map(list, zip(*columns))) for columns in orders)
    return list(zip(z, first, second))


def _stack(jnp: Any) -> Callable[..., Any]:
    return lambda *xs: jnp.stack(xs)


def _function(text: str, n: int, names: dict[str, Any]) -> Callable[..., Any]:
    """The function that a spelling in x, y and so on stands for."""
    operands = ", ".join("wxyz"[:n] if n > 3 else "xyz"[:n])
    return eval(f"lambda {operands}: {text}", dict(names))  # type: ignore[no-any-return]


ENGINES: dict[str, tuple[Engine, Callable[[str, Points], Found]]] = {
    "ours": (Engine("`autograd`", "autograd", "scalar-autograd"), ours),
    "pytorch": (Engine("PyTorch", "torch", "torch"), pytorch),
    "jax": (Engine("JAX", "jax", "jax"), jax),
}
