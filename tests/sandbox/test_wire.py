"""What travels between judge and worker, and what hostile bytes do."""

import sys

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchkata.sandbox import wire
from torchkata.sandbox.wire import ARRAY, TENSOR, WireError, decode, encode


def travel(value):
    return decode(encode(value))


def tensor_message(name="float32", shape=(2,), data=b"\0" * 8, code=TENSOR):
    return msgpack.packb(msgpack.ExtType(code, msgpack.packb([name, list(shape), data])))


# ---- round trips ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", wire.TENSOR_NAMES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (1,), (2, 3, 4)], ids=str)
def test_a_tensor_of_every_dtype_and_shape_arrives_as_it_was(dtype, shape):
    tensor = (torch.randn(shape) * 3).to(dtype)
    seen = travel(tensor)
    assert type(seen) is torch.Tensor and seen.dtype == dtype and seen.shape == torch.Size(shape)
    assert torch.equal(seen, tensor)


@pytest.mark.parametrize("name", wire.ARRAY_DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (2, 0), (2, 3)], ids=str)
def test_an_array_of_every_dtype_and_shape_arrives_as_it_was(name, shape):
    array = np.array(np.arange(np.prod(shape, dtype=int)).reshape(shape), dtype=name)
    seen = travel(array)
    assert type(seen) is np.ndarray and seen.dtype == array.dtype and seen.shape == shape
    assert np.array_equal(seen, array)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(12.0).reshape(3, 4).t(),
        torch.arange(12.0)[::3],
        torch.ones(1).expand(2, 3),
        torch.randn(2, 3, dtype=torch.complex64).conj(),
        torch.randn(2, dtype=torch.complex64).conj().imag,
        torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last),
    ],
    ids=["transposed", "strided", "expanded", "conjugate", "negative", "channels-last"],
)
def test_a_view_arrives_with_its_values_and_contiguous(tensor):
    seen = travel(tensor)
    assert torch.equal(seen, tensor.resolve_conj().resolve_neg())
    assert seen.is_contiguous() and not seen.is_conj() and not seen.is_neg()


def test_special_values_arrive_bit_by_bit():
    tensor = torch.tensor([float("nan"), float("inf"), -float("inf"), -0.0, 1e-45])
    assert travel(tensor).view(torch.int32).tolist() == tensor.view(torch.int32).tolist()


def test_a_parameter_arrives_as_a_tensor_without_its_graph():
    seen = travel([torch.nn.Parameter(torch.ones(2)), torch.ones(2, requires_grad=True) * 2])
    assert [type(t) for t in seen] == [torch.Tensor] * 2 and not any(t.requires_grad for t in seen)


def test_a_meta_tensor_arrives_on_the_meta_device():
    seen = travel(torch.empty(1000, 2**30, device="meta", dtype=torch.float16))
    assert seen.device.type == "meta" and seen.shape == (1000, 2**30) and seen.dtype == torch.float16


def test_what_arrives_can_be_changed_and_shares_no_memory():
    tensor, array = torch.zeros(3), np.zeros(3)
    seen = travel({"t": tensor, "a": array})
    seen["t"] += 1
    seen["a"] += 1
    assert tensor.sum() == 0 and array.sum() == 0


@pytest.mark.parametrize(
    "value",
    [
        None, True, False, 0, -1, 2**64 - 1, -(2**63), 0.0, -0.0, float("inf"), 1e300, "", "ü\0\n", b"", b"\xff", [], {},
        {"a": {"b": [1, [2.5, None, {"": b"x"}]]}},
    ],
    ids=repr,
)  # fmt: skip
def test_plain_data_arrives_as_it_was(value):
    seen = travel(value)
    assert type(seen) is type(value) and repr(seen) == repr(value)


def test_subclasses_and_scalars_of_numpy_arrive_as_plain_types():
    class Int(int):
        pass

    class Str(str):
        pass

    class Dict(dict):
        pass

    seen = travel([Int(3), Str("x"), Dict(a=1), (1, 2), torch.Size([3]), np.float32(1.5)])
    assert seen[:5] == [3, "x", {"a": 1}, [1, 2], [3]]
    assert [type(v) for v in seen[:5]] == [int, str, dict, list, list]
    assert seen[5].dtype == np.float32 and seen[5] == 1.5


