"""One kind of call of a compiled function: its ways, for each state of what is around it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..modes import state
from ..nesting import to_values
from ..pullback import name_of
from ..value import Value
from .arguments import Call
from .linking import Compiled
from .paths import LIMIT, Paths, Way
from .surroundings import Surroundings


class Ways(NamedTuple):
    """The ways that give numbers, and those that give derivatives beside them."""

    plain: Paths
    linked: Paths


class Kind:
    """Calls with the same nesting of arguments, and the same in the place of what is no number.

    The names around f stand for the same in all calls that share ways: where a number, an object
    or anything else was put in place of another, f is traced again. What f sets itself, as a
    count of its runs, is left alone.
    """

    def __init__(
        self, f: Callable[..., Any], backend: str, dtype: str, statics: Sequence[Any]
    ) -> None:
        self.f, self.backend, self.dtype, self.statics = f, backend, dtype, statics
        self.name = getattr(f, "__name__", type(f).__name__)
        self._own: set[str] = set()
        self._known: dict[Any, Ways] = {}
        self._settle()

    def answer(self, call: Call) -> Any:
        """What f gives in this call: floats, or Values where it depends on Values."""
        if not self.around.same():
            self._settle()
        before = self.traces
        try:
            return self._answer(call)
        finally:
            if self.traces != before and (changed := self.around.changed()):
                self._own |= changed
                self._settle(self.ways)

    def _answer(self, call: Call) -> Any:
        plain, linked = self.ways
        if call.batch is not None:
            return self._batch(call, call.batch)
        given = call.has(Value)
        if state.recording and not (given or linked.taken or plain.taken):
            if not linked.traced(call, call.data()).path.links:  # it reaches no Values
                linked.give(plain)
        if not state.recording or not (given or linked.taken):
            way, result = plain.found(call, Way.result)
            if not (given or way.path.parameters):
                return result
            if not state.recording:
                return to_values(result)
        way, outputs = linked.one(call)
        return way.path.rebuild(self._nodes(way, call, outputs))

    def _batch(self, call: Call, batch: int) -> Any:
        """The same for a batch: arrays of numbers, or of nodes, one for each number of a sample."""
        plain, linked = self.ways
        given = call.has(Value)
        if not state.recording or not (given or linked.taken):
            way, columns = plain.many(call, batch)
            if not (state.recording and (given or any(w.path.parameters for w in plain.taken))):
                return way.path.nested(columns, batch)
        first: Way | None = None
        rows: list[list[Any]] = [[]] * batch
        for way, samples, results in linked.parts(call, batch):
            first = first or way
            for i, *outputs in zip(samples, *(column.tolist() for column in results)):
                nodes = self._nodes(way, call.sample(i), outputs)
                rows[i] = way.path.like(first.path, nodes)
        assert first is not None
        columns = list(zip(*rows)) or [()] * first.path.numbers
        return first.path.nested([_column(xs, self.dtype) for xs in columns], batch)

    def _nodes(self, way: Way, call: Call, outputs: Sequence[float]) -> list[Any]:
        return Compiled(self.name, call, way.path, self.dtype).nodes(call, outputs)

    @property
    def traces(self) -> int:
        """How often f was run for what is around it now."""
        return self.ways.plain.traces + self.ways.linked.traces

    def _settle(self, ways: Ways | None = None) -> None:
        """Go on with the ways for what is around f now, which may be given."""
        self.around = Surroundings((self.f, *self.statics), self._own)
        key = self.around.key
        if ways is None and key not in self._known and len(self._known) == LIMIT:
            self._forget(key)
        given = self.f, self.backend, self.dtype
        new = ways or Ways(Paths(*given), Paths(*given, linked=True))
        self.ways = self._known.setdefault(key, new)

    def _forget(self, key: tuple[Any, ...]) -> None:
        """The oldest ways, to make room."""
        oldest = next(iter(self._known))
        del self._known[oldest]
        names = sorted({name for name, *_ in {*key}.symmetric_difference(oldest)})
        warnings.warn(
            f"{name_of(self.f)} is traced again and again, for what it reads beside its arguments "
            f"changes: pass {', '.join(names)} as an argument",
            stacklevel=5,
        )

    def entry(self, call: Call) -> Callable[..., Any] | None:
        """The last way as a function of arguments as in this call; None if it is not run so."""
        found = self.ways.plain.entry(call)
        if found is None or not self.around.names:
            return found
        run, same = found, self.around.same
        return lambda *args: run(*args) if same() else None


def _column(xs: Sequence[Any], dtype: str) -> Any:
    """An array, of objects where there are nodes."""
    import numpy as np

    return np.fromiter(xs, dtype if {float}.issuperset(map(type, xs)) else object)
