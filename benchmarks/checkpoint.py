"""A chain of 100,000 operations forward and backward, whole and in segments: time, peak memory."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from .contender import Contender, Job
from .contest import Effort, median_seconds, progress
from .table import Row, duration, size

OPERATIONS = 100_000
SEGMENTS = (0, 100, 1000)  # operations in each; 0 for a chain that is recorded as a whole
PEAK = Path("/proc/self/status")  # where Linux tells the most that the process ever held
THIS = sys.modules[__name__]


def rows(effort: Effort) -> list[Row]:
    """Time and memory for each way to cut the chain."""
    found = []
    for length in SEGMENTS:
        how = f"in segments of {length:,}" if length else "as a whole"
        title = f"chain of {OPERATIONS:,} operations {how}"
        found.append(
            Row(f"{title}, forward + backward", median_seconds(THIS, effort, length), duration)
        )
        if PEAK.exists():
            progress(THIS, f"the memory {how}")
            with Contender(THIS, "operators", length) as contender:
                memory = {"operators": contender.ask(peak) / OPERATIONS}
            found.append(Row(f"{title}, peak memory per operation", memory, size))
    return found


def peak(job: Job) -> int:
    """How much more memory than before the process has held during a step, at the most."""
    before = _most()
    job.step()
    return _most() - before


def _most() -> int:
    [kilobytes] = re.findall(r"VmHWM:\s*(\d+) kB", PEAK.read_text())
    return int(kilobytes) * 1024


def operators(length: int) -> Job:
    """Our Values."""
    from autograd import Value, checkpoint

    def chain(x: Any, y: Any, n: int) -> Any:
        for _ in range(n // 4):
            x = (x * y + 1.0).tanh() - y
        return x

    def segment(x: Any, y: Any) -> Any:
        return chain(x, y, length)

    def step() -> Any:
        x, y = Value(0.5), Value(0.3)
        z = x if length else chain(x, y, OPERATIONS)
        for _ in range(OPERATIONS // length if length else 0):
            z = checkpoint(segment)(z, y)
        z.backward()
        return x, y, z

    return Job(step, lambda ends: (ends[0].grad, ends[1].grad, ends[2].data))
