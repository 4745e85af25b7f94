"""Machine code of text in LLVM's language, kept on disk for all processes to come."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .cache import folder, written

LOCK = threading.RLock()


@lru_cache(maxsize=1)
def target() -> Any:
    """This machine's processor, as LLVM sees it. ImportError if there is no llvmlite."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=2,
        jit=True,
    )


@lru_cache(maxsize=1)
def width() -> int:
    """How many numbers the processor computes with at once."""
    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features()
    return 8 if features.get("avx512f") else 4 if features.get("avx") else 2


@lru_cache(maxsize=1)
def machine_name() -> str:
    """What machine code depends on beside its text."""
    import llvmlite.binding as llvm

    host = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    return f"{llvm.get_process_triple()} {host} {llvm.llvm_version_info}"


class Built:
    """The functions of a text in machine code, as addresses; they go when this goes."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        import llvmlite.binding as llvm

        with LOCK:  # LLVM's memory is not for several threads
            holder = llvm.parse_assembly("")
            self.engine = llvm.create_mcjit_compiler(holder, _fresh_target())
            self.engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code(text)))
            self.engine.finalize_object()
            self.addresses = {name: self.engine.get_function_address(name) for name in names}


def _fresh_target() -> Any:
    """A target of an engine's own, which it frees."""
    import llvmlite.binding as llvm

    target()
    return llvm.Target.from_default_triple().create_target_machine(jit=True)


def machine_code(text: str) -> bytes:
    """The object file for this text, from disk if it has been compiled before."""
    name = hashlib.sha256(f"{machine_name()} {text}".encode()).hexdigest()[:32]
    path = folder() / f"llvm_{name}.o"
    try:
        return path.read_bytes()
    except OSError:
        found = compiled(text)
    try:
        written(path, found)
    except OSError:
        pass  # then it is compiled anew in each process
    return found


def compiled(text: str) -> bytes:
    """The object file for this text, in some thirty microseconds a line."""
    import llvmlite.binding as llvm

    with LOCK:
        found: bytes = target().emit_object(llvm.parse_assembly(text))
    return found
