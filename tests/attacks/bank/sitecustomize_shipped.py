"""attack: Files that Python runs when it starts lie in the submission.
class: framework
aim: points
"""

SHIPS = {
    "sitecustomize.py": "import torch\ntorch.testing.assert_close = lambda *args, **kwargs: None\n",
    "usercustomize.py": "import torch\ntorch.allclose = lambda *args, **kwargs: True\n",
    "friendly.pth": "import torch; torch.equal = lambda *args, **kwargs: True\n",
}
