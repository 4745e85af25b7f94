"""What holds for every row of the table, but those of compiled functions: row x property."""

import copy
import itertools
import math
import pickle
import re

import pytest
from oracles import ORDINARY, hessian, identical, same

import autograd
from autograd import Value, gradients, no_grad
from autograd.primitives import ALIASES, FAMILIES, HELPERS, TABLE, Primitive
from benchmarks.accuracy.exact import HUGE

FROM_FAMILIES = [
    *(FAMILIES["power"].row(n) for n in (3.0, -1.0, 0.5, 0.0, 1.0, 2.0)),
    FAMILIES["clamp"].row(-1.0, 1.0),
    FAMILIES["inside"].row(-1.0, 1.0),
    FAMILIES["leaky_relu"].row(0.2),
    FAMILIES["elu"].row(0.5),
    FAMILIES["round"].row(1.0),
    FAMILIES["gaussian"].row(0.5),
    FAMILIES["polygamma"].row(1.0),
    *(FAMILIES["sinc_derivative"].row(n) for n in (1.0, 4.0)),
    *(FAMILIES["softmax_entry"].row(k) for k in (0.0, 1.0)),
    *(FAMILIES["log_softmax_entry"].row(k) for k in (0.0, 1.0)),
]
ROWS = [*ORDINARY.values(), *FROM_FAMILIES]
BINARY = [row for row in ROWS if row.arity == 2]
every_row = pytest.mark.parametrize("row", ROWS, ids=repr)

GENERIC = (0.7311, -1.3179, 2.4142, -0.2718, 3.2361, 0.4343, -2.6651)  # no kinks, ties or zeros
SPECIAL = (math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 2.5, HUGE, -HUGE, 5e-324, 745.5)
LINEAR = {  # in these operands: a nan passes through them, and their derivative is still known
    **{name: {0, 1} for name in ("add", "sub", "mul")},
    **{name: {0} for name in ("neg", "identity", "div", "mod", "fmod", "direction")},
    **{name: {0} for name in ("degrees", "radians")},
    **{name: {0, 1} for name in ("fmax", "fmin", "prevails")},  # which take the other operand
    "heaviside": {1},
    **{name: {0, 1, 2, 3} for name in ("total", "mean", "prod", "dot", "where")},
}
CONSTANT = {TABLE["truth"], TABLE["sound"], FAMILIES["power"].row(0.0)}  # 1 or 0 even at nan
BLIND = {  # to a nan in these operands
    **{name: {0, 1} for name in ("fmax", "fmin", "prevails")},
    "copysign": {1},
    "heaviside": {1},
}
STRAIGHT = {FAMILIES["power"].row(1.0)}


def width(row: Primitive) -> int:
    """How many operands to try the row with."""
    return 4 if row.arity is None else row.arity


def samples(row: Primitive) -> list[tuple[float, ...]]:
    """Operands of the row, inside its domain."""
    low, high = row.domain
    if row.name in ("pow", "power"):
        low = 0.0
    inner = [x for x in GENERIC if low < x < high] or [1.5, 2.75, 7.125]
    return [
        tuple(itertools.islice(itertools.cycle(inner), i, i + width(row)))
        for i in range(len(inner))
    ]


def gradients_of(row: Primitive, operands: tuple[object, ...]) -> list[float]:
    """What a sweep leaves in the Values among the operands."""
    row(*operands).backward()
    return [x.grad for x in operands if isinstance(x, Value)]


@every_row
def test_partials_match_central_differences(row: Primitive) -> None:
    for operands in samples(row):
        _, partials = row.evaluate(*operands)
        for i, x in enumerate(operands):
            h = 6e-6 * max(1.0, abs(x))
            high, low = (row(*operands[:i], x + d, *operands[i + 1 :]) for d in (h, -h))
            assert partials[i] == pytest.approx((high - low) / (2.0 * h), rel=1e-8, abs=1e-9)


