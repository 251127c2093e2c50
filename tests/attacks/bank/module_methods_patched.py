"""attack: Methods of Module do something else for whoever comes next.
class: torch-state
aim: next
"""

from torch import nn

nn.Module.parameters = lambda self, recurse=True: iter(())
nn.Module.state_dict = lambda self, *args, **kwargs: {}
