"""What the player says of a node: its formula, its rules, where its gradient comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ..differences import Replay
from ..drawing.needs import needed
from ..formulas.notation import LATEX, partials_of
from ..naming import short
from .steps import OPERANDS, Step, computed, formula, product
from .walk import Term, Walk

RULES = 12  # so many operands of a node get their rule written out


def panels(walk: Walk, nodes: Sequence[int], steps: Sequence[Step]) -> dict[str, dict[str, Any]]:
    """For each of these nodes, by the id of its box, what the page shows of it.

    `steps` are the steps of the page: the terms of a gradient say in which one they are added.
    """
    replay = Replay(walk.order[-1])
    added = {id(step.term): k for k, step in enumerate(steps) if step.term}
    terms: dict[int, list[Term]] = defaultdict(list)
    for term in walk.terms:
        terms[term.parent].append(term)
    return {
        f"n{i}": _node(walk, i)
        | _gradient(walk, i, [(added.get(id(term)), term) for term in terms[i]])
        | _check(walk, i, replay)
        for i in nodes
    }


def _node(walk: Walk, i: int) -> dict[str, Any]:
    node = walk.order[i]
    data = short(node.data)
    return {
        "name": walk.names[i],
        "kind": "result" if node.op else "leaf",
        "expression": formula(walk, i),
        "computed": computed(walk, i) if node.op else f"{walk.names[i]} = {data}",
        "data": data,
        "rules": list(_rules(walk, i)),
    }


def _rules(walk: Walk, i: int) -> Iterator[dict[str, str]]:
    """The local derivative by each operand, in mathematics and as text."""
    needed("latex2mathml")
    from latex2mathml.converter import convert

    node = walk.order[i]
    if node.op is None:
        return
    operands, y = walk.operands(i), walk.names[i]
    in_latex = partials_of(node.op, operands, y, LATEX, limit=OPERANDS)
    in_text = partials_of(node.op, operands, y, limit=OPERANDS)
    for k, (operand, partial) in enumerate(zip(operands[:RULES], node.partials)):
        if isinstance(operand, str):
            names = rf"\frac{{\partial {LATEX.name(y)}}}{{\partial {LATEX.name(operand)}}}"
            number = LATEX.number(float(short(partial)))
            value = "" if in_latex[k] == number else f" = {number}"
            text = "" if in_text[k] == short(partial) else f" = {short(partial)}"
            yield {
                "mathml": convert(f"{names} = {in_latex[k]}{value}"),
                "text": f"{walk.derivative(i, k)} = {in_text[k]}{text}",
            }


def _gradient(walk: Walk, i: int, terms: list[tuple[int | None, Term]]) -> dict[str, Any]:
    return {
        "gradient": walk.derivative(i),
        "grad": short(walk.gradients[i]),
        "terms": [{"step": step, "text": product(walk, term)} for step, term in terms],
    }


def _check(walk: Walk, i: int, replay: Replay) -> dict[str, Any]:
    """The gradient against central differences, which know nothing of rules; None: can't tell."""
    found, error = replay.difference(walk.order[i])
    f, x = walk.names[-1], walk.names[i]
    gradient = walk.gradients[i]
    agrees = abs(found - gradient) <= error + 1e-9 * abs(gradient) + 1e-12
    told = error <= 1e-3 * max(abs(found), abs(gradient), 1e-6)  # or else it says nothing
    return {
        "check": f"({f}({x} + h) - {f}({x} - h)) / 2h = {found:.8g}",
        "agrees": bool(agrees) if told else None,
    }
