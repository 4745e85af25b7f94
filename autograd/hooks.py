"""Hooks: functions that see the adjoint of a node on its way back, and may change it."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from .modes import state
from .primitives import number

if TYPE_CHECKING:
    from .value import Value

Hook: TypeAlias = Callable[[Any], Any]


class Handle:
    """Takes a hook off its node: by `remove()`, or at the end of a `with`."""

    __slots__ = ("_hooks",)

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = weakref.ref(hooks)

    def remove(self) -> None:
        """Take the hook off; nothing happens if it is. A sweep under way may still call it."""
        hooks = self._hooks()
        if hooks is not None:
            with changing:
                hooks.functions.pop(self, None)
                if not hooks.functions:
                    live.discard(hooks)

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *error: object) -> None:
        self.remove()


class Hooks:
    """The functions that are called with one node's adjoint, in order of registration."""

    __slots__ = ("__weakref__", "functions")

    def __init__(self) -> None:
        self.functions: dict[Handle, Hook] = {}


class Hooked(tuple[float, ...]):
    """The partials of a node, with the hooks that were put on it.

    They ride there since a field of their own would make every node larger; and they belong to
    the node, not to a table of the module, so that a hook that holds its own node is garbage
    when the node is.
    """

    hooks: Hooks


# Of all nodes: sweeps ask whether there is one at all, and if not, do without the question.
live: weakref.WeakSet[Hooks] = weakref.WeakSet()
changing = threading.RLock()  # as what is freed meanwhile may take hooks off, too


def register(node: Value, hook: Hook) -> Handle:
    """The handle of a hook that is on the node from now on, after those that are there."""
    if not callable(hook):
        raise TypeError(f"a hook is a function of an adjoint, got {type(hook).__name__}")
    with changing:
        partials = node.partials
        if not isinstance(partials, Hooked):
            partials = Hooked(partials)
            partials.hooks = Hooks()
            node.partials = partials
        handle = Handle(partials.hooks)
        partials.hooks.functions[handle] = hook
        live.add(partials.hooks)
    return handle


def has_hooks(node: Value) -> bool:
    """Whether a hook is on the node."""
    return isinstance(node.partials, Hooked) and bool(node.partials.hooks.functions)


def heard(node: Value, adjoint: Any, kind: Callable[[Any], Any] = float) -> Any:
    """What the hooks of a node make of its complete adjoint; each sees what those before it left.

    They get it as a `kind`, float or Value; and what they return is a number, of that kind where
    they please.
    """
    if not isinstance(node.partials, Hooked):
        return adjoint
    # a copy, since hooks may put on and take off hooks, here or in other threads
    for hook in list(node.partials.hooks.functions.values()):
        answer = hook(kind(adjoint) if isinstance(adjoint, float) else adjoint)
        if answer is not None:
            before, adjoint = adjoint, _number(node, hook, answer, kind)
            if state.watch is not None:
                state.watch.heard(node, hook, before, adjoint)
    return adjoint


def _number(node: Value, hook: Hook, answer: Any, kind: Callable[[Any], Any]) -> Any:
    if kind is not float and hasattr(answer, "parents") and not isinstance(answer, type):
        return answer
    try:
        return number(answer)
    except TypeError as error:
        raise TypeError(
            f"a hook returns a number in the place of the adjoint, or None: {hook!r} on {node!r} "
            f"returned {type(answer).__name__} ({error})"
        ) from None