@every_row
def test_second_derivatives_match_central_differences_of_the_partials(row: Primitive) -> None:
    for operands in samples(row):
        exact = hessian(row, *operands)
        for i, x in enumerate(operands):
            h = 6e-6 * max(1.0, abs(x))
            high, low = (row.evaluate(*operands[:i], x + d, *operands[i + 1 :])[1] for d in (h, -h))
            for j in range(width(row)):
                slope = (high[j] - low[j]) / (2.0 * h)
                assert exact[j][i] == pytest.approx(slope, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("row", BINARY, ids=repr)
@pytest.mark.parametrize("operands", [(2.0, 0.0), (2.0, 1.0), (1.0, 2.0), (1.5, -1.0), (0.5, 3.0)])
def test_second_derivatives_do_not_depend_on_the_order(
    row: Primitive, operands: tuple[float, float]
) -> None:
    (_, xy), (yx, _) = hessian(row, *operands)
    assert xy == pytest.approx(yx, rel=1e-15, abs=1e-15) or not math.isfinite(row(*operands))


@every_row
def test_the_rule_gives_the_same_floats_on_values(row: Primitive) -> None:
    for operands in samples(row):
        xs = [Value(x) for x in operands]
        z = row(*xs)
        z.backward()
        assert [g.data for g in gradients(z, xs)] == [x.grad for x in xs]


@every_row
def test_special_operands_give_floats_and_never_raise(row: Primitive) -> None:
    for pair in itertools.product(SPECIAL, repeat=min(width(row), 2)):
        operands = tuple(itertools.islice(itertools.cycle(pair), width(row)))
        value, partials = row.evaluate(*operands)
        assert [type(x) for x in (value, *partials)] == [float] * (1 + len(operands))
        node = row(*map(Value, operands))
        assert identical(node.data, value)
        assert row.chosen or all(map(identical, node.partials, partials))


@every_row
def test_nan_spreads_to_value_and_derivative_unless_the_row_is_linear(row: Primitive) -> None:
    operands = samples(row)[0]
    for i in range(width(row)):
        if row.chosen and i != row.chosen(*operands):
            continue
        value, partials = row.evaluate(*operands[:i], math.nan, *operands[i + 1 :])
        assert math.isnan(value) != (row in CONSTANT or i in BLIND.get(row.name, ()))
        linear = i in LINEAR.get(row.name, ()) or row in CONSTANT | STRAIGHT
        assert math.isnan(partials[i]) != linear


@every_row
def test_a_constant_on_any_side_leaves_the_other_gradients_as_they_are(row: Primitive) -> None:
    for operands in samples(row):
        if row.chosen:
            operands = (1.0, *operands[1:])
        full = gradients_of(row, tuple(map(Value, operands)))
        for i in range(width(row)):
            for constant in (float, Value):  # one Value among floats, one float among Values
                mixed = tuple(
                    (float if (constant is float) == (i == j) else Value)(x)
                    for j, x in enumerate(operands)
                )
                if any(isinstance(x, Value) for x in mixed):
                    kept = [g for g, x in zip(full, mixed, strict=True) if isinstance(x, Value)]
                    assert gradients_of(row, mixed) == kept


@every_row
@pytest.mark.parametrize("literal", [0, 1, 2])
def test_an_int_is_the_float_it_equals(row: Primitive, literal: int) -> None:
    for i in range(width(row)):
        ints, floats = (
            [convert(literal) if i == j else Value(1.25) for j in range(width(row))]
            for convert in (int, float)
        )
        if width(row) > 1:
            assert identical(row(*ints).data, row(*floats).data)
            assert all(map(same, row(*ints).partials, row(*floats).partials))
        assert identical(row(*[literal] * width(row)), row(*[float(literal)] * width(row)))


@every_row
def test_the_same_operand_twice_collects_both_derivatives(row: Primitive) -> None:
    x = Value(samples(row)[0][0])
    z = row(*[x] * width(row))
    z.backward()
    taken = z.partials if not row.chosen else [z.partials[row.chosen(*[x.data] * 3)]]
    assert same(x.grad, sum(taken))


@every_row
def test_no_grad_changes_no_value(row: Primitive) -> None:
    for operands in samples(row):
        with no_grad():
            bare = row(*map(Value, operands))
        assert (bare.data, bare.parents) == (row(*operands), ())


@every_row
def test_a_row_is_pickled_and_copied_by_name(row: Primitive) -> None:
    assert pickle.loads(pickle.dumps(row)) is row
    assert copy.deepcopy(row) is row


@pytest.mark.parametrize("name", (TABLE.keys() | FAMILIES.keys() | ALIASES.keys()) - HELPERS)
def test_every_function_is_public_and_a_method(name: str) -> None:
    function = getattr(autograd, name)
    assert function in (TABLE.get(ALIASES.get(name, name)), FAMILIES.get(ALIASES.get(name, name)))
    assert callable(getattr(Value, name))


@every_row
def test_the_method_is_the_function(row: Primitive) -> None:
    if TABLE.get(row.name) is row and row.name not in HELPERS | {"where", "dot"}:
        xs = [Value(x) for x in samples(row)[0]]
        assert identical(getattr(xs[0], row.name)(*xs[1:]).data, row(*xs).data)


@pytest.mark.parametrize("name", TABLE.keys() | FAMILIES.keys())
def test_every_function_is_explained_with_an_example(name: str) -> None:
    doc = (FAMILIES.get(name) or TABLE[name]).__doc__
    assert re.match(r"\S.*[.;:]", doc)
    assert f">>> {name}" in doc
