"""What users call: a drawing of a graph or of a model, with its options checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..naming import Names
from .fields import FIELDS, SHOWN

if TYPE_CHECKING:
    from ..value import Value
    from .dot import Drawing
    from .sketch import Sketch
    from .values import Subject


def draw(
    root: Any,
    names: Names = (),
    *,
    direction: str = "LR",
    show: Iterable[str] = SHOWN,
    collapse: bool | str = "auto",
    shade: str | None = None,
    legend: bool | None = None,
) -> Drawing:
    """A drawing of all that `root` was computed from, or of the architecture of a model.

    `names`      what parameters are called: the model itself, `model.named_parameters()`, or a
                 dict; labels go first. With the model, frames show which module is where
    `direction`  from the leaves to the root: "LR", "TB", "RL" or "BT"
    `show`       which of "label", "data" and "grad" the boxes show; "partial" adds the local
                 derivative to each arrow into an operation
    `collapse`   draws groups of nodes as one box: "auto" does so where there would be more than
                 some 300 boxes or 450 arrows, True always, False never; the name of a class,
                 as "Neuron", draws each module of that class as one box
    `shade`      "grad" or "data" colours boxes by its size, on a logarithmic scale
    `legend`     True explains the kinds of boxes, False leaves out the scale of colours

    Plain numbers are drawn as they are, one for each place where they are used.

    >>> from autograd import Value, draw
    >>> a, b = Value(2.0, "a"), Value(-3.0, "b")
    >>> drawing = draw(a * b + b**2, show=("label", "data"))
    >>> drawing.save("graph.svg")                                  # doctest: +SKIP
    >>> "{a | data 2}" in drawing.source
    True
    """
    _check_root(root)
    _check(direction, collapse, shade)
    show = _fields(show)
    from .dot import drawing_of
    from .shading import explain_kinds, shade as apply_shade

    if hasattr(root, "named_children"):
        from .architecture import sketch_model

        _check_meaning(names=names != (), show=show != SHOWN, shade=shade, collapse=collapse)
        sketch = sketch_model(root, direction, fold=collapse is not False)
    else:
        sketch = _sketch(root, names, direction, show, collapse)
        if shade:
            apply_shade(sketch, shade)
    if legend is False:
        sketch.legend.clear()
    elif legend:
        explain_kinds(sketch)
    return drawing_of(sketch)


def draw_dot(root: Value, format: str = "svg", rankdir: str = "LR") -> Drawing:
    """The drawing of `draw(root)`, which `.render()` writes in that format.

    The name and the arguments under which many know it from micrograd.

    >>> from autograd import Value, draw_dot
    >>> draw_dot(Value(2.0) * 3.0, format="png", rankdir="TB").format
    'png'
    """
    drawing = draw(root, direction=rankdir)
    drawing.format = format
    return drawing


def _sketch(
    root: Value, names: Names, direction: str, show: tuple[str, ...], collapse: bool | str
) -> Sketch:
    from .collapse import collapse as groups
    from .groups import sketch_groups
    from .values import Subject, sketch_subject

    subject = Subject(root, names, show)
    if isinstance(collapse, str) and collapse != "auto":
        _check_class(collapse, subject)
    keys = groups(subject, collapse)
    if keys is None:
        return sketch_subject(subject, direction)
    return sketch_groups(subject, keys, direction)


def _check_root(root: Any) -> None:
    if isinstance(root, type):
        name = root.__name__
        raise TypeError(f"draw draws a Value or a module, not its class: {name}(...), not {name}")
    if isinstance(root, (list, tuple)):
        kind = type(root).__name__
        raise TypeError(f"draw takes one Value, got a {kind}; draw their total(...)")


def _check_meaning(*, collapse: bool | str, **given: Any) -> None:
    """Refuse the options that say nothing about the architecture of a model."""
    given["collapse"] = isinstance(collapse, str) and collapse != "auto"
    for option, is_given in given.items():
        if is_given:
            raise ValueError(
                f"{option} is for the graph of a Value, draw(model(x), {option}=...); the "
                "drawing of a model knows direction, legend and collapse=False"
            )


def _check(direction: str, collapse: bool | str, shade: str | None) -> None:
    from .sketch import DIRECTIONS

    if direction not in DIRECTIONS:
        raise ValueError(f"direction must be LR, TB, RL or BT, got {direction!r}")
    if not isinstance(collapse, (bool, str)) or collapse == "":
        raise ValueError(
            f"collapse is 'auto', True, False or the name of a module's class, got {collapse!r}"
        )
    if shade not in (None, "data", "grad"):
        raise ValueError(f"shade is 'grad', 'data' or None, got {shade!r}")


def _fields(show: Iterable[str]) -> tuple[str, ...]:
    if isinstance(show, str):
        raise ValueError(f"show is a tuple of fields: write show=({show!r},), not show={show!r}")
    if not isinstance(show, Iterable):
        raise ValueError(f"show is a tuple of fields, such as ('data',), got {show!r}")
    fields = tuple(show)
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        raise ValueError(f"show has no field {unknown[0]!r}; the fields are {', '.join(FIELDS)}")
    return fields


def _check_class(collapse: str, subject: Subject) -> None:
    kinds = sorted({scope.kind for scope in subject.scopes.all} - {""})
    if collapse not in kinds:
        have = f"the graph has {', '.join(kinds)}" if kinds else "give the model as `names`"
        raise ValueError(f"collapse: there is no module of class {collapse!r}; {have}")
