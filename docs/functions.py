"""Writes docs/functions.md: each function of the table with its derivative and its plot.

`python docs/functions.py` writes the page, and a plot of each function of one number beside it.
"""

from __future__ import annotations

import inspect
import io
import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import autograd
from autograd.formulas import latex
from autograd.formulas.spelling import python_number
from autograd.primitives import (
    ALIASES,
    FAMILIES,
    TABLE,
    Primitive,
    activations,
    arithmetic,
    exponential,
    extrema,
    gated,
    hyperbolic,
    piecewise,
    reductions,
    rounding,
    softmax,
    special,
    trigonometric,
)
from autograd.primitives.row import REALS

PAGE = Path(__file__).with_suffix(".md")
PLOTS = PAGE.with_suffix("")
INTRODUCTION = """# Functions

Every function of `autograd` with its derivative, as its rule gives it. Each is a method of `Value`
too, but for those that give a list. Of NumPy arrays, of Values or plain numbers or both, functions
of a fixed number of operands are taken element by element. `python docs/functions.py` writes this
page from the rows of the table.
"""
# a module imports from those before it: a name is at home in the first that has it
HOMES = (
    piecewise, extrema, rounding, arithmetic, exponential, trigonometric, hyperbolic, special,
    reductions, softmax, activations, gated,
)  # fmt: skip
CHAPTERS = (
    arithmetic, exponential, trigonometric, hyperbolic, activations, gated, piecewise, extrema,
    rounding, special, reductions, softmax,
)  # fmt: skip
# where a family has no defaults, or nothing to see at them
SHOWN = {"power": (3.0,), "polygamma": (1.0,), "clamp": (-1.0, 1.0)}
GREY = "#808080"
# of the two curves: Okabe and Ito's blue and vermillion, the place of the name, the width
LOOKS = ("#0072B2", "#D55E00"), ("left", "right"), (3.0, 1.2)
REACH = 4.0  # of plots, to each side
CLOSE = 1e-9  # to a kink, without being there


def chapters() -> Iterator[tuple[ModuleType, list[str]]]:
    """The files of the table, and the public functions that are at home in each."""
    known = TABLE.keys() | FAMILIES.keys() | {"softmax", "log_softmax"}
    home: dict[str, ModuleType] = {}
    for module in HOMES:
        for name in vars(module).keys() & known:
            if hasattr(autograd, name):
                home.setdefault(name, module)
    for module in CHAPTERS:
        yield module, [name for name in vars(module) if home.get(name) is module]


def row_of(name: str) -> Primitive:
    """The row that the page shows of the function."""
    if f"{name}_entry" in FAMILIES:
        return FAMILIES[f"{name}_entry"].row(0.0)
    return FAMILIES[name].row(*SHOWN[name]) if name in SHOWN else TABLE[name]


def page() -> str:
    """The text of the page."""
    parts = [INTRODUCTION]
    for module, names in chapters():
        title = (module.__doc__ or "").partition("\n")[0].rstrip(".")
        parts += [f"## {title}\n", *map(section, names)]
    return "\n".join(parts)


def section(name: str) -> str:
    """What the page says of one function."""
    row = row_of(name)
    first, *_ = re.split(r"(?<=\.)\s", getattr(autograd, name).__doc__, maxsplit=1)
    lines = [f"### `{signature(name)}`", first, f"```math\n{latex(row)}\n```"]
    if facts := " ".join(remarks(name)):
        lines.append(facts)
    if row.arity == 1:
        lines.append(f"![{name} and its derivative]({PLOTS.name}/{name}.svg)")
    return "\n\n".join(lines) + "\n"


def signature(name: str) -> str:
    """How the function is called: with numbers, or with a list of them."""
    row = row_of(name)
    if row.arity is None:
        return f"{name}(ws, xs)" if name == "dot" else f"{name}(xs)"
    operands = row.partials.__code__.co_varnames[1 : 1 + row.arity]
    if name not in FAMILIES:
        return f"{name}({', '.join(operands)})"
    parameters = inspect.signature(FAMILIES[name].make).parameters.values()
    optional = [p.name if p.default is p.empty else f"{p.name}={p.default}" for p in parameters]
    return f"{name}({', '.join([*operands, *optional])})"


