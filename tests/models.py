"""Modules small enough to follow by hand, and how to train them."""

import nn
from autograd import Value
from nn import SGD, Module, fit

X = [[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0], [0.0, 1.0], [2.0, -0.5]]
Y = [1.0, 2.0, -1.0, 0.5, 0.0]


class Box(Module):
    """A module with the attributes that it is given."""

    def __init__(self, **held):
        vars(self).update(held)


def numbers(n, start=0.0):
    """So many Values that count up from start."""
    return [Value(start + i) for i in range(n)]


def gauge():
    """A small module of known state: {"w": [1.0, 2.0], "b": 3.0}."""
    return Box(w=numbers(2, 1.0), b=Value(3.0))


class Line(Module):
    """slope * x[0] + offset."""

    def __init__(self, slope=1.0, offset=0.0):
        self.slope, self.offset = Value(slope), Value(offset)

    def __call__(self, x):
        return self.slope * x[0] + self.offset


def train(model, *, loss=nn.mse, optimizer=None, X=X, y=Y, progress=False, **options):
    """`fit` with defaults for all that a test does not care about, and no progress bar."""
    optimizer = optimizer or SGD(model.parameters(), 0.05)
    return fit(model, X, y, loss=loss, optimizer=optimizer, progress=progress, **options)
