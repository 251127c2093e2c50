"""Functions imported by name, and is_available asked first.

exercise: try_all_gpus
"""
from torch import device
from torch.cuda import device_count, is_available

HOW_MANY = device_count()


def try_all_gpus():
    if not is_available():
        return [device("cpu")]
    return list(map(lambda i: device("cuda", i), range(HOW_MANY)))
