"""The backward pass as a table: a line for each edge, with the rule and the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from ..formulas.notation import partials_of
from ..naming import Names, short
from .steps import OPERANDS, formula
from .walk import Term, Walk

if TYPE_CHECKING:
    from ..value import Value

COLUMNS = ("node", "rule", "local derivative", "product", "running sum")


class Explanation:
    """A table that a terminal shows as text and a notebook as HTML: `columns` and `rows`."""

    def __init__(self, rows: list[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS) -> None:
        self.columns = columns
        self.rows = rows

    def __repr__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows)]
        lines = [self.columns, tuple("-" * width for width in widths), *self.rows]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td><code>{escape(cell)}</code></td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def explain(root: Value, names: Names = (), *, limit: int = 200) -> Explanation:
    """The backward pass from `root` as a table, a row for each edge in the order of the sweep.

    A row says at which node the sweep is, the rule of its operation, the local derivative, its
    product with the gradient that has arrived there, and what the operand's gradient comes to.
    Of more than `limit` rows the first and the last are shown. `names` as in `draw`.

    >>> from autograd import Value, explain
    >>> a, b = Value(2.0, "a"), Value(-3.0, "b")
    >>> explain(a * b + a)
    node        rule        local derivative  product      running sum
    ----------  ----------  ----------------  -----------  -----------
    f = v1 + a  df/dv1 = 1  1                 1 * 1 = 1    df/dv1 = 1
    f = v1 + a  df/da = 1   1                 1 * 1 = 1    df/da = 1
    v1 = a * b  dv1/da = b  -3                1 * -3 = -3  df/da = -2
    v1 = a * b  dv1/db = a  2                 1 * 2 = 2    df/db = 2

    Takes time linear in the size of the graph. Raises ValueError if data was changed since it
    was recorded, or `limit` is below 2.
    """
    if not isinstance(limit, int) or limit < 2:
        raise ValueError(f"limit must be a whole number of rows, at least 2, got {limit!r}")
    walk = Walk(root, names)
    terms = walk.terms
    if len(terms) <= limit:
        return Explanation(list(_rows(walk, terms)))
    some = limit // 2
    skipped = (f"... {len(terms) - 2 * some:,} rows ...", "", "", "", "")
    first, last = terms[:some], terms[-some:]
    return Explanation([*_rows(walk, first), skipped, *_rows(walk, last)])


def _rows(walk: Walk, terms: Iterable[Term]) -> Iterator[tuple[str, ...]]:
    for i, of_node in groupby(terms, key=attrgetter("node")):
        op, what = walk.order[i].op, formula(walk, i)
        assert op is not None
        partials = partials_of(op, walk.operands(i), walk.names[i], limit=OPERANDS)
        for term in of_node:
            name = walk.derivative(i, term.operand)
            rule = partials[term.operand]
            yield (
                what,
                f"{name} = {'...' if rule == name else rule}",  # a rule without a formula
                short(term.partial),
                f"{short(term.upstream)} * {short(term.partial)} = {short(term.product)}",
                f"{walk.derivative(term.parent)} = {short(term.after)}",
            )
