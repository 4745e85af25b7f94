"""What code can reach beside its arguments: through closures, globals, attributes, containers."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import islice
from types import (
    CellType,
    CodeType,
    FunctionType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any, NamedTuple

from ..primitives import Primitive
from ..value import Value

MOST = 100_000  # objects that are looked at
ENTRIES = 100  # of a dict that holds settings, and not data
PLAIN = frozenset({float, int, bool, str, bytes, type(None)})
FOLLOWED = PLAIN | {FunctionType, Value}


class Name(NamedTuple):
    """A name or an attribute, and what tells what it stands for now."""

    text: str
    read: Callable[[], Any]


def reached(roots: Iterable[Any]) -> list[Any]:
    """The objects that code can reach from these, each once, but for plain numbers and texts.

    Not through functions of the standard library or of installed packages, nor from Values to
    their parents; a hundred thousand at most.
    """
    return list(islice(_reached(roots), MOST))


def _reached(roots: Iterable[Any]) -> Iterator[Any]:
    stack, seen = list(roots), set[int]()
    while stack:
        x = stack.pop()
        if type(x) not in PLAIN and id(x) not in seen:
            seen.add(id(x))
            yield x
            stack += _held(x)


def _held(x: Any) -> Iterable[Any]:
    """What is one step away."""
    if isinstance(x, (Value, ModuleType, Primitive)):
        return ()
    if isinstance(x, FunctionType):
        given = [*(x.__defaults__ or ()), *(x.__kwdefaults__ or {}).values(), *vars(x).values()]
        return [*given, *(name.read() for name in _of_function(x))]
    if isinstance(x, (MethodType, staticmethod, classmethod)):
        return x.__func__, getattr(x, "__self__", None)
    if isinstance(x, property):
        return (x.fget,)
    if isinstance(x, partial):
        return x.func, x.args, x.keywords
    if isinstance(x, type):
        return () if _is_foreign(x.__module__) else list(vars(x).values())
    if isinstance(x, Mapping):
        return list(x.values())
    if isinstance(x, (list, tuple, set, frozenset, deque)):
        return () if PLAIN.issuperset(map(type, x)) else x
    if getattr(getattr(x, "dtype", None), "kind", "") == "O":
        return list(x.flat)
    kinds = type(x).__mro__
    slots = [getattr(x, slot, None) for kind in kinds for slot in _slots(kind)]
    return [*getattr(x, "__dict__", {}).values(), *slots, *kinds]


def _slots(kind: type) -> Iterable[str]:
    slots = vars(kind).get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots


def names(roots: Iterable[Any]) -> list[Name]:
    """The names in code that is reached from these, and the attributes that it may ask for, that
    stand for numbers, texts, functions or Values; also as entries of a dict."""
    found = reached(roots)
    asked = {text for f in found if isinstance(f, FunctionType) for text in _names_in(f)}
    every = [name for x in found for name in _of(x, asked)]
    dicts = [(name.text, name.read()) for name in every if isinstance(name.read(), dict)]
    every += [
        Name(f"{text}[{key!r}]", partial(held.get, key))
        for text, held in dicts if len(held) <= ENTRIES for key in held
    ]  # fmt: skip
    return [name for name in every if type(name.read()) in FOLLOWED]


def _of(x: Any, asked: set[str]) -> Iterable[Name]:
    """The names that belong to an object."""
    if isinstance(x, FunctionType):
        return () if _is_foreign(x.__module__ or "") else _of_function(x)
    kind = x if isinstance(x, type) else type(x)
    if isinstance(x, (Value, ModuleType)) or (
        _is_foreign(kind.__module__) and not _is_standard(kind.__module__)
    ):
        return ()
    held = asked & (_data_in_class(kind) | getattr(x, "__dict__", {}).keys())
    return [Name(text, partial(getattr, x, text, None)) for text in sorted(held)]


def _data_in_class(kind: type) -> set[str]:
    """The attributes that a class has for all its objects, or in slots, and does not compute."""
    every = [(text, x) for k in kind.__mro__ for text, x in vars(k).items()]
    return {text for text, x in every if type(x) in PLAIN or isinstance(x, MemberDescriptorType)}


def _of_function(f: FunctionType) -> Iterator[Name]:
    """Its cells, its globals by the names in its code, and what they name in modules."""
    for text, cell in zip(f.__code__.co_freevars, f.__closure__ or ()):
        yield Name(text, partial(_inside, cell))
    used = _names_in(f)
    for text in sorted(used & f.__globals__.keys()):
        held = f.__globals__[text]
        yield Name(text, partial(f.__globals__.get, text))
        if isinstance(held, ModuleType) and not _is_foreign(held.__name__):
            for inside in sorted(used & vars(held).keys()):
                yield Name(f"{text}.{inside}", partial(getattr, held, inside, None))


def _inside(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # nothing yet
        return None


def _names_in(f: FunctionType) -> set[str]:
    """The names in the code of a function, if it is a user's."""
    return (
        set()
        if _is_foreign(f.__module__ or "")
        else {name for name in _names_in_code(f.__code__) if not name.startswith("__")}
    )


def _names_in_code(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in_code(constant)


@cache
def _is_foreign(module: str) -> bool:
    """Whether a module is this package's, the standard library's, or an installed one.

    The layers are none of these: whether they are trained is asked in them.
    """
    root = module.partition(".")[0]
    if root == "nn" or root == __name__.partition(".")[0]:
        return root != "nn"
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return _is_standard(module) or "site-packages" in file or "dist-packages" in file


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names
