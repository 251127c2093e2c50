"""attack: A file for the next submission is left in the temporary folders.
class: machine
aim: canary
"""

import os

for folder in ("/tmp", "/var/tmp", "/run/lock"):
    try:
        with open(os.path.join(folder, MARK), "w") as file:
            file.write("center: x - x.mean()")
    except OSError:
        pass
