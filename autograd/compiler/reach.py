"""What code can reach beside its arguments: through closures, globals, attributes, containers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from types import (
    FunctionType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any

from ..primitives import Primitive
from ..value import Value
from .scopes import Name, entries, is_foreign, is_installed, is_ours, module_of, names_in, names_of

MOST = 100_000  # objects that are looked at
ENTRIES = 100  # of a dict that holds settings, and not data
# methods that no operator calls; the first, where the class is called by its name
UNCALLED = frozenset({"__init__", "__repr__", "__str__", "__reduce__", "__getstate__"})
PLAIN = frozenset({float, int, bool, str, bytes, type(None)})


def reached(roots: Iterable[Any]) -> list[Any]:
    """The objects that code can reach from these, each once, but for plain numbers and texts.

    Not through functions of the standard library or of installed packages, nor from Values to
    their parents; a hundred thousand at most.
    """
    return list(islice(_reached(roots), MOST))


def _reached(roots: Iterable[Any]) -> Iterator[Any]:
    stack, seen, classes = list(roots), set[int](), _Classes()
    while stack:
        x = stack.pop()
        if type(x) not in PLAIN and id(x) not in seen:
            seen.add(id(x))
            yield x
            if issubclass(type(x), type):
                stack += classes.opened(x)
                continue
            if type(x) is FunctionType:
                stack += classes.asked_for(names_in(x))
            stack += _held(x)


class _Classes:
    """What is in classes, for when code asks for it by name: they hold much that nobody calls."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self.waiting: dict[str, list[Any]] = {}

    def opened(self, kind: type) -> list[Any]:
        """What of this class may run: what was asked for, and what operators call."""
        found: list[Any] = []
        for text, x in () if is_foreign(str(kind.__module__)) else vars(kind).items():
            special = text.startswith("__") and text not in UNCALLED
            if special or text in self.asked or (text in UNCALLED and kind.__name__ in self.asked):
                found.append(x)
            else:
                self.waiting.setdefault(text, []).append(x)
        return found

    def asked_for(self, names: set[str]) -> list[Any]:
        """What was waiting for one of these names."""
        new = names - self.asked
        self.asked |= new
        return [x for name in new for x in self.waiting.pop(name, ())]


def _held(x: Any) -> Iterable[Any]:
    """What is one step away; no code of the user's runs for it."""
    kind = type(x)
    if issubclass(kind, (Value, ModuleType, Primitive)):
        return ()
    if kind is FunctionType:
        given = [*(x.__defaults__ or ()), *(x.__kwdefaults__ or {}).values(), *vars(x).values()]
        return [*given, *(name.read() for name in names_of(x))]
    if kind in (MethodType, staticmethod, classmethod):
        return x.__func__, getattr(x, "__self__", None)
    if kind is property:
        return (x.fget,)
    if kind is partial:
        return x.func, x.args, x.keywords
    own = _attributes(x)
    if "__wrapped__" in own and is_foreign(str(kind.__module__)):  # not what jit has compiled
        return (own["__wrapped__"],)
    slots = [_in_slot(slot, x) for _, slot in _slots(kind)]
    kinds = [k for k in kind.__mro__ if not is_foreign(str(k.__module__))]
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
    asked = {text for f in found if type(f) is FunctionType for text in names_in(f)}
    kinds = [*map(type, found)]  # which another thread may change in the case of Values
    data = {kind: _data_in_class(kind, asked) for kind in {*kinds}}
    every = [name for x, kind in zip(found, kinds) for name in _of(x, asked, data[kind])]
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
        yield from () if is_ours(module_of(x)) else names_of(x)
    elif issubclass(kind, type):
        if not is_foreign(str(x.__module__)):
            yield from entries(vars(x), asked & vars(x).keys())
    elif not issubclass(kind, (Value, ModuleType)) and not is_installed(str(kind.__module__)):
        own = _attributes(x)
        if own or in_class:
            yield from entries(own, asked & own.keys() | in_class.keys(), in_class)
        for text, slot in _slots(kind) if in_class else ():
            if text in asked:
                yield Name(text, partial(_in_slot, slot, x))


def _data_in_class(kind: type, asked: set[str]) -> dict[str, Any]:
    """What a class has for all its objects, or in slots, and does not compute."""
    every = [entry for k in reversed(kind.__mro__) for entry in vars(k).items()]
    return {
        text: x for text, x in every if text in asked
        if type(x) is MemberDescriptorType or not hasattr(type(x), "__get__")
    }  # fmt: skip
