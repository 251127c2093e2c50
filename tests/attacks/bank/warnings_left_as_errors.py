"""attack: Every warning, also NumPy's, is an error for whoever comes next.
class: torch-state
aim: next
"""

import warnings

import numpy as np

warnings.simplefilter("error")
np.seterr(all="raise")
