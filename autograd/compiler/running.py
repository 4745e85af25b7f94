"""The calls of NumPy for a run: element by element, rows of sums and the like, or products."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..primitives.reductions import dot
from .functions import array_function
from .fusing import in_order
from .grid import grid
from .identities import ADD
from .memory import Memory
from .products import add_products, add_sums_over_samples
from .reducing import rows_of
from .schedule import Run, over_samples
from .surprises import add_parts, loss_part

WIDE = 2000  # numbers from which on to add them costs more than to call for each term
ADDED = {dot: add_products, over_samples: add_sums_over_samples, loss_part: add_parts}


def add_run(memory: Memory, run: Run) -> None:
    """The calls for a run."""
    wide = len(run.places) * memory.batch > WIDE and run.varying == any(run.varies[:2])
    if run.op in ADDED:
        ADDED[run.op](memory, run)
    elif run.op is in_order and wide:
        for part in _one_after_the_other(run):
            _add_elementwise(memory, part)
    elif run.op.arity is None:
        _add_reduction(memory, run)
    else:
        _add_elementwise(memory, run)


def _one_after_the_other(run: Run) -> Iterator[Run]:
    """Sums in order as additions in place, which need no copy of the terms."""
    results = run.start + np.arange(len(run.places))
    yield Run(ADD, run.places[:, :2], run.varies[:2], run.start)
    for places, varies in zip(run.places.T[2:], run.varies[2:]):
        yield Run(ADD, np.stack([results, places], axis=1), (run.varying, varies), run.start)


def _add_elementwise(memory: Memory, run: Run) -> None:
    n = len(run.places)
    loops = grid(run.places.T)
    shape = loops.shape if loops else (n,)
    operands = []
    for j, (places, varies) in enumerate(zip(run.places.T, run.varies)):
        alone = loops or grid(places[None])
        if alone and (loops or len(alone.shape) <= 1):
            strides = alone.strides[j if loops else 0]
            if not varies and not any(strides):  # one number: NumPy is quickest without axes
                operands.append(memory.view(False, int(places[0]), (), ()))
                continue
            operands.append(memory.view(varies, int(places[0]), shape, strides, run.varying))
        else:
            operands.append(memory.gathered(varies, places, run.varying))
    memory.call(array_function(run.op), *operands, memory.results(run.varying, run.start, shape))


def _add_reduction(memory: Memory, run: Run) -> None:
    n, terms = run.places.shape
    columns = grid(run.places.T)
    steps = np.diff(run.places[0])
    table = None
    if len(set(run.varies)) == 1 and columns and len(columns.shape) <= 1 and len(set(steps)) == 1:
        strides = [*(columns.strides[0] or [0]), int(steps[0])]
        if all(c == columns.strides[0] for c in columns.strides):
            table = memory.view(run.varies[0], int(run.places[0, 0]), (n, terms), strides)
    if table is None:
        table = memory.table(run.varies, run.places)
    memory.call(rows_of(run.op), table, memory.results(run.varying, run.start, (n,)))
