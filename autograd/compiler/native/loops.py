"""Loops as text in LLVM's language, around lines that work on numbers side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from .lanes import Code, Lanes, Library

UNROLLED = 4  # turns of a loop that are rather written one after the other


class Loops:
    """A function in the making that has loops; lines of any width go to the same list."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.lines: list[str] = []
        self.block = "entry"

    def code(self, width: int) -> Code:
        """What writes lines for so many numbers at once."""
        code = Code(width, self.library)
        code.lines = self.lines
        return code

    def put(self, text: str) -> str:
        """The name of what a line computes."""
        return self.code(1).put(text)

    @contextmanager
    def loop(self, count: int, step: int = 1) -> Iterator[str]:
        """The lines written meanwhile for each number below `count`, which is not 0: its name."""
        n = len(self.lines)
        self.lines += [f"  br label %head{n}", f"head{n}:"]
        self.lines.append(f"  %i{n} = phi i64 [ 0, %{self.block} ], [ %next{n}, %latch{n} ]")
        self.block = f"head{n}"
        yield f"%i{n}"
        self.lines += [f"  br label %latch{n}", f"latch{n}:", f"  %next{n} = add i64 %i{n}, {step}"]
        self.lines.append(f"  %more{n} = icmp slt i64 %next{n}, {count}")
        self.lines += [f"  br i1 %more{n}, label %head{n}, label %end{n}", f"end{n}:"]
        self.block = f"end{n}"

    def carried(
        self, count: int, held: Sequence[Lanes], turn: Callable[[str, Sequence[Lanes]], list[Lanes]]
    ) -> list[Lanes]:
        """What comes of numbers that each turn of a loop makes new ones of."""
        n, before, phis = len(self.lines), self.block, []
        with self.loop(count) as i:
            at = len(self.lines)
            self.lines += [""] * len(held)
            inside = [Lanes(x.code, f"%c{n}.{k}", x.kind) for k, x in enumerate(held)]
            found = turn(i, inside)
            for k, (x, y) in enumerate(zip(held, found)):
                kind = x.code.type()
                start = f"[ {x.name}, %{before} ], [ {y.name}, %latch{n} ]"
                phis.append(f"  %c{n}.{k} = phi {kind} {start}")
            self.lines[at : at + len(held)] = phis
        return found

    def over(self, count: int, width: int, body: Callable[[str, int], None]) -> None:
        """The body for all of `count` numbers, at most `width` at once: where, and how many.

        Some are computed twice rather than alone.
        """
        if count <= width:
            body("0", count)
            return
        whole = count // width
        if whole <= UNROLLED:
            for k in range(whole):
                body(str(k * width), width)
        else:
            with self.loop(whole * width, width) as i:
                body(i, width)
        if count % width:
            body(str(count - width), width)

    def after(self, place: str, index: str, stride: int = 1) -> str:
        """The address that is `index` strides on."""
        if not stride or index == "0":
            return place
        if stride != 1:
            index = (
                str(int(index) * stride)
                if index.lstrip("-").isdigit()
                else self.put(f"mul i64 {index}, {stride}")
            )
        return self.put(f"getelementptr double, ptr {place}, i64 {index}")

    def strided(self, place: str, width: int, stride: int) -> Lanes:
        """Numbers from an address on that are so far apart."""
        code = self.code(width)
        if stride == 1 or width == 1:
            return code.load(place)
        if stride == 0:
            return code.spread(place)
        if stride == -1:
            found = code.load(self.after(place, str(1 - width)))
            order = ", ".join(f"i32 {k}" for k in range(width - 1, -1, -1))
            return code.lanes(
                f"shufflevector {found}, {code.type()} poison, <{width} x i32> <{order}>"
            )
        offsets = ", ".join(f"i64 {k * stride}" for k in range(width))
        return self.gathered(place, width, f"<{width} x i64> <{offsets}>")

    def gathered(self, place: str, width: int, offsets: str) -> Lanes:
        """The numbers at offsets from an address, which are integers side by side."""
        code = self.code(width)
        at = self.put(f"getelementptr double, ptr {place}, {offsets}")
        if width == 1:
            return code.load(at)
        kind = code.type()
        name = f"llvm.masked.gather.v{width}f64.v{width}p0"
        given = f"<{width} x ptr>, i32, <{width} x i1>, {kind}"
        self.library.parts[name] = f"declare {kind} @{name}({given})"
        rest = f"i32 8, <{width} x i1> splat (i1 true), {kind} poison"
        return code.lanes(f"call {kind} @{name}(<{width} x ptr> {at}, {rest})")

    def scattered(self, x: Lanes, place: str, stride: int) -> None:
        """Stores numbers from an address on, so far apart."""
        width, kind = x.code.width, x.code.type()
        if stride == 1 or width == 1:
            x.code.store(x, place)
            return
        offsets = ", ".join(f"i64 {k * stride}" for k in range(width))
        at = self.put(f"getelementptr double, ptr {place}, <{width} x i64> <{offsets}>")
        name = f"llvm.masked.scatter.v{width}f64.v{width}p0"
        given = f"{kind}, <{width} x ptr>, i32, <{width} x i1>"
        self.library.parts[name] = f"declare void @{name}({given})"
        rest = f"<{width} x ptr> {at}, i32 8, <{width} x i1> splat (i1 true)"
        self.lines.append(f"  call void @{name}({x}, {rest})")

    def widened(self, x: Lanes, width: int) -> Lanes:
        """The numbers, and zeros up to a width; or the first of them, if that is less."""
        if x.code.width == width:
            return x
        zeros = f"{x.code.type()} zeroinitializer"
        count = min(x.code.width, width)
        order = ", ".join(f"i32 {min(k, count) if count < width else k}" for k in range(width))
        if x.code.width == 1:
            kind = self.code(width).type()
            text = f"insertelement {kind} zeroinitializer, {x}, i64 0"
        else:
            text = f"shufflevector {x}, {zeros}, <{width} x i32> <{order}>"
        if width == 1:
            text = f"extractelement {x}, i64 0"
        return self.code(width).lanes(text)
