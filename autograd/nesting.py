"""Numbers in any nesting of lists, tuples, dicts and NumPy arrays: taken apart, put together."""

from __future__ import annotations

import copy
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from . import operations
from .dual import operand
from .modes import state
from .value import Value

Build: TypeAlias = "Callable[[Iterator[Any]], Any]"
Rebuild: TypeAlias = "Callable[[Sequence[Any]], Any]"
Path: TypeAlias = "str | tuple[Any, Container, int]"  # a name, or a place in what has a path


class Container(NamedTuple):
    """One level of a nesting."""

    kind: Callable[[], str]  # what messages call it, the same for all with the same places
    key: Callable[[int], str]  # names the place of a child
    children: list[Any]
    join: Callable[[list[Any]], Any]


def flatten(structure: Any, name: str = "structure") -> tuple[list[Any], Rebuild]:
    """The numbers in a nesting, in order, and a function that puts others in their places.

    A nesting is a number, or a list, tuple, named tuple, dict or NumPy array of nestings; dicts
    count in the order of insertion. Plain numbers come out as floats, Values as they are.

    An array is rebuilt as an array of floats if all its new leaves are floats, else of objects;
    where its leaves are arrays of one shape, they are stacked. An array without dimensions gives
    way to what is no float, so that functions of numbers work on it.

    >>> leaves, rebuild = flatten({"w": [1, 2], "b": (3.0,)})
    >>> leaves, rebuild([x * x for x in leaves])
    ([1.0, 2.0, 3.0], {'w': [1.0, 4.0], 'b': (9.0,)})

    Raises TypeError that says where in `name` something is neither, as in `args[0]['w'][3]`, and
    `rebuild` ValueError for too few leaves or too many.
    """
    leaves: list[Any] = []
    build = _take_apart(structure, name, leaves, [])

    def rebuild(new: Sequence[Any]) -> Any:
        if len(new) != len(leaves):
            raise ValueError(f"{name} has {len(leaves)} leaves, got {len(new)}")
        return build(iter(new))

    return leaves, rebuild


def paths(structure: Any, name: str = "structure") -> list[str]:
    """Where each leaf is, in the order of `flatten`, as messages have it.

    >>> paths({"w": [1, 2], "b": (3.0,)}, "p")
    ["p['w'][0]", "p['w'][1]", "p['b'][0]"]

    Raises what flatten raises.
    """
    found: list[Path] = []
    _take_apart(structure, name, [], found)
    return list(map(_written, found))


def to_values(structure: Any) -> Any:
    """The same nesting with a leaf Value for each plain number; what is a Value stays itself.

    >>> to_values({"w": [1.0, 2.0]})
    {'w': [Value(data=1, grad=0), Value(data=2, grad=0)]}
    """
    leaves, rebuild = flatten(structure)
    return rebuild([Value(x) if isinstance(x, float) else x for x in leaves])


def data_of(structure: Any) -> Any:
    """The same nesting with the data of each Value, a float, in its place.

    >>> data_of({"w": [Value(1.0), 2]})
    {'w': [1.0, 2.0]}
    """
    leaves, rebuild = flatten(structure)
    if state.trace is not None:  # numbers of a call that is being compiled: others have others
        return rebuild([state.trace.frozen(x) for x in leaves])
    return rebuild([operations.data_of(x) for x in leaves])


def grad_of(structure: Any) -> Any:
    """The same nesting with the grad of each Value in its place.

    >>> w = to_values([1.0, 2.0])
    >>> (w[0] * w[1]).backward()
    >>> grad_of({"w": w})
    {'w': [2.0, 1.0]}

    Raises TypeError for what is no Value.
    """
    leaves, rebuild = flatten(structure)
    for i, x in enumerate(leaves):
        if not isinstance(x, Value):
            at = paths(structure)[i]
            raise TypeError(f"{at} is {described(x)}, which has no grad; to_values makes Values")
    return rebuild([x.grad for x in leaves])


def leaves_like(model: Any, structure: Any, names: tuple[str, str]) -> list[Any]:
    """The leaves of `structure`, which is nested like `model`, in the order of the model's.

    `names` are what messages call the two. Raises TypeError that says where they differ.
    """
    leaves: list[Any] = []
    pairs: list[tuple[Any, Path, Any, Path]] = [(model, names[0], structure, names[1])]
    while pairs:
        x, x_path, y, y_path = pairs.pop()
        outer, inner = opened(x), opened(y)
        if outer is None and inner is None:
            leaves.append(_leaf(y, y_path))
        elif outer is None or inner is None or outer.kind() != inner.kind():
            raise TypeError(
                f"{_written(y_path)} is {described(y)}, but {_written(x_path)} is {described(x)}"
            )
        else:
            inside = [y[key] for key in x] if isinstance(x, dict) else inner.children
            for i, (a, b) in reversed(list(enumerate(zip(outer.children, inside)))):
                pairs.append((a, (x_path, outer, i), b, (y_path, outer, i)))
    return leaves


