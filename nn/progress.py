"""A progress bar, where one is wanted and tqdm is there to draw it."""

from __future__ import annotations

import warnings
from typing import Any


def shown(row: dict[str, float]) -> dict[str, str]:
    """Measurements as the bar shows them."""
    return {name: f"{number:.4f}" for name, number in row.items()}


class _NoBar:
    """Stands in for a progress bar where none is wanted."""

    def __enter__(self) -> _NoBar:
        return self

    def __exit__(self, *error: object) -> None: ...

    def update(self) -> None: ...

    def set_description(self, text: str) -> None: ...

    def set_postfix(self, numbers: dict[str, str], refresh: bool) -> None: ...


def progress_bar(steps: int, wanted: bool) -> Any:
    """tqdm's bar for so many steps; one that shows nothing if it is not wanted or not there."""
    if not wanted:
        return _NoBar()
    try:
        from tqdm.auto import tqdm
    except ImportError:
        warnings.warn("no progress bar without tqdm: pip install tqdm", stacklevel=3)
        return _NoBar()
    return tqdm(total=steps, unit="batch")
