"""Machine code as a function of Python: arguments in, a result out, and nothing between."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from ...nesting import Rebuild
from ..forms import Form, is_simple
from .build import Built
from .lanes import Code, Lanes, Library
from .objects import LIBRARY, Objects
from .text import Text

FASTCALL = 0x80  # of Python: arguments in a row, and how many there are


class Method(ctypes.Structure):
    """What Python calls a function of C by."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("code", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def function(
    text: Text, rebuild: Rebuild = tuple, arguments: Sequence[Form] | None = None
) -> Callable[..., Any]:
    """A program, none of whose inputs varies, as a function of floats or of arguments in forms.

    It returns what `rebuild` makes of the outputs, None where a guard does not hold, and
    NotImplemented for arguments in other forms. It does not look at how many arguments it gets.
    """
    outputs = [float(i) for i in range(len(text.program.outputs))]
    form = rebuild(outputs)
    if is_simple(form):
        return _made(text, form, arguments)
    flat = _made(text, outputs, arguments)

    def rebuilt(*given: Any) -> Any:
        found = flat(*given)
        return rebuild(found) if type(found) is list else found

    return rebuilt


def _made(text: Text, form: Form, arguments: Sequence[Form] | None) -> Callable[..., Any]:
    objects = Objects(Code(1, Library()))
    built = Built(_text(text, form, arguments, objects), ["entry"])
    method = Method(b"compiled", built.addresses["entry"], FASTCALL, None)
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype = ctypes.py_object
    make.argtypes = ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p
    held = *objects.held, built, method
    made: Callable[..., Any] = make(ctypes.addressof(method), held, None)
    return made  # which holds the code that it is made of


def _text(text: Text, form: Form, arguments: Sequence[Form] | None, objects: Objects) -> str:
    """The program, and the function that Python calls: it moves numbers to memory and back."""
    code = objects.code
    _take(text, arguments, objects)
    for place, constant in text.places.constants.values():
        code.store(code.constant(constant), objects.address(place))
    code.lines.append("  call void @early(ptr %same, ptr null, ptr null, i64 0, i64 1)")
    code.lines.append(f"  br {_holds(text, objects)}, label %yes, label %no\nyes:")
    result = objects.made(form, [text.places.at(x)[1] for x in text.program.outputs])
    code.lines.append(f"  ret ptr {result}")
    for label, ending in (("other", NotImplemented), ("no", None)):
        code.lines += [f"{label}:", "  call void @PyErr_Clear()"]
        known = objects.hold(ending)
        code.lines += [f"  call void @Py_IncRef(ptr {known})", f"  ret ptr {known}"]
    head = [
        "define ptr @entry(ptr %self, ptr %args, i64 %count) {",
        f"  %same = alloca double, i64 {text.places.sizes[0] + 1}",
    ]
    library = LIBRARY.read_text(encoding="utf-8")
    return "\n".join([text.text, library, *objects.tables, *head, *code.lines, "}"])


def _take(text: Text, arguments: Sequence[Form] | None, objects: Objects) -> None:
    """Moves numbers to memory, of arguments in these forms, or of as many floats."""
    put = objects.code.put
    given = range(text.program.leaves) if arguments is None else arguments
    for i, form in enumerate(given):
        x = put(f"load ptr, ptr {put(f'getelementptr ptr, ptr %args, i64 {i}')}")
        if arguments is None:
            double = objects.code.lanes(f"call double @PyFloat_AsDouble(ptr {x})")
            objects.code.store(double, objects.address(i))
        else:
            objects.take(form, x)


def _holds(text: Text, objects: Objects) -> Lanes:
    """Whether all guards hold."""
    holds = Lanes(objects.code, "true", "i1")
    for g in text.program.guards:
        x = objects.code.load(objects.address(text.places.at(g.register)[1]))
        here: Any = x == g.expected if g.expected == g.expected else x != x
        holds = objects.code.lanes(f"and {holds}, {here.name}", "i1")
    return holds
