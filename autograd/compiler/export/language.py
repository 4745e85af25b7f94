"""What a language calls the rows of the table, and a program in rows that it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from ...primitives import TABLE, Primitive
from ..expansion import expanded
from ..passes import simplified
from ..program import Operand, Program

CONSTANT = re.compile(r"\b\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)")  # as `number` writes it
Template: TypeAlias = "str | Callable[..., str]"


class Language(NamedTuple):
    """How a language writes what a row does to operands that are names or constants.

    `rows` has a format string for each row, or a function of the operands' texts; `constant`
    writes a number; `keywords` cannot be names.
    """

    name: str
    rows: dict[str, Template]
    constant: Callable[[float], str]
    keywords: frozenset[str]

    def knows(self, row: Primitive) -> bool:
        """Whether the language has the row."""
        return TABLE.get(row.name) is row and row.name in self.rows

    def write(self, row: Primitive, operands: list[str]) -> str:
        """The row at these operands."""
        template = self.rows[row.name]
        return template.format(*operands) if isinstance(template, str) else template(*operands)

    def check_name(self, name: str) -> str:
        """The name; ValueError if the language takes it for no name of a function."""
        used = re.findall(r"\w+", " ".join(t for t in self.rows.values() if isinstance(t, str)))
        if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) or name in self.keywords.union(used):
            raise ValueError(f"{name!r} cannot be the name of a function in {self.name}")
        return name


def in_rows_of(program: Program, language: str, knows: Callable[[Primitive], bool]) -> Program:
    """The program in rows that a language has; NotImplementedError names one that it has not."""
    written = simplified(expanded(program, knows))
    for row, _ in written.code:
        if not knows(row):
            raise NotImplementedError(
                f"{language} has no function for {row.name}, and the table does not write "
                "it out in simpler ones: use others, or give the row an `expansion`"
            )
    return written


def assignments(
    program: Program, language: Language, written: Callable[[Operand], str]
) -> Iterator[tuple[int, str]]:
    """Each register but the leaves, and the text of what is in it."""
    for i, (row, operands) in enumerate(program.code, program.leaves):
        yield i, language.write(row, [written(x) for x in operands])


def indexed(program: Program, language: Language) -> Callable[[Operand], str]:
    """What writes an operand: as the program names it, but parameters as entries of p."""

    def written(x: Operand) -> str:
        if isinstance(x, float):
            return language.constant(x)
        parameter = program.inputs <= x < program.leaves
        return f"p[{x - program.inputs}]" if parameter else program.name(x)

    return written


def used_leaves(program: Program) -> list[int]:
    """The inputs and parameters that something depends on, in their order."""
    operands = [x for i in program.code for x in i.operands]
    operands += [*program.outputs, *(guard.register for guard in program.guards)]
    return sorted({x for x in operands if type(x) is int and x < program.leaves})


def tests_after(program: Program) -> dict[Operand, list[float]]:
    """The numbers that guards expect, for each register that they look at."""
    expected: dict[Operand, list[float]] = {}
    for guard in program.guards:
        expected.setdefault(guard.register, []).append(guard.expected)
    return expected


def plus(*terms: str) -> str:
    """A sum in the usual notation."""
    return " + ".join(terms) or "0.0"


def times(*factors: str) -> str:
    """A product in the usual notation."""
    return " * ".join(factors) or "1.0"


def pairs(*operands: str) -> list[str]:
    """The products in a dot product: the first half times the second, one by one."""
    n = len(operands) // 2
    return [f"{w} * {x}" for w, x in zip(operands[:n], operands[n:])]


def number(x: float, inf: str, nan: str) -> str:
    """A constant with all digits, in parentheses if it has a sign."""
    text = nan if x != x else inf if x == float("inf") else repr(x)
    return f"(-{inf})" if x == -float("inf") else f"({text})" if text.startswith("-") else text
