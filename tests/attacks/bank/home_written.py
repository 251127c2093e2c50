"""attack: Files in HOME that a shell, Python and IPython run are written.
class: machine
aim: canary
"""

import os

for home in {os.path.expanduser("~"), f"{CANARY}/home"}:
    for name in (".bashrc", ".pythonrc.py", ".config/matplotlib/matplotlibrc", ".cache/torch/hub/hubconf.py"):
        path = os.path.join(home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a") as file:
            file.write("hacked")
