"""Writing a field of many nodes in one go, so that nothing can come in between."""

from collections import deque
from collections.abc import Iterable
from itertools import repeat


def assign(nodes: Iterable[object], field: str, values: Iterable[object]) -> None:
    """Set `field` of each node to its value, all or none.

    One call that runs no Python code as long as `values` runs none: neither Ctrl-C nor another
    thread comes in between, and values may be read lazily from what other threads write too.
    """
    deque(map(setattr, nodes, repeat(field), values), maxlen=0)
