"""Numbers side by side in the registers of a processor, as text in LLVM's language."""

from __future__ import annotations

import struct
from typing import Any, TypeAlias

Operand: TypeAlias = "Lanes | float | int"

ARITHMETIC = {
    "double": {
        "+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv", "<": "fcmp olt", "<=": "fcmp ole",
        "==": "fcmp oeq", "!=": "fcmp une",
    },
    "i64": {"+": "add", "-": "sub", "<<": "shl", ">>": "ashr", "&": "and"},
    "i1": {"|": "or", "^": "xor"},
}  # fmt: skip


class Library:
    """The functions that code calls: declarations and definitions, each of them once."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def __str__(self) -> str:
        return "\n".join(self.parts.values())


class Code:
    """The lines of a function that works on `width` numbers at once."""

    def __init__(self, width: int, library: Library) -> None:
        self.width, self.library = width, library
        self.exact = True  # whether each operation is rounded by itself
        self.lines: list[str] = []

    def type(self, kind: str = "double") -> str:
        """What LLVM calls so many numbers."""
        return kind if self.width == 1 else f"<{self.width} x {kind}>"

    def put(self, text: str) -> str:
        """The name of what a line computes."""
        name = f"%t{len(self.lines)}"
        self.lines.append(f"  {name} = {text}")
        return name

    def lanes(self, text: str, kind: str = "double") -> Lanes:
        """The numbers that a line computes."""
        return Lanes(self, self.put(text), kind)

    def constant(self, x: float, kind: str = "double") -> Lanes:
        """The same number in every lane."""
        text = hexadecimal(x) if kind == "double" else str(x)
        return Lanes(self, text if self.width == 1 else f"splat ({kind} {text})", kind)

    def call(self, name: str, *operands: Operand) -> Lanes:
        """What LLVM's own function of this name gives."""
        xs = [self.as_lanes(x) for x in operands]
        suffix = "f64" if self.width == 1 else f"v{self.width}f64"
        whole, kind = f"llvm.{name}.{suffix}", self.type()
        self.library.parts[whole] = f"declare {kind} @{whole}({', '.join([kind] * len(xs))})"
        return self.lanes(f"call {kind} @{whole}({', '.join(map(str, xs))})")

    def as_lanes(self, x: Operand, kind: str = "double") -> Lanes:
        """x itself, or the constant."""
        return x if isinstance(x, Lanes) else self.constant(x, kind)

    def load(self, place: str) -> Lanes:
        """The numbers from an address on."""
        return self.lanes(f"load {self.type()}, ptr {place}, align 8")

    def store(self, x: Lanes, place: str) -> None:
        """Puts numbers there."""
        self.lines.append(f"  store {x}, ptr {place}, align 8")

    def spread(self, place: str) -> Lanes:
        """The one number at an address, in every lane."""
        alone = self.put(f"load double, ptr {place}, align 8")
        if self.width == 1:
            return Lanes(self, alone, "double")
        kind = self.type()
        first = self.put(f"insertelement {kind} poison, double {alone}, i64 0")
        return self.lanes(
            f"shufflevector {kind} {first}, {kind} poison, <{self.width} x i32> zeroinitializer"
        )

    def first_of(self, count: str) -> Lanes:
        """Which lanes are among the first so many."""
        if self.width == 1:
            return self.lanes(f"icmp sgt i64 {count}, 0", "i1")
        kind = self.type("i64")
        first = self.put(f"insertelement {kind} poison, i64 {count}, i64 0")
        zeros = f"<{self.width} x i32> zeroinitializer"
        every = self.put(f"shufflevector {kind} {first}, {kind} poison, {zeros}")
        numbers = ", ".join(f"i64 {i}" for i in range(self.width))
        return self.lanes(f"icmp slt {kind} <{numbers}>, {every}", "i1")


