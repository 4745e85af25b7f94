"""Numbers that one run of a function gives together, as rows that come and go with it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from .custom import raised
from .nesting import flatten
from .operations import data_of
from .primitives import TABLE, Primitive
from .pullback import name_of, released
from .value import Value


class Joint:
    """A function of numbers at certain arguments, which gives one number or several.

    `name`   what its rows are called
    `like`   the arguments, with floats in the places of their numbers
    `many`   whether it gives several, so that names have an index
    `swept`  whether its derivatives are sums over paths, which floats and Values round otherwise:
             then it sees for itself that its operands are as they were
    """

    swept = False

    def __init__(self, name: str, like: tuple[Any, ...]) -> None:
        self.name = name
        self.like = like
        self.many = False

    def arguments(self, xs: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments with these numbers in their places."""
        nested: tuple[Any, ...] = flatten(self.like)[1](xs)
        return nested

    def value(self, k: int, xs: tuple[float, ...]) -> float:
        """Number k at floats."""
        raise NotImplementedError

    def slopes(self, k: int, z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
        """The derivatives of number k, which is z, at numbers of any kind."""
        raise NotImplementedError


def at_own_values(xs: tuple[Any, ...], slopes: Callable[[list[Value]], Any]) -> tuple[Any, ...]:
    """What `slopes` gives at Values of its own in the places of xs: floats where all are."""
    found = slopes([TABLE["identity"](x) if isinstance(x, Value) else Value(x) for x in xs])
    return tuple(map(released, found) if all(isinstance(x, float) for x in xs) else found)


class Entry(Primitive):
    """The row for number k of a Joint, with so many operands."""

    lasting = False

    def __init__(self, joint: Joint, k: int, operands: int) -> None:
        self.place = joint, k, operands
        name, many = joint.name, joint.many
        super().__init__(
            f"{name}_entry" if many else name,
            lambda *xs: joint.value(k, xs),
            lambda z, *xs: joint.slopes(k, z, xs),
            otherwise=raised,
            symbol=f"{name}[{k}]" if many else None,
            parameters=(float(k),) if many else (),
            latex=f"{_latex(name, operands)}_{{{k + 1}}}" if many else "",
        )
        self.arity = operands
        self.swept = joint.swept

    def slopes(self, z: Any, *xs: Any) -> tuple[Any, ...]:
        """What the rule gives, once: it knows what to do where a division would raise."""
        return self.partials(z, *xs)

    def __reduce__(self) -> tuple[Any, ...]:
        return Entry, self.place


@lru_cache
def _latex(name: str, operands: int) -> str:
    """All numbers of a function of so many operands."""
    upright = name.replace("_", r"\_") if name.isidentifier() else "f"
    places = ", ".join(f"#{i}" for i in range(1, operands + 1))
    return rf"\mathrm{{{upright}}}\left({places}\right)"


def changed(z: Any, now: float) -> RuntimeError:
    """The error for a number z that comes out otherwise now."""
    return RuntimeError(
        f"the data below {z!r} changed after it was computed: it was {data_of(z)!r} then and is "
        f"{now!r} now; run the forward pass again"
    )


def floats_like(args: tuple[Any, ...], name: str) -> tuple[list[Any], tuple[Any, ...]]:
    """The numbers in arguments, and these with floats in their places."""
    leaves, rebuild = flatten(args, name)
    return leaves, rebuild(list(map(data_of, leaves)))


def by_name(made: Any, f: Callable[..., Any], otherwise: tuple[Any, ...]) -> str | tuple[Any, ...]:
    """How pickle writes what a decorator made of f: by the name under which it is found."""
    name = getattr(f, "__qualname__", name_of(f))
    found: Any = sys.modules.get(getattr(f, "__module__", ""))
    for part in name.split("."):
        found = getattr(found, part, None)
    return name if found is made else otherwise
