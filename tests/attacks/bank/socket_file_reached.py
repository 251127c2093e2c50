"""attack: A socket in the file system, such as a container engine's, is reached.
class: machine
aim: network
"""

import socket

socket.socket(socket.AF_UNIX).connect(f"{CANARY}/engine.sock")
