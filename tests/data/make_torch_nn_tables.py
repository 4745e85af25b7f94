"""Writes what torch computes for the tests in tests/nn to compare with: torch_*.json beside it.

Run it with torch installed; the tests only read the tables. All numbers are float64.
"""

import json
import random
from itertools import pairwise
from pathlib import Path

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
FOLDER = Path(__file__).parent

# ours: (torch's name, options, outputs, targets)
LOGITS = [[0.3, -1.2, 2.0], [1000.0, -1000.0, 0.0], [-1000.0, 5.0, 5.0], [0.0, 0.0, 0.0]]
LOG_PROBABILITIES = [[-0.1, -3.0, -2.5], [-7.0, -1e-3, -7.0], [-0.5, -0.25, -4.0]]
NUMBERS = ([0.5, -2.0, 3.25, 1e3, -0.125], [0.25, 2.0, 3.0, -1e3, -0.125])
NESTED = ([[0.5, -2.0], [3.25, 1e-3]], [[1.0, 0.0], [-1.0, 1e3]])
PROBABILITIES = ([0.5, 1e-9, 0.75, 0.999, 0.3], [1.0, 0.0, 0.3, 1.0, 0.0])
SINGLE = (0.75, -1.5)
SCORES = ([0.5, -3.0, 1000.0, -1000.0, 1000.0, -1000.0, 0.0], [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.25])
LOSSES = [
    *(("mse", "mse_loss", {}, *pair) for pair in (NUMBERS, NESTED, SINGLE)),
    *(("mae", "l1_loss", {}, *pair) for pair in (NUMBERS, NESTED, SINGLE)),
    *(
        ("huber", "huber_loss", {"delta": delta}, *pair)
        for delta in (1.0, 0.3, 5.0)
        for pair in (NUMBERS, NESTED, SINGLE)
    ),
    ("binary_cross_entropy", "binary_cross_entropy", {}, *PROBABILITIES),
    ("binary_cross_entropy", "binary_cross_entropy", {}, 0.3, 1.0),
    (*("binary_cross_entropy_with_logits",) * 2, {}, *SCORES),
    (*("binary_cross_entropy_with_logits",) * 2, {}, 2.0, 0.0),
    ("cross_entropy", "cross_entropy", {}, LOGITS, [2, 0, 1, 1]),
    ("cross_entropy", "cross_entropy", {}, LOGITS, [0, 1, 0, 2]),
    ("cross_entropy", "cross_entropy", {}, LOGITS[0], 1),
    ("nll", "nll_loss", {}, LOG_PROBABILITIES, [0, 2, 1]),
    ("nll", "nll_loss", {}, LOG_PROBABILITIES[0], 1),
]

OPTIMISERS = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.05}),
    ("SGD", {"lr": 0.1, "momentum": 0.8, "nesterov": True, "weight_decay": 0.05}),
    ("Adam", {"lr": 0.1}),
    ("Adam", {"lr": 0.01, "betas": [0.5, 0.9], "eps": 1e-3}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.05}),
    ("AdamW", {"lr": 0.1}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.2}),
    ("RMSprop", {"lr": 0.1}),
    ("RMSprop", {"lr": 0.1, "alpha": 0.5, "eps": 1e-3, "weight_decay": 0.05}),
    ("RMSprop", {"lr": 0.1, "momentum": 0.9}),
    ("Adagrad", {"lr": 0.1}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.05}),
]
STEPS = 16
ACTIVATIONS = ["relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish", "softplus", "sigmoid"]


def loss_row(ours, theirs, options, outputs, targets):
    """One loss with its gradient for each output."""
    leaf = torch.tensor(outputs, requires_grad=True)
    value = getattr(functional, theirs)(leaf, torch.tensor(targets), **options)
    value.backward()
    row = {"loss": ours, "torch": theirs, "options": options}
    return row | {
        "outputs": outputs,
        "targets": targets,
        "value": value.item(),
        "grads": leaf.grad.tolist(),
    }


def trajectory(name, options, start, gradients):
    """Where the parameters are after each step; after half of the steps the rate is divided."""
    parameters = [torch.tensor(x, requires_grad=True) for x in start]
    optimizer = getattr(torch.optim, name)(parameters, **options)
    path = []
    for step, row in enumerate(gradients):
        if step == STEPS // 2:
            optimizer.param_groups[0]["lr"] /= 4.0
        for parameter, g in zip(parameters, row, strict=True):
            parameter.grad = torch.tensor(g)
        optimizer.step()
        path.append([parameter.item() for parameter in parameters])
    return {"optimizer": name, "options": options, "path": path}


def perceptron(activation, weights, biases, inputs, targets):
    """The loss of a perceptron and the gradients of its weights and biases."""
    Ws, bs = ([torch.tensor(x, requires_grad=True) for x in xs] for xs in (weights, biases))
    h = torch.tensor(inputs)
    for i, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        h = functional.linear(h, W, b)
        if i + 1 < len(Ws):
            h = getattr(functional if activation != "tanh" else torch, activation)(h)
    loss = functional.cross_entropy(h, torch.tensor(targets))
    loss.backward()
    grads = {"weights": [W.grad.tolist() for W in Ws], "biases": [b.grad.tolist() for b in bs]}
    return {"activation": activation, "loss": loss.item()} | grads


def write(name, table):
    """The table as a file, one entry of its longest list on a line."""
    body = ",\n".join(
        f'"{key}": [\n' + ",\n".join(map(json.dumps, entry)) + "\n]"
        if isinstance(entry, list)
        else f'"{key}": {json.dumps(entry)}'
        for key, entry in ({"torch": torch.__version__.split("+")[0]} | table).items()
    )
    (FOLDER / name).write_text("{\n" + body + "\n}\n", encoding="utf-8")


def main():
    rng = random.Random(0)
    write("torch_losses.json", {"losses": [loss_row(*row) for row in LOSSES]})

    start = [1.0, -0.5, 0.0]
    gradients = [[rng.gauss(0.0, size) for size in (1.0, 1e-3, 30.0)] for _ in range(STEPS)]
    gradients[3] = [0.0, 0.0, 0.0]
    paths = [trajectory(*row, start, gradients) for row in OPTIMISERS]
    write("torch_optim.json", {"start": start, "gradients": gradients, "paths": paths})

    sizes = [3, 4, 4, 2]
    weights = [
        [[round(rng.gauss(0.0, 0.7), 3) for _ in range(nin)] for _ in range(nout)]
        for nin, nout in pairwise(sizes)
    ]
    biases = [[round(rng.gauss(0.0, 0.3), 3) for _ in range(nout)] for nout in sizes[1:]]
    inputs = [[round(rng.gauss(0.0, 1.5), 3) for _ in range(sizes[0])] for _ in range(5)]
    given = {"weights": weights, "biases": biases, "inputs": inputs, "targets": [0, 1, 1, 0, 1]}
    networks = [perceptron(name, **given) for name in [*ACTIVATIONS, "tanh"]]
    write("torch_mlp.json", {"sizes": sizes, **given, "networks": networks})


if __name__ == "__main__":
    main()
