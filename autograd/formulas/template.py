r"""Templates: how a function is written around its operands, with parentheses where they belong.

A template is text with `#1`, `#2`, ... where operands go, `#a`, `#b`, ... for the parameters of a
row and `#n` for the number of operands. Whether an operand gets parentheses follows from what
stands beside it: in `#1^{2}` it must bind closer than a power, in `1 - #1` closer than a
difference, and in `\frac{#1}{2}` braces hold it. How closely the whole binds follows from the
operators outside of all brackets.

`\dots` repeats what stands before it in its brackets, for any number of operands: `e^{#1} + \dots`
becomes `e^{#1} + e^{#2} + e^{#3}`. Where it names two, as `#1 \cdot #2 + \dots` does, they are
taken from the first and from the second half of the operands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

# how closely text binds: what is below the level that its place needs gets parentheses
LOWEST, SUM, PRODUCT, POWER, ATOM = 0, 10, 20, 30, 40

DOTS = r"\dots"
PLACEHOLDER = re.compile(r"#(?:\d+|[a-z])")
TOKEN = re.compile(  # with the space that follows it
    rf"({PLACEHOLDER.pattern}|\\(?:left|right)(?:\\[a-z]+|\\?.)|\\(?:begin|end)\{{\w+\}}"
    r"|\\[a-zA-Z]+|\\.|\d[\d.]*(?:e[-+]?\d+)?|\w+|\*\*|//|.)(\s*)"
)
COMMAND = re.compile(r"\\(?:.*\\)?[a-zA-Z]+")
OPENS = re.compile(r"[{(\[]|\\left(?![a-z])|\\begin")
CLOSES = re.compile(r"[})\]]|\\right(?![a-z])|\\end")
REPEATED = re.compile(r"((?:[^{}()\[\]]|\{[^{}]*\})+?)(, | [^\s{}()\[\]]+ )\\dots")


class Written(NamedTuple):
    """A piece of a formula, and how closely it binds."""

    text: str
    level: int


class Operator(NamedTuple):
    """How closely an operator binds, and how closely the operands beside it must."""

    level: int
    left: int
    right: int


class Slot(NamedTuple):
    """A place for one of the operands, how closely it must bind, and whether brackets hold it."""

    operand: int
    needs: int
    enclosed: bool


class Grammar(NamedTuple):
    """The operators of a notation, before one operand or between two, and its parentheses."""

    signs: Mapping[str, Operator]
    operators: Mapping[str, Operator]
    opening: str
    closing: str

    def fit(self, written: Written, needs: int) -> str:
        """The text, in parentheses if it binds less closely than it must."""
        text, level = written
        return text if level >= needs else f"{self.opening}{text}{self.closing}"


class Template:
    """A template for n operands, taken apart once; `fill` writes it around any of them.

    >>> grammar = Grammar({}, {"+": Operator(SUM, SUM, PRODUCT)}, "(", ")")
    >>> Template("1 + #1", 1, grammar).fill([Written("x + y", SUM)])
    Written(text='1 + (x + y)', level=10)
    """

    def __init__(self, text: str, n: int, grammar: Grammar) -> None:
        self.grammar = grammar
        self.level = ATOM
        self.pieces: list[str | Slot] = []
        tokens = TOKEN.findall(text)
        roles = [None, *_roles([token for token, _ in tokens], grammar), None]
        depth = 0
        for i, (token, space) in enumerate(tokens):
            before, role, after = roles[i : i + 3]
            depth -= bool(CLOSES.match(token))
            if role and not depth:
                self.level = min(self.level, role.level)
            if PLACEHOLDER.match(token):
                needs = max(before.right if before else LOWEST, after.left if after else LOWEST)
                glue = " " if i and COMMAND.fullmatch("".join(tokens[i - 1])) else ""
                self.pieces += glue, Slot(_index(token[1:], n), needs, depth > 0), space
            else:
                self.pieces.append(token + space)
            depth += bool(OPENS.match(token))

    def fill(self, operands: Sequence[Written]) -> Written:
        """The template around operands; after them come parameters, and last how many they are."""
        parts, level = [], self.level
        for piece in self.pieces:
            if isinstance(piece, str):
                parts.append(piece)
                continue
            written = operands[piece.operand]
            parts.append(self.grammar.fit(written, piece.needs))
            if not piece.enclosed and written.level >= piece.needs:
                level = min(level, written.level)
        return Written("".join(parts), level)


def _roles(tokens: Sequence[str], grammar: Grammar) -> Iterator[Operator | None]:
    """For each token what it is as an operator: after an operand, a minus is a difference."""
    ended = False
    for token in tokens:
        operator = (grammar.operators if ended else grammar.signs).get(token)
        yield operator
        ended = not operator and not OPENS.match(token)


def _index(name: str, n: int) -> int:
    return int(name) - 1 if name.isdigit() else -1 if name == "n" else n + ord(name) - ord("a")


def repeated(template: str) -> int:
    r"""How many operands stand in a term that `\dots` repeats: 0 if none is.

    >>> repeated(r"#1 + \dots"), repeated(r"#1 \cdot #2 + \dots"), repeated("#1^{#2}")
    (1, 2, 0)
    """
    terms = "".join(term for term, _ in REPEATED.findall(template))
    return max(map(int, re.findall(r"#(\d+)", terms)), default=0)


def unrolled(template: str, n: int, limit: int | None = None, dots: str = DOTS) -> str:
    r"""The template for n operands: its repeated terms written out, or at most `limit` of them.

    >>> unrolled(r"e^{#1} + \dots", 3)
    'e^{#1} + e^{#2} + e^{#3}'
    >>> unrolled(r"#1 \cdot #2 + \dots", 20, limit=3)
    '#1 \\cdot #11 + #2 \\cdot #12 + \\dots + #10 \\cdot #20'
    """
    length = n // max(repeated(template), 1)

    def term(pattern: str, i: int) -> str:
        return re.sub(r"#(\d+)", lambda m: f"#{(int(m[1]) - 1) * length + i + 1}", pattern)

    def terms(match: re.Match[str]) -> str:
        pattern, separator = match.groups()
        if limit is None or length <= limit:
            return separator.join(term(pattern, i) for i in range(length))
        first = [term(pattern, i) for i in range(limit - 1)]
        return separator.join([*first, dots, term(pattern, length - 1)])

    return REPEATED.sub(terms, template)
