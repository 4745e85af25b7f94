"""A one-layer character GPT: of scalars over any class of numbers, and of arrays, by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Weights: TypeAlias = "dict[str, Any]"  # matrices, by name: lists of rows, or arrays

EPSILON = 1e-5  # in the norm, against division by 0


def shapes(letters: int, width: int, context: int) -> dict[str, tuple[int, int]]:
    """How many rows and columns each matrix has."""
    return {
        "letter": (letters, width),
        "place": (context, width),
        **{name: (width, width) for name in ("query", "key", "value", "join")},
        "up": (4 * width, width),
        "down": (width, 4 * width),
        "next": (letters, width),
    }


def initial(letters: int, width: int, context: int, scale: float = 0.08) -> Weights:
    """Numbers to start from, normal around 0."""
    source = random.Random(1)
    return {
        name: [[source.gauss(0.0, scale) for _ in range(columns)] for _ in range(rows)]
        for name, (rows, columns) in shapes(letters, width, context).items()
    }


def over(number: Callable[[float], Any], weights: Weights) -> Weights:
    """The same weights with every float made into a number of that class."""
    return {name: [[number(w) for w in row] for row in rows] for name, rows in weights.items()}


def listed(weights: Weights) -> list[Any]:
    """All weights, row by row, in one order."""
    return [w for rows in weights.values() for row in rows for w in row]


def named(flat: Any, sizes: dict[str, tuple[int, int]]) -> Weights:
    """The weights in one array, as matrices of these sizes: views of it."""
    parts, start = {}, 0
    for name, (rows, columns) in sizes.items():
        parts[name] = flat[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns
    return parts


def plain_dot(ws: Iterable[Any], xs: Iterable[Any]) -> Any:
    """The sum of products, a node for each + and each *."""
    return sum(w * x for w, x in zip(ws, xs))


def item(xs: Iterable[Any], index: int) -> Any:
    """The number at an index."""
    return [*xs][index]


class Scalars:
    """The model on numbers that have exp, log and relu; dot and take may be given instead."""

    def __init__(self, heads: int, *, dot: Any = plain_dot, add: Any = sum, take: Any = item):
        self.heads, self.dot, self.add, self.take = heads, dot, add, take

    def loss(self, W: Weights, tokens: list[Any], targets: list[Any]) -> Any:
        """The mean of -log p of the targets, each after the tokens so far."""
        told: tuple[list[Any], list[Any]] = [], []
        losses = []
        for place, (token, target) in enumerate(zip(tokens, targets)):
            scores = self.scores(W, token, place, *told)
            powers = [score.exp() for score in scores]
            losses.append(self.add(powers).log() - self.take(scores, target))
        return self.add(losses) * (1.0 / len(losses))

    def scores(self, W: Weights, token: Any, place: int, keys: Any, values: Any) -> list[Any]:
        """The scores of what may come next; the key and the value of this place are appended."""
        x = [self.take(column, token) for column in zip(*W["letter"])]
        x = self.norm([a + b for a, b in zip(x, W["place"][place])])
        y = self.norm(x)
        keys.append(self.linear(y, W["key"]))
        values.append(self.linear(y, W["value"]))
        heard = self.heard(self.linear(y, W["query"]), keys, values)
        x = [a + b for a, b in zip(x, self.linear(heard, W["join"]))]
        neurons = [z.relu() for z in self.linear(self.norm(x), W["up"])]
        x = [a + b for a, b in zip(x, self.linear(neurons, W["down"]))]
        return self.linear(x, W["next"])

    def heard(self, query: list[Any], keys: Any, values: Any) -> list[Any]:
        """What comes through the heads of attention, side by side."""
        size = len(query) // self.heads
        heard = []
        for part in (slice(h, h + size) for h in range(0, len(query), size)):
            matches = [self.dot(query[part], key[part]) * size**-0.5 for key in keys]
            powers = [match.exp() for match in matches]
            whole = self.add(powers) ** -1
            look = [power * whole for power in powers]
            heard += [self.dot(look, told) for told in zip(*(value[part] for value in values))]
        return heard

    def linear(self, x: list[Any], rows: Any) -> list[Any]:
        """A product of a matrix and a vector."""
        return [self.dot(row, x) for row in rows]

    def norm(self, x: list[Any]) -> list[Any]:
        """x divided by the root of its mean square."""
        scale = (self.dot(x, x) * (1.0 / len(x)) + EPSILON) ** -0.5
        return [scale * number for number in x]


class ByHand:
    """The model on arrays, and its derivatives by the chain rule on paper."""

    def __init__(self, heads: int) -> None:
        self.heads = heads

    def gradient(self, W: Weights, tokens: Any, targets: Any) -> tuple[Any, Weights]:
        """The loss, and its derivative by each array of weights."""
        import numpy as np

        count, places = len(tokens), range(len(tokens))
        x, small = _norm(W["letter"][tokens] + W["place"][:count])
        y, scale = _norm(x)
        heard, back = self._attention(y, W)
        joined, wide = _norm(between := x + heard @ W["join"].T)
        neurons = np.maximum(joined @ W["up"].T, 0.0)
        last = between + neurons @ W["down"].T
        powers = np.exp(last @ W["next"].T)
        p = powers / powers.sum(1, keepdims=True)
        loss = -np.log(p[places, targets]).mean()

        p[places, targets] -= 1.0
        p /= count
        d_last = p @ W["next"]
        d_neurons = d_last @ W["down"] * (neurons > 0.0)
        d_between = d_last + _norm_back(d_neurons @ W["up"], joined, wide)
        d_y, d_attention = back(d_between @ W["join"])
        d_x = _norm_back(d_between + _norm_back(d_y, y, scale), x, small)
        d_letter, d_place = np.zeros_like(W["letter"]), np.zeros_like(W["place"])
        np.add.at(d_letter, tokens, d_x)
        d_place[:count] = d_x
        return loss, {
            "letter": d_letter,
            "place": d_place,
            **d_attention,
            "join": d_between.T @ heard,
            "up": d_neurons.T @ joined,
            "down": d_last.T @ neurons,
            "next": p.T @ last,
        }

    def _attention(self, y: Any, W: Weights) -> tuple[Any, Any]:
        """What comes through the heads, and how derivatives go back."""
        import numpy as np

        count, width = y.shape

        def in_heads(x: Any) -> Any:
            return x.reshape(count, self.heads, -1).swapaxes(0, 1)

        def side_by_side(x: Any) -> Any:
            return x.swapaxes(0, 1).reshape(count, width)

        query, key, value = (in_heads(y @ W[name].T) for name in ("query", "key", "value"))
        shrink = query.shape[2] ** -0.5
        powers = np.tril(np.exp(query @ key.swapaxes(1, 2) * shrink))
        look = powers / powers.sum(2, keepdims=True)

        def back(d_heard: Any) -> tuple[Any, Weights]:
            d = in_heads(d_heard)
            d_look = d @ value.swapaxes(1, 2)
            d_match = look * (d_look - (d_look * look).sum(2, keepdims=True)) * shrink
            sides = d_match @ key, d_match.swapaxes(1, 2) @ query, look.swapaxes(1, 2) @ d
            found = dict(zip(("query", "key", "value"), map(side_by_side, sides)))
            d_y = sum(d_side @ W[name] for name, d_side in found.items())
            return d_y, {name: d_side.T @ y for name, d_side in found.items()}

        return side_by_side(look @ value), back


def _norm(x: Any) -> tuple[Any, Any]:
    """Rows divided by the root of their mean square, and what they were multiplied by."""
    scale = ((x * x).mean(1, keepdims=True) + EPSILON) ** -0.5
    return x * scale, scale


def _norm_back(d: Any, normed: Any, scale: Any) -> Any:
    """The derivative by rows, from that by the rows divided."""
    return scale * (d - normed * (d * normed).mean(1, keepdims=True))
