"""Torch's global state: what one file or check changed does not reach the next."""

from __future__ import annotations

import random
import sys
import warnings

import numpy as np
import torch

GLOBAL_HOOKS = [  # of all modules and all optimizers
    hooks
    for module in ("torch.nn.modules.module", "torch.optim.optimizer")
    for name, hooks in vars(sys.modules[module]).items()
    if name.startswith("_global_") and isinstance(hooks, dict)
]


def seed_generators(seed):
    torch.default_generator.manual_seed(seed)  # torch.manual_seed formats a stack trace each time
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


def limit_torch():
    """One thread, and no oneDNN, which compiles code for every new shape of a convolution, in each worker anew."""
    torch.set_num_threads(1)
    torch.backends.mkldnn.set_flags(False)


def reset_torch():
    """Torch's global state as it was before the first file: what one check or file changed does not reach the next."""
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    while torch._C._len_torch_function_stack():  # modes around all functions
        torch._C._pop_torch_function_stack()
    while torch._C._len_torch_dispatch_stack():
        torch._C._pop_torch_dispatch_stack()
    torch.set_grad_enabled(True)
    limit_torch()
    if torch.are_deterministic_algorithms_enabled():  # to switch them off imports torch._inductor, a second
        torch.use_deterministic_algorithms(False)
    torch.autograd.set_detect_anomaly(False)
    torch.set_float32_matmul_precision("highest")
    torch.set_autocast_enabled("cpu", False)
    torch.set_flush_denormal(False)
    for hooks in GLOBAL_HOOKS:
        hooks.clear()
    torch.nn.modules.module._global_is_full_backward_hook = None
    np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
    warnings.simplefilter("ignore")
