"""attack: An abstract socket of this machine is reached.
class: machine
aim: network
"""

import socket

socket.socket(socket.AF_UNIX).connect("\0" + MARK)
