"""attack: The gradebook is written.
class: machine
aim: canary
"""

with open(f"{CANARY}/gradebook.db", "a") as file:
    file.write("mallory 100\n")
