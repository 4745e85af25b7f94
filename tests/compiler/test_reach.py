"""Whatever code can reach without an argument is found, each thing once."""

import functools
import sys
from collections import OrderedDict, deque
from collections.abc import Mapping
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest

from autograd import Value, grad, jit
from autograd.compiler.reach import MOST, names, reached

V = Value(1.0)


class Slotted:
    """Keeps a Value in a slot, and another in its class."""

    __slots__ = ("held",)
    of_class = Value(2.0)

    def __init__(self) -> None:
        self.held = V

    def method(self) -> Any:
        return V

    @property
    def computed(self) -> Any:
        return HIDDEN

    @staticmethod
    def alone() -> Any:
        return STATIC


HIDDEN, STATIC = Value(3.0), Value(4.0)


def nested() -> Any:
    """Uses a global in a function inside."""
    return lambda: [V for _ in range(3)]


def default(x: Any = V, *, y: Any = HIDDEN) -> Any:
    """Has Values as defaults."""


def decorated() -> Any:
    """Reached through what wraps it."""
    return V


@functools.wraps(decorated)
def wrapper() -> Any:
    """Holds it as an attribute alone."""


CASES = {
    "global": lambda: V,
    "nested": nested,
    "default": default,
    "method": Slotted().method,
    "partial": functools.partial(print, [{"a": (V,)}]),
    "transformed": grad(lambda x: V * x),
    "jit": jit(lambda x: V * x),
    "slot": Slotted(),
    "namespace": SimpleNamespace(deep=SimpleNamespace(v=V)),
    "array": np.array([V, 1.0], dtype=object),
    "deque": deque([V]),
    "ordered": OrderedDict(a=V),
    "set": {V},
    "wrapped": wrapper,
}


@pytest.mark.parametrize("name", CASES)
def test_a_value_is_found(name: str) -> None:
    assert sum(x is V for x in reached([CASES[name]])) == 1


def test_classes_properties_and_static_methods_are_looked_into() -> None:
    found = reached([Slotted(), lambda x: (x.computed, x.alone(), x.of_class)])
    assert all(any(x is v for x in found) for v in (HIDDEN, STATIC, Slotted.of_class))


def test_modules_are_looked_into_by_name() -> None:
    module = ModuleType("some_settings")
    vars(module).update(wanted=V, other=HIDDEN, limit=3.0)
    sys.modules["some_settings"] = module
    code = "import some_settings\ndef f():\n    return some_settings.wanted, some_settings.limit"
    space: dict[str, Any] = {"__name__": "some_program"}
    exec(code, space)
    found = reached([space["f"]])
    assert any(x is V for x in found) and not any(x is HIDDEN for x in found)
    assert [name.text for name in names([space["f"]])] == [
        "some_settings.limit",
        "some_settings.wanted",
    ]
    del sys.modules["some_settings"]


def test_installed_packages_and_graphs_are_left_alone() -> None:
    y = V * 2.0
    found = reached([lambda: (np.linalg.norm, y)])
    assert any(x is y for x in found) and not any(x is V for x in found)
    assert len(found) < 50


def test_rings_and_empty_cells_end() -> None:
    ring: list[Any] = []
    ring.append(ring)

    def f() -> Any:
        return later

    assert len(reached([ring, f])) == 2
    later = 1.0
    assert [name.read() for name in names([f])] == [1.0]


def test_much_data_is_not_followed_for_ever() -> None:
    assert len(reached([[[i] for i in range(2 * MOST)]])) == MOST
    assert len(reached([[0.5] * (2 * MOST)])) == 1


class Shy:
    """Does not want to be asked for anything."""

    __slots__ = ("__hidden", "empty", "number")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self) -> None:
        self.__hidden, self.number = V, 2.0

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    @property
    def __class__(self) -> Any:
        raise RuntimeError

    @property
    def computed(self) -> Any:
        raise RuntimeError


class ShyMapping(Mapping[str, Any]):
    """Reads its entries from elsewhere, which takes long."""

    def __getitem__(self, key: str) -> Any:
        raise RuntimeError

    __iter__ = __len__ = __getitem__  # type: ignore[assignment]


def test_no_code_of_the_users_runs_while_looking() -> None:
    shy, others = Shy(), [ShyMapping(), MagicMock(), type("A", (), {"__module__": None})()]
    found = reached([lambda: (shy.number, shy.computed, shy.empty, others)])
    assert any(x is V for x in found)
    held = [(name.text, name.read()) for name in names([lambda: (shy.number, shy.empty)])]
    assert {("number", 2.0), ("empty", None)} <= {x for x in held if x[0] != "shy"}


def test_containers_with_methods_are_objects_too() -> None:
    class Chain(list[Any]):
        def __call__(self) -> Any:
            return V

    assert any(x is V for x in reached([Chain()]))


def test_what_a_compiled_function_has_compiled_is_left_alone() -> None:
    inner = jit(lambda xs: sum(xs))
    before = len(reached([inner]))
    inner([1.0, 2.0])
    assert len(reached([inner])) == before


def test_methods_that_nobody_calls_are_left_alone() -> None:
    class Model:
        """Has more than one use."""

        def __init__(self) -> None:
            self.values = [HIDDEN]

        def __call__(self) -> Any:
            return self.used()

        def used(self) -> Any:
            return V

        def unused(self) -> Any:
            return STATIC

    found = reached([Model()])
    assert any(x is V for x in found) and any(x is HIDDEN for x in found)
    assert not any(x is STATIC for x in found)
    model = Model()
    assert any(x is STATIC for x in reached([model, lambda: model.unused()]))
