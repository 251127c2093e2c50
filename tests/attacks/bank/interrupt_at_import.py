"""attack: KeyboardInterrupt at import, which stops a test session.
class: framework
aim: next
"""

raise KeyboardInterrupt