# ---- what may not travel -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        object(), len, {1, 2}, 1j, 2**70, torch.float32, torch.nn.Linear(1, 1), [[object()]], "\ud800",
        np.array(["text"]), np.array([object()]), torch.ones(3).to_sparse(), type,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_anything_else_cannot_be_sent(value):
    with pytest.raises(WireError):
        encode(value)


def test_a_list_that_holds_itself_cannot_be_sent():
    value = []
    value.append(value)
    with pytest.raises(WireError):
        encode(value)


def test_too_much_cannot_be_sent():
    with pytest.raises(WireError, match="may travel"):
        encode(bytes(wire.MAX_BYTES + 1))


# ---- hostile bytes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        encode([1, 2, 3])[:-1],
        encode([1, 2, 3]) + b"\0",
        encode(torch.ones(4))[:-3],
        msgpack.packb({1: 2}),
        msgpack.packb({b"a": 2}),
        msgpack.packb({None: 2}),
        msgpack.packb({"a": msgpack.ExtType(77, b"")}),
        msgpack.packb(msgpack.Timestamp(1, 2)),
        msgpack.packb([msgpack.Timestamp(1, 2)]),
        b"\xa2\xff\xff",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01",
        bytes(wire.MAX_BYTES + 1),
    ],
    ids=[
        "empty", "reserved-byte", "cut", "more-behind", "cut-tensor", "int-key", "bytes-key", "none-key", "unknown-type",
        "timestamp", "timestamp-inside", "not-utf8", "huge-list", "huge-dict", "huge-bytes", "huge-extension", "too-long",
    ],
)  # fmt: skip
def test_bytes_that_are_no_message_are_refused(data):
    with pytest.raises(WireError):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        tensor_message(shape=(3,)),
        tensor_message(shape=(1,)),
        tensor_message(shape=(-2,)),
        tensor_message(shape=(-1, -2)),
        tensor_message(shape=(2.0,)),
        tensor_message(shape=(True, 2)),
        tensor_message(shape=(0, 2**62, 2**62), data=b""),
        tensor_message(shape=[1] * 33, data=b"\0" * 4),
        tensor_message(shape=(2**62, 2**62), data=None),
        tensor_message(shape=(-1,), data=None),
        tensor_message(name="object"),
        tensor_message(name="qint8", data=b"\0\0"),
        tensor_message(name=["float32"]),
        tensor_message(name=None),
        tensor_message(data="\0" * 8),
        tensor_message(data=[0] * 8),
        tensor_message(name="object", code=ARRAY, data=b"\0" * 16),
        tensor_message(name="O", code=ARRAY, data=b"\0" * 16),
        tensor_message(code=ARRAY, data=None),
        tensor_message(code=ARRAY, shape=(0, 2**62, 2**62), data=b""),
        msgpack.packb(msgpack.ExtType(TENSOR, b"")),
        msgpack.packb(msgpack.ExtType(TENSOR, msgpack.packb(["float32", [2]]))),
        msgpack.packb(msgpack.ExtType(TENSOR, msgpack.packb({"a": 1}))),
        msgpack.packb(msgpack.ExtType(TENSOR, tensor_message())),
    ],
    ids=[
        "more-than-bytes", "less-than-bytes", "negative", "negative-product", "float-size", "bool-size", "overflow",
        "33-axes", "huge-meta", "negative-meta", "object", "quantized", "list-dtype", "none-dtype", "text-bytes", "list-bytes",
        "object-array", "O-array", "array-without-bytes", "array-overflow", "no-parts", "two-parts", "dict-parts", "nested",
    ],
)  # fmt: skip
def test_a_tensor_that_does_not_fit_itself_is_refused(data):
    with pytest.raises(WireError):
        decode(data)


