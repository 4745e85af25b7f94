"""What is lowered computes what was traced, each node once, in an order that needs no stack."""

from typing import Any

from compiled import bits, lowering, program as written, steps
from hypothesis import given

import autograd
from autograd import Value
from autograd.compiler.lowering import lowered, made_in
from autograd.compiler.trace import Trace
from autograd.compiler.traced import Traced, traced
from autograd.nesting import flatten


@given(steps)
def test_nodes_come_after_what_they_are_computed_from(code: list) -> None:
    with Trace():
        roots, _ = flatten(written(code)(*[traced(x) for x in (0.5, -1.5, 2.0)]))
        order = made_in(roots)
    place = {id(node): i for i, node in enumerate(order)}
    assert len(place) == len(order)
    for node in order:
        parents = [x for x in node.parents if type(x) is Traced and x.parents]
        assert all(place[id(x)] < place[id(node)] for x in parents)
    assert all(id(x) in place for x in roots if type(x) is Traced and x.parents)


def test_operands_are_computed_in_their_order() -> None:
    program = lowering(lambda x, y: [autograd.sin(x) * autograd.cos(y), x, 2.0], [1.0, 2.0])
    assert str(program).splitlines()[1:] == [
        "  v0 = sin(x0)", "  v1 = cos(x1)", "  v2 = mul(v0, v1)", "  return v2, x0, 2.0",
    ]  # fmt: skip


def test_shared_nodes_are_lowered_once_and_depth_is_no_limit() -> None:
    def ladder(x: Any) -> Any:
        for _ in range(20_000):
            x = x - x * x * 0.5
        return x

    program = lowering(ladder, [0.5])
    assert len(program.code) == 60_000
    assert bits(program.evaluate([0.5]) or []) == bits([ladder(0.5)])


def test_parameters_come_in_the_order_in_which_they_are_used() -> None:
    ws = [Value(float(i)) for i in range(50)]
    with Trace() as trace:
        x = traced(1.0)
        y = sum([w * x for w in ws], 0.0 * ws[7])
    program, parameters = lowered([x], [y, ws[3]], trace)
    assert [p.data for p in parameters] == [7.0, *(float(i) for i in range(50) if i != 7)]
    assert program.outputs[1] == 1 + 4


def test_nodes_of_before_are_parameters_and_only_those_that_count() -> None:
    w, unused = Value(2.0), Value(7.0)
    before = (w + unused) * 1.0
    with Trace() as trace:
        x = traced(3.0)
        y = before * x + w
    program, parameters = lowered([x], [y], trace)
    assert set(parameters) == {before, w}
    assert len(program.code) == 2 and type(y) is Traced
    assert program.evaluate([3.0, *(p.data for p in parameters)]) == [29.0]
