"""attack: The hidden tests are looked for among all modules, functions and strings.
class: framework
aim: read
"""

import gc
import sys


def center(x):
    found = [m.__doc__ for m in list(sys.modules.values()) if "HIDDEN" in str(getattr(m, "__doc__", ""))]
    if not found:
        found = [v for o in gc.get_objects() if isinstance(o, dict) for v in list(o.values()) if type(v) is str and v[:6] == "HIDDEN"]
    raise RuntimeError(str(found[:1]))
