"""attack: The worker's socket is found; an answer is cut off in its middle.
class: framework
aim: points
given: channel
"""

send(frame({"value": True})[:-3])
channel and channel.shutdown(socket.SHUT_RDWR)
