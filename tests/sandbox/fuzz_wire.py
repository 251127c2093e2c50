"""Fuzz the decoder of workers' answers with atheris: `python tests/sandbox/fuzz_wire.py -max_total_time=60`.

Whatever the bytes are, `decode` returns plain data or raises WireError, in bounded memory.
"""

import sys

import atheris
import msgpack
import torch  # noqa: F401  before the instrumented import, which would take minutes on all of torch

with atheris.instrument_imports(include=["torchkata.sandbox.wire"]):
    from torchkata.sandbox import wire

from test_wire import is_plain


def decode(data):
    provider = atheris.FuzzedDataProvider(data)
    if provider.ConsumeBool():  # inside a tensor, where bytes at random hardly ever come
        code = provider.ConsumeIntInRange(0, 3)
        message = msgpack.packb({"value": msgpack.ExtType(code, provider.ConsumeBytes(len(data)))})
    else:
        message = provider.ConsumeBytes(len(data))
    try:
        value = wire.decode(message)
    except wire.WireError:
        return
    assert is_plain(value), value


def main():
    atheris.Setup(sys.argv, decode)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
