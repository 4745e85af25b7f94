"""Machine code as a function of Python: floats in, floats in a nesting out, and nothing between."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from ...nesting import Rebuild
from .build import Built
from .lanes import Code, Lanes, Library
from .text import Text

FASTCALL = 0x80  # of Python: arguments in a row, and how many there are
PYTHON = """
declare double @PyFloat_AsDouble(ptr)
declare ptr @PyFloat_FromDouble(double)
declare ptr @PyTuple_New(i64)
declare i32 @PyTuple_SetItem(ptr, i64, ptr)
declare ptr @PyList_New(i64)
declare i32 @PyList_SetItem(ptr, i64, ptr)
declare ptr @Py_BuildValue(ptr)
@nothing = internal constant i8 0
"""


class Method(ctypes.Structure):
    """What Python calls a function of C by."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("code", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def function(text: Text, rebuild: Rebuild = tuple) -> Callable[..., Any]:
    """A program, none of whose inputs varies, as a function of its leaves, which are floats.

    It returns what `rebuild` makes of the outputs, and None where a guard does not hold. It looks
    neither at how many floats it gets nor at what else they might be.
    """
    outputs = [float(i) for i in range(len(text.program.outputs))]
    places = rebuild(outputs)
    if is_simple(places):
        return _made(text, places)
    flat = _made(text, outputs)

    def rebuilt(*numbers: float) -> Any:
        found = flat(*numbers)
        return None if found is None else rebuild(found)

    return rebuilt


def is_simple(places: Any) -> bool:
    """Whether it is a float, or tuples and lists of floats.

    >>> is_simple((0.0, [1.0])), is_simple({"a": 0.0})
    (True, False)
    """
    if type(places) in (tuple, list):
        return all(map(is_simple, places))
    return type(places) is float


def _made(text: Text, places: Any) -> Callable[..., Any]:
    built = Built(_text(text, places), ["entry"])
    method = Method(b"compiled", built.addresses["entry"], FASTCALL, None)
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype = ctypes.py_object
    make.argtypes = ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p
    made: Callable[..., Any] = make(ctypes.addressof(method), (built, method), None)
    return made  # which holds what it is made of


def _text(text: Text, places: Any) -> str:
    """The program, and the function that Python calls: it moves numbers to memory and back."""
    program, code = text.program, Code(1, Library())
    for i in range(program.leaves):
        held = code.put(f"load ptr, ptr {code.put(f'getelementptr ptr, ptr %args, i64 {i}')}")
        code.store(code.lanes(f"call double @PyFloat_AsDouble(ptr {held})"), _address(code, i))
    for place, constant in text.places.constants.values():
        code.store(code.constant(constant), _address(code, place))
    code.lines.append("  call void @early(ptr %same, ptr null, ptr null, i64 0, i64 1)")
    holds = Lanes(code, "true", "i1")
    for g in program.guards:
        x = code.load(_address(code, text.places.at(g.register)[1]))
        here: Any = x == g.expected if g.expected == g.expected else x != x
        holds = code.lanes(f"and {holds}, {here.name}", "i1")
    code.lines += [f"  br {holds}, label %yes, label %no", "no:"]
    nothing = code.put("call ptr @Py_BuildValue(ptr @nothing)")
    code.lines += [f"  ret ptr {nothing}", "yes:"]
    indices = [text.places.at(x)[1] for x in program.outputs]
    result = _nested(code, places, indices)
    head = [
        "define ptr @entry(ptr %self, ptr %args, i64 %count) {",
        f"  %same = alloca double, i64 {text.places.sizes[0] + 1}",
    ]
    entry = [*head, *code.lines, f"  ret ptr {result}", "}"]
    return "\n".join([text.text, *entry, PYTHON])


def _nested(code: Code, places: Any, indices: list[int]) -> str:
    """What Python gets: new floats, in new tuples and lists."""
    if type(places) is float:
        x = code.load(_address(code, indices[int(places)]))
        return code.put(f"call ptr @PyFloat_FromDouble({x})")
    kind = "Tuple" if type(places) is tuple else "List"
    parts = [_nested(code, part, indices) for part in places]
    found = code.put(f"call ptr @Py{kind}_New(i64 {len(parts)})")
    for i, part in enumerate(parts):
        code.put(f"call i32 @Py{kind}_SetItem(ptr {found}, i64 {i}, ptr {part})")
    return found


def _address(code: Code, place: int) -> str:
    return code.put(f"getelementptr double, ptr %same, i64 {place}")
