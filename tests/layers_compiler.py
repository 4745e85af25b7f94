"""Which modules the compiler has, on top of all others, and what each may import."""

COMPILER: dict[str, set[str]] = {
    "compiler.precision": set(),
    "compiler.arguments": {"value", "dual"},
    "compiler.native.access": set(),
    "compiler.native": set(),
    "compiler.native.vector": set(),
    "compiler.native.rows": set(),
    "compiler.native.summing": set(),
    "compiler.native.cache": set(),
    "compiler.native.machine": {
        "primitives", "compiler.native.rows", "compiler.native.summing", "compiler.native.cache",
    },
    "compiler.export": set(),
    "compiler.grid": set(),
    "compiler.memory": set(),
    "compiler.program": {
        "primitives", "compiler.precision", "compiler.export.to_onnx", "compiler.export.to_python",
        "compiler.export.to_numpy", "compiler.export.to_c",
    },
    "compiler.building": {"primitives", "compiler.program"},
    "compiler.identities": {"primitives.exponential", "primitives", "compiler.program"},
    "compiler.passes": {
        "primitives", "compiler.program", "compiler.building", "compiler.identities",
    },
    "compiler.expansion": {
        "primitives.operators", "primitives", "methods", "compiler.program", "compiler.passes",
    },
    "compiler.fusing": {
        "primitives", "compiler.program", "compiler.building", "compiler.identities",
    },
    "compiler.functions": {"primitives.row", "primitives.extrema", "primitives", "compiler.fusing"},
    "compiler.export.language": {
        "primitives", "compiler.program", "compiler.passes", "compiler.expansion",
    },
    "compiler.export.to_onnx": {
        "primitives", "compiler.precision", "compiler.program", "compiler.export.language",
    },
    "compiler.export.to_python": {"compiler.program", "compiler.export.language"},
    "compiler.export.to_numpy": {
        "compiler.precision", "compiler.program", "compiler.export.language",
        "compiler.export.to_python",
    },
    "compiler.schedule": {
        "primitives.reductions", "primitives", "compiler.grid", "compiler.program",
    },
    "compiler.export.loops": {"compiler.grid", "compiler.program", "compiler.schedule"},
    "compiler.native.plan": {
        "primitives", "compiler.program", "compiler.building", "compiler.expansion",
        "compiler.schedule",
    },
    "compiler.export.to_c": {
        "compiler.precision", "compiler.program", "compiler.export.language",
        "compiler.export.loops",
    },
    "compiler.products": {"compiler.grid", "compiler.memory", "compiler.schedule"},
    "compiler.native.orders": {
        "primitives.reductions", "compiler.native.machine", "compiler.grid", "compiler.schedule",
        "compiler.products",
    },
    "compiler.arrays": {
        "primitives.reductions", "compiler.grid", "compiler.memory", "compiler.program",
        "compiler.identities", "compiler.expansion", "compiler.fusing", "compiler.functions",
        "compiler.schedule", "compiler.products",
    },
    "compiler.native.native": {
        "compiler.native.machine", "compiler.schedule", "compiler.native.orders", "compiler.arrays",
    },
    "compiler.straight": {
        "primitives.row", "primitives.reductions", "primitives", "nesting", "compiler.program",
    },
    "compiler.native.lines": {
        "primitives.reductions", "nesting", "compiler.native.rows", "compiler.native.cache",
        "compiler.program", "compiler.native.plan", "compiler.straight",
    },
    "compiler.backends": {
        "nesting", "compiler.precision", "compiler.program", "compiler.native.plan",
        "compiler.arrays", "compiler.native.native", "compiler.straight", "compiler.native.lines",
    },
    "compiler.traced": {"primitives", "modes", "copying", "operations", "check", "value"},
    "compiler.trace": {
        "primitives.row", "primitives", "modes", "check", "value", "compiler.precision",
        "compiler.traced",
    },
    "compiler.lowering": {"value", "compiler.program", "compiler.traced", "compiler.trace"},
    "compiler.reach": {"primitives", "value"},
    "compiler.surroundings": {
        "value", "pullback", "compiler.arguments", "compiler.traced", "compiler.reach",
    },
    "compiler.path": {
        "reverse", "value", "nesting", "compiler.precision", "compiler.arguments",
        "compiler.program", "compiler.passes", "compiler.traced", "compiler.trace",
        "compiler.lowering", "compiler.surroundings",
    },
    "compiler.learner": {
        "primitives.reductions", "primitives", "reverse", "value", "nesting", "compiler.precision",
        "compiler.arguments", "compiler.program", "compiler.building", "compiler.passes",
        "compiler.schedule", "compiler.backends", "compiler.traced", "compiler.trace",
        "compiler.lowering", "compiler.surroundings",
    },
    "compiler.linking": {
        "primitives", "graph", "reverse", "operations", "value", "pullback", "joint",
        "compiler.precision", "compiler.arguments", "compiler.path",
    },
    "compiler.paths": {
        "pullback", "compiler.precision", "compiler.arguments", "compiler.backends",
        "compiler.path",
    },
    "compiler.kinds": {
        "modes", "value", "nesting", "pullback", "compiler.arguments", "compiler.surroundings",
        "compiler.linking", "compiler.paths",
    },
    "compiler.jit": {
        "modes", "dual", "pullback", "transforms", "jacobians", "joint", "compiler.precision",
        "compiler.arguments", "compiler.program", "compiler.backends", "compiler.path",
        "compiler.paths", "compiler.kinds",
    },
    "compiler": {"compiler.traced", "compiler.jit"},
}  # fmt: skip
