"""The numbers in the arguments of a call, and what tells one kind of call from another."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from ..dual import Dual
from ..value import Value

Build: TypeAlias = "Callable[[Iterator[Any]], Any]"


class Call(NamedTuple):
    """The arguments of a call, taken apart.

    `numbers`    a float or a Value for each number; an array of one axis where it varies
    `varying`    for each number whether it is another for each sample of a batch
    `batch`      the number of samples; None if this is no batch
    `signature`  equal for calls that the same program may serve
    `build`      makes arguments from an iterator over other numbers
    `kinds`      the classes of the numbers that are neither floats nor arrays
    `arrays`     the places and the contents of arguments that are arrays
    `statics`    what is no number
    """

    numbers: list[Any]
    varying: tuple[bool, ...]
    batch: int | None
    signature: Any
    build: Build
    kinds: frozenset[type]
    arrays: list[tuple[int, Any]]
    statics: list[Any]

    def data(self) -> list[Any]:
        """The numbers as floats and arrays."""
        if not self.kinds:
            return list(self.numbers)
        return [x.data if isinstance(x, Value) else x for x in self.numbers]

    def sample(self, i: int) -> Call:
        """The same call for sample i alone."""
        numbers = [float(x[i]) if varies else x for x, varies in zip(self.numbers, self.varying)]
        return self._replace(numbers=numbers, varying=(False,) * len(numbers), batch=None)

    def vector(self) -> Any:
        """The numbers as an array, if there are arrays among them; else as a list."""
        if not self.arrays or self.kinds or any(self.varying):
            return self.data()
        import numpy as np

        parts, start = [], 0
        for place, array in self.arrays:
            parts += [self.numbers[start:place], array]
            start = place + len(array)
        return np.concatenate([*parts, self.numbers[start:]])

    def has(self, kind: type) -> bool:
        """Whether a number is of this class."""
        return any(issubclass(k, kind) for k in self.kinds)


class _Taking:
    """Collects the numbers while a nesting is taken apart."""

    def __init__(self) -> None:
        self.numbers: list[Any] = []
        self.varying: list[bool] = []
        self.batch: int | None = None
        self.kinds: set[type] = set()
        self.arrays: list[tuple[int, Any]] = []
        self.statics: list[Any] = []

    def take(self, x: Any, axis: Any, name: str) -> tuple[Any, Build]:
        """The signature of x and what builds the like of it; its numbers are kept."""
        if isinstance(x, (float, int)) and not isinstance(x, bool):
            return self.leaf(float(x))
        if isinstance(x, (Value, Dual)):
            self.kinds.add(type(x))
            return self.leaf(x)
        if isinstance(x, dict):
            return self.mapping(x, axis, name)
        if isinstance(x, (list, tuple)):
            return self.sequence(x, axis, name)
        if hasattr(type(x), "__array_interface__"):
            return self.array(x, axis, name)
        self.statics.append(x)
        return ("static", type(x), _hashable(x)), lambda numbers: x

    def leaf(self, x: Any) -> tuple[Any, Build]:
        self.numbers.append(x)
        self.varying.append(False)
        return "value" if isinstance(x, Value) else "number", next

    def mapping(self, x: dict[Any, Any], axis: Any, name: str) -> tuple[Any, Build]:
        axes = axis if isinstance(axis, dict) else dict.fromkeys(x, axis)
        if axes.keys() != x.keys():
            raise ValueError(f"in_axes has keys {[*axes]} for {name}, which has {[*x]}")
        parts = {key: self.take(child, axes[key], f"{name}[{key!r}]") for key, child in x.items()}
        signature = "dict", tuple((key, s) for key, (s, _) in parts.items())
        return signature, lambda new: {key: build(new) for key, (_, build) in parts.items()}

    def sequence(self, x: Sequence[Any], axis: Any, name: str) -> tuple[Any, Build]:
        kind, n = type(x), len(x)
        make: Any = kind._make if hasattr(kind, "_make") else list if isinstance(x, list) else tuple
        if {float}.issuperset(map(type, x)):  # a vector: in one go
            self.numbers += x
            self.varying += [False] * n
            return (kind, n), lambda new: make([next(new) for _ in range(n)])
        axes = axis if isinstance(axis, (list, tuple)) else [axis] * n
        if len(axes) != n:
            raise ValueError(f"in_axes has {len(axes)} entries for {name}, which has {n}")
        parts = [self.take(y, a, f"{name}[{i}]") for i, (y, a) in enumerate(zip(x, axes))]
        return (kind, *[s for s, _ in parts]), lambda new: make([b(new) for _, b in parts])

    def array(self, x: Any, axis: Any, name: str) -> tuple[Any, Build]:
        numpy: Any = sys.modules["numpy"]
        if x.dtype.kind not in "biufO":
            raise TypeError(f"{name} is an array of {x.dtype}, which holds no numbers")
        if not x.shape:
            return self.take(x.item(), None, name)
        if axis is None and x.dtype.kind in "iuf":
            entries = x.astype(float).ravel()
            self.arrays.append((len(self.numbers), entries))
            self.numbers += entries.tolist()
            self.varying += [False] * x.size
            shape, size = x.shape, x.size
            return ("array", shape), lambda new: _array(numpy, list(islice(new, size)), shape)
        if axis is None or x.dtype.kind == "O":
            signature, build = self.take(x.ravel().tolist(), None, name)
            return ("array", x.shape, signature), lambda new: _array(numpy, build(new), x.shape)
        samples = numpy.moveaxis(x, axis, 0)
        if self.batch not in (None, len(samples)):
            raise ValueError(f"{name} has {len(samples)} samples, but others have {self.batch}")
        self.batch = len(samples)
        shape = samples.shape[1:]
        columns = samples.reshape(len(samples), math.prod(shape)).T.astype(float)
        self.numbers += list(columns)
        self.varying += [True] * len(columns)
        if not shape:
            return "sample", next
        return (
            ("samples", shape),
            lambda new: _array(numpy, [next(new) for _ in columns], shape),
        )


def taken_apart(args: tuple[Any, ...], named: dict[str, Any], in_axes: Any) -> Call:
    """A call's arguments as numbers; `in_axes` says where arrays have their samples.

    It is one axis for all, None for none, or a tuple with one of these, or the like in the
    nesting of the argument, for each argument given by position; those given by name have the
    first axis.
    """
    taking = _Taking()
    axes = in_axes if isinstance(in_axes, (list, tuple)) else [in_axes] * len(args)
    if len(axes) != len(args):
        raise ValueError(f"in_axes has {len(axes)} entries for {len(args)} arguments")
    by_name = None if in_axes is None else 0
    parts = [taking.take(x, axis, f"args[{i}]") for i, (x, axis) in enumerate(zip(args, axes))]
    others = {key: taking.take(x, by_name, key) for key, x in named.items()}
    signature = (
        tuple([s for s, _ in parts]),
        tuple((key, s) for key, (s, _) in others.items()),
        taking.batch is None,
    )

    def build(new: Iterator[Any]) -> Any:
        return tuple([b(new) for _, b in parts]), {key: b(new) for key, (_, b) in others.items()}

    varying, kinds = tuple(taking.varying), frozenset(taking.kinds)
    return Call(
        taking.numbers, varying, taking.batch, signature, build, kinds, taking.arrays,
        taking.statics,
    )  # fmt: skip


def _array(numpy: Any, entries: list[Any], shape: tuple[int, ...]) -> Any:
    array = numpy.empty(len(entries), dtype=object)
    array[:] = entries
    return array.reshape(shape)


class Same:
    """Something that is equal to itself alone."""

    def __init__(self, x: Any) -> None:
        self.x = x

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.x is self.x

    def __hash__(self) -> int:
        return id(self.x)


def _hashable(x: Any) -> Any:
    try:
        hash(x)
    except TypeError:
        return Same(x)
    return x
