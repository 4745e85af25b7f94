"""Python's objects in machine code: numbers out of nestings in a form, and into new ones."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..forms import Form, is_plain_array, is_vector
from .lanes import Code

LIBRARY = Path(__file__).with_suffix(".ll")
TYPES = (float, int)  # which the library knows as the first of what is held
EQUAL = 2  # of Python, for rich comparisons
SEQUENCES: dict[type, str] = {list: "List", tuple: "Tuple"}


class Objects:
    """Lines that deal with objects of Python's, in a function whose `self` is a tuple of them.

    `code` is where lines go, `held` what the tuple has to hold, and `tables` are definitions that
    the lines need. Numbers are in a memory called `%same`.
    """

    def __init__(self, code: Code) -> None:
        self.code = code
        self.held: list[Any] = [*TYPES]
        self.tables: list[str] = []

    def hold(self, x: Any) -> str:
        """An object that there is already."""
        index = next((i for i, held in enumerate(self.held) if held is x), len(self.held))
        if index == len(self.held):
            self.held.append(x)
        return self.code.put(f"call ptr @PyTuple_GetItem(ptr %self, i64 {index})")

    def table(self, numbers: Sequence[int]) -> str:
        """A table of whole numbers."""
        name = f"@table{len(self.tables)}"
        entries = ", ".join(f"i64 {n}" for n in numbers)
        kind = f"[{len(numbers)} x i64]"
        self.tables.append(f"{name} = internal constant {kind} [{entries}]")
        return name

    def address(self, place: int) -> str:
        """Where a number is."""
        return self.code.put(f"getelementptr double, ptr %same, i64 {place}")

    def check(self, holds: str) -> None:
        """Go to the label `other` unless this holds."""
        label = f"l{len(self.code.lines)}"
        self.code.lines += [f"  br i1 {holds}, label %{label}, label %other", f"{label}:"]

    def check_type(self, x: str, kind: type) -> None:
        """Go to `other` unless x is of this very type."""
        self.check(self.code.put(f"call i1 @is_of(ptr {x}, ptr {self.hold(kind)})"))

    def take(self, form: Form, x: str) -> None:
        """Puts the numbers in x, which is to have this form, where the program has its inputs."""
        put = self.code.put
        if type(form) is float:
            to = self.address(int(form))
            self.check(put(f"call i1 @number(ptr %self, ptr {x}, ptr {to})"))
            return
        self.check_type(x, type(form))
        if is_plain_array(form):
            first = self.address(int(form.flat[0]) if form.size else 0)
            shape = f"i32 {form.ndim}, ptr {self.table(form.shape)}, i64 {8 * form.size}"
            self.check(put(f"call i1 @entries(ptr {x}, {shape}, ptr {first})"))
            return
        found = put(f"call i64 @PyObject_Size(ptr {x})")
        self.check(put(f"icmp eq i64 {found}, {len(form)}"))
        if is_vector(form):
            item, to = f"ptr {_item(form)}, i64 {len(form)}", self.address(int(form[0]))
            self.check(put(f"call i1 @numbers(ptr %self, ptr {x}, {item}, ptr {to})"))
        elif type(form) is dict:
            self._take_dict(form, x)
        else:
            for i, part in enumerate(form):
                self.take(part, put(f"call ptr {_item(form)}(ptr {x}, i64 {i})"))

    def _take_dict(self, form: dict[str, Form], x: str) -> None:
        put = self.code.put
        at, key, item = put("alloca i64"), put("alloca ptr"), put("alloca ptr")
        self.code.lines.append(f"  store i64 0, ptr {at}")
        for name, part in form.items():
            put(f"call i32 @PyDict_Next(ptr {x}, ptr {at}, ptr {key}, ptr {item})")
            found = put(f"load ptr, ptr {key}")
            self.check_type(found, str)  # others may do anything when they are compared
            pair = f"ptr {found}, ptr {self.hold(name)}"
            same = put(f"call i32 @PyObject_RichCompareBool({pair}, i32 {EQUAL})")
            self.check(put(f"icmp eq i32 {same}, 1"))
            self.take(part, put(f"load ptr, ptr {item}"))

    def made(self, form: Form, places: Sequence[int]) -> str:
        """A new object in this form, with the numbers at these places."""
        put = self.code.put
        if type(form) is float:
            x = self.code.load(self.address(places[int(form)]))
            return put(f"call ptr @PyFloat_FromDouble({x})")
        if is_plain_array(form) or is_vector(form):
            array = is_plain_array(form)
            flat = form.ravel().tolist() if array else form
            table = self.table([places[int(i)] for i in flat])
            given = f"ptr %same, ptr {table}, i64 {len(flat)}"
            if array:
                return put(f"call ptr @array(ptr {self.hold(_empty(form.shape))}, {given})")
            kind = SEQUENCES[type(form)]
            calls = f"ptr @Py{kind}_New, ptr @Py{kind}_SetItem"
            return put(f"call ptr @sequence({calls}, {given})")
        if type(form) is dict:
            return self._made_dict(form, places)
        kind = SEQUENCES[type(form)]
        parts = [self.made(part, places) for part in form]
        found = put(f"call ptr @Py{kind}_New(i64 {len(parts)})")
        for i, part in enumerate(parts):
            put(f"call i32 @Py{kind}_SetItem(ptr {found}, i64 {i}, ptr {part})")
        return found

    def _made_dict(self, form: dict[str, Form], places: Sequence[int]) -> str:
        put = self.code.put
        found = put("call ptr @PyDict_New()")
        for name, part in form.items():
            x = self.made(part, places)
            put(f"call i32 @PyDict_SetItem(ptr {found}, ptr {self.hold(name)}, ptr {x})")
            self.code.lines.append(f"  call void @Py_DecRef(ptr {x})")
        return found


def _item(form: Form) -> str:
    return f"@Py{SEQUENCES[type(form)]}_GetItem"


@functools.lru_cache
def _empty(shape: tuple[int, ...]) -> Any:
    """What makes a new array."""
    return functools.partial(sys.modules["numpy"].empty, shape)
