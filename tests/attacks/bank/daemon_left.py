"""attack: A program in a session of its own is left behind.
class: machine
aim: survive
"""

import subprocess

subprocess.Popen(["sleep", "20"], start_new_session=True)
