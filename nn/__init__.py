"""Neural nets out of Values: neurons, layers, losses, optimisers and training."""

import builtins

from .clip import (
    clip_grad_norm as clip_grad_norm,
    clip_grad_value as clip_grad_value,
)
from .data import (
    batches as batches,
    train_test_split as train_test_split,
)
from .datasets import (
    load_digits as load_digits,
    load_names as load_names,
    make_circles as make_circles,
    make_moons as make_moons,
    make_spirals as make_spirals,
    make_xor as make_xor,
)
from .history import (
    EarlyStopping as EarlyStopping,
    History as History,
)
from .init import (
    manual_seed as manual_seed,
)
from .layers import (
    MLP as MLP,
    Layer as Layer,
    Neuron as Neuron,
    Sequential as Sequential,
)
from .losses import (
    binary_cross_entropy as binary_cross_entropy,
    binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
    cross_entropy as cross_entropy,
    hinge as hinge,
    huber as huber,
    mae as mae,
    mse as mse,
    nll as nll,
)
from .metrics import (
    accuracy as accuracy,
    confusion_matrix as confusion_matrix,
    predictions as predictions,
)
from .module import (
    Module as Module,
)
from .optim import (
    SGD as SGD,
    Adagrad as Adagrad,
    Adam as Adam,
    AdamW as AdamW,
    Optimizer as Optimizer,
    RMSprop as RMSprop,
)
from .plots import (
    plot_boundary as plot_boundary,
    plot_confusion as plot_confusion,
    plot_digits as plot_digits,
    plot_history as plot_history,
)
from .recording import (
    TrainingPlayer as TrainingPlayer,
)
from .serialize import (
    load as load,
    load_state as load_state,
    save as save,
    save_state as save_state,
)
from .train import (
    evaluate as evaluate,
    fit as fit,
    predict as predict,
)

# what `import *` brings: neither modules nor the names of Python's own functions
__all__ = [
    name
    for name, thing in globals().items()
    if not name.startswith("_") and not hasattr(thing, "__file__") and name not in dir(builtins)
]