@pytest.mark.parametrize("wrap", [b"\x91", b"\x81\xa1a"], ids=["list", "dict"])
@pytest.mark.parametrize("depth", [wire.MAX_DEPTH + 1, 500, 100_000])
def test_deep_nesting_is_refused_without_a_crash(wrap, depth):
    with pytest.raises(WireError):
        decode(wrap * depth + b"\xc0")


def test_nesting_up_to_the_limit_travels():
    value = None
    for _ in range(wire.MAX_DEPTH):
        value = [value]
    assert travel(value) == value


def test_of_a_key_that_comes_twice_the_last_counts():
    """No second value can hide: there is one dict, whichever it is, for every reader."""
    assert decode(b"\x82\xa1a\x01\xa1a\x02") == {"a": 2}


def test_bools_that_are_not_0_or_1_are_refused_or_made_true():
    """A byte 2 in a bool tensor would be True to some operations and 2 to others."""
    try:
        seen = decode(tensor_message("bool", (2,), b"\x02\x01"))
    except WireError:
        return
    assert seen.to(torch.int32).tolist() == [1, 1] and torch.equal(seen, torch.tensor([True, True]))
    assert seen.numpy().astype(np.float64).tolist() == [1.0, 1.0]


def test_a_small_message_does_not_become_gigabytes():
    """A judge decodes what a worker sends: a megabyte of empty dicts may not take a hundred times its size."""
    count = 2**20
    try:
        seen = decode(b"\xdd" + count.to_bytes(4, "big") + b"\x80" * count)
    except WireError:
        return
    size = sys.getsizeof(seen) + sum(map(sys.getsizeof, seen))
    assert size < 32 * count, f"a message of {count} bytes takes {size} bytes decoded"


@pytest.mark.parametrize("inner", [b"\x80", b"\x90", tensor_message("bool", (0,), b"")], ids=["dicts", "lists", "tensors"])
def test_the_limit_on_items_holds_for_all_lists_of_a_message_together(inner):
    """Many short lists unfold to as much as one long one, and each tensor takes a thousand times its bytes."""
    row = b"\xdc" + (1000).to_bytes(2, "big") + inner * 1000
    with pytest.raises(WireError, match=r"more than .* items"):
        decode(b"\xdc" + (1000).to_bytes(2, "big") + row * 1000)


def test_a_tensor_that_is_too_large_is_refused_before_it_is_copied():
    with pytest.raises(WireError, match="larger than"):
        encode(torch.zeros(1).expand(2**48))


PLAIN = (type(None), bool, int, float, str, bytes, torch.Tensor, np.ndarray)


def is_plain(value):
    if type(value) is list:
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and is_plain(item) for key, item in value.items())
    return type(value) in PLAIN


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_plain_data_or_a_wire_error(data):
    try:
        value = decode(data)
    except WireError:
        return
    assert is_plain(value)


leaves = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text() | st.binary()
plain = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=20
)


@settings(max_examples=200, deadline=None)
@given(plain)
def test_any_plain_data_arrives_as_it_was(value):
    assert travel(value) == value


parts = st.tuples(
    st.sampled_from(["float32", "bool", "int64", "complex64", "uint16", "bfloat16", "", 3, None]),
    st.lists(st.integers(-3, 2**64 - 1) | st.integers(0, 4) | st.none(), max_size=5) | st.none(),
    st.binary(max_size=32) | st.none() | st.integers(-5, 2**64 - 1),
)


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from([TENSOR, ARRAY, -1, 0, 3]), parts, st.integers(0, 60))
def test_random_tensors_are_tensors_or_a_wire_error(code, parts, cut):
    data = msgpack.packb({"value": msgpack.ExtType(code & 127, msgpack.packb(list(parts)))})
    try:
        value = decode(data[: len(data) - cut] if cut < 30 else data)
    except WireError:
        return
    assert is_plain(value)
    tensor = value.get("value")
    if isinstance(tensor, torch.Tensor) and tensor.device.type != "meta":
        tensor.sum().item()  # its memory is its own
