"""Arguments in a form, as lines of Python that take the numbers out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .forms import Form, is_plain_array, is_vector

FLOATS, PLAIN = {float}, {float, int}


class Unpacking:
    """The parameters and the lines of a function that names the numbers in its arguments.

    Each line that finds another form ends the call with NotImplemented.
    """

    def __init__(self, arguments: Sequence[Form], name: Callable[[int], str]) -> None:
        self.name, self.nestings = name, 0
        self.held = {"vector": vector, "entries": entries}
        names = [*map(self.named, arguments)]
        self.parameters = ", ".join(names)
        self.lines = [line for pair in zip(arguments, names) for line in self.taken(*pair)]

    def named(self, form: Form) -> str:
        """A number's name in the program, or a new one for a nesting."""
        if type(form) is float:
            return self.name(int(form))
        self.nestings += 1
        return f"a{self.nestings}"

    def taken(self, form: Form, x: str) -> Iterator[str]:
        """The lines for what is called x."""
        if type(form) is float:
            yield f"  if type({x}) is not float:"
            yield f"    if type({x}) is not int: return NotImplemented"
            yield f"    {x} = float({x})"
            return
        if is_plain_array(form):
            yield f"  {x} = entries({x}, {form.shape})"
            form = form.ravel().tolist()
        elif is_vector(form):
            yield f"  {x} = vector({x}, {type(form).__name__}, {len(form)})"
        else:
            yield from self.opened(form, x)
            return
        yield f"  if {x} is None: return NotImplemented"
        yield f"  ({''.join(f'{self.named(i)}, ' for i in form)}) = {x}"

    def opened(self, form: Form, x: str) -> Iterator[str]:
        """The lines for a nesting, and for those in it."""
        keys = f"or tuple({x}) != {(*form,)}" if type(form) is dict else ""
        kind = type(form).__name__
        differs = f"type({x}) is not {kind} or len({x}) != {len(form)} {keys}"
        yield f"  if {differs.rstrip()}: return NotImplemented"
        forms = [*form.values()] if type(form) is dict else form
        names = [*map(self.named, forms)]
        values = f"{x}.values()" if type(form) is dict else x
        yield f"  ({''.join(f'{name}, ' for name in names)}) = {values}"
        for inner, name in zip(forms, names):
            yield from self.taken(inner, name)


def vector(x: Any, kind: Any, size: int) -> Any:
    """The floats in a list or a tuple of so many numbers; None if it is anything else."""
    if type(x) is not kind or len(x) != size:
        return None
    types = {*map(type, x)}
    if types <= FLOATS:
        return x
    return list(map(float, x)) if types <= PLAIN else None


def entries(x: Any, shape: tuple[int, ...]) -> Any:
    """The floats in an array of doubles of this shape; None if it is anything else."""
    if not is_plain_array(x) or x.dtype.char != "d" or x.shape != shape:
        return None
    return x.ravel().tolist()
