"""Module: what holds parameters, by name and however deep, and can save and restore them."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Self, TypeAlias

from autograd import Value

# The numbers of one attribute: a Value, or a (nested) list of Values, as floats.
Numbers: TypeAlias = "float | list[Numbers]"


class Module:
    """A part of a network: its Values are parameters, its Modules are parts of their own.

    Both are found wherever they are kept: in attributes, and in lists, tuples, dicts and NumPy
    arrays of them. A Value that was computed from others is a result, and no parameter.
    A subclass sets them in `__init__` and computes in `__call__`.

    >>> from autograd import Value
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.slope, self.offset = Value(2.0), Value(1.0)
    ...     def __call__(self, x):
    ...         return self.slope * x + self.offset
    >>> line = Line()
    >>> line(3.0).data, [name for name, _ in line.named_parameters()]
    (7.0, ['slope', 'offset'])
    """

    training = True

    def named_parameters(self) -> Iterator[tuple[str, Value]]:
        """Each parameter with its path, such as `layers.0.neurons.2.w.1`; each Value once."""
        seen: set[Value] = set()
        for path, held in _values(self, ""):
            for name, value in _flat(held, path):
                if value not in seen:
                    seen.add(value)
                    yield name, value

    def parameters(self) -> list[Value]:
        """All parameters, each once, in the order of `named_parameters`."""
        return [value for _, value in self.named_parameters()]

    def zero_grad(self) -> None:
        """Set the `grad` of every parameter to 0."""
        for p in self.parameters():
            p.grad = 0.0

    def modules(self) -> Iterator[Module]:
        """This module and all the modules in it, each once."""
        seen: set[Module] = set()
        stack: list[Module] = [self]
        while stack:
            module = stack.pop()
            if module not in seen:
                seen.add(module)
                yield module
                stack += reversed([child for _, child in module.named_children()])

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules right below this one, with their paths."""
        for name, held in vars(self).items():
            yield from _modules(held, name)

    def sequence(self) -> Sequence[Callable[[Any], Any]]:
        """The parts that are applied one after the other, for drawings; none if they aren't."""
        return ()

    def train(self, mode: bool = True) -> Self:
        """Set `training` here and in every module below; returns the module."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Self:
        """`train(False)`: for modules that behave differently when they are only used."""
        return self.train(False)

    def state_dict(self) -> dict[str, Numbers]:
        """The data of all parameters by path: a float for a Value, a list for a list of Values."""
        return {path: _data(held) for path, held in _values(self, "")}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Set the data of all parameters from a `state_dict`; all of them or, on error, none.

        Entries may be anything with nested lengths, such as NumPy arrays. Raises ValueError that
        names every key that is missing, unexpected or of another shape.
        """
        held = dict(_values(self, ""))
        given = {path: _listed(numbers) for path, numbers in state.items()}
        wrong = [f"missing {path}" for path in held.keys() - given.keys()]
        wrong += [f"unexpected {path}" for path in given.keys() - held.keys()]
        for path in held.keys() & given.keys():
            want, got = _shape(held[path]), _shape(given[path])
            if want != got:
                wrong.append(f"{path} has shape {got}, expected {want}")
        if wrong:
            kind = type(self).__name__
            raise ValueError(f"the state does not fit this {kind}: {'; '.join(sorted(wrong))}")
        pairs = [
            (value, float(number))
            for path, values in held.items()
            for (_, value), (_, number) in zip(_flat(values, ""), _flat(given[path], ""))
        ]
        for value, number in pairs:
            value.data = number

    def extra_repr(self) -> str:
        """What `repr` shows between the parentheses, before the modules below."""
        return ""

    @reprlib.recursive_repr()
    def __repr__(self) -> str:
        lines = [self.extra_repr()] if self.extra_repr() else []
        for (container, shown, _), group in groupby(enumerate(self.named_children()), key=_run):
            names = [name for _, (name, _) in group]
            indented = shown.replace("\n", "\n  ")
            if len(names) > 1:
                first, last = (name.rpartition(".")[2] for name in (names[0], names[-1]))
                lines.append(f"({container}.{first}-{last}): {len(names)} x {indented}")
            else:
                lines.append(f"({names[0]}): {indented}")
        if len(lines) <= 1 and not any("(" in line for line in lines):
            return f"{type(self).__name__}({''.join(lines)})"
        return f"{type(self).__name__}(\n  " + "\n  ".join(lines) + "\n)"

    def __call__(self, x: Any) -> Any:
        raise TypeError(f"{type(self).__name__} cannot be called: it does not define __call__")


@contextmanager
def evaluating(model: Module) -> Iterator[None]:
    """Inside, the model is in `eval()`; afterwards every module is in the mode that it was in."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, training in modes:
            module.training = training


def _run(child: tuple[int, tuple[str, Module]]) -> tuple[str, str, int | str]:
    """The same for children that look alike and follow each other in one list."""
    i, (name, module) = child
    container, _, step = name.rpartition(".")
    return container, repr(module), int(step) - i if step.isdecimal() else name


def _entries(held: Any) -> Iterator[tuple[str, Any]]:
    """What is one step below, with the name of the step."""
    if isinstance(held, Module):
        yield from vars(held).items()
    elif isinstance(held, dict):
        yield from ((str(key), entry) for key, entry in held.items())
    elif isinstance(held, (list, tuple)):
        yield from ((str(i), entry) for i, entry in enumerate(held))


def _modules(
    held: Any, path: str, within: frozenset[int] = frozenset()
) -> Iterator[tuple[str, Module]]:
    if isinstance(held, Module):
        yield path, held
    elif id(held) not in within:  # a list may hold itself
        within |= {id(held)}
        for name, entry in _entries(held):
            yield from _modules(entry, f"{path}.{name}", within)


def _values(
    held: Any, path: str, within: frozenset[int] = frozenset()
) -> Iterator[tuple[str, Any]]:
    """The Values and the nested lists of nothing but Values, with their paths."""
    held = _unrolled(held)
    if _all_values(held):
        yield path, held
    elif id(held) not in within:  # a part may know what it is a part of
        within |= {id(held)}
        for name, entry in _entries(held):
            yield from _values(entry, f"{path}.{name}" if path else name, within)


def _unrolled(held: Any) -> Any:
    """An array of objects, such as Values, as nested lists; anything else as it is."""
    return held.tolist() if getattr(getattr(held, "dtype", None), "kind", "") == "O" else held


def _all_values(held: Any) -> bool:
    if isinstance(held, (list, tuple)):
        return len(held) > 0 and all(map(_all_values, held)) and len(set(map(_shape, held))) == 1
    return isinstance(held, Value) and not held.parents  # a result kept aside is no parameter


def _flat(held: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(held, (list, tuple)):
        for i, entry in enumerate(held):
            yield from _flat(entry, f"{path}.{i}")
    else:
        yield path, held


def _data(held: Any) -> Numbers:
    return [_data(entry) for entry in held] if isinstance(held, (list, tuple)) else held.data


def _listed(numbers: Any) -> Any:
    """Arrays as nested lists; what is not an array stays."""
    if hasattr(numbers, "tolist"):
        return numbers.tolist()
    return list(map(_listed, numbers)) if isinstance(numbers, (list, tuple)) else numbers


def _shape(held: Any) -> tuple[int, ...] | None:
    """The lengths of nested lists, from outer to inner; None if they are not rectangular."""
    if not isinstance(held, (list, tuple)):
        return () if isinstance(held, (Value, int, float)) else None
    shapes = set(map(_shape, held))
    if not shapes:
        return (0,)
    inner = shapes.pop()
    return None if shapes or inner is None else (len(held), *inner)
