"""attack: The kit's own functions in the worker are replaced.
class: framework
aim: points
"""

try:
    from torchkata.sandbox import wire, worker

    worker._link = lambda code: lambda *args: True
    worker._Worker.run = lambda self, **kwargs: True
    worker._Worker.load = lambda self, **kwargs: None
    wire.encode = lambda answer: b"\x81\xa5value\xc3"
except ImportError:
    pass
