"""Where each node belongs: to which module, as the names of parameters and the edges tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..naming import Names
    from ..value import Value

NOWHERE = -1  # the scope of what is in no module but the root
MOST = 4096  # a module with more parameters of its own is not searched for written-out sums


@dataclass(slots=True)
class Scope:
    """A module with nodes in the graph: its path from the root, and that of the module above."""

    path: str
    parent: int
    depth: int
    title: str
    kind: str = ""


class Scopes:
    """The modules that a graph passes through, and which of them each node belongs to.

    `all` are the modules, outer before inner, and `of[i]` is the number of the innermost one that
    holds the node `order[i]`, or NOWHERE. Parameters are in the module whose attribute they are.
    A node that takes parameters belongs to the innermost module that has them all. A sum that is
    written out, as w1 * x1 + w2 * x2 + b, belongs to it until all its parameters are used, each
    once; so does the one function of one number that follows, its activation.
    """

    def __init__(
        self, order: list[Value], index: dict[Value, int], called: dict[Value, str], names: Names
    ) -> None:
        self.all: list[Scope] = []
        self.of = [NOWHERE] * len(order)
        self._numbers: dict[str, int] = {"": NOWHERE}
        self._modules = dict(modules_below(names))
        self._bits = [0] * len(order)
        self._parameters: set[int] = set()
        own: list[int] = []
        for value, name in called.items():
            i = index.get(value, NOWHERE)
            if i != NOWHERE and not value.parents:
                scope = self.of[i] = self._scope(self._path(name))
                own += [0] * (len(self.all) - len(own))
                self._parameters.add(i)
                if scope != NOWHERE:
                    self._bits[i] = 1 << own[scope]
                    own[scope] += 1
        if self.all:
            self._full = [(1 << n) - 1 if n <= MOST else 0 for n in own]
            self._infer(order, index)

    def up(self, scope: int, depth: int) -> int:
        """The module at that depth that holds this one; itself if it is not deeper."""
        while scope != NOWHERE and self.all[scope].depth > depth:
            scope = self.all[scope].parent
        return scope

    def _infer(self, order: list[Value], index: dict[Value, int]) -> None:
        uses = [0] * len(order)
        for node in order:
            for parent in node.parents:
                if type(parent) is not float:
                    uses[index[parent]] += 1  # type: ignore[index]
        used = [0] * len(order)
        activations: set[int] = set()
        for i, node in enumerate(order):
            parents = {index[p] for p in node.parents if type(p) is not float}  # type: ignore[index]
            mine = parents & self._parameters
            if mine:
                self.of[i], used[i] = self._with_parameters(mine, parents - mine, used)
            elif parents:
                self.of[i], used[i] = self._without(parents, used)
                j = min(parents)
                if len(node.parents) == uses[j] == 1 and self._complete(j, used):
                    if j not in activations:
                        self.of[i], used[i] = self.of[j], used[j]
                        activations.add(i)

    def _complete(self, i: int, used: list[int]) -> bool:
        scope = self.of[i]
        return scope != NOWHERE and used[i] == self._full[scope]

    def _with_parameters(
        self, mine: set[int], others: set[int], used: list[int]
    ) -> tuple[int, int]:
        scopes = {self.of[j] for j in mine}
        scope = scopes.pop()
        for other in scopes:
            scope = self._common(scope, other)
        if scope == NOWHERE or self._full[scope] == 0:
            return scope, 0
        mask = 0
        for j in mine:
            if self.of[j] == scope:
                mask |= self._bits[j]
        for j in others:
            if self.of[j] == scope and not self._complete(j, used):
                mask |= used[j]
        return scope, mask

    def _without(self, parents: set[int], used: list[int]) -> tuple[int, int]:
        scopes = {self.of[j] for j in parents}
        scope, mask = scopes.pop(), 0
        if scopes or scope == NOWHERE:
            return NOWHERE, 0
        for j in parents:
            if mask & used[j] or self._complete(j, used):
                return NOWHERE, 0
            mask |= used[j]
        return scope, mask

    def _common(self, a: int, b: int) -> int:
        while a != b and NOWHERE not in (a, b):
            if self.all[a].depth < self.all[b].depth:
                a, b = b, a
            a = self.all[a].parent
        return a if a == b else NOWHERE

    def _path(self, name: str) -> str:
        """The path of the module that has the parameter of that name."""
        steps = name.split(".")
        if self._modules:
            while steps and ".".join(steps) not in self._modules:
                steps.pop()
            return ".".join(steps)
        while steps and steps[-1].isdecimal():
            steps.pop()
        return ".".join(steps[:-1])

    def _scope(self, path: str) -> int:
        """The number of the module with that path, entered with those above if it is new."""
        for above in [*self._above(path), path]:
            if above not in self._numbers:
                parent = self._numbers[next(reversed([*self._above(above)]), "")]
                self._numbers[above] = len(self.all)
                self.all.append(self._made(above, parent))
        return self._numbers[path]

    def _above(self, path: str) -> Iterator[str]:
        """The paths of the modules that hold the one with that path, from the outermost."""
        steps = path.split(".")
        for i in range(1, len(steps)):
            prefix = ".".join(steps[:i])
            if prefix in self._modules if self._modules else not steps[i].isdecimal():
                yield prefix

    def _made(self, path: str, parent: int) -> Scope:
        above = self.all[parent] if parent != NOWHERE else None
        title = path.removeprefix(f"{above.path}.") if above else path
        depth = above.depth + 1 if above else 1
        module = self._modules.get(path)
        if module is None:
            return Scope(path, parent, depth, title)
        return Scope(path, parent, depth, f"{title} · {described(module)}", type(module).__name__)


def described(module: Any) -> str:
    """The class of a module, with what the module says of itself: `Neuron(2, relu)`."""
    about = module.extra_repr() if hasattr(module, "extra_repr") else ""
    return f"{type(module).__name__}({about})" if about else type(module).__name__


def modules_below(module: Any) -> Iterator[tuple[str, Any]]:
    """The modules below that one, if it is a module, with their paths, each once."""
    if not hasattr(module, "named_children"):
        return
    seen = {id(module)}
    stack = [("", module)]
    while stack:
        path, above = stack.pop()
        for name, child in above.named_children():
            if id(child) not in seen:
                seen.add(id(child))
                inner = f"{path}.{name}" if path else name
                stack.append((inner, child))
                yield inner, child
