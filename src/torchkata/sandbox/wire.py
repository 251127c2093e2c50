"""Plain data as bytes: all that ever travels between the judge and a worker.

The encoding is msgpack. Tensors and arrays are extension types that hold a dtype's name, a shape and the raw bytes; nothing is
ever unpickled. `decode` is the trusted end: it is given bytes by code that may be hostile, and returns exact built-in
types, `torch.Tensor` and `numpy.ndarray`, or raises `WireError`.
"""

from __future__ import annotations

import math

import msgpack
import numpy as np
import torch

MAX_BYTES = 64 * 2**20  # of one message
MAX_DEPTH = 32  # of nested lists and dicts
MAX_DIMENSIONS = 32
MAX_ITEMS = 2**17  # of all lists and dicts together: a message of empty dicts would take seventy times its size in memory

TENSOR, ARRAY = 1, 2
TENSOR_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
        torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
TENSOR_NAMES = {dtype: name for name, dtype in TENSOR_DTYPES.items()}
ARRAY_DTYPES = {
    name: np.dtype(name)
    for name in (
        "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
        "float16", "float32", "float64", "complex64", "complex128",
    )
}  # fmt: skip
PLAIN = (type(None), bool, int, float, str, bytes, torch.Tensor, np.ndarray)


class WireError(ValueError):
    """A value that cannot travel, or bytes that are not a message."""


def encode(value) -> bytes:
    """The bytes of None, bool, int, float, str, bytes, list, tuple (as a list), dict, tensors and arrays.

    Raises:
        WireError: anything else is in `value`, or it is nested too deeply or too large.
    """
    try:
        data = msgpack.packb(value, default=_encode_special, strict_types=True)
    except WireError:
        raise
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise WireError(str(error)) from None
    if len(data) > MAX_BYTES:
        raise WireError(f"{len(data)} bytes are more than the {MAX_BYTES} that may travel")
    return data


def _encode_special(value):
    if isinstance(value, torch.Tensor):
        return msgpack.ExtType(TENSOR, msgpack.packb(_tensor_parts(value)))
    if isinstance(value, (np.ndarray, np.generic)):
        return msgpack.ExtType(ARRAY, msgpack.packb(_array_parts(np.asarray(value))))
    if isinstance(value, (tuple, list)):
        return list(value)
    if isinstance(value, dict):
        return dict(value)
    for exact in (bool, int, float, str):  # a subclass: its plain value
        if isinstance(value, exact):
            return exact(value)
    raise WireError(f"a {type(value).__name__} is not plain data")


def _tensor_parts(tensor):
    tensor = tensor.detach()
    if tensor.dtype not in TENSOR_NAMES or tensor.layout != torch.strided:
        raise WireError(f"a tensor of dtype {tensor.dtype} and layout {tensor.layout} is not plain data")
    if tensor.device.type == "meta":
        data = None
    elif tensor.numel() * tensor.itemsize > MAX_BYTES:  # found before it is copied, which may take all memory
        raise WireError(f"a tensor of {tensor.numel() * tensor.itemsize} bytes is larger than the {MAX_BYTES} that may travel")
    else:
        flat = tensor.resolve_conj().resolve_neg().cpu().contiguous().reshape(-1)
        data = flat.view(torch.uint8).numpy().tobytes()
    return [TENSOR_NAMES[tensor.dtype], list(tensor.shape), data]


def _array_parts(array):
    if array.dtype.name not in ARRAY_DTYPES:
        raise WireError(f"an array of dtype {array.dtype} is not plain data")
    return [array.dtype.name, list(array.shape), array.astype(ARRAY_DTYPES[array.dtype.name]).tobytes()]


def decode(data: bytes):
    """The value that `encode` was given, with tuples as lists and tensors detached, contiguous and on the CPU.

    A tensor without values comes back on the meta device.

    Raises:
        WireError: `data` is not a message of `encode`.
    """
    if len(data) > MAX_BYTES:
        raise WireError(f"{len(data)} bytes are more than the {MAX_BYTES} that may travel")
    try:
        value = _unpack(data, MAX_ITEMS, ext_hook=_decode_special)
    except WireError:
        raise
    except Exception as error:  # msgpack raises several families of exceptions for bytes that are not msgpack
        raise WireError(f"not a message: {type(error).__name__}") from None
    _verify(value, MAX_DEPTH)
    return value


def _unpack(data, limit, **hooks):
    """What msgpack reads, unless its lists and dicts have more than `limit` items together."""
    left = limit

    def count(container):
        nonlocal left
        left -= len(container) + 1
        if left < 0:
            raise WireError(f"more than {limit} items")
        return container

    return msgpack.unpackb(data, list_hook=count, object_hook=count, max_array_len=limit, max_map_len=limit, **hooks)


def _decode_special(code, data):
    parts = _unpack(data, MAX_DIMENSIONS + 5)  # a list of three, one of them a list
    if type(parts) is not list or len(parts) != 3:
        raise WireError("a tensor is a dtype, a shape and bytes")
    name, shape, data = parts
    if type(shape) is not list or len(shape) > MAX_DIMENSIONS or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("a shape is a short list of sizes")
    if code == TENSOR and type(name) is str and name in TENSOR_DTYPES:
        dtype = TENSOR_DTYPES[name]
        if data is None:
            if math.prod(shape) >= 2**48:
                raise WireError("a tensor that large is not plausible")
            return torch.empty(shape, dtype=dtype, device="meta")
        _verify_size(shape, dtype.itemsize, data)
        if not data:
            return torch.empty(shape, dtype=dtype)
        return torch.frombuffer(bytearray(data), dtype=dtype).reshape(shape)
    if code == ARRAY and type(name) is str and name in ARRAY_DTYPES:
        dtype = ARRAY_DTYPES[name]
        _verify_size(shape, dtype.itemsize, data)
        return np.frombuffer(bytearray(data), dtype=dtype).reshape(shape)
    raise WireError("an unknown kind of data")


def _verify_size(shape, itemsize, data):
    if type(data) is not bytes or len(data) != math.prod(shape) * itemsize:
        raise WireError("a tensor's bytes do not fit its shape")


def _verify(value, depth):
    if type(value) in PLAIN:
        return
    if depth == 0:
        raise WireError(f"nested more than {MAX_DEPTH} deep")
    if type(value) is list:
        for item in value:
            _verify(item, depth - 1)
    elif type(value) is dict:
        for key, item in value.items():
            if type(key) is not str:
                raise WireError("a dict's keys are strings")
            _verify(item, depth - 1)
    else:
        raise WireError(f"a {type(value).__name__} is not plain data")
