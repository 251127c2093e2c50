"""attack: Modules of the submission carry the names of libraries and of the reference.
class: framework
aim: points
"""

SHIPS = {
    "torch.py": "def __getattr__(name):\n    raise SystemExit(0)\n",
    "random.py": "seed = lambda *args: None\nrandom = lambda: 0.5\n",
    "numpy.py": "allclose = lambda *args: True\n",
    "marshal.py": "loads = None\n",
    "reference.py": "from nets import *\nfrom shapes import *\n",
}
