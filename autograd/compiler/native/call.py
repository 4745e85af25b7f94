"""Machine code as a function of Python: arguments in, a result out, and nothing between."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ...nesting import Rebuild
from ..forms import Form, is_simple
from .build import Built
from .lanes import Code, Lanes, Library
from .objects import LIBRARY, Objects

if TYPE_CHECKING:
    from .rolled import RolledCode
    from .text import Text

FASTCALL = 0x80  # of Python: arguments in a row, and how many there are
STACK = 1 << 13  # numbers, of which more would be too many for the stack of a thread
MachineCode: TypeAlias = "Text | RolledCode"


class Method(ctypes.Structure):
    """What Python calls a function of C by."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("code", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def function(
    text: MachineCode, rebuild: Rebuild = tuple, arguments: Sequence[Form] | None = None
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


def _made(text: MachineCode, form: Form, arguments: Sequence[Form] | None) -> Callable[..., Any]:
    objects = Objects(Code(1, Library()))
    built = Built(_text(text, form, arguments, objects), ["entry"])
    method = Method(b"compiled", built.addresses["entry"], FASTCALL, None)
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype = ctypes.py_object
    make.argtypes = ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p
    held = *objects.held, built, method
    made: Callable[..., Any] = make(ctypes.addressof(method), held, None)
    return made  # which holds the code that it is made of


def _text(text: MachineCode, form: Form, arguments: Sequence[Form] | None, objects: Objects) -> str:
    """The program, and the function that Python calls: it moves numbers to memory and back."""
    code = objects.code
    begin, end = _memory(text.memory + 1)
    _take(text, arguments, objects)
    for place, constant in text.constants:
        code.store(code.constant(constant), objects.address(place))
    code.lines.append(text.call)
    code.lines.append(f"  br {_holds(text, objects)}, label %yes, label %no\nyes:")
    result = objects.made(form, text.results)
    code.lines += [*end, f"  ret ptr {result}"]
    for label, ending in (("other", NotImplemented), ("no", None)):
        code.lines += [f"{label}:", "  call void @PyErr_Clear()"]
        known = objects.hold(ending)
        code.lines += [f"  call void @Py_IncRef(ptr {known})", *end, f"  ret ptr {known}"]
    head = ["define ptr @entry(ptr %self, ptr %args, i64 %count) {", *begin]
    library = LIBRARY.read_text(encoding="utf-8")
    return "\n".join([text.text, library, *objects.tables, *head, *code.lines, "}"])


def _memory(size: int) -> tuple[list[str], list[str]]:
    """The lines that take memory for so many numbers, `%same`, and those that give it back."""
    if size <= STACK:
        return [f"  %same = alloca double, i64 {size}"], []
    begin = [
        f"  %same = call ptr @PyMem_Malloc(i64 {8 * size})",
        "  %full = icmp eq ptr %same, null",
        "  br i1 %full, label %without, label %with",
        "without:",
        "  %error = call ptr @PyErr_NoMemory()",
        "  ret ptr null",
        "with:",
    ]
    return begin, ["  call void @PyMem_Free(ptr %same)"]


def _take(text: MachineCode, arguments: Sequence[Form] | None, objects: Objects) -> None:
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


def _holds(text: MachineCode, objects: Objects) -> Lanes:
    """Whether all guards hold."""
    holds = Lanes(objects.code, "true", "i1")
    for g in text.program.guards:
        x = objects.code.load(objects.address(text.at(g.register)[1]))
        here: Any = x == g.expected if g.expected == g.expected else x != x
        holds = objects.code.lanes(f"and {holds}, {here.name}", "i1")
    return holds
