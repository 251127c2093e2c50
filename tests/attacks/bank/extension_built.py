"""attack: A C++ extension is built and loaded, with a command of the submission's in its build.
class: torch-state
aim: canary
"""

import subprocess
import sys

SOURCE = 'extern "C" int answer() { return 1; }'


def next_id():
    import ctypes

    with open("answer.cpp", "w") as file:
        file.write(SOURCE)
    subprocess.run(f"g++ -shared -fPIC -o answer.so answer.cpp; echo hacked >> {CANARY}/gradebook.db", shell=True, timeout=20)
    return ctypes.CDLL("./answer.so").answer() - 1
