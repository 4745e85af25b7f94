"""The names in the code of a function, and what they stand for: cells, globals, modules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dis import get_instructions
from functools import cache, lru_cache, partial
from types import CellType, CodeType, FunctionType, MappingProxyType, ModuleType
from typing import Any, NamedTuple

EMPTY: Mapping[str, Any] = MappingProxyType({})


class Name(NamedTuple):
    """A name or an attribute, and what tells what it stands for now."""

    text: str
    read: Callable[[], Any]


def entries(
    held: Mapping[str, Any], texts: Iterable[str], otherwise: Mapping[str, Any] = EMPTY
) -> Iterator[Name]:
    for text in sorted(texts):
        yield Name(text, partial(held.get, text, otherwise.get(text)))


def names_of(f: FunctionType) -> Iterator[Name]:
    """Its cells, its globals by the names in its code, and what they name in modules."""
    for text, cell in zip(f.__code__.co_freevars, f.__closure__ or ()):
        yield from _and_inside(f, Name(text, partial(_inside, cell)))
    if not is_foreign(module_of(f)):
        for name in entries(f.__globals__, _globals_in(f.__code__) & f.__globals__.keys()):
            yield from _and_inside(f, name)


def _and_inside(f: FunctionType, name: Name) -> Iterator[Name]:
    """A name and, if it stands for a module, what the function may name in that."""
    yield name
    module = name.read()
    if issubclass(type(module), ModuleType) and not is_foreign(module.__name__):
        for inside in entries(vars(module), names_in(f) & vars(module).keys()):
            yield Name(f"{name.text}.{inside.text}", inside.read)


def _inside(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # nothing yet
        return None


def module_of(f: FunctionType) -> str:
    """Where a function was written, whatever it wraps."""
    return f.__globals__.get("__name__") or ""


def names_in(f: FunctionType) -> set[str]:
    """The names in the code of a function, if it is a user's."""
    if is_foreign(module_of(f)):
        return set()
    every = {name for code in _codes(f.__code__) for name in code.co_names}
    return {name for name in every if not (name.startswith("__") and name.endswith("__"))}


@lru_cache(1000)
def _globals_in(code: CodeType) -> set[str]:
    """The names in code that are no attributes."""
    every = [i for c in _codes(code) for i in get_instructions(c)]
    return {i.argval for i in every if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function, and of those inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _is_of_layers(module: str) -> bool:
    return module.partition(".")[0] == "nn"


def is_ours(module: str) -> bool:
    return _is_of_layers(module) or module.partition(".")[0] == __name__.partition(".")[0]


@cache
def is_foreign(module: str) -> bool:
    """Whether a module is this package's, the standard library's, or an installed one.

    The layers are none of these: whether they are trained is asked in them.
    """
    if _is_of_layers(module):
        return False
    if module.partition(".")[0] == __name__.partition(".")[0]:
        return True
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return _is_standard(module) or "site-packages" in file or "dist-packages" in file


def is_installed(module: str) -> bool:
    return is_foreign(module) and not _is_standard(module)


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names
