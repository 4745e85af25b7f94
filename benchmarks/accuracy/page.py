"""The measurements as a page of Markdown, below what they are and how they are made."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Iterator, Sequence

from .engines import ENGINES
from .measure import COARSE, NOISE, ORDERS, Cell, Row
from .points import TUPLES
from .spellings import spelling

INTRODUCTION = """# Accuracy

The largest relative error of every differentiable function of the table, of its derivatives and of
its second derivatives, against mpmath and beside its peers in double precision at the same points.
`python -m benchmarks.accuracy` measures all of it again and writes this page.

{versions}. {platform}.

{summary}

## What is measured

**Points.** A function of one number is evaluated at 0 and at {numbers} numbers of either sign, the
same ones for every function as far as its domain goes: 1e-300 to 1e300 in steps of ten decades,
0.001 to 1000 in steps of a tenth of a decade, the multiples of 1/8 up to 10, and, for every number
at which *some* function of the table has a zero, a pole, an end of its domain, a joint, or a zero
of one of its two derivatives, the neighbours of that number at distances of about 2e-16, 1e-12,
1e-7 and 1e-3, relative. Functions of several numbers take all pairs, triples or quadruples of a
few sizes from 1e-300 to 1e300 and both signs (-800 to 800 for softmax and its kin). Left out are
kinks, ties and jumps, where there is no derivative. Nothing is random.
[benchmarks/accuracy/points.py](../benchmarks/accuracy/points.py) has them all.

**Truth.** mpmath on the exact value of the float, to 50 to 2,400 digits; derivatives are
differences in steps of 1e-40 at that precision, or mpmath's own polygamma.

**Error.** |found - true| / |true|. Below the smallest normal float, 2.2e-308, floats are equally
far apart, and so the error is divided by 2.2e-308 there: half a unit in the last place is 1e-16
everywhere, and a result that is lost to underflow counts as 100 %, which is 1. An infinity where
the true result is beyond the largest float is right. Any other infinity, and any nan, is `wrong`.
Of a gradient or a Hessian the worst entry counts. Note how severe a measure this is: at a zero of
a function, an error of 1e-16 of its terms is all of the result.

A cell is the largest error over all points; in brackets, at how many points it is above {coarse:g},
if at any. **Bold** is what no other beats, where errors below {noise:g} count as equal, and
otherwise those within a factor of 1.5.

**Engines.** Ours: `gradients` of `gradients`. PyTorch: `torch.autograd.grad` with `create_graph`,
of all points as one tensor. JAX: `grad` of `grad` under `vmap` and `jit` on the CPU with
`jax_enable_x64`, which is how it is used; XLA's compiler takes subnormal numbers for 0 there,
rearranges formulas and has approximations of its own. Where a peer lacks a function, its user's
spelling is measured: all spellings are listed below.

## Where digits are lost

Where we are far from 1e-16 below, terms cancel or leave the floats on the way. The second
derivatives of silu, mish, sech and gaussian and both derivatives of sinc have no relative accuracy
next to their own zeros, and those of softmax none where a probability is next to one half. That of
norm cancels in a side that is far longer than the others; to avoid it, as hypot does for two, takes
time quadratic in their number. The second derivative of pow at (1e-300, 1e-300) is a power that
overflows times a number that would bring it back. In the softmax family, and in the derivatives of
logaddexp and logaddexp2, 3e-15 and 3e-14 are the rounding of the difference of two operands, which
the engines share.
"""


def page(rows: Sequence[Row], engines: Sequence[str]) -> str:
    """The whole text."""
    introduction = INTRODUCTION.format(
        versions=", ".join(ENGINES[e][0].version for e in engines) + _mpmath(),
        platform=f"{platform.python_implementation()} {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}".rstrip(" ,"),
        summary=summary(rows, engines),
        numbers=f"{max((r.points for r in rows if r.name not in TUPLES), default=0) // 2:,}",
        coarse=COARSE,
        noise=NOISE,
    )
    parts = [introduction]
    for order, title in enumerate(ORDERS):
        parts.append(f"## {title.capitalize()}\n\n{table(_order(rows, engines, order))}\n")
    parts.append(f"## Spellings\n\n{table(_spellings(rows, engines))}\n")
    return "\n".join(parts)


def summary(rows: Sequence[Row], engines: Sequence[str]) -> str:
    """In how many rows each engine is unbeaten, and where ours is not."""
    head = ["unbeaten in", *(f"{title} ({len(rows)} rows)" for title in ORDERS)]
    lines = [
        [ENGINES[e][0].title, *(str(sum(e in r.best(k) for r in rows)) for k in range(len(ORDERS)))]
        for e in engines
    ]
    beaten = [
        f"{row.name} ({title})"
        for k, title in enumerate(ORDERS)
        for row in rows
        if engines[0] not in row.best(k)
    ]
    ours = ENGINES[engines[0]][0].title
    verdict = f"{ours} is beaten in: {', '.join(beaten)}." if beaten else f"{ours} is never beaten."
    return f"{table([head, *lines])}\n\n{verdict}"


def table(lines: Iterable[Sequence[str]]) -> str:
    """Markdown of the lines, of which the first is the head."""
    head, *rest = lines
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rest))


def number(cell: Cell) -> str:
    """The error of a cell to two digits, and how many points are coarse.

    >>> number(Cell(1.234e-16, (0.5,), 0)), number(Cell(math.inf, (0.5,), 3))
    ('1.2e-16', 'wrong (3)')
    """
    error = cell.largest
    text = "wrong" if math.isinf(error) else "0" if error < 1e-17 else f"{error:.1e}"
    text = "> 1000" if 1e3 < error < math.inf else text
    return f"{text} ({cell.coarse})" if cell.coarse else text


def _order(rows: Sequence[Row], engines: Sequence[str], order: int) -> Iterator[list[str]]:
    yield ["function", "points", *(ENGINES[e][0].title for e in engines)]
    for row in rows:
        best = row.best(order)
        cells = [(e in best, number(row.cells[e][order])) for e in engines]
        yield [f"`{row.name}`", f"{row.points}", *(f"**{c}**" if b else c for b, c in cells)]


def _spellings(rows: Sequence[Row], engines: Sequence[str]) -> Iterator[list[str]]:
    yield ["function", *(ENGINES[e][0].title for e in engines)]
    for row in rows:
        yield [f"`{row.name}`", *(f"`{spelling(e, row.name)}`" for e in engines)]


def _mpmath() -> str:
    import mpmath

    return f"; mpmath {mpmath.__version__}"
