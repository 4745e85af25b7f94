"""The machine's text has every operation, and follows orders from one to another."""

import numpy as np
import pytest

pytest.importorskip("numba")

from autograd.compiler.native.machine import OPERATIONS, TAPE, WIDTH, machine, operands
from autograd.compiler.native.native import NOTHING


def test_operands_are_counted() -> None:
    assert [operands(name) for name in ("neg", "add", "where")] == [1, 2, 3]


def test_only_the_orders_asked_for_are_followed() -> None:
    memory = np.array([2.0, 3.0, 0.0, 0.0])
    orders = np.zeros((2, WIDTH), np.int64)
    orders[:, 0], orders[:, 8] = TAPE, 1
    orders[1, 7] = 5
    add, mul = OPERATIONS["add"], OPERATIONS["mul"]
    tape = np.array([add, 2, 0, 1, 0, mul, 3, 0, 1, 0])
    machine()(memory, orders, tape, 1, 2, *NOTHING)
    assert memory.tolist() == [2.0, 3.0, 0.0, 6.0]
    machine()(memory, orders, tape, 0, 1, *NOTHING)
    assert memory.tolist() == [2.0, 3.0, 5.0, 6.0]
