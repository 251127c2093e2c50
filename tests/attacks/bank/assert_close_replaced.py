"""attack: torch.testing.assert_close is replaced by a function that never complains.
class: comparison
aim: points
"""

import torch

torch.testing.assert_close = lambda *args, **kwargs: None
