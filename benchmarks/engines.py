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
    backend: str = ""  # of our compiler

    @property
    def ours(self) -> bool:
        """Whether it is one of this project's."""
        return self.distribution == "scalar-autograd"

    @property
    def installed(self) -> bool:
        """Whether it can be imported here, and has the backend."""
        package = self.module.partition(".")[0]
        if importlib.util.find_spec(package) is None:
            return False
        if not self.backend:
            return True
        from autograd.compiler.backends import BACKENDS

        return self.backend in BACKENDS

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
    "jit_numba": Engine("`jit`, Numba", "numba", "scalar-autograd", "numba"),
    "jax": Engine("JAX `jit`", "jax", "jax"),
    "casadi": Engine("CasADi", "casadi", "casadi"),
    "numpy": Engine("NumPy by hand", "numpy", "numpy"),
    "numba": Engine("Numba by hand", "numba", "numba"),
}
# A table for each: what its rows compare, ours first.
COMPILED = ("jit", "jit_numba", "pytorch", "jax", "casadi", "numpy", "numba")
GROUPS = {"Values": ("layers", "operators", "micrograd", "pytorch"), "Compiled": COMPILED}


def adapters(workload: ModuleType) -> list[str]:
    """The engines that are installed and that the workload has an adapter for."""
    return [name for name, e in ENGINES.items() if hasattr(workload, name) and e.installed]


def single_threaded_torch() -> Any:
    """PyTorch, held to one thread and to double precision."""
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    return torch