def remarks(name: str) -> Iterator[str]:
    """Other names, what is shown of a family, the domain and the kinks."""
    row = row_of(name)
    if others := [f"`{alias}`" for alias, function in ALIASES.items() if function == name]:
        yield f"Also called {' and '.join(others)}."
    if name in FAMILIES:
        named = zip(inspect.signature(FAMILIES[name].make).parameters, row.parameters)
        yield f"Shown for {', '.join(f'{p} = {python_number(x)}' for p, x in named)}."
    if row.domain != REALS:
        low, high = map(python_number, row.domain)
        yield f"For x from {low} on." if high == "inf" else f"For x from {low} to {high}."
    if len(row.kinks) > 3:
        middle = len(row.kinks) // 2
        near = ", ".join(map(python_number, row.kinks[middle - 1 : middle + 2]))
        yield f"Not smooth at ..., {near}, ..."
    elif row.kinks:
        yield f"Not smooth at {' and '.join(map(python_number, row.kinks))}."


def points(row: Primitive) -> list[float]:
    """Where a function is sampled, closest at ends; nan lifts the pen where it may jump."""
    low, high = max(row.domain[0], -REACH), min(row.domain[1], REACH)
    ends = [low, *sorted(x for x in {0.0, *row.kinks} if low < x < high), high]
    xs: list[float] = []
    for a, b in pairwise(ends):
        n = 30 + round(12 * (b - a))
        shares = [0.5 - 0.5 * math.cos(math.pi * i / n) for i in range(1, n)]
        xs += [a + CLOSE, *(a + (b - a) * share for share in shares), b - CLOSE, math.nan]
    return xs


def broken_at_poles(ys: Sequence[float]) -> list[float]:
    """The values as far as a plot needs them, and nan where they leap from end to end of it."""
    leaps = (x * y < 0.0 and math.fabs(x - y) > 2.0 * REACH for x, y in pairwise([0.0, *ys]))
    return [math.nan if leap else y for y, leap in zip(ys, leaps)]


def plot(name: str) -> str:
    """A function of one number and its derivative, as SVG that looks well on black and on white."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    row = row_of(name)
    xs = points(row)
    curves = [broken_at_poles([f(x) for x in xs]) for f in (row, lambda x: row.evaluate(x)[1][0])]
    seen = [y for ys in curves for y in ys if -REACH <= y <= REACH]
    style = {"svg.hashsalt": name, "svg.fonttype": "none", "font.sans-serif": ["DejaVu Sans"]}
    with rc_context(style | {"font.size": 8}):
        figure = Figure(figsize=(3.4, 2.2), layout="constrained")
        axes = figure.subplots()
        axes.spines[:].set_visible(False)
        axes.tick_params(colors=GREY, length=0)
        axes.locator_params(nbins=5)
        for line in (axes.axhline, axes.axvline):
            line(0.0, color=GREY, linewidth=0.5)
        for kink in row.kinks if len(row.kinks) < 4 else ():
            axes.axvline(kink, color=GREY, linewidth=0.7, dashes=(4, 3))
        for ys, what, color, side, width in zip(curves, (name, "derivative"), *LOOKS):
            axes.plot(xs, ys, color=color, linewidth=width)
            axes.set_title(what, color=color, fontsize=8, loc=side)
        margin = 0.05 * (max(seen) - min(seen))
        axes.set_ylim(min(seen) - margin, max(seen) + margin)
        svg = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(svg, format="svg", transparent=True, metadata=nothing)
    return tidied(svg.getvalue())


def tidied(svg: str) -> str:
    """The same picture with coordinates to a hundredth of a point, without what says nothing."""
    svg = re.sub(r"<!--.*?-->| transform=\"rotate\(-0 [^\"]*\"", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\n\s+", "\n", svg)
    return re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), svg)


def main() -> None:
    """Write the page and the plots."""
    PAGE.write_text(page(), encoding="utf-8")
    PLOTS.mkdir(exist_ok=True)
    for _, names in chapters():
        for name in names:
            if row_of(name).arity == 1:
                (PLOTS / f"{name}.svg").write_text(plot(name), encoding="utf-8")


if __name__ == "__main__":
    main()
