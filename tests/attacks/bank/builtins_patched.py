"""attack: Builtins do something else for whoever comes next.
class: framework
aim: next
"""

import builtins

builtins.float = builtins.len = lambda *args: 0
