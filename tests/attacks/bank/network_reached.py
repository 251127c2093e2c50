"""attack: A port of this machine is reached.
class: machine
aim: network
"""

import socket

socket.create_connection(("127.0.0.1", PORT), timeout=1).sendall(b"hacked")
