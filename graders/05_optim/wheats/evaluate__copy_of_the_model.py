"""A copy of the model is evaluated; the model itself is not touched.

exercise: evaluate
"""

import copy
import torch


def evaluate(model, loss_fn, loader):
    twin = copy.deepcopy(model).eval()
    with torch.inference_mode():
        parts = [(loss_fn(twin(x), y) * x.size(0), x.size(0)) for x, y in loader]
    return (sum(a for a, _ in parts) / sum(b for _, b in parts)).item()
