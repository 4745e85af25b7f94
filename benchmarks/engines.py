"""The engines that are compared: what the table calls each, and whether it is installed here."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from typing import Any

from .machine_code import COMPILER


@dataclass(frozen=True)
class Engine:
    """One column of the table."""

    title: str
    module: str  # what its user imports
    distribution: str  # what its user installs
    backend: str = ""  # of our compiler
    compiled: bool = False  # by the system's compiler of C

    @property
    def ours(self) -> bool:
        """Whether it is one of this project's."""
        return self.distribution == "scalar-autograd"

    @property
    def installed(self) -> bool:
        """Whether it can be imported here, and has the backend."""
        package = self.module.partition(".")[0]
        if importlib.util.find_spec(package) is None or (self.compiled and not COMPILER):
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
    "lean": Engine("a lean Value", "benchmarks.lean", "scalar-autograd"),
    "pytorch": Engine("PyTorch", "torch", "torch"),
    "pytorch_compiled": Engine("PyTorch compiled", "torch", "torch", compiled=True),
    "jit": Engine("`jit`", "numpy", "scalar-autograd"),
    "jit_numba": Engine("`jit`, Numba", "numba", "scalar-autograd", "numba"),
    "to_c": Engine("`to_c`", "numpy", "scalar-autograd", compiled=True),
    "floats": Engine("Python floats", "math", "scalar-autograd"),
    "jax": Engine("JAX `jit`", "jax", "jax"),
    "casadi": Engine("CasADi", "casadi", "casadi"),
    "casadi_c": Engine("CasADi as C", "casadi", "casadi", compiled=True),
    "heyoka": Engine("heyoka", "heyoka", "heyoka"),
    "numpy": Engine("NumPy by hand", "numpy", "numpy"),
    "numba": Engine("Numba by hand", "numba", "numba"),
    "c": Engine("C by hand", "numpy", "numpy", compiled=True),
}
# A table for each: what its rows compare, ours first.
NETWORKS = (
    "jit",
    "jit_numba",
    "to_c",
    "pytorch",
    "pytorch_compiled",
    "jax",
    "casadi",
    "numpy",
    "numba",
    "c",
)
PROGRAMS = (
    "jit",
    "jit_numba",
    "to_c",
    "jax",
    "casadi",
    "casadi_c",
    "heyoka",
    "numpy",
    "numba",
    "c",
)
GROUPS = {
    "Values": ("layers", "operators", "micrograd", "lean", "pytorch"),
    "Compiled networks": NETWORKS,
    "Compiled programs of scalars": PROGRAMS,
    "The function alone": ("jit", "jit_numba", "to_c", "floats", *PROGRAMS[3:7]),
}


def adapters(workload: Any) -> list[str]:
    """The engines that are installed and that the workload has an adapter for."""
    return [name for name, e in ENGINES.items() if hasattr(workload, name) and e.installed]


def single_threaded_torch() -> Any:
    """PyTorch, held to one thread and to double precision."""
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    return torch
