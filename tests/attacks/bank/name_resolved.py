"""attack: Names are resolved by a server that the submission chooses.
class: machine
aim: network
"""

import socket

query = b"\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x06hacked\x07invalid\x00\x00\x01\x00\x01"
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(query, ("127.0.0.1", PORT))
