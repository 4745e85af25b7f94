"""What code can reach beside its arguments: through closures, globals, attributes, containers."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dis import get_instructions
from functools import cache, lru_cache, partial
from itertools import islice
from types import (
    CellType,
    CodeType,
    FunctionType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any, NamedTuple

from ..primitives import Primitive
from ..value import Value

MOST = 100_000  # objects that are looked at
ENTRIES = 100  # of a dict that holds settings, and not data
EMPTY: Mapping[str, Any] = MappingProxyType({})
PLAIN = frozenset({float, int, bool, str, bytes, type(None)})


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
    """What is one step away; no code of the user's runs for it."""
    kind = type(x)
    if issubclass(kind, (Value, ModuleType, Primitive)):
        return ()
    if kind is FunctionType:
        given = [*(x.__defaults__ or ()), *(x.__kwdefaults__ or {}).values(), *vars(x).values()]
        return [*given, *(name.read() for name in _of_function(x))]
    if kind in (MethodType, staticmethod, classmethod):
        return x.__func__, getattr(x, "__self__", None)
    if kind is property:
        return (x.fget,)
    if kind is partial:
        return x.func, x.args, x.keywords
    if issubclass(kind, type):
        return () if _is_foreign(str(x.__module__)) else list(vars(x).values())
    own = _attributes(x)
    if "__wrapped__" in own and _is_foreign(str(kind.__module__)):  # not what jit has compiled
        return (own["__wrapped__"],)
    slots = [_in_slot(slot, x) for _, slot in _slots(kind)]
    kinds = [k for k in kind.__mro__ if not _is_foreign(str(k.__module__))]
    return [*_items(x), *own.values(), *slots, *kinds]


def _items(x: Any) -> Iterable[Any]:
    """What is in a container."""
    kind = type(x)
    if issubclass(kind, dict):
        return list(dict.values(x))
    if issubclass(kind, (list, tuple, set, frozenset, deque)):
        return () if PLAIN.issuperset(map(type, x)) else x
    return list(x.flat) if hasattr(kind, "__array_interface__") and x.dtype == object else ()


def _attributes(x: Any) -> dict[str, Any]:
    """Those that an object has of its own."""
    try:
        return object.__getattribute__(x, "__dict__")  # type: ignore[no-any-return]
    except AttributeError:
        return {}


def _slots(kind: type) -> list[tuple[str, Any]]:
    every = [entry for k in kind.__mro__ for entry in vars(k).items()]
    return [(text, x) for text, x in every if type(x) is MemberDescriptorType]


def _in_slot(slot: Any, x: Any) -> Any:
    try:
        return slot.__get__(x)
    except AttributeError:  # nothing yet
        return None


def names(roots: Iterable[Any]) -> list[Name]:
    """The names in code that is reached from these, the attributes that it may ask for, and the
    entries of dicts among them, but for modules."""
    found = reached(roots)
    asked = {text for f in found if type(f) is FunctionType for text in _names_in(f)}
    data = {kind: _data_in_class(kind, asked) for kind in {*map(type, found)}}
    every = [name for x in found for name in _of(x, asked, data[type(x)])]
    known = set[int]()
    for name in every:  # which grows
        held = name.read()
        if issubclass(type(held), dict) and id(held) not in known:
            known.add(id(held))
            every += _entries(name.text, held)
    return [name for name in every if not issubclass(type(name.read()), ModuleType)]


def _entries(text: str, held: dict[Any, Any]) -> Iterator[Name]:
    """How many there are in a dict, and what they are."""
    if dict.__len__(held) <= ENTRIES:
        yield Name(f"len({text})", partial(dict.__len__, held))
        for key in dict.keys(held):
            yield Name(f"{text}[{key!r}]", partial(dict.get, held, key))


def _of(x: Any, asked: set[str], in_class: dict[str, Any]) -> Iterator[Name]:
    """The names that belong to an object; `in_class` are those that its class has data for."""
    kind = type(x)
    if kind is FunctionType:
        yield from () if _is_of_layers(_module(x)) else _of_function(x)
    elif issubclass(kind, type):
        if not _is_foreign(str(x.__module__)):
            yield from _of_dict(vars(x), asked & vars(x).keys())
    elif not issubclass(kind, (Value, ModuleType)) and not _is_installed(str(kind.__module__)):
        own = _attributes(x)
        if own or in_class:
            yield from _of_dict(own, asked & own.keys() | in_class.keys(), in_class)
        for text, slot in _slots(kind) if in_class else ():
            if text in asked:
                yield Name(text, partial(_in_slot, slot, x))


def _of_dict(
    held: Mapping[str, Any], texts: Iterable[str], otherwise: Mapping[str, Any] = EMPTY
) -> Iterator[Name]:
    for text in sorted(texts):
        yield Name(text, partial(held.get, text, otherwise.get(text)))


def _data_in_class(kind: type, asked: set[str]) -> dict[str, Any]:
    """What a class has for all its objects, or in slots, and does not compute."""
    every = [entry for k in reversed(kind.__mro__) for entry in vars(k).items()]
    return {
        text: x for text, x in every if text in asked
        if type(x) is MemberDescriptorType or not hasattr(type(x), "__get__")
    }  # fmt: skip


def _of_function(f: FunctionType) -> Iterator[Name]:
    """Its cells, its globals by the names in its code, and what they name in modules."""
    for text, cell in zip(f.__code__.co_freevars, f.__closure__ or ()):
        yield from _and_inside(f, Name(text, partial(_inside, cell)))
    if not _is_foreign(_module(f)):
        for name in _of_dict(f.__globals__, _globals_in(f.__code__) & f.__globals__.keys()):
            yield from _and_inside(f, name)


def _and_inside(f: FunctionType, name: Name) -> Iterator[Name]:
    """A name and, if it stands for a module, what the function may name in that."""
    yield name
    module = name.read()
    if issubclass(type(module), ModuleType) and not _is_foreign(module.__name__):
        for inside in _of_dict(vars(module), _names_in(f) & vars(module).keys()):
            yield Name(f"{name.text}.{inside.text}", inside.read)


def _inside(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # nothing yet
        return None


def _module(f: FunctionType) -> str:
    """Where a function was written, whatever it wraps."""
    return f.__globals__.get("__name__") or ""


def _names_in(f: FunctionType) -> set[str]:
    """The names in the code of a function, if it is a user's."""
    if _is_foreign(_module(f)):
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


@cache
def _is_foreign(module: str) -> bool:
    """Whether a module is this package's, the standard library's, or an installed one.

    The layers are none of these: whether they are trained is asked in them.
    """
    if _is_of_layers(module):
        return False
    if module.partition(".")[0] == __name__.partition(".")[0]:
        return True
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return _is_standard(module) or "site-packages" in file or "dist-packages" in file


def _is_installed(module: str) -> bool:
    return _is_foreign(module) and not _is_standard(module)


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names
