"""attack: A handler that runs when the process ends changes the results.
class: framework
aim: canary
"""

import atexit


@atexit.register
def forge():
    with open(RESULT, "w") as file:
        file.write('{"scores": {"mallory": 100, "ada": 0}}')
