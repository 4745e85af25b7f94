"""The engines that are compared: what the table calls each, and whether it is installed here."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Engine:
    """One column of the table."""

    title: str
    module: str  # what its user imports
    distribution: str  # what its user installs

    @property
    def installed(self) -> bool:
        """Whether it can be imported here."""
        package = self.module.partition(".")[0]
        return importlib.util.find_spec(package) is not None

    @property
    def version(self) -> str:
        """The installed version, with the name it goes by on the package index."""
        return f"{self.distribution} {importlib.metadata.version(self.distribution)}"


# A workload has an adapter for an engine if it has a function of the same name as here. The
# first one of a row is what the others are compared with.
ENGINES = {
    "layers": Engine("`nn`", "nn", "scalar-autograd"),
    "operators": Engine("`autograd`", "autograd", "scalar-autograd"),
    "micrograd": Engine("micrograd", "micrograd.engine", "micrograd"),
    "pytorch": Engine("PyTorch", "torch", "torch"),
    "jit": Engine("`jit`", "numpy", "scalar-autograd"),
    "numpy": Engine("NumPy by hand", "numpy", "numpy"),
}


def adapters(workload: ModuleType) -> list[str]:
    """The engines that are installed and that the workload has an adapter for."""
    return [name for name, e in ENGINES.items() if hasattr(workload, name) and e.installed]


def single_threaded_torch() -> Any:
    """PyTorch, held to one thread and to double precision."""
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    return torch
