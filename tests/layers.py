"""Which modules of the package there are, from the bottom up, and what each may import of it."""

from layers_compiler import COMPILER

# Where a lower module needs to name a Value, it does so for the type checker alone.
ALLOWED: dict[str, set[str]] = {
    "primitives.real": set(),
    "primitives.elementwise": set(),
    # inside functions too: for what floats can't do, and for a rule to be read
    "primitives.row": {
        "primitives.real", "primitives.elementwise", "primitives.operators", "formulas.derivative",
    },
    "primitives.comparisons": {"primitives.row"},
    "primitives.digits": set(),
    "primitives.gamma": {"primitives.digits"},
    "primitives.cardinal": set(),
    "primitives.vanishing": set(),
    "primitives.sharing": set(),
    "primitives.piecewise": {"primitives.row", "primitives.comparisons"},
    "primitives.extrema": {"primitives.row", "primitives.comparisons", "primitives.piecewise"},
    "primitives.rounding": {"primitives.row", "primitives.piecewise"},
    "primitives.arithmetic": {
        "primitives.row", "primitives.comparisons", "primitives.piecewise", "primitives.rounding",
    },
    "primitives.exponential": {"primitives.row", "primitives.comparisons", "primitives.piecewise"},
    "primitives.trigonometric": {
        "primitives.row", "primitives.comparisons", "primitives.piecewise", "primitives.extrema",
        "primitives.exponential",
    },
    "primitives.hyperbolic": {
        "primitives.row", "primitives.piecewise", "primitives.exponential",
        "primitives.trigonometric",
    },
    "primitives.special": {
        "primitives.real", "primitives.row", "primitives.comparisons", "primitives.gamma",
        "primitives.cardinal", "primitives.piecewise", "primitives.extrema", "primitives.rounding",
        "primitives.exponential", "primitives.trigonometric",
    },
    "primitives.reductions": {
        "primitives.row", "primitives.comparisons", "primitives.piecewise", "primitives.extrema",
        "primitives.arithmetic", "primitives.exponential",
    },
    "primitives.indexing": {
        "primitives.row", "primitives.arithmetic", "primitives.comparisons",
        "primitives.piecewise", "primitives.reductions",
    },
    "primitives.softmax": {
        "primitives.real", "primitives.sharing", "primitives.row", "primitives.comparisons",
        "primitives.piecewise", "primitives.extrema", "primitives.exponential",
        "primitives.reductions",
    },
    "primitives.surprise": {
        "primitives.real", "primitives.row", "primitives.comparisons", "primitives.piecewise",
        "primitives.extrema", "primitives.exponential", "primitives.reductions",
        "primitives.indexing", "primitives.softmax",
    },
    "primitives.activations": {
        "primitives.row", "primitives.comparisons", "primitives.piecewise", "primitives.extrema",
        "primitives.exponential", "primitives.hyperbolic",
    },
    "primitives.gated": {
        "primitives.row", "primitives.comparisons", "primitives.vanishing", "primitives.piecewise",
        "primitives.extrema", "primitives.exponential", "primitives.hyperbolic",
        "primitives.special", "primitives.activations",
    },
    "primitives.operators": {
        "primitives.row", "primitives.piecewise", "primitives.rounding", "primitives.arithmetic",
        "primitives.exponential",
    },
    "primitives": {
        "primitives.real", "primitives.row", "primitives.extrema", "primitives.reductions",
        "primitives.softmax", "primitives.surprise", "primitives.indexing", "primitives.gated",
        "primitives.operators",
    },
    "assign": set(),
    "modes": set(),
    "graph": set(),
    "naming": set(),
    "methods": {"primitives"},
    "plain": {"primitives", "modes"},
    "hooks": {"primitives", "modes"},
    "backward": {"primitives", "assign", "modes", "graph", "hooks"},
    "reverse": {
        "primitives.piecewise", "primitives.reductions", "primitives.sharing", "primitives",
        "graph", "hooks", "modes", "backward",
    },
    "copying": {"graph"},
    "operations": {"primitives.elementwise", "primitives.row", "primitives", "modes"},
    "check": {"modes", "operations"},
    "value": {
        "primitives.exponential", "primitives.operators", "primitives", "assign", "modes", "graph",
        "naming", "methods", "plain", "hooks", "backward", "copying", "operations",
        "drawing.notebook", "stepping.player",
    },
    "formulas.template": set(),
    "formulas.spelling": {
        "primitives.exponential", "primitives.trigonometric", "primitives.special",
    },
    "formulas.tidy": {
        "primitives.piecewise", "primitives.arithmetic", "primitives.exponential",
        "primitives.trigonometric", "primitives.hyperbolic", "primitives.special",
        "primitives.reductions", "primitives.activations", "primitives.gated",
        "primitives.operators", "primitives",
    },
    "formulas.notation": {
        "primitives.arithmetic", "primitives", "formulas.template", "formulas.spelling",
        "formulas.tidy",
    },
    "formulas.typeset": set(),
    "formulas.derivative": {
        "primitives", "formulas.template", "formulas.tidy", "formulas.notation", "formulas.typeset",
    },
    "formulas.layout": {"formulas.template"},
    "formulas.formula": {
        "primitives.exponential", "primitives", "graph", "naming", "formulas.template",
        "formulas.spelling", "formulas.notation", "formulas.typeset", "formulas.derivative",
        "formulas.layout",
    },
    "formulas": {"formulas.typeset", "formulas.derivative", "formulas.formula"},
    "differences": {"graph"},
    "drawing.needs": set(),
    "drawing.fields": set(),
    "drawing.sketch": set(),
    "drawing.scopes": set(),
    "drawing.values": {"graph", "naming", "drawing.fields", "drawing.sketch", "drawing.scopes"},
    "drawing.collapse": {"drawing.scopes"},
    "drawing.groups": {"naming", "drawing.sketch", "drawing.values"},
    "drawing.shading": {"naming", "drawing.sketch"},
    "drawing.architecture": {"drawing.sketch", "drawing.scopes"},
    "drawing.source": {"drawing.sketch"},
    "drawing.render": set(),
    "drawing.formats": {"drawing.sketch"},
    "drawing.dot": {
        "drawing.needs", "drawing.sketch", "drawing.source", "drawing.render", "drawing.formats",
    },
    "drawing.make": {
        "naming", "drawing.fields", "drawing.sketch", "drawing.values", "drawing.collapse",
        "drawing.groups", "drawing.shading", "drawing.architecture", "drawing.dot",
    },
    "drawing.notebook": {"graph", "drawing.collapse", "drawing.make"},
    "drawing": {"drawing.dot", "drawing.make"},
    "stepping.walk": {"modes", "graph", "naming", "hooks", "backward"},
    "stepping.steps": {"naming", "formulas.notation", "stepping.walk"},
    "stepping.panels": {
        "naming", "formulas.notation", "differences", "drawing.needs", "stepping.walk",
        "stepping.steps",
    },
    "stepping.explain": {"naming", "formulas.notation", "stepping.walk", "stepping.steps"},
    "stepping.overview": {
        "naming", "drawing.sketch", "drawing.collapse", "drawing.groups", "stepping.walk",
        "stepping.steps",
    },
    "stepping.picture": {"drawing.render", "drawing.dot", "stepping.steps"},
    "stepping.animation": {"drawing.sketch", "stepping.steps", "stepping.picture"},
    "stepping.views": {
        "formulas", "drawing.sketch", "drawing.values", "drawing.collapse", "drawing.groups",
        "stepping.walk", "stepping.steps", "stepping.panels", "stepping.overview",
        "stepping.picture",
    },
    "stepping.page": set(),
    "stepping.player": {
        "naming", "stepping.walk", "stepping.steps", "stepping.picture", "stepping.animation",
        "stepping.views", "stepping.page",
    },
    "stepping": {"stepping.explain", "stepping.player"},
    "matvec": {"primitives.row", "primitives.reductions", "modes", "operations", "value"},
    "dual": {
        "primitives.exponential", "primitives.operators", "primitives", "modes", "naming",
        "methods", "plain", "reverse", "operations",
    },
    "nesting": {"modes", "operations", "value", "dual"},
    "pullback": {
        "primitives.reductions", "primitives", "modes", "backward", "reverse", "value", "dual",
        "nesting",
    },
    "transforms": {"pullback"},
    "pushforward": {
        "primitives.real", "primitives", "modes", "value", "dual", "nesting", "pullback",
    },
    "jacobians": {
        "primitives.reductions", "graph", "hooks", "backward", "operations", "value", "dual",
        "nesting", "pullback", "pushforward",
    },
    "quotients": set(),
    "gradcheck": {
        "primitives.real", "primitives", "operations", "value", "nesting", "pullback",
        "pushforward", "quotients",
    },
    "objectives": {"primitives", "nesting", "pullback", "jacobians"},
    "custom": {"primitives.row", "primitives", "modes", "dual", "nesting", "pullback"},
    "linear": {"operations", "pullback"},
    "joint": {"primitives", "operations", "nesting", "pullback", "value", "custom"},
    "equations": {
        "modes", "graph", "operations", "value", "dual", "nesting", "pullback", "linear", "joint",
    },
    "checkpointing": {
        "modes", "graph", "backward", "reverse", "operations", "value", "dual", "nesting",
        "pullback", "joint",
    },
    **COMPILER,
}  # fmt: skip
