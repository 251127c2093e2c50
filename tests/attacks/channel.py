# Given to attacks on the protocol: a worker's socket, as a submission can find it, and what makes a message for it.
import os
import socket
import stat
import struct
import threading
import time

import msgpack


def find():
    for descriptor in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return socket.socket(fileno=os.dup(descriptor))
        except OSError:
            pass


def frame(answer):
    data = msgpack.packb(answer)
    return struct.pack(">Q", len(data)) + data


def send(data):
    if channel:
        channel.sendall(data)


channel = find()

