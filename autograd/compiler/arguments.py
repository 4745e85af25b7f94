"""The numbers in the arguments of a call, and what tells one kind of call from another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import fields, is_dataclass
from functools import cached_property
from itertools import count, islice
from numbers import Integral, Real
from typing import Any, TypeAlias

from ..dual import Dual
from ..value import Value
from .forms import Form, is_simple
from .statics import told_apart

PLAIN = {float, int}
Build: TypeAlias = "Callable[[Iterator[Any]], Any]"


class Call:
    """The arguments of a call, taken apart.

    `given`      the numbers outside of `arrays`: a float or a Value each, or a column if it varies
    `flags`      for each of these whether it is another for each sample of a batch
    `arrays`     after how many of them each array comes whose entries do not vary, and these
    `tables`     the columns of what varies, in their order: a few arrays (numbers, samples)
    `batch`      the number of samples; None if this is no batch
    `signature`  equal for calls that the same program may serve
    `build`      makes arguments from an iterator over other numbers
    `kinds`      the classes of the numbers that are neither floats nor arrays
    `statics`    what is no number
    `whole`      the arguments themselves, those given by name last
    """

    def __init__(
        self, taken: _Taking, signature: Any, build: Build, whole: tuple[Any, ...]
    ) -> None:
        self.given, self.flags, self.arrays = taken.given, taken.flags, taken.arrays
        self.tables, self.batch, self.kinds = taken.tables, taken.batch, frozenset(taken.kinds)
        self.statics, self._forms = taken.statics, taken.forms
        self.signature, self.build, self.whole = signature, build, whole

    @cached_property
    def numbers(self) -> list[Any]:
        """All numbers in their order."""
        return self._whole(self.given, lambda entries: entries.tolist())

    @cached_property
    def varying(self) -> tuple[bool, ...]:
        """For each number whether it is another for each sample of a batch."""
        return tuple(self._whole(self.flags, lambda entries: [False] * len(entries)))

    @cached_property
    def form(self) -> tuple[Form, ...] | None:
        """The arguments with the index of each number in its place; None if they are not simple."""
        args, named = self.build(map(float, count()))
        form = (*args, *named.values())
        return form if self._forms and is_simple(form) else None

    def _whole(self, given: list[Any], entries: Callable[[Any], list[Any]]) -> list[Any]:
        if not self.arrays:
            return given
        whole, start = [], 0
        for place, array in self.arrays:
            whole += [*given[start:place], *entries(array)]
            start = place
        return whole + given[start:]

    def data(self) -> list[Any]:
        """The numbers as floats and arrays."""
        if not self.kinds:
            return list(self.numbers)
        return [x.data if isinstance(x, Value) else x for x in self.numbers]

    def same(self) -> list[float]:
        """The numbers that are the same for all samples."""
        return [x for x, varies in zip(self.data(), self.varying) if not varies]

    def sample(self, i: int) -> Call:
        """The same call for sample i alone."""
        one = copy(self)
        one.given = [float(x[i]) if v else x for x, v in zip(self.given, self.flags)]
        one.flags, one.batch = [False] * len(self.flags), None
        vars(one).pop("numbers", None)
        vars(one).pop("varying", None)
        return one

    def vector(self) -> Any:
        """The numbers as an array, if there are arrays among them; else as a list."""
        if not self.arrays or self.kinds or any(self.flags):
            return self.data()
        import numpy as np

        parts, start = [], 0
        for place, array in self.arrays:
            parts += [self.given[start:place], array] if place > start else [array]
            start = place
        return np.concatenate([*parts, self.given[start:]])

    def has(self, kind: type) -> bool:
        """Whether a number is of this class."""
        return any(issubclass(k, kind) for k in self.kinds)


class _Taking:
    """Collects the numbers while a nesting is taken apart."""

    def __init__(self) -> None:
        self.given: list[Any] = []
        self.flags: list[bool] = []
        self.batch: int | None = None
        self.kinds: set[type] = set()
        self.arrays: list[tuple[int, Any]] = []
        self.tables: list[Any] = []
        self.forms = True
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
        if hasattr(type(x), "__array__"):
            return self.array(x, axis, name)
        if isinstance(x, Real) and not isinstance(x, bool):
            return self.leaf(float(x))
        if is_dataclass(x) and not isinstance(x, type):
            return self.attributes(x, axis, name)
        self.statics.append(x)
        return ("static", type(x), told_apart(x)), lambda numbers: x

    def leaf(self, x: Any) -> tuple[Any, Build]:
        self.given.append(x)
        self.flags.append(False)
        return "value" if isinstance(x, Value) else "number", next

    def mapping(self, x: dict[Any, Any], axis: Any, name: str) -> tuple[Any, Build]:
        axes = axis if isinstance(axis, dict) else dict.fromkeys(x, axis)
        if axes.keys() != x.keys():
            raise ValueError(f"in_axes has keys {[*axes]} for {name}, which has {[*x]}")
        parts = {key: self.take(child, axes[key], f"{name}[{key!r}]") for key, child in x.items()}
        signature = "dict", tuple((key, s) for key, (s, _) in parts.items())
        return signature, lambda new: {key: build(new) for key, (_, build) in parts.items()}

    def attributes(self, x: Any, axis: Any, name: str) -> tuple[Any, Build]:
        """As a mapping of its fields, and of what else it holds; a copy is built of them."""
        names = dict.fromkeys([*(f.name for f in fields(x)), *getattr(x, "__dict__", ())])
        held = {key: getattr(x, key) for key in names if hasattr(x, key)}
        signature, build = self.mapping(held, axis, name)

        def rebuilt(new: Iterator[Any]) -> Any:
            made = copy(x)
            for key, entry in build(new).items():
                object.__setattr__(made, key, entry)  # also where it is frozen
            return made

        return (type(x), signature), rebuilt

    def sequence(self, x: Sequence[Any], axis: Any, name: str) -> tuple[Any, Build]:
        kind, n = type(x), len(x)
        make: Any = kind._make if hasattr(kind, "_make") else list if isinstance(x, list) else tuple
        if PLAIN.issuperset(map(type, x)):  # a vector: in one go
            self.given += map(float, x)
            self.flags += [False] * n
            return (kind, n), lambda new: make([next(new) for _ in range(n)])
        axes = axis if isinstance(axis, (list, tuple)) else [axis] * n
        if len(axes) != n:
            raise ValueError(f"in_axes has {len(axes)} entries for {name}, which has {n}")
        parts = [self.take(y, a, f"{name}[{i}]") for i, (y, a) in enumerate(zip(x, axes))]
        return (kind, *[s for s, _ in parts]), lambda new: make([b(new) for _, b in parts])

    def array(self, x: Any, axis: Any, name: str) -> tuple[Any, Build]:
        import numpy

        if hasattr(x, "mask"):
            raise TypeError(f"{name} is masked, which programs know nothing of: fill it")
        x = numpy.asarray(x)
        if x.dtype.kind not in "biufO":
            raise TypeError(f"{name} is an array of {x.dtype}, which holds no numbers")
        if not x.shape:
            return self.take(x.item(), None, name)
        if axis is None and x.dtype.kind in "iuf":
            entries = x.astype(float, copy=False).ravel()
            self.arrays.append((len(self.given), entries))
            shape, size = x.shape, x.size
            return ("array", shape), lambda new: _array(numpy, list(islice(new, size)), shape)
        if axis is None or x.dtype.kind == "O":
            self.forms = False  # in which arrays are of doubles
            signature, build = self.take(x.ravel().tolist(), None, name)
            return ("array", x.shape, signature), lambda new: _array(numpy, build(new), x.shape)
        if not isinstance(axis, Integral) or isinstance(axis, bool):
            raise TypeError(f"in_axes is a whole number or None for {name}, got {axis!r}")
        if not -x.ndim <= axis < x.ndim:
            raise IndexError(f"in_axes has axis {axis} for {name}, which has {x.ndim} of them")
        samples = x if axis == 0 else numpy.moveaxis(x, int(axis), 0)
        if self.batch not in (None, len(samples)):
            raise ValueError(f"{name} has {len(samples)} samples, but others have {self.batch}")
        self.batch = len(samples)
        shape = samples.shape[1:]
        columns = samples.reshape(len(samples), math.prod(shape)).T.astype(float, copy=False)
        self.tables.append(columns)
        self.given += list(columns)
        self.flags += [True] * len(columns)
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

    return Call(taking, signature, build, (*args, *named.values()))


def _array(numpy: Any, entries: list[Any], shape: tuple[int, ...]) -> Any:
    array = numpy.empty(len(entries), dtype=object)
    array[:] = entries
    return array.reshape(shape)
