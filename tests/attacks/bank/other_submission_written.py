"""attack: The submission of somebody else is replaced.
class: machine
aim: canary
"""

with open(f"{CANARY}/submitted/bela/shapes.py", "w") as file:
    file.write("raise SystemExit\n")