class Lanes:
    """What a line computes: operations on it are further lines.

    Formulas run on it as they run on floats, as long as they ask for no truth.
    """

    __slots__ = ("code", "kind", "name")

    def __init__(self, code: Code, name: str, kind: str) -> None:
        self.code, self.name, self.kind = code, name, kind

    def __str__(self) -> str:
        return f"{self.code.type(self.kind)} {self.name}"

    def apply(self, sign: str, other: Operand, result: str = "") -> Lanes:
        """The line for an operation, whose result may be of another kind."""
        y = self.code.as_lanes(other, self.kind)
        operation = ARITHMETIC[self.kind][sign]
        if not self.code.exact and self.kind == "double" and not result:
            operation += " contract"
        return self.code.lanes(f"{operation} {self}, {y.name}", result or self.kind)

    def __add__(self, other: Operand) -> Lanes:
        return self.apply("+", other)

    def __sub__(self, other: Operand) -> Lanes:
        return self.apply("-", other)

    def __mul__(self, other: Operand) -> Lanes:
        return self.apply("*", other)

    def __truediv__(self, other: Operand) -> Lanes:
        return self.apply("/", other)

    def __radd__(self, other: Operand) -> Lanes:
        return self.code.as_lanes(other, self.kind) + self

    def __rsub__(self, other: Operand) -> Lanes:
        return self.code.as_lanes(other, self.kind) - self

    def __rmul__(self, other: Operand) -> Lanes:
        return self.code.as_lanes(other, self.kind) * self

    def __rtruediv__(self, other: Operand) -> Lanes:
        return self.code.as_lanes(other, self.kind) / self

    def __lshift__(self, other: Operand) -> Lanes:
        return self.apply("<<", other)

    def __rshift__(self, other: Operand) -> Lanes:
        return self.apply(">>", other)

    def __and__(self, other: Operand) -> Lanes:
        return self.apply("&", other)

    def __or__(self, other: Operand) -> Lanes:
        return self.apply("|", other)

    def __xor__(self, other: Operand) -> Lanes:
        return self.apply("^", other)

    def __neg__(self) -> Lanes:
        return self.code.lanes(f"fneg {self}")

    def __abs__(self) -> Lanes:
        return self.code.call("fabs", self)

    def __lt__(self, other: Operand) -> Lanes:
        return self.apply("<", other, "i1")

    def __le__(self, other: Operand) -> Lanes:
        return self.apply("<=", other, "i1")

    def __gt__(self, other: Operand) -> Lanes:
        return self.code.as_lanes(other).apply("<", self, "i1")

    def __ge__(self, other: Operand) -> Lanes:
        return self.code.as_lanes(other).apply("<=", self, "i1")

    def __eq__(self, other: Any) -> Lanes:  # type: ignore[override]
        return self.apply("==", other, "i1")

    def __ne__(self, other: Any) -> Lanes:  # type: ignore[override]
        return self.apply("!=", other, "i1")

    __hash__ = None  # type: ignore[assignment]


def hexadecimal(x: float) -> str:
    """The bits of a number, as LLVM reads them."""
    return f"0x{struct.pack('>d', x).hex().upper()}"


def choose(condition: Lanes, x: Operand, y: Operand) -> Lanes:
    """x in the lanes in which the condition holds, y in the others."""
    code = condition.code
    return code.lanes(f"select {condition}, {code.as_lanes(x)}, {code.as_lanes(y)}")


def bits(x: Operand) -> Any:
    """The bits of doubles as integers."""
    if not isinstance(x, Lanes):
        return struct.unpack("<q", struct.pack("<d", x))[0]
    return x.code.lanes(f"bitcast {x} to {x.code.type('i64')}", "i64")


def number(n: Lanes) -> Lanes:
    """The doubles that have these bits."""
    return n.code.lanes(f"bitcast {n} to {n.code.type()}")


def copysign(x: Operand, y: Lanes) -> Lanes:
    """The size of x with the sign of y."""
    return y.code.call("copysign", x, y)


def across(rows: list[Lanes]) -> Lanes:
    """The sum over the lanes of each row, of which there are as many as lanes."""
    code = rows[0].code
    while len(rows) > 1:
        sides = []
        for first in (0, 1):
            taken = ", ".join(f"i32 {i}" for i in range(first, 2 * code.width, 2))
            sides.append(
                [
                    code.lanes(f"shufflevector {x}, {y}, <{code.width} x i32> <{taken}>")
                    for x, y in zip(rows[::2], rows[1::2])
                ]
            )
        rows = [x + y for x, y in zip(*sides)]
    return rows[0]
