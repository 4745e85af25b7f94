"""Nests share loops as far as what they need is there, and store what others need."""

from typing import Any

import numpy as np
from hypothesis import given
from runs import programs

from autograd.compiler.native.joining import Group, joined, reshaped, sides
from autograd.compiler.native.nests import List, Nest, Side
from autograd.compiler.native.plan import simplified
from autograd.compiler.program import Instruction, Program
from autograd.compiler.schedule import schedule
from autograd.primitives import TABLE


def of(program: Program) -> list[Group | List]:
    """The parts of a program whose outputs are kept."""
    plan = schedule(program)
    return [*joined(plan.runs, plan.sizes[0], [plan.at(x)[1] for x in program.outputs])]


def elementwise(*rows: tuple[str, Any], count: int = 20) -> Program:
    """Rows over vectors: two inputs, then one for each row; the last is the output."""
    code = []
    for name, vectors in rows:
        for i in range(count):
            code.append(Instruction(TABLE[name], tuple(count * v + i for v in vectors)))
    last = count * (1 + len(rows))
    return Program(2 * count, 0, tuple(code), tuple(range(last, last + count)))


def test_a_chain_is_in_the_same_loops_and_stores_its_end() -> None:
    [group] = of(elementwise(("mul", (0, 1)), ("exp", (2,)), ("add", (3, 0))))
    assert isinstance(group, Group)
    assert [nest.op.name for nest in group.nests] == ["mul", "exp", "add"]
    assert group.stored == [False, False, True]
    assert len(sides(group)) == 5


def test_what_others_need_is_stored() -> None:
    program = elementwise(("exp", (0,)), ("mul", (2, 1)))
    total = Instruction(TABLE["total"], tuple(range(40, 60)))
    found = of(Program(40, 0, (*program.code, total), (*program.outputs, 80)))
    assert [x.stored for x in found if isinstance(x, Group)] == [[True, True], [True]]


def test_what_needs_other_numbers_of_the_same_loops_waits_for_them() -> None:
    code = [Instruction(TABLE["exp"], (i,)) for i in range(20)]
    code += [Instruction(TABLE["mul"], (20 + (i + 1) % 20, 20 + i)) for i in range(20)]
    found = of(Program(20, 0, tuple(code), tuple(range(40, 60))))
    assert isinstance(found[0], Group) and [x.op.name for x in found[0].nests] == ["exp"]


def test_a_row_is_cut_as_what_it_needs_was_made() -> None:
    code = [Instruction(TABLE["mul"], (i, 20 + j)) for i in range(5) for j in range(12)]
    code += [Instruction(TABLE["add"], (i, 30 - j)) for i in range(4) for j in range(9)]
    made = len(code)
    code += [Instruction(TABLE["exp"], (32 + i,)) for i in range(made)]
    program = Program(32, 0, tuple(code), tuple(range(32 + made, 32 + 2 * made)))
    groups = [x for x in of(program) if isinstance(x, Group)]
    assert [[(n.op.name, n.shape) for n in x.nests] for x in groups] == [
        [("mul", (5, 12)), ("exp", (5, 12))],
        [("add", (4, 9)), ("exp", (4, 9))],
    ]


def test_instructions_of_a_row_are_reshaped_from_one_on() -> None:
    row = Nest(TABLE["mul"], (20,), Side(100, (1,)), (Side(0, (2,)), Side(50, (0,))))
    assert reshaped(row, 8, (3, 4)) == Nest(
        TABLE["mul"], (3, 4), Side(108, (4, 1)), (Side(16, (8, 2)), Side(50, (0, 0)))
    )


@given(programs())
def test_no_part_reads_what_comes_later(program: Program) -> None:
    simple = simplified(program)
    plan = schedule(simple)
    written = set(range(plan.sizes[0])) - {
        run.start + i for run in plan.runs for i in range(len(run.places))
    }
    for part in joined(plan.runs, plan.sizes[0], []):
        if isinstance(part, List):
            assert written.issuperset(part.places.ravel().tolist())
            written |= {part.out + i for i in range(len(part.places))}
            continue
        inside = {nest.out for nest in part.nests}
        for nest in part.nests:
            for side in nest.sides:
                assert side in inside or written >= reached(side, nest.shape)
        for nest in part.nests:
            written |= reached(nest.out, nest.shape)


def reached(side: Any, shape: tuple[int, ...]) -> set[int]:
    """All places of a side, those of each term too."""
    index = np.indices(shape).reshape(len(shape), -1)
    starts = side.first + np.array(side.moves) @ index
    return {int(x) + t for x in starts for t in side.terms or (0,)}
