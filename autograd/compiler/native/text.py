"""A program as text in LLVM's language: straight-line code for a set of numbers, or for lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...primitives import Primitive
from ...primitives.reductions import dot, total
from ..program import Operand, Program
from ..schedule import over_samples
from .lanes import Code, Lanes, Library, across
from .lines import summed, written
from .phases import AFTER, EACH, LATE_EACH, ONCE, Part, phases
from .places import SAME, WORK, Places

MEMORIES = ("%same", "%varying", "%work")
GIVEN = ", ".join([*(f"ptr noalias {name}" for name in MEMORIES), "i64 %stride", "i64 %count"])
LOOP = """\
define internal void @{name}({given}) {{
entry:
  br label %test
test:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %more = icmp slt i64 %i, {stop}
  br i1 %more, label %body, label %end
body:
{body}
  %next = add i64 %i, {step}
  br label %test
end:
  ret void
}}"""
PIECE = 32  # terms
RECENT = 300  # lines, after which a number is rather loaded once more than kept in a register


class Text:
    """The functions `early` and `late` of a program, for `width` samples at once.

    Both take the memories (as `Places` has them), how far rows of the second are apart, and the
    number of samples. Where nothing varies, `call` calls the first, for a memory of so many.
    """

    call = "  call void @early(ptr %same, ptr null, ptr null, i64 0, i64 1)"

    def __init__(
        self, program: Program, varying: Sequence[bool] = (), late: int = 0, width: int = 1
    ) -> None:
        self.program, self.width = program, width
        self.phases = phases(program, varying, late)
        self.places = Places(program, self.phases, width)
        self.at, self.memory = self.places.at, self.places.sizes[0]
        self.results = [self.at(x)[1] for x in program.outputs]
        self.constants = [*self.places.constants.values()]
        self.library = Library()
        parts = [self._part(n, part) for n, part in enumerate(self.phases.parts)]
        self.text = "\n".join([*parts, *self._drivers(), str(self.library)])

    def _part(self, number: int, part: Part) -> str:
        """The function of a part."""
        width = self.width if part.phase in (EACH, LATE_EACH) else 1
        code = PartCode(width, self, part)
        for i in part.members:
            code.instruction(i)
        head = f"define internal void @part{number}({GIVEN}) {{"
        return "\n".join([head, *code.lines, "  ret void\n}"])

    def _drivers(self) -> Iterator[str]:
        """The functions that call parts in their order, and loops over samples."""
        early = [_call(f"part{n}") for n in self._numbers(ONCE)]
        late: list[str] = []
        for phase, calls in ((EACH, early), (LATE_EACH, late)):
            inside = [_call(f"part{n}", "%block", "%left") for n in self._numbers(phase)]
            if inside:
                start = "  %block = getelementptr double, ptr %varying, i64 %i"
                body = [start, "  %left = sub i64 %count, %i", *inside]
                yield self._loop(f"loop{phase}", "%count", body)
                calls.append(_call(f"loop{phase}"))
        if self.places.sums:
            yield self._loop("reduce", str(self._sums), self._reduced())
            late = [self._cleared(), *late, _call("reduce")]
        late += [_call(f"part{n}") for n in self._numbers(AFTER)]
        for name, calls in (("early", early), ("late", late)):
            yield "\n".join([f"define void @{name}({GIVEN}) {{", *calls, "  ret void\n}"])

    def _numbers(self, phase: int) -> list[int]:
        return [n for n, part in enumerate(self.phases.parts) if part.phase == phase]

    def _loop(self, name: str, stop: str, body: list[str]) -> str:
        lines = "\n".join(body)
        return LOOP.format(name=name, given=GIVEN, stop=stop, step=self.width, body=lines)

    @property
    def _sums(self) -> int:
        """How many sums over samples there is room for."""
        return -(-self.places.sums // self.width) * self.width

    def _cleared(self) -> str:
        """The line that starts sums over samples at 0."""
        self.library.parts["memset"] = "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)"
        size = 8 * self.width * self._sums
        return f"  call void @llvm.memset.p0.i64(ptr %work, i8 0, i64 {size}, i1 false)"

    def _reduced(self) -> list[str]:
        """Lines that add up the lanes of sums, as many sums at once as there are lanes."""
        code, width = Code(self.width, self.library), self.width
        rows = []
        for k in range(width):
            at = code.put(f"add i64 %i, {k}")
            at = code.put(f"mul i64 {at}, {width}")
            rows.append(code.load(code.put(f"getelementptr double, ptr %work, i64 {at}")))
        at = code.put(f"add i64 %i, {self.places.first_sum}")
        code.store(across(rows), code.put(f"getelementptr double, ptr %same, i64 {at}"))
        return code.lines


class PartCode(Code):
    """The lines of a part, which know where numbers are."""

    def __init__(self, width: int, text: Text, part: Part) -> None:
        super().__init__(width, text.library)
        self.program, self.places, self.part = text.program, text.places, part
        self.known: dict[int, tuple[Lanes, int]] = {}
        self.mask: Lanes | None = None

    def instruction(self, i: int) -> None:
        """The lines for an instruction."""
        op, operands = self.program.code[i]
        register = self.program.leaves + i
        if op is over_samples:
            self._summed_up(register, operands)
            return
        pieces = [written(op, list(map(self.operand, xs))) for xs in _pieces(op, operands)]
        found = summed(pieces)
        self.known[register] = found, len(self.lines)
        if register in self.places.of:
            self.store(found, self.address(register))

    def operand(self, x: Operand) -> Lanes:
        """A register's numbers, or the constant."""
        if isinstance(x, float):
            return self.constant(x)
        here = self.known.get(x)
        if here and (x not in self.places.of or len(self.lines) - here[1] < RECENT):
            return here[0]
        place = self.address(x)
        memory = self.places.of[x].memory
        found = self.spread(place) if memory == SAME else self.load(place)
        self.known[x] = found, len(self.lines)
        return found

    def address(self, register: int) -> str:
        """Where a register's numbers are."""
        memory, number = self.places.of[register]
        at = str(number)
        if memory == WORK:
            at = str(number * self.width)
        elif memory != SAME:
            at = self.put(f"mul i64 %stride, {number}")
        return self.put(f"getelementptr double, ptr {MEMORIES[memory]}, i64 {at}")

    def _summed_up(self, register: int, operands: tuple[Operand, ...]) -> None:
        """Adds products to what they are in the samples before; those beyond the last are none."""
        x, y = map(self.operand, operands)
        place = self.places.of[register].number - self.places.first_sum
        at = self.put(f"getelementptr double, ptr %work, i64 {place * self.width}")
        before = self.load(at)
        self.store(self.masked(self.call("fmuladd", x, y, before), before), at)

    def masked(self, x: Lanes, y: Lanes) -> Lanes:
        """x for samples that there are, y for the others."""
        self.mask = self.mask or self.first_of("%count")
        return self.lanes(f"select {self.mask}, {x}, {y}")


def _pieces(op: Primitive, operands: tuple[Operand, ...]) -> Iterator[tuple[Operand, ...]]:
    """The operands, of long sums some at a time, so that each is loaded where it is needed."""
    sides = 2 if op is dot else 1
    terms = len(operands) // sides
    if op not in (dot, total) or terms <= PIECE:
        yield operands
        return
    for i in range(0, terms, PIECE):
        stop = min(i + PIECE, terms)
        yield sum((operands[k * terms + i : k * terms + stop] for k in range(sides)), ())


def _call(name: str, varying: str = "%varying", count: str = "%count") -> str:
    given = f"ptr %same, ptr {varying}, ptr %work, i64 %stride, i64 {count}"
    return f"  call void @{name}({given})"
