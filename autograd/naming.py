"""What nodes and numbers are called in drawings, tables, formulas and messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from .value import Value


class Named(Protocol):
    """What has parameters with names, as a module has."""

    def named_parameters(self) -> Iterable[tuple[str, Value]]: ...


Names: TypeAlias = "Mapping[str, Value] | Iterable[tuple[str, Value]] | Named | None"


def names_by_value(names: Names) -> dict[Value, str]:
    """The names that a caller gives to Values, in any form, by Value.

    `names` is a mapping from name to Value, pairs of the two as `model.named_parameters()` makes
    them, the model itself, or None. Raises TypeError for anything else.
    """
    pairs: Any = () if names is None else names
    if hasattr(pairs, "named_parameters"):
        pairs = pairs.named_parameters()
    elif isinstance(names, Mapping):
        pairs = names.items()
    elif not isinstance(pairs, Iterable):
        raise _unnamed(names)
    called: dict[Value, str] = {}
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not hasattr(pair[1], "parents"):
            raise _unnamed(pair)
        called[pair[1]] = str(pair[0])
    return called


def _unnamed(got: object) -> TypeError:
    return TypeError(
        f"names are pairs of a name and a Value, a dict of them or a module, got {got!r}"
    )


def unique_names(order: Sequence[Value], names: Names = ()) -> dict[Value, str]:
    """A name for each node, all different: its label, else a given name, else one made up.

    Leaves are made x1, x2, ..., other nodes v1, v2, ..., and the last node, the root, f. Where
    two nodes bear one label, the second is called label_2.

    >>> from autograd import Value, topological_sort
    >>> a = Value(2.0, "a")
    >>> list(unique_names(topological_sort(a * a + Value(1.0))).values())
    ['a', 'x1', 'v1', 'f']
    """
    given = names_by_value(names)
    wanted = {node: str(node.label or given.get(node, "")) for node in order}
    taken = set(wanted.values())
    used: set[str] = set()
    numbers: dict[str, Iterator[int]] = {letter: count(1) for letter in "xv"}
    copies: dict[str, Iterator[int]] = {}
    unique: dict[Value, str] = {}
    for node, name in wanted.items():
        if not name and node is order[-1] and "f" not in taken:
            name = "f"
        elif not name:
            letter = "v" if node.parents else "x"
            name = next(n for i in numbers[letter] if (n := f"{letter}{i}") not in taken)
        elif name in used:
            more = copies.setdefault(name, count(2))
            name = next(n for i in more if (n := f"{name}_{i}") not in taken)
            taken.add(name)
        used.add(name)
        unique[node] = name
    return unique


def short(x: Any, digits: int = 6) -> str:
    """A number with so many significant digits; what is no number, as Python writes it."""
    return f"{x:.{digits}g}" if isinstance(x, (float, int)) else repr(x)
