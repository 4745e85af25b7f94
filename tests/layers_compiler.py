"""Which modules the compiler has, on top of all others, and what each may import."""

COMPILER: dict[str, set[str]] = {
    "compiler.arguments": {"value", "dual"},
    "compiler.native.access": set(),
    "compiler.native": set(),
    "compiler.native.formulas": set(),
    "compiler.native.vector": {"compiler.native.formulas"},
    "compiler.native.lanes": set(),
    "compiler.native.lines": {
        "primitives", "compiler.native.formulas", "compiler.native.lanes",
    },
    "compiler.native.rows": set(),
    "compiler.native.summing": set(),
    "compiler.native.cache": set(),
    "compiler.native.build": {"compiler.native.cache"},
    "compiler.native.machine": {
        "primitives", "compiler.native.rows", "compiler.native.summing", "compiler.native.cache",
    },
    "compiler.export": set(),
    "compiler.functions": {"primitives.row", "primitives.extrema", "primitives"},
    "compiler.grid": set(),
    "compiler.memory": set(),
    "compiler.program": {
        "primitives", "compiler.export.to_onnx", "compiler.export.to_python",
        "compiler.export.to_numpy", "compiler.export.to_c",
    },
    "compiler.identities": {"primitives.exponential", "primitives", "compiler.program"},
    "compiler.expansion": {"primitives.operators", "primitives", "methods", "compiler.program"},
    "compiler.passes": {"compiler.program", "compiler.identities"},
    "compiler.export.language": {
        "primitives", "compiler.program", "compiler.expansion", "compiler.passes",
    },
    "compiler.export.to_onnx": {"primitives", "compiler.program", "compiler.export.language"},
    "compiler.export.to_python": {"compiler.program", "compiler.export.language"},
    "compiler.export.to_numpy": {
        "compiler.program", "compiler.export.language", "compiler.export.to_python",
    },
    "compiler.schedule": {
        "primitives.reductions", "primitives", "compiler.grid", "compiler.program",
    },
    "compiler.export.loops": {"compiler.grid", "compiler.program", "compiler.schedule"},
    "compiler.native.plan": {
        "primitives", "compiler.program", "compiler.expansion", "compiler.passes",
        "compiler.schedule",
    },
    "compiler.export.to_c": {
        "compiler.program", "compiler.export.language", "compiler.export.loops",
    },
    "compiler.products": {"compiler.grid", "compiler.memory", "compiler.schedule"},
    "compiler.native.orders": {
        "primitives.reductions", "compiler.native.machine", "compiler.grid", "compiler.schedule",
        "compiler.products",
    },
    "compiler.arrays": {
        "primitives.reductions", "compiler.functions", "compiler.grid", "compiler.memory",
        "compiler.program", "compiler.expansion", "compiler.passes", "compiler.schedule",
        "compiler.products",
    },
    "compiler.native.native": {
        "compiler.native.machine", "compiler.schedule", "compiler.native.orders", "compiler.arrays",
    },
    "compiler.straight": {"primitives.row", "nesting", "compiler.program"},
    "compiler.native.phases": {"compiler.program", "compiler.schedule"},
    "compiler.native.places": {
        "compiler.program", "compiler.schedule", "compiler.native.phases",
    },
    "compiler.native.text": {
        "primitives.reductions", "primitives", "compiler.program", "compiler.schedule",
        "compiler.native.lanes", "compiler.native.lines", "compiler.native.phases",
        "compiler.native.places",
    },
    "compiler.native.call": {
        "nesting", "compiler.native.build", "compiler.native.lanes", "compiler.native.text",
    },
    "compiler.native.direct": {
        "compiler.program", "compiler.arrays", "compiler.native.build", "compiler.native.phases",
        "compiler.native.text",
    },
    "compiler.native.kinds": {
        "compiler.program", "compiler.schedule", "compiler.native.plan", "compiler.native.native",
        "compiler.native.direct",
    },
    "compiler.trial": {"compiler.program"},
    "compiler.backends": {
        "nesting", "compiler.program", "compiler.arrays", "compiler.straight", "compiler.trial",
        "compiler.native.kinds", "compiler.native.call",
    },
    "compiler.trace": {
        "primitives.row", "primitives", "modes", "operations", "check", "value", "compiler.program",
    },
    "compiler.path": {
        "reverse", "value", "nesting", "pullback", "compiler.arguments", "compiler.program",
        "compiler.passes", "compiler.trace",
    },
    "compiler.learner": {
        "primitives.reductions", "primitives", "reverse", "value", "nesting", "compiler.arguments",
        "compiler.program", "compiler.schedule", "compiler.backends", "compiler.trace",
        "compiler.trial", "compiler.path",
    },
    "compiler.linking": {
        "primitives", "graph", "reverse", "operations", "value", "pullback", "joint",
        "compiler.arguments", "compiler.path",
    },
    "compiler.paths": {
        "pullback", "compiler.arguments", "compiler.backends", "compiler.path",
    },
    "compiler.jit": {
        "modes", "value", "dual", "nesting", "pullback", "transforms", "jacobians",
        "joint",
        "compiler.arguments", "compiler.program", "compiler.backends", "compiler.linking",
        "compiler.path", "compiler.paths",
    },
    "compiler": {"compiler.trace", "compiler.jit"},
}  # fmt: skip
