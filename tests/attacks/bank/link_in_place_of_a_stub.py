"""attack: The stub is a symbolic link to the solution.
class: framework
aim: points
"""

SHIPS = {"shapes.py": "-> solutions/07_mini/shapes.py", "nets.py": "-> solutions/07_mini/nets.py"}
