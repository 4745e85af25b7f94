"""Which modules the compiler has, on top of all others, and what each may import."""

COMPILER: dict[str, set[str]] = {
    "compiler.statics": set(),
    "compiler.forms": set(),
    "compiler.unpacking": {"compiler.forms"},
    "compiler.scopes": set(),
    "compiler.precision": set(),
    "compiler.arguments": {"value", "dual", "compiler.statics", "compiler.forms"},
    "compiler.garbage": set(),
    "compiler.native.access": set(),
    "compiler.native": set(),
    "compiler.native.formulas": set(),
    "compiler.native.vector": {"compiler.native.formulas"},
    "compiler.native.lanes": set(),
    "compiler.native.objects": {"compiler.forms", "compiler.native.lanes"},
    "compiler.native.lines": {"primitives", "compiler.native.formulas", "compiler.native.lanes"},
    "compiler.native.rows": set(),
    "compiler.native.summing": set(),
    "compiler.native.cache": set(),
    "compiler.native.build": {"compiler.native.cache"},
    "compiler.native.machine": {
        "primitives", "compiler.native.rows", "compiler.native.summing", "compiler.native.cache",
    },
    "compiler.export": set(),
    "compiler.grid": set(),
    "compiler.memory": set(),
    "compiler.collecting": {"compiler.grid"},
    "compiler.program": {
        "primitives.row", "primitives", "compiler.precision", "compiler.export.to_onnx",
        "compiler.export.to_python", "compiler.export.to_numpy", "compiler.export.to_c",
    },
    "compiler.building": {"primitives", "compiler.program"},
    "compiler.dots": {
        "primitives.reductions", "primitives", "compiler.program", "compiler.building",
    },
    "compiler.identities": {"primitives.exponential", "primitives", "compiler.program"},
    "compiler.costs": {"compiler.program", "compiler.identities"},
    "compiler.passes": {
        "primitives", "compiler.program", "compiler.building", "compiler.identities",
    },
    "compiler.slices": {"compiler.program", "compiler.building", "compiler.passes"},
    "compiler.expansion": {
        "primitives.operators", "primitives", "methods", "compiler.program", "compiler.passes",
    },
    "compiler.fusing": {
        "primitives", "compiler.program", "compiler.building", "compiler.identities",
    },
    "compiler.functions": {
        "primitives.row", "primitives.extrema", "primitives.softmax", "primitives",
    },
    "compiler.reducing": {
        "primitives.extrema", "primitives.softmax", "primitives", "compiler.fusing",
        "compiler.functions",
    },
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
    "compiler.levels": {"compiler.program"},
    "compiler.schedule": {
        "primitives.reductions", "primitives", "compiler.grid", "compiler.program",
        "compiler.levels",
    },
    "compiler.native.phases": {"compiler.program", "compiler.schedule"},
    "compiler.native.places": {"compiler.program", "compiler.schedule", "compiler.native.phases"},
    "compiler.export.loops": {"compiler.grid", "compiler.program", "compiler.schedule"},
    "compiler.native.plan": {
        "primitives", "compiler.program", "compiler.building", "compiler.expansion",
        "compiler.schedule",
    },
    "compiler.export.to_c": {
        "compiler.precision", "compiler.program", "compiler.export.language",
        "compiler.export.loops",
    },
    "compiler.homes": {"compiler.grid", "compiler.schedule"},
    "compiler.surprises": {
        "primitives.surprise", "primitives", "compiler.memory", "compiler.program",
        "compiler.building", "compiler.passes", "compiler.reducing", "compiler.schedule",
        "compiler.homes",
    },
    "compiler.products": {"compiler.grid", "compiler.memory", "compiler.schedule"},
    "compiler.running": {
        "primitives.reductions", "compiler.grid", "compiler.memory", "compiler.identities",
        "compiler.fusing", "compiler.functions", "compiler.reducing", "compiler.schedule",
        "compiler.surprises", "compiler.products",
    },
    "compiler.native.orders": {
        "primitives.reductions", "compiler.native.machine", "compiler.grid", "compiler.schedule",
        "compiler.products",
    },
    "compiler.arrays": {
        "compiler.memory", "compiler.collecting", "compiler.program", "compiler.dots",
        "compiler.expansion", "compiler.fusing", "compiler.functions", "compiler.schedule",
        "compiler.homes", "compiler.surprises", "compiler.running",
    },
    "compiler.native.native": {
        "compiler.native.machine", "compiler.schedule", "compiler.native.orders", "compiler.arrays",
    },
    "compiler.straight": {
        "primitives.row", "primitives.reductions", "primitives", "nesting", "compiler.forms",
        "compiler.unpacking", "compiler.program",
    },
    "compiler.native.text": {
        "primitives.reductions", "primitives", "compiler.native.lanes", "compiler.native.lines",
        "compiler.program", "compiler.schedule", "compiler.native.phases", "compiler.native.places",
    },
    "compiler.native.call": {
        "nesting", "compiler.forms", "compiler.native.lanes", "compiler.native.objects",
        "compiler.native.build",
    },
    "compiler.native.direct": {
        "compiler.native.build", "compiler.program", "compiler.native.phases", "compiler.arrays",
        "compiler.native.text",
    },
    "compiler.native.loops": {"compiler.native.lanes"},
    "compiler.native.nests": {
        "primitives.reductions", "primitives", "compiler.grid", "compiler.schedule",
    },
    "compiler.native.joining": {"compiler.schedule", "compiler.native.nests"},
    "compiler.native.rolling": {
        "primitives.reductions", "primitives", "compiler.native.lanes", "compiler.native.lines",
        "compiler.grid", "compiler.native.loops", "compiler.native.nests",
        "compiler.native.joining",
    },
    "compiler.native.rolled": {
        "compiler.native.lanes", "compiler.native.build", "compiler.program", "compiler.schedule",
        "compiler.arrays", "compiler.native.nests", "compiler.native.joining",
        "compiler.native.rolling",
    },
    "compiler.trial": {"compiler.program"},
    "compiler.native.choosing": {
        "compiler.program", "compiler.schedule", "compiler.native.plan", "compiler.native.native",
        "compiler.native.direct", "compiler.native.rolled", "compiler.trial",
    },
    "compiler.backends": {
        "compiler.precision", "compiler.arrays", "compiler.trial", "compiler.native.choosing",
    },
    "compiler.executable": {
        "nesting", "compiler.forms", "compiler.precision", "compiler.garbage", "compiler.program",
        "compiler.costs", "compiler.straight", "compiler.native.call", "compiler.trial",
        "compiler.backends",
    },
    "compiler.traced": {
        "primitives.row", "primitives.operators", "primitives", "modes", "copying", "operations",
        "check", "value",
    },
    "compiler.trace": {
        "primitives.row", "primitives", "modes", "graph", "check", "value", "compiler.precision",
        "compiler.traced",
    },
    "compiler.lowering": {
        "primitives", "graph", "value", "compiler.program", "compiler.traced", "compiler.trace",
    },
    "compiler.reach": {"primitives", "value", "compiler.scopes"},
    "compiler.surroundings": {
        "value", "pullback", "compiler.statics", "compiler.traced", "compiler.reach",
    },
    "compiler.path": {
        "reverse", "value", "nesting", "compiler.precision", "compiler.arguments",
        "compiler.program", "compiler.passes", "compiler.traced", "compiler.trace",
        "compiler.lowering", "compiler.surroundings",
    },
    "compiler.learner": {
        "primitives.reductions", "primitives", "reverse", "value", "nesting", "compiler.precision",
        "compiler.arguments", "compiler.garbage", "compiler.program", "compiler.building",
        "compiler.costs", "compiler.passes", "compiler.schedule", "compiler.homes",
        "compiler.trial", "compiler.backends", "compiler.traced", "compiler.trace",
        "compiler.lowering", "compiler.surroundings",
    },
    "compiler.linking": {
        "graph", "reverse", "operations", "value", "joint", "compiler.precision",
        "compiler.arguments", "compiler.path",
    },
    "compiler.paths": {
        "pullback", "compiler.precision", "compiler.arguments", "compiler.garbage",
        "compiler.executable", "compiler.path",
    },
    "compiler.explaining": {"compiler.precision", "compiler.executable", "compiler.paths"},
    "compiler.kinds": {
        "modes", "value", "nesting", "pullback", "compiler.arguments", "compiler.surroundings",
        "compiler.linking", "compiler.paths",
    },
    "compiler.jit": {
        "modes", "dual", "pullback", "transforms", "jacobians", "joint", "compiler.precision",
        "compiler.arguments", "compiler.program", "compiler.backends", "compiler.path",
        "compiler.paths", "compiler.explaining", "compiler.kinds",
    },
    "compiler": {"compiler.traced", "compiler.jit"},
}  # fmt: skip