def replaced(structure: Any, change: Callable[[Any], Any], *, whole_arrays: bool = False) -> Any:
    """The same nesting with change(x) for each x in it that is no container, of whatever kind.

    With `whole_arrays`, arrays count as none.
    """
    part = None if whole_arrays and is_array(structure) else opened(structure)
    if part is None:
        return change(structure)
    return part.join([replaced(x, change, whole_arrays=whole_arrays) for x in part.children])


def described(x: Any) -> str:
    """What x is, as messages say it: "a list of 3", "a number", "a str"."""
    part = opened(x)
    if part is not None:
        return part.kind()
    if x is None:
        return "None"
    name = type(x).__name__
    return f"{'an' if name[0] in 'aeiouAEIO' else 'a'} {name}"


def _take_apart(x: Any, path: Path, leaves: list[Any], found: list[Path]) -> Build:
    part = opened(x)
    if part is None:
        leaves.append(_leaf(x, path))
        found.append(path)
        return next
    children = enumerate(part.children)
    builds = [_take_apart(child, (path, part, i), leaves, found) for i, child in children]
    return lambda new: part.join([build(new) for build in builds])


def _leaf(x: Any, path: Path) -> Any:
    try:
        return operand(x)
    except TypeError:
        raise TypeError(f"{_written(path)} is {described(x)}, which is no number") from None


def _written(path: Path) -> str:
    if isinstance(path, str):
        return path
    above, part, i = path
    return f"{_written(above)}{part.key(i)}"


def opened(x: Any) -> Container | None:
    """The level of nesting that x is; None if it is a leaf."""
    if isinstance(x, (float, Value)):
        return None
    if isinstance(x, dict):
        return Container(
            lambda: f"a dict of {', '.join(sorted(map(repr, x))) or 'nothing'}",
            lambda i: f"[{list(x)[i]!r}]",
            list(x.values()),
            partial(_as_dict, x),
        )
    if isinstance(x, tuple) and hasattr(x, "_make"):
        fields = x._fields  # type: ignore[attr-defined]
        return Container(
            lambda: f"a {type(x).__name__} of {', '.join(fields)}",
            lambda i: f".{fields[i]}",
            list(x),
            x._make,
        )
    if isinstance(x, (list, tuple)):
        make = list if isinstance(x, list) else tuple
        kind = partial("a {} of {}".format, make.__name__, len(x))
        return Container(kind, "[{}]".format, list(x), make)
    if is_array(x):
        shape, entries = x.shape, x.ravel().tolist()
        kind = partial("an array of shape {}".format, shape)
        return Container(kind, partial(_index, shape), entries, partial(_as_array, shape))
    return None


def _as_dict(model: dict[Any, Any], values: list[Any]) -> dict[Any, Any]:
    if type(model) is dict:
        return dict(zip(model, values))
    new = copy.copy(model)  # of the same class, with its keys in their order
    new.update(zip(model, values))
    return new


def is_array(x: Any) -> bool:
    """Whether x is an array of NumPy's that holds numbers, and no scalar of NumPy's."""
    kind = type(x)
    return (
        hasattr(kind, "__array_interface__")
        and hasattr(kind, "__setitem__")
        and x.dtype.kind in "biufO"
    )


def _index(shape: tuple[int, ...], i: int) -> str:
    return str(list(next(itertools.islice(itertools.product(*map(range, shape)), i, None))))


def _as_array(shape: tuple[int, ...], leaves: list[Any]) -> Any:
    numpy: Any = sys.modules["numpy"]  # where there was an array, it has been imported
    parts = [opened(x) for x in leaves]
    first = parts[0] if parts else None
    if first and all(is_array(x) and x.shape == leaves[0].shape for x in leaves):
        return numpy.stack(leaves).reshape(shape + leaves[0].shape)
    if first and all(part and part.kind() == first.kind() for part in parts):  # arrays inside
        columns = zip(*(part.children for part in parts if part))
        return first.join([_as_array(shape, list(column)) for column in columns])
    if all(isinstance(x, float) for x in leaves):
        return numpy.array(leaves, dtype=float).reshape(shape)
    if not shape:
        return leaves[0]
    objects = numpy.empty(len(leaves), dtype=object)
    for i, x in enumerate(leaves):
        objects[i] = x
    return objects.reshape(shape)
