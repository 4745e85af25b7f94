"""How each function is written in each engine, as its user would from the documentation."""

from __future__ import annotations

BINARY = (
    *("add", "sub", "mul", "div", "pow", "mod", "fmod", "hypot", "arctan2", "maximum", "minimum"),
    *("fmax", "fmin", "copysign", "heaviside", "logaddexp", "logaddexp2"),
)
NN = ("relu", "leaky_relu", "elu", "selu", "silu", "softplus", "mish", "gelu", "hardtanh")
SCIPY = {"erf": "erf", "erfc": "erfc", "ndtr": "ndtr", "digamma": "digamma", "lgamma": "gammaln"}
OPERATORS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%", "pow": "**"}

OURS = {
    **{name: f"x {sign} y" for name, sign in OPERATORS.items()},
    "neg": "-x",
    "power": "x ** 3",
    "polygamma": "polygamma(x, 1)",
    "clamp": "clamp(x, -1.0, 1.0)",
    **{name: f"{name}([x, y, z])" for name in ("total", "mean", "prod", "norm", "logsumexp")},
    "dot": "dot([w, x], [y, z])",
    "softmax": "softmax([x, y, z])[0]",
    "log_softmax": "log_softmax([x, y, z])[0]",
}
TORCH = {
    **{name: f"x {sign} y" for name, sign in OPERATORS.items() if name != "mod"},
    **{name: f"torch.nn.functional.{name}(x)" for name in NN},
    "neg": "-x",
    "identity": "x + 0.0",
    "mod": "torch.remainder(x, y)",
    "degrees": "torch.rad2deg(x)",
    "radians": "torch.deg2rad(x)",
    "heaviside": "torch.where(x == 0.0, y, (x > 0.0).double())",  # has no derivative there
    "power": "x ** 3",
    "cbrt": "torch.sign(x) * torch.abs(x) ** (1 / 3)",
    "sech": "1.0 / torch.cosh(x)",
    "gaussian": "torch.exp(-x * x)",
    "ndtr": "torch.special.ndtr(x)",
    "polygamma": "torch.polygamma(1, x)",
    "clamp": "torch.clamp(x, -1.0, 1.0)",
    "total": "torch.sum(stack(x, y, z), 0)",
    "mean": "torch.mean(stack(x, y, z), 0)",
    "prod": "torch.prod(stack(x, y, z), 0)",
    "norm": "torch.linalg.vector_norm(stack(x, y, z), dim=0)",
    "dot": "torch.linalg.vecdot(stack(w, x), stack(y, z), dim=0)",
    "logsumexp": "torch.logsumexp(stack(x, y, z), 0)",
    "softmax": "torch.softmax(stack(x, y, z), 0)[0]",
    "log_softmax": "torch.log_softmax(stack(x, y, z), 0)[0]",
}
JAX = {
    **{name: f"x {sign} y" for name, sign in OPERATORS.items()},
    **{name: f"jax.nn.{name}(x)" for name in (*NN, "sigmoid")},
    **{name: f"jax.scipy.special.{theirs}(x)" for name, theirs in SCIPY.items()},
    "gelu": "jax.nn.gelu(x, approximate=False)",
    "hardtanh": "jax.nn.hard_tanh(x)",
    "neg": "-x",
    "identity": "x + 0.0",
    "power": "x ** 3",
    "sech": "1.0 / jnp.cosh(x)",
    "gaussian": "jnp.exp(-x * x)",
    "polygamma": "jax.scipy.special.polygamma(1, x)",
    "clamp": "jnp.clip(x, -1.0, 1.0)",
    "total": "jnp.sum(stack(x, y, z))",
    "mean": "jnp.mean(stack(x, y, z))",
    "prod": "jnp.prod(stack(x, y, z))",
    "norm": "jnp.linalg.norm(stack(x, y, z))",
    "dot": "jnp.dot(stack(w, x), stack(y, z))",
    "logsumexp": "jax.nn.logsumexp(stack(x, y, z))",
    "softmax": "jax.nn.softmax(stack(x, y, z))[0]",
    "log_softmax": "jax.nn.log_softmax(stack(x, y, z))[0]",
}
# and the prefix of what goes by the same name
KNOWN = {"ours": (OURS, ""), "pytorch": (TORCH, "torch."), "jax": (JAX, "jnp.")}


def spelling(engine: str, name: str) -> str:
    """The expression in x, y, z of that function, for that engine."""
    known, package = KNOWN[engine]
    return known.get(name) or f"{package}{name}({'x, y' if name in BINARY else 'x'})"
