"""A graph as a formula: as Python text that computes it again, or in LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..graph import topological_sort
from ..naming import Names, names_by_value, unique_names
from ..primitives import HELPERS, Family, Primitive
from ..primitives.exponential import pow
from .derivative import Derivative
from .layout import Layout
from .notation import LATEX, PYTHON
from .spelling import identifiers, tex_name, tex_word
from .template import ATOM, Written
from .typeset import Latex, aligned

if TYPE_CHECKING:
    from ..value import Value

SHOWN = 12  # of the operands of one row, in LaTeX


def expression(root: Value, names: Names = (), *, leaves: bool = False) -> str:
    """The formula of a graph as Python text: a line for each node with a label or many uses.

    Executed beside the functions of autograd and the leaves, it gives the same number again, to
    the last bit. With `leaves` it begins with them, and needs the functions alone. `names` gives
    names as `model.named_parameters()` does; leaves without one are called x1, x2, ...

    >>> from autograd import Value
    >>> a, b = Value(2.0, "a"), Value(-3.0, "b")
    >>> d = a * b
    >>> d.label = "d"
    >>> print(expression(d + d**2, leaves=True))
    a = Value(2)
    b = Value(-3)
    d = a * b
    f = d + d**2
    """
    order = topological_sort(root)
    rows = {node.op for node in order if node.op}
    unique = unique_names(order, names)
    called = dict(zip(unique, identifiers(unique.values(), _words(rows))))
    written = {node: Written(name, ATOM) for node, name in called.items()}
    layout = Layout(written, PYTHON.operand, _in_python, width=90, depth=20)
    lines = [f"{name} = {text}" for name, text in layout.lay_out(order, names_by_value(names))]
    if leaves:
        given = [node for node in order if not node.parents]
        lines[:0] = [f"{called[x]} = Value({PYTHON.number(x.data)})" for x in given]
    return "\n".join([*_imports(rows, lines), *lines]) or called[root]


def _in_python(node: Value, operands: Sequence[Written]) -> Written:
    """The formula that records the very same row."""
    assert node.op is not None
    if node.op is pow and type(node.parents[1]) is float:  # x**2 is a row of another kind
        return Written(f"pow({operands[0].text}, {operands[1].text})", ATOM)
    formula = PYTHON.apply(node.op, operands)
    if all(type(x) is float for x in node.parents):  # where a choice left no node
        return Written(f"Value({formula.text})", ATOM)
    return formula


def _words(rows: Iterable[Primitive]) -> set[str]:
    """The names that formulas of these rows use."""
    templates = " ".join(map(PYTHON.row, rows))
    return {"Value", "inf", "nan", "pow", *re.findall(r"(?<![#\\\w])[^\W\d]\w*", templates)}


def _imports(rows: Iterable[Primitive], lines: Sequence[str]) -> list[str]:
    """The lines that bring what is used and is no name of autograd."""
    text = "\n".join(lines)
    wanted = {"math": [x for x in ("inf", "nan") if re.search(rf"\b{x}\b", text)]}
    for row in sorted(rows, key=lambda row: row.name):
        if row.name in HELPERS & _words([row]):
            names = wanted.setdefault(row.partials.__module__, [])
            names += [row.name] * (row.name not in names)
    return [f"from {module} import {', '.join(names)}" for module, names in wanted.items() if names]


def latex(thing: Value | Primitive | Family | Derivative, names: Names = ()) -> Latex:
    r"""The formula of a graph in LaTeX, or the derivative of a function; notebooks typeset it.

    Of many operands the first ones and the last are shown.

    >>> from autograd import Value, exp
    >>> a = Value(2.0, "a")
    >>> latex(a * exp(a)), latex(exp)
    ('f = a \\cdot e^{a}', '\\frac{d}{dx} e^{x} = e^{x}')
    """
    if isinstance(thing, Derivative):
        return thing.latex()
    if isinstance(thing, (Primitive, Family)):
        return thing.rule.latex()
    if not hasattr(thing, "parents"):
        raise TypeError(
            "latex takes a Value, or a function of autograd such as exp, "
            f"got {type(thing).__name__}"
        )
    order = topological_sort(thing)
    written = _typeset(unique_names(order, names))
    layout = Layout(written, LATEX.operand, _in_tex, width=180, depth=8)
    lines = layout.lay_out(order, names_by_value(names))
    return aligned(lines) if lines else Latex(written[thing].text)


def _in_tex(node: Value, operands: Sequence[Written]) -> Written:
    assert node.op is not None
    return LATEX.apply(node.op, operands, SHOWN)


def _typeset(names: dict[Value, str]) -> dict[Value, Written]:
    """The names in LaTeX; where two would look the same, as x1 and x_1 do, one is a word."""
    seen: set[str] = set()
    written = {}
    for node, name in names.items():
        text = tex_name(name)
        if text in seen:
            text = tex_word(name)
        seen.add(text)
        written[node] = Written(text, ATOM)
    return written
