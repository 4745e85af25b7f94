"""The same GPT as users of PyTorch and of JAX write it: the loss of a dict of arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .transformer import EPSILON, Weights


def in_torch(heads: int, tokens: Any, targets: Any) -> Callable[[Weights], Any]:
    """The loss with torch's own functions."""
    import torch

    functional = torch.nn.functional

    def norm(x: Any) -> Any:
        return functional.rms_norm(x, x.shape[-1:], eps=EPSILON)

    def in_heads(x: Any) -> Any:
        return x.reshape(len(tokens), heads, -1).transpose(0, 1)

    def loss(W: Weights) -> Any:
        x = norm(W["letter"][tokens] + W["place"][: len(tokens)])
        sides = (in_heads(norm(x) @ W[name].T) for name in ("query", "key", "value"))
        heard = functional.scaled_dot_product_attention(*sides, is_causal=True)
        x = x + heard.transpose(0, 1).reshape(x.shape) @ W["join"].T
        x = x + (norm(x) @ W["up"].T).relu() @ W["down"].T
        return functional.cross_entropy(x @ W["next"].T, targets)

    return loss


def in_jax(heads: int, tokens: Any, targets: Any) -> Callable[[Weights], Any]:
    """The loss with the functions of jax.nn."""
    import jax
    import jax.numpy as np

    count = len(tokens)

    def norm(x: Any) -> Any:
        return x * ((x * x).mean(1, keepdims=True) + EPSILON) ** -0.5

    def in_heads(x: Any) -> Any:
        return x.reshape(count, heads, -1).swapaxes(0, 1)

    def loss(W: Weights) -> Any:
        x = norm(W["letter"][tokens] + W["place"][:count])
        query, key, value = (in_heads(norm(x) @ W[name].T) for name in ("query", "key", "value"))
        match = query @ key.swapaxes(1, 2) * query.shape[2] ** -0.5
        look = jax.nn.softmax(np.where(np.tri(count, dtype=bool), match, -np.inf))
        x = x + (look @ value).swapaxes(0, 1).reshape(x.shape) @ W["join"].T
        x = x + jax.nn.relu(norm(x) @ W["up"].T) @ W["down"].T
        known = jax.nn.log_softmax(x @ W["next"].T)
        return -np.take_along_axis(known, targets[:, None], 1).mean()

    return loss


def adam_in_jax(loss: Callable[[Weights], Any], rate: float, betas: tuple[float, float]) -> Any:
    """A step of weights, means, squares and the powers of both betas; the loss and all of these."""
    import jax

    both, tree, (b1, b2) = jax.value_and_grad(loss), jax.tree.map, betas

    def step(W: Weights, mean: Any, square: Any, powers: Any) -> Any:
        y, G = both(W)
        mean = tree(lambda m, g: b1 * m + (1.0 - b1) * g, mean, G)
        square = tree(lambda s, g: b2 * s + (1.0 - b2) * g * g, square, G)
        p1, p2 = powers[0] * b1, powers[1] * b2

        def moved(w: Any, m: Any, s: Any) -> Any:
            return w - rate * (m / (1.0 - p1)) / (jax.numpy.sqrt(s / (1.0 - p2)) + 1e-8)

        return y, (tree(moved, W, mean, square), mean, square, (p1, p2))

    return step
