"""attack: A server is started that the world may reach, and that lives on.
class: machine
aim: network
"""

import os
import socket
import urllib.request

server = socket.create_server(("0.0.0.0", 0))
if os.fork() == 0:
    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=1)
