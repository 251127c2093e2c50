"""attack: A port of this machine is reached from a child, over UDP and TCP.
class: machine
aim: network
"""

import os
import socket

if os.fork() == 0:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hacked", ("127.0.0.1", PORT))
    socket.create_connection(("127.0.0.1", PORT), timeout=1)
    os._exit(0)
os.wait()
