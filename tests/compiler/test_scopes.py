"""The names in the code of a function are found in its cells, its globals, and modules it names."""

import math
from types import ModuleType
from typing import Any

from autograd import grad
from autograd.compiler.scopes import is_foreign, is_installed, is_ours, names_in, names_of

LIMIT = 3.0


def test_cells_and_globals_with_what_they_stand_for_now() -> None:
    factor = 2.0

    def f(x: float) -> float:
        return factor * min(x, LIMIT)

    found = {name.text: name.read() for name in names_of(f)}
    assert found == {"factor": 2.0, "LIMIT": 3.0}
    factor = 5.0
    assert {name.text: name.read() for name in names_of(f)}["factor"] == 5.0


def test_names_in_modules_of_the_user_are_looked_up_there() -> None:
    settings = ModuleType("settings_of_a_user")
    vars(settings).update(rate=0.1, unused=1.0)

    def f() -> Any:
        return settings.rate + math.pi

    assert {name.text for name in names_of(f)} == {"settings", "settings.rate", "math"}


def test_names_in_functions_inside_count_and_special_ones_do_not() -> None:
    def f() -> Any:
        return [lambda: LIMIT, __name__]

    assert names_in(f) == {"LIMIT"}
    assert names_in(grad) == set()


def test_where_modules_come_from() -> None:
    assert [is_foreign(m) for m in ("autograd.value", "math", "numpy", "nn.layers", "mine")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert [is_installed(m) for m in ("math", "numpy", "mine")] == [False, True, False]
    assert [is_ours(m) for m in ("autograd", "nn.layers", "math")] == [True, True, False]
