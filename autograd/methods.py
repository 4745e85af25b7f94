"""The functions of the table as methods of a class of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .primitives import ALIASES, FAMILIES, HELPERS, TABLE, Primitive


def add_methods(cls: type, unary: Callable[[Primitive], Callable[..., Any]]) -> None:
    """Give `cls` a method for every function of the table that it has no method for.

    `unary(row)` makes the method for a row with one operand; the others call the row or family,
    which says what is wrong with operands.
    """
    for name in (TABLE.keys() | FAMILIES.keys() | ALIASES.keys()) - HELPERS:
        if not hasattr(cls, name):
            setattr(cls, name, _method(cls, ALIASES.get(name, name), unary))


def _method(
    cls: type, name: str, unary: Callable[[Primitive], Callable[..., Any]]
) -> Callable[..., Any]:
    row, function = TABLE.get(name), FAMILIES.get(name) or TABLE[name]
    if row is function and row.arity == 1:
        return named(unary(row), cls, name, function)

    def method(self: Any, *operands: Any, **given: Any) -> Any:
        return function(self, *operands, **given)

    return named(method, cls, name, function)


def named(method: Callable[..., Any], cls: type, name: str, function: object) -> Callable[..., Any]:
    """The method with its name, and with the first line of what the function says of itself."""
    method.__name__, method.__qualname__ = name, f"{cls.__name__}.{name}"
    method.__doc__ = (function.__doc__ or "").partition("\n")[0]
    return method
