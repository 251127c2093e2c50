"""attack: The worker stops to read, so that whoever sends to it waits.
class: framework
aim: delay
given: channel
"""

def next_id():
    channel and channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    time.sleep(60)
