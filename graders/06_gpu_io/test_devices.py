"""Hidden graders of devices.py. No GPU is needed: torch says how many we like, and `meta` is the second device."""

import types
from unittest import mock

import numpy as np
import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, edge, misconception, presuppose, probe

GPU_SECONDS = 30.0  # CPU time of a probe that starts CUDA, which takes seconds

# ---- try_gpu and try_all_gpus --------------------------------------------------------------------------------------

off_by_one = misconception(
    "off-by-one",
    "GPUs are numbered from 0, so the last of n GPUs has the number n - 1. Look at the comparison.")
index_ignored = misconception("index-ignored", "The result does not depend on the number: it is always the same GPU.")
is_available_only = misconception(
    "is-available-only",
    "That there is a GPU does not mean that there is one with this number. Look at how many there are.")
a_string = misconception("a-string", "A name is not a device yet; make a torch.device of it.")
strings = misconception("strings", a_string.sentence)
context_manager = misconception("context-manager", "torch.cuda.device is a context manager, for use in a `with`.")
no_colon = misconception("cuda-i", "A device's name is its kind, a colon and its number.", keeps=0.4)
braces = misconception("cuda-i", "The braces are still in the name. Only an f-string replaces them by a value.", keeps=0.4)
a_space = misconception("cuda-i", "There is a space in the name, which does not belong there.", keeps=0.4)
not_all = misconception(
    "not-all-gpus",
    "The first GPUs are right, but others are missing. torch knows how many there are.", keeps=0.5)
empty_list = misconception("empty-list", "Without a GPU a loop over the GPUs adds nothing. The CPU should be in the list then.")
one_device_only = misconception("one-device-only", "Only one of the GPUs is there; the exercise asks for all of them.")
counted_from_one = misconception("counted-from-one", "GPUs are numbered from 0, not from 1.")
cpu_too = misconception("cpu-beside-gpus", "The GPUs are right, but the CPU has no place beside them.", keeps=0.4)


@probe
def kind_of(student, found):
    """The name of a type; `torch.cuda.device` and torch.device have the same short name."""
    if type(found) is torch.device:
        return "torch.device"
    return "torch.cuda.device" if isinstance(found, torch.cuda.device) else type(found).__name__


def a_kind(kind):
    """The name of a type, as a message says it."""
    return "None" if kind == "NoneType" else f"an {kind}" if kind[0] in "AEIOUaeiou" else f"a {kind}"


@probe
def entries(student, found):
    return list(found) if isinstance(found, (list, tuple, types.GeneratorType, map)) else [found]


@probe
def device_names(student, found):
    """Each device that was found, as text."""
    return [
        str(device) if isinstance(device, (str, torch.device)) else "None" if device is None else f"a {kind_of(student, device)}"
        for device in entries(student, found)
    ]


@probe
def with_gpus(student, count, name, *args):
    """What try_gpu or try_all_gpus returns on a machine with `count` GPUs, as text, with its types."""

    def usual_gpu(i=0):  # either exercise may use the other: a right one stands in for it
        return [*usual_gpus(), *[torch.device("cpu")] * (i + 1)][i] if count else torch.device("cpu")

    def usual_gpus():
        return [torch.device(f"cuda:{i}") for i in range(count)] if count else [torch.device("cpu")]

    with (
        mock.patch.object(torch.cuda, "device_count", lambda: count),
        mock.patch.object(torch.cuda, "is_available", lambda: count > 0),
    ):
        module = student.reimport("devices")
        call = getattr(student, name)
        if name == "try_gpu":
            module.try_all_gpus = usual_gpus
        else:
            module.try_gpu = usual_gpu
        try:
            found = call(*args)
            kind, found = kind_of(student, found), entries(student, found)
            again = call(*args)  # what a first call left behind may spoil the second
        except RuntimeError as error:
            if "nvalid device string" not in str(error):
                raise
            name = (str(error).split("'") + [""])[1]
            return {"kind": type(error).__name__, "invalid": name[:50], "devices": [], "again": [], "kinds": []}
        return {
            "kind": kind,
            "devices": device_names(student, found),
            "again": device_names(student, again),
            "kinds": [kind_of(student, device) for device in entries(student, found)],
        }


def places(seen, call, which="devices"):
    """The devices that a call returned, by their full names."""
    name = seen.get("invalid", "")
    fact = f"{call.partition('(')[0]} asks torch for a device with the name {name!r}, which torch does not know."
    assert_that("invalid" not in seen, fact, misspelling(name))
    full = {"cuda": "cuda:0", "cpu:0": "cpu"}  # the same device, written in two ways
    return [full.get(name, name) for name in seen[which]]


def misspelt(name):
    return name.startswith("cuda") and (":" not in name or "{" in name)


def misspelling(name):
    """What is wrong with the name of a device."""
    return braces if "{" in name else a_space if " " in name else no_colon


def one_place(seen, call):
    """The one device that a call of try_gpu returned, by its full name, or what came instead."""
    names = places(seen, call)
    return names[0] if len(names) == 1 else f"a {seen['kind']} of {len(names)}"


def no_device(what, mistake):
    """Fail in the same words in each check, so that the student reads them once."""
    assert_that(False, f"try_gpu returned {what}, not a torch.device.", mistake)


def machine(count):
    return f"on a machine with {count} GPU{'' if count == 1 else 's'}"


def gpu_or_cpu(student, count, i):
    """The device that try_gpu(i) returns where there are `count` GPUs."""
    call = f"try_gpu({i}) {machine(count)}"
    return one_place(student(with_gpus, count, "try_gpu", i), call)


def presuppose_a_gpu(student):
    """Who never finds a GPU is not judged on when there is none."""
    any_gpu = any(gpu_or_cpu(student, 3, i) != "cpu" for i in range(3))
    presuppose(any_gpu, f"try_gpu found no GPU at all {machine(3)}.")


@pytest.mark.exercise("try_gpu")
class TestTryGpu:
    @pytest.mark.criterion("number")
    @pytest.mark.parametrize("count", [1, 3])
    def test_a_gpu_that_exists(self, student, count):
        """Where there is a GPU with this number, it is the result."""
        seen = [gpu_or_cpu(student, count, i) for i in range(count)]
        for i, found in enumerate(seen):
            mistake = None
            if found == "cpu" and gpu_or_cpu(student, count + 1, i) == f"cuda:{i}":
                mistake = off_by_one
            elif set(seen) == {"cuda:0"}:
                mistake = index_ignored
            elif misspelt(found):
                mistake = misspelling(found)
            elif found == "a torch.cuda.device":
                no_device(found, context_manager.keeping(0.4))
            assert_that(found == f"cuda:{i}", f"try_gpu({i}) {machine(count)} returned {found}.", mistake)

    @pytest.mark.criterion("count")
    @pytest.mark.parametrize("count", [1, 2])
    def test_a_gpu_that_does_not_exist(self, student, count):
        """Where there is no GPU with this number, the CPU is the result."""
        presuppose_a_gpu(student)
        far = count + 4
        seen = {i: gpu_or_cpu(student, count, i) for i in (count, far)}
        mistake = None
        if seen[count] == f"cuda:{count}":
            mistake = is_available_only if seen[far] == f"cuda:{far}" else off_by_one
        elif "cuda:0" in seen.values() and gpu_or_cpu(student, 3, 1) == "cuda:0":
            mistake = index_ignored
        for i, found in seen.items():
            assert_that(found == "cpu", f"try_gpu({i}) {machine(count)} returned {found}.", mistake)

    @pytest.mark.criterion("count")
    def test_no_gpu(self, student):
        """On a machine without a GPU the CPU is the result."""
        presuppose_a_gpu(student)
        seen = {i: gpu_or_cpu(student, 0, i) for i in (0, 2)}
        mistake = off_by_one if seen == {0: "cuda:0", 2: "cpu"} else None
        for i, found in seen.items():
            assert_that(found == "cpu", f"try_gpu({i}) {machine(0)} returned {found}.", mistake)

    @pytest.mark.criterion("device")
    def test_default_number(self, student):
        """Without an argument the first GPU is the result."""
        seen = one_place(student(with_gpus, 2, "try_gpu"), "try_gpu()")
        if seen == "a torch.cuda.device":
            no_device(seen, context_manager.keeping(0.4))
        fact = f"try_gpu() {machine(2)} returned {seen}."
        assert_that(seen == "cuda:0", fact, misspelling(seen) if misspelt(seen) else None)

    @pytest.mark.criterion("device")
    def test_it_is_a_device(self, student):
        """The result is a torch.device, with a GPU and without."""
        for count in (2, 0):
            call = f"try_gpu(1) {machine(count)}"
            seen = student(with_gpus, count, "try_gpu", 1)
            places(seen, call)
            if mistake := {"str": a_string, "torch.cuda.device": context_manager}.get(seen["kind"]):
                no_device(a_kind(seen["kind"]), mistake)
            assert_that(seen["kind"] == "torch.device", f"{call} returned {a_kind(seen['kind'])}, not a torch.device.")

    @pytest.mark.criterion("number")
    @pytest.mark.gpu
    def test_a_real_gpu(self, student):
        """A tensor can be made on it."""
        seen = student(tensor_on_first_gpu)
        assert_that(seen == "cuda", f"A tensor on the device that try_gpu() returned is on {seen}, not on the GPU.")


@probe(timeout=GPU_SECONDS)
def tensor_on_first_gpu(student):
    return torch.zeros(2, device=student.try_gpu()).device.type


def returned(call, devices):
    return f"{call} returned {', '.join(devices) or 'an empty list'}."


@probe
def finds_gpus(student):
    """Whether try_all_gpus makes anything of three GPUs but the CPU; an error that it raises there costs elsewhere."""
    try:
        seen = with_gpus(student, 3, "try_all_gpus")
    except Exception:
        return True
    return "invalid" in seen or seen["devices"] != ["cpu"]


def presuppose_gpus(student):
    """Who never looks for a GPU is not judged on when there is none."""
    presuppose(student(finds_gpus), f"try_all_gpus found no GPU at all {machine(3)}.")


@pytest.mark.exercise("try_all_gpus")
class TestTryAllGpus:
    @pytest.mark.criterion("gpus")
    @pytest.mark.parametrize("count", [1, 3, 11])
    def test_every_gpu(self, student, count):
        """In every call each GPU is in the list once, in order, and nothing else."""
        call = f"try_all_gpus() {machine(count)}"
        found = student(with_gpus, count, "try_all_gpus")
        seen = places(found, call)
        mistake = None
        if any(misspelt(name) for name in seen):
            mistake = misspelling(next(filter(misspelt, seen)))
        elif count > 1 and len(seen) == 1 and seen[0].startswith("cuda"):
            mistake = one_device_only
        elif seen == [f"cuda:{i + 1}" for i in range(count)]:
            mistake = counted_from_one
        expected = [f"cuda:{i}" for i in range(count)]
        if 1 < len(seen) < count and seen == expected[: len(seen)]:
            mistake = not_all
        elif sorted(seen) == sorted(["cpu", *expected]):
            mistake = cpu_too
        assert_that(seen == expected, returned(call, seen), mistake)
        again = places(found, call, "again")
        assert_that(again == expected, returned(f"A second {call}", again))

    @pytest.mark.criterion("cpu")
    def test_no_gpu(self, student):
        """On a machine without a GPU the CPU is the only device."""
        presuppose_gpus(student)
        seen = student(with_gpus, 0, "try_all_gpus")
        devices = places(seen, "try_all_gpus()")
        mistake = empty_list if devices == [] else None
        assert_that(devices == ["cpu"], returned(f"try_all_gpus() {machine(0)}", devices), mistake)

    @pytest.mark.criterion("list")
    @pytest.mark.parametrize("count", [0, 3])
    def test_a_list_of_devices(self, student, count):
        """It is a list, and each entry is a torch.device."""
        presuppose_gpus(student)
        seen = student(with_gpus, count, "try_all_gpus")
        call = f"try_all_gpus() {machine(count)}"
        places(seen, call)
        mistake = one_device_only if seen["kind"] == "torch.device" and count else None
        assert_that(seen["kind"] in ("list", "tuple"), f"{call} returned {a_kind(seen['kind'])}, not a list.", mistake)
        assert_that(seen["kinds"] != [], returned(call, []), empty_list)
        others = [kind for kind in seen["kinds"] if kind != "torch.device"]
        mistake = {"str": strings, "torch.cuda.device": context_manager}.get(others[0] if others else None)
        assert_that(others == [], f"{call} holds {others and a_kind(others[0])} where a torch.device should be.", mistake)


# ---- to_device -----------------------------------------------------------------------------------------------------

to_dropped = misconception("to-dropped", "`.to` does not move a tensor. It returns another one, which has to be used.")
containers_changed = misconception("containers-changed", "That container belongs to the caller; build a new one.")
tuple_becomes_list = misconception("tuple-becomes-list", "A tuple should come back as a tuple.")
module_copied = misconception(
    "module-copied",
    "A module is moved in place: an optimizer that was made for it would not see a copy.")
copied_inside = misconception(
    "module-copied-inside", "Alone it is right; in a dict, list or tuple a module should be the same object, too.", keeps=0.5)
number_lost = misconception("device-number-lost", "The kind of device is right; the number belongs to it.", keeps=0.6)
buffers_stay = misconception("buffers-stay", "Buffers, such as running statistics, have to move with the parameters.")
not_nested = misconception("not-nested", "A container inside a container was not looked into.")
parameter_stays = misconception("parameter-stays", "Other tensors are moved.", keeps=0.5)
digits_lost = misconception("digits-lost", "A tensor that is moved keeps all its digits.", keeps=0.5)
not_opened = misconception("container-not-opened", "Dicts, lists and tuples may all hold tensors.")


@probe
def layout(student, value):
    """Nested data with each tensor and module replaced by where it is."""
    if isinstance(value, torch.Tensor):
        return {"parameter" if isinstance(value, nn.Parameter) else "tensor": value.device.type}
    if isinstance(value, nn.Module):
        tensors = [*value.parameters(), *value.buffers()]
        return {"module": sorted({tensor.device.type for tensor in tensors})}
    if isinstance(value, dict):
        return {"dict": [[repr(key), layout(student, entry)] for key, entry in value.items()]}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [layout(student, entry) for entry in value]}
    return {"other": f"{type(value).__name__} {value!r}"}


@probe
def moved_tensor(student, x, device):
    y = student.to_device(x, torch.device(device))
    return {"value": y, "kind": type(y).__name__, "before": x.device.type}


@probe
def unheard_of(student):
    """A module of a class that nobody knows: with a parameter of its own, with buffers, one of them not persistent, and parts."""

    class Unheard(nn.Module):
        def __init__(self):
            super().__init__()
            self.zoom = nn.Parameter(torch.ones(()))
            self.register_buffer("mask", torch.ones(2))
            self.register_buffer("table", torch.ones(2), persistent=False)
            self.inner = nn.Sequential(nn.Linear(3, 2), nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 4)))

    return Unheard()


@probe
def moved_parameter(student, device):
    y = student.to_device(nn.Parameter(torch.ones(2, 3)), device)
    return {"place": y.device.type if isinstance(y, torch.Tensor) else None, "kind": type(y).__name__}


@probe
def moved_module(student, device):
    net = unheard_of(student)
    found = student.to_device(net, device)
    if not isinstance(found, nn.Module):
        return {"kind": type(found).__name__, "same": False, "parameters": [], "buffers": []}
    return {
        "kind": type(found).__name__,
        "same": found is net,
        "parameters": sorted({p.device.type for p in found.parameters()}),
        "buffers": sorted({b.device.type for b in found.buffers()}),
    }


@probe
def modules_move(student):
    """Whether a module that comes alone is moved: where it is not, that costs there, and containers are judged without one."""
    try:
        found = student.to_device(nn.Linear(2, 3), "meta")
    except Exception:
        return False
    return isinstance(found, nn.Module) and all(parameter.is_meta for parameter in found.parameters())


@probe
def moved_container(student, which):
    """What comes back for a container."""
    x, y = torch.ones(2, 3), torch.zeros(4)
    net = nn.Linear(2, 3) if modules_move(student) else torch.ones(1)
    container = {
        "dict": {"x": x, "y": y, 3: net},
        "list": [x, y, net],
        "tuple": (x, net, y),
        "empty ones": [(), {}, [], (y,)],
        "nested": {"a": [x, (y, {"deep": [x, y, (net, x)]})], "b": ({"c": (y, y)},)},
    }[which]
    return layout(student, student.to_device(container, "meta"))


@probe
def modules_in(student, value):
    if isinstance(value, nn.Module):
        return [value]
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else []
    return [module for entry in entries for module in modules_in(student, entry)]


@probe
def modules_inside(student):
    """In which containers a module comes back as another object; where none comes back, that costs elsewhere."""
    net, others = nn.Linear(2, 3), []
    for which, container in {"list": [net], "dict": {"net": net}, "tuple": (net,)}.items():
        try:
            found = modules_in(student, student.to_device(container, "meta"))
        except Exception:
            continue
        others += [which] if any(module is not net for module in found) else []
    return others


@probe(timeout=GPU_SECONDS)
def devices_asked(student):
    """For which GPUs `.to` is called by to_device(x, "cuda:1"), with a str and a torch.device."""
    asked, to = [], torch.Tensor.to

    def recorded(tensor, *args, **named):
        gpus = [str(value) for value in (*args, *named.values()) if str(value).startswith("cuda")]
        asked.extend(gpus)
        return tensor if gpus else to(tensor, *args, **named)

    for device in ("cuda:1", torch.device("cuda:1")):
        try:
            with mock.patch.object(torch.Tensor, "to", recorded):
                student.to_device(torch.ones(2), device)
        except Exception:  # it is moved in another way, and there may be no such GPU
            pass
    return asked


@probe
def tensors_in(student, value):
    if isinstance(value, torch.Tensor):
        return [value]
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else []
    return [tensor for entry in entries for tensor in tensors_in(student, entry)]


@probe
def stayed_in_container(student, x, y):
    """The tensors that come back for a container of which nothing has to be moved, and for the same tensors alone."""
    alone = [student.to_device(tensor.clone(), "cpu") for tensor in (x, y)]
    inside = student.to_device({"x": x.clone(), "rest": [y.clone(), (x.clone(), {"y": y.clone()})]}, "cpu")
    return {"alone": 2 * tensors_in(student, alone), "inside": tensors_in(student, inside)}


@probe
def without_nesting(student):
    """What becomes of a tensor alone in a list, a dict, a tuple.

    moved; asked (its `.to` was called in vain); elsewhere (called, but for another device); or ignored.
    """
    became, asked, to = {}, [], torch.Tensor.to

    def recorded(tensor, *args, **named):
        asked.extend(str(value) for value in (*args, *named.values()))
        return to(tensor, *args, **named)

    for kind in ("list", "dict", "tuple"):
        x = torch.ones(2)
        container = {"list": [x], "dict": {"x": x}, "tuple": (x,)}[kind]
        asked.clear()
        try:
            with mock.patch.object(torch.Tensor, "to", recorded):
                text = str(layout(student, student.to_device(container, "meta")))
        except Exception:
            text = ""
        became[kind] = "moved" if "'meta'" in text else "asked" if "meta" in asked else "elsewhere" if asked else "ignored"
    return became


@probe
def callers_containers(student):
    """Which of the caller's containers hold something else after the call, and which came back themselves."""
    x, y, z = torch.ones(2, 3), torch.zeros(4), torch.ones(1)
    there = torch.ones(1, device="meta")
    inner, rest = {"y": y}, [z, there]
    outer = {"x": x, "inner": inner, "rest": rest}
    row = [x, inner]
    found = student.to_device(outer, "meta")
    student.to_device(row, "meta")
    same = {
        "a dict": list(outer) == ["x", "inner", "rest"]
        and outer["x"] is x
        and outer["inner"] is inner
        and outer["rest"] is rest,
        "a dict inside a dict": list(inner) == ["y"] and inner["y"] is y,
        "a list inside a dict": len(rest) == 2 and rest[0] is z and rest[1] is there,
        "a list": len(row) == 2 and row[0] is x and row[1] is inner,
    }
    stayed = x.device.type == y.device.type == z.device.type == "cpu"
    return {"found": layout(student, found), "same": same, "stayed": stayed}


@probe
def reused_containers(student):
    """Which containers come back themselves where nothing in them has to be moved."""
    student.to_device([torch.ones(2)], "cpu")  # written at all: a NotImplementedError of the next call is the answer's own
    plain = [{"a": 1}, ["b"]]
    try:
        found = student.to_device(plain, "meta")
    except NotImplementedError:
        return "refused"
    pairs = zip([plain, *plain], [found, *(found if isinstance(found, list) else [])])
    return list(dict.fromkeys(type(before).__name__ for before, after in pairs if before is after))


@probe
def other_values(student, array):
    """What comes back for values that are neither tensors nor modules nor containers, alone and in a dict."""

    class Note:  # equal to nothing but itself
        pass

    values = {
        "an object of another class": Note(),
        "text": "cuda",
        "number": 3,
        "fraction": 2.5,
        "nothing": None,
        "flag": True,
        "bytes": b"ab",
        "array": array,
    }
    student.to_device({"x": torch.ones(2)}, "cpu")  # written at all: a NotImplementedError of the next calls is the answer's own
    try:
        inside = student.to_device({"x": torch.ones(2), **values}, "meta")
        alone = {name: student.to_device(value, "meta") for name, value in values.items()}
    except NotImplementedError:
        return "refused"
    inside = inside if isinstance(inside, dict) else {}
    moved = inside.get("x")

    def same(found, value):
        return type(found) is type(value) and bool(np.all(found == value))

    return {
        "moved": moved.device.type if isinstance(moved, torch.Tensor) else None,
        "inside": {name: name in inside and same(inside[name], value) for name, value in values.items()},
        "alone": {name: same(alone[name], value) for name, value in values.items()},
    }


@pytest.mark.exercise("to_device")
class TestToDevice:
    @pytest.mark.criterion("tensors")
    def test_tensor(self, student):
        """A tensor comes back on the device; the tensor that was passed in stays where it is."""
        for x in (torch.randn(2, 3), torch.arange(6).reshape(3, 2)):
            seen = student(moved_tensor, x, "meta")
            call = f"to_device(x, 'meta') for a tensor of shape {tuple(x.shape)}"
            assert_that(isinstance(seen["value"], torch.Tensor), f"{call} returned {a_kind(seen['kind'])}, not a tensor.")
            place = seen["value"].device.type
            mistake = to_dropped if place == "cpu" else None
            assert_that(place == "meta", f"{call} returned a tensor on the {place} device.", mistake)
            assert_matches(seen["value"], x.to("meta"), call)
            assert_that(seen["before"] == "cpu", f"{call} moved the tensor that was passed in.")

    @pytest.mark.criterion("tensors")
    def test_parameter(self, student):
        """An nn.Parameter is moved like any other tensor."""
        with edge(parameter_stays, lambda: self.test_tensor(student)):
            seen = student(moved_parameter, "meta")
            call = "to_device(x, 'meta') for an nn.Parameter"
            assert_that(seen["place"] is not None, f"{call} returned {a_kind(seen['kind'])}, not a tensor.")
            fact = f"{call} returned a tensor on the {seen['place']} device: a Parameter is a tensor as well."
            assert_that(seen["place"] == "meta", fact)

    @pytest.mark.criterion("tensors")
    def test_number_of_the_device(self, student):
        """A tensor goes to the GPU with the number that is asked for."""
        with edge(number_lost, lambda: self.test_tensor(student)):
            others = [name for name in student(devices_asked) if name != "cuda:1"]
            assert_that(not others, f"to_device(x, 'cuda:1') moves a tensor to {', '.join(others[:1])}.")

    @pytest.mark.criterion("tensors")
    def test_values(self, student):
        """A tensor keeps its values and its dtype, also where it is on the device already."""
        for x in (torch.randn(2, 3), torch.arange(6).reshape(3, 2), 1e-8 * torch.randn(())):
            seen = student(moved_tensor, x, "cpu")
            assert_matches(seen["value"], x, "to_device(x, 'cpu')", rtol=0.0, atol=0.0)

    @pytest.mark.criterion("modules")
    def test_module(self, student):
        """A module is moved with all that is in it, and is still the same object."""
        seen = student(moved_module, "meta")
        call = "to_device(net, 'meta')"
        assert_that(seen["kind"] == "Unheard", f"{call} for a module returned {a_kind(seen['kind'])}.")
        assert_that(seen["same"], f"{call} returned another module than the one that was passed in.", module_copied)
        assert_that(
            seen["parameters"] == ["meta"], f"After {call} the parameters are on {' and '.join(seen['parameters'])}."
        )
        assert_that(
            seen["buffers"] == ["meta"], f"After {call} the buffers are on {' and '.join(seen['buffers'])}.", buffers_stay
        )

    @pytest.mark.criterion("modules")
    def test_module_in_a_container(self, student):
        """A module in a container is still the same object, too."""
        with edge(copied_inside, lambda: self.test_module(student)):
            others = student(modules_inside)
            assert_that(not others, f"to_device of a {' or a '.join(others)} with a module in it gave another module back.")

    @pytest.mark.criterion("containers")
    @pytest.mark.parametrize("which", ["dict", "list", "tuple", "empty ones"])
    def test_container(self, student, which):
        """A container comes back as what it was, with everything in it moved."""
        tensor = {"tensor": "meta"}
        module = {"module": ["meta"]} if student(modules_move) else tensor
        expected = {
            "dict": {"dict": [["'x'", tensor], ["'y'", tensor], ["3", module]]},
            "list": {"list": [tensor, tensor, module]},
            "tuple": {"tuple": [tensor, module, tensor]},
            "empty ones": {"list": [{"tuple": []}, {"dict": []}, {"list": []}, {"tuple": [tensor]}]},
        }[which]
        call = "to_device of a list of small containers" if which == "empty ones" else f"to_device of a {which}"
        compare_layouts(student, student(moved_container, which), expected, call)

    @pytest.mark.criterion("containers")
    def test_nested_containers(self, student):
        """Containers in containers come back as what they were, however deep, with everything in them moved."""
        tensor = {"tensor": "meta"}
        module = {"module": ["meta"]} if student(modules_move) else tensor
        deep = {
            "dict": [["'deep'", {"list": [tensor, tensor, {"tuple": [module, tensor]}]}]]
        }
        expected = {
            "dict": [
                ["'a'", {"list": [tensor, {"tuple": [tensor, deep]}]}],
                ["'b'", {"tuple": [{"dict": [["'c'", {"tuple": [tensor, tensor]}]]}]}],
            ]
        }
        compare_layouts(student, student(moved_container, "nested"), expected, "to_device of nested containers")

    @pytest.mark.criterion("containers")
    def test_values_in_containers(self, student):
        """The tensors in a container keep their values."""
        x, y = torch.randn(2, 3), torch.randn(4)
        expected, found = [x, y, x, y], student(stayed_in_container, x, y)
        seen = found["inside"]
        presuppose(len(seen) == len(expected), "to_device of nested containers did not return all tensors in them.")
        shapes, alone, right = ([tensor.shape for tensor in tensors] for tensors in (seen, found["alone"], expected))
        if shapes == alone != right:
            return  # which costs where tensors come alone
        assert_that(shapes == right, "The tensors in a container came back with other shapes.")

        def are(tolerance):  # the dtype costs where tensors come alone, too
            return all(torch.allclose(a.double(), b.double(), rtol=0, atol=tolerance) for a, b in zip(seen, expected, strict=True))

        assert_that(are(0.0), "The tensors in a container came back with other values.", digits_lost if are(1e-2) else None)

    @pytest.mark.criterion("containers")
    def test_callers_containers(self, student):
        """The containers that were passed in still hold what they held, and those that come back are new."""
        seen = student(callers_containers)
        for which, same in seen["same"].items():
            assert_that(same, f"After to_device {which} that was passed in holds something else.", containers_changed)
        assert_that(seen["stayed"], "to_device moved the tensors that were passed in.")
        tensor = {"tensor": "meta"}
        expected = {
            "dict": [
                ["'x'", tensor],
                ["'inner'", {"dict": [["'y'", tensor]]}],
                ["'rest'", {"list": [tensor, tensor]}],
            ]
        }
        compare_layouts(student, seen["found"], expected, "to_device of a dict with a dict and a list in it")

    @pytest.mark.criterion("containers")
    def test_containers_without_tensors(self, student):
        """A container of other values is a new one, too."""
        reused = student(reused_containers)
        assert_that(reused != "refused", REFUSED)
        fact = f"to_device should return new containers, but gave back the {' and the '.join(reused)} that was passed in."
        assert_that(not reused, fact)

    @pytest.mark.criterion("others")
    def test_other_values(self, student):
        """Text, numbers, None and arrays come back as they are, alone and next to a tensor."""
        seen = student(other_values, np.arange(3.0))
        assert_that(seen != "refused", REFUSED)
        assert_that(seen["moved"] is not None, "to_device of a dict with a tensor and other values gave no dict with this tensor.")
        assert_that(seen["moved"] == "meta", f"to_device of a container {LEFT}.", to_dropped)
        for name in seen["inside"]:
            same = seen["inside"][name] and seen["alone"][name]
            assert_that(same, f"to_device should leave other values as they are, but changed or dropped one ({name}).")

    @pytest.mark.criterion("tensors")
    @pytest.mark.gpu
    def test_a_real_gpu(self, student):
        """Tensors and modules arrive on a real GPU."""
        seen = student(on_real_gpu)
        expected = {
            "dict": [["'x'", {"tensor": "cuda"}], ["'rest'", {"tuple": [{"module": ["cuda"]}, {"other": "int 1"}]}]]
        }
        compare_layouts(student, seen, expected, "to_device of a dict, to 'cuda'")


@probe(timeout=GPU_SECONDS)
def on_real_gpu(student):
    return layout(student, student.to_device({"x": torch.ones(2, 3), "rest": (nn.Linear(2, 3), 1)}, "cuda"))


def compare_layouts(student, seen, expected, call):
    """Fail with the first difference, and the mistake that it shows."""
    difference = layout_difference(seen, expected)
    mistake = tuple_becomes_list if difference == "has a list where a tuple was" else None
    if difference == LEFT:
        call = "to_device of a container"  # the same in each check, so that the student reads it once
        became = student(without_nesting)
        ignored = [kind for kind in became if became[kind] == "ignored"]
        if "asked" in became.values():
            mistake = to_dropped
        elif ignored:
            difference += f", as it does not look into a {' or a '.join(ignored)}"
            mistake = not_opened
        elif set(became.values()) == {"moved"}:
            mistake = not_nested
    assert_that(difference is None, f"{call} {difference}.", mistake)


LEFT = "left a tensor on the CPU"
REFUSED = "to_device raised NotImplementedError for a value that is neither a tensor nor a module; it should return it as it is."


def layout_difference(seen, expected):
    """The first difference of two layouts, in words, or None."""
    [(kind, content)], [(wanted, entries)] = seen.items(), expected.items()
    if (kind, wanted) == ("parameter", "tensor"):  # which it is as well
        return None if content == entries else f"left a Parameter on the {content} device"
    if kind != wanted:
        names = {"other": "value of another kind"}
        return f"has a {names.get(kind, kind)} where a {names.get(wanted, wanted)} was"
    if kind == "dict":
        keys, wanted_keys = [key for key, _ in content], [key for key, _ in entries]
        if keys != wanted_keys:
            return f"gave a dict with the keys {', '.join(keys) or '(none)'} for one with {', '.join(wanted_keys) or 'none'}"
        content, entries = [entry for _, entry in content], [entry for _, entry in entries]
    if kind in ("dict", "list", "tuple"):
        if len(content) != len(entries):
            return f"gave a {kind} of {len(content)} where one of {len(entries)} was"
        parts = (layout_difference(*pair) for pair in zip(content, entries, strict=True))
        return next((part for part in parts if part), None)
    if content == entries:
        return None
    if kind == "tensor":
        return LEFT if content == "cpu" else f"left a tensor on the {content} device"
    if kind == "module":
        return f"left a module on {' and '.join(content) or 'another device'}"
    return "changed a value that is not a tensor"


# ---- module_device -------------------------------------------------------------------------------------------------

stop_iteration = misconception(
    "stop-iteration",
    "`next` raises StopIteration where there is nothing left. A module may have no parameters.")
first_only = misconception("first-parameter-only", "The device of one tensor is not enough; look at all of them.")
own_tensors_only = misconception(
    "own-tensors-only",
    "Only the module's own tensors were looked at; those of its submodules count as well.")
kinds_compared = misconception(
    "kinds-compared", "Two GPUs are two devices: their kind is the same, but their numbers are not.", keeps=0.5)
buffers_ignored = misconception("buffers-ignored", "Buffers are on a device as well, and count like parameters.")

not_persistent = misconception(
    "not-persistent-ignored",
    "A buffer that was registered with persistent=False is not in state_dict(), but it is on a device as well.", keeps=0.4)


@probe
def device_of(student, which):
    """module_device of a module that is made here, or the exception."""

    def with_table(net, device):
        net.register_buffer("table", torch.ones(2, device=device), persistent=False)
        return net

    net = {
        "a module of another class, on meta": lambda: unheard_of(student).to("meta"),
        "a ReLU with a buffer that is not persistent, on meta": lambda: with_table(nn.ReLU(), "meta"),
        "parameters on the CPU and, deep inside, a buffer that is not persistent on meta": lambda: nn.Sequential(
            nn.Linear(3, 2), nn.Sequential(with_table(nn.ReLU(), "meta"))
        ),
        "a Linear on the CPU": lambda: nn.Linear(3, 2),
        "a Linear on meta": lambda: nn.Linear(3, 2, device="meta"),
        "nested layers on meta": lambda: nn.Sequential(nn.ReLU(), nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))).to(
            "meta"
        ),
        "a BatchNorm1d without parameters, on meta": lambda: nn.BatchNorm1d(3, affine=False, device="meta"),
        "nested, with buffers only, on meta": lambda: nn.Sequential(
            nn.ReLU(), nn.Sequential(nn.BatchNorm1d(3, affine=False, device="meta"))
        ),
        "a ReLU": lambda: nn.ReLU(),
        "an empty Sequential": lambda: nn.Sequential(),
        "two Linear, the second on meta": lambda: nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 4, device="meta")),
        "three Linear, the middle one on meta": lambda: nn.Sequential(
            nn.Linear(3, 2), nn.Linear(2, 4, device="meta"), nn.Linear(4, 2)
        ),
        "two Linear, the first on meta": lambda: nn.Sequential(nn.Linear(3, 2, device="meta"), nn.Linear(2, 4)),
        "parameters on the CPU and buffers on meta": lambda: nn.Sequential(
            nn.Linear(3, 2), nn.BatchNorm1d(2, affine=False, device="meta")
        ),
        "buffers on two devices": lambda: nn.Sequential(
            nn.BatchNorm1d(2, affine=False, device="meta"), nn.BatchNorm1d(2, affine=False)
        ),
    }[which]()
    try:
        found = student.module_device(net)
    except (StopIteration, RuntimeError, ValueError, AssertionError) as error:
        if isinstance(error, NotImplementedError):
            raise
        name = "ValueError" if isinstance(error, ValueError) else type(error).__name__  # a kind of its own will do
        if type(error) is RuntimeError and isinstance(error.__cause__, StopIteration):  # which it turns into inside a generator
            name = "StopIteration"
        return {"raised": name, "text": str(error)[:100]}
    kind = kind_of(student, found)
    return {"kind": kind, "device": str(found) if kind in ("torch.device", "str", "NoneType") else f"a {kind}"}


@probe
def device_of_two_gpus(student):
    """What module_device makes of two layers that say that they are on two GPUs, and whether it asked both."""
    net, asked = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 4)), set()
    numbers = {id(parameter): number for number in range(2) for parameter in net[number].parameters()}

    def place(parameter):
        number = numbers.get(id(parameter), 0)
        asked.add(number)
        return torch.device("cuda", number)

    with mock.patch.object(nn.Parameter, "device", property(place), create=True):
        try:
            found = student.module_device(net)
        except Exception:  # which one it is, another check asks
            return {"refused": True}
    return {"refused": False, "asked": asked == {0, 1}, "device": str(found)}


def presuppose_a_place(student):
    """Who finds no module on another device than the CPU is not judged on modules that are on none, or on several."""
    seen = [student(device_of, which) for which in ("a Linear on meta", "nested layers on meta")]
    presuppose(any(result.get("device", "cpu") != "cpu" for result in seen), "module_device found no module on meta.")


@pytest.mark.exercise("module_device")
class TestModuleDevice:
    @pytest.mark.criterion("found")
    @pytest.mark.parametrize("place", ["the CPU", "meta"])
    def test_parameters(self, student, place):
        """The result is the device of the module's parameters, as a torch.device."""
        which = f"a Linear on {place}"
        judge_device(student(device_of, which), which, "cpu" if place == "the CPU" else "meta")

    @pytest.mark.criterion("all")
    def test_deep(self, student):
        """Submodules count as well, at any depth."""
        which = "nested layers on meta"
        seen = student(device_of, which)
        shallow = seen.get("device") == "cpu" and student(device_of, "a Linear on meta").get("device") == "meta"
        judge_device(seen, which, "meta", own_tensors_only if shallow else None)
        which = "a module of another class, on meta"
        judge_device(student(device_of, which), which, "meta")

    @pytest.mark.criterion("all")
    def test_buffers_alone(self, student):
        """Where a module has no parameters, the result is the device of its buffers."""
        parameters_seen = student(device_of, "a Linear on meta").get("device") == "meta"
        for which in ("a BatchNorm1d without parameters, on meta", "nested, with buffers only, on meta"):
            seen = student(device_of, which)
            ignored = which.startswith("a BatchNorm1d") and seen.get("device") == "cpu" and parameters_seen
            judge_device(seen, which, "meta", buffers_ignored if ignored else None)

    @pytest.mark.criterion("all")
    def test_buffers_that_are_not_persistent(self, student):
        """Buffers that are not saved with the module count like the others."""
        which = "a ReLU with a buffer that is not persistent, on meta"
        seen = student(device_of, which)
        others_seen = student(device_of, "a BatchNorm1d without parameters, on meta").get("device") == "meta"
        if others_seen and seen == student(device_of, "a ReLU"):  # what comes for a module without anything, right or not
            came = f"returned {seen['device']}" if "device" in seen else f"raised {seen['raised']}"
            assert_that(False, f"module_device of {which} {came}.", not_persistent)
        judge_device(seen, which, "meta")
        which = "parameters on the CPU and, deep inside, a buffer that is not persistent on meta"
        compared = "raised" in student(device_of, "parameters on the CPU and buffers on meta")
        if compared and "raised" not in (seen := student(device_of, which)):  # which exception it is, another check asks
            judge_refusal(seen, which, not_persistent)

    @pytest.mark.criterion("nothing")
    def test_nothing(self, student):
        """For a module without parameters and buffers the result is the CPU."""
        presuppose_a_place(student)
        for which in ("a ReLU", "an empty Sequential"):
            judge_device(student(device_of, which), which, "cpu")

    @pytest.mark.criterion("several")
    def test_two_devices(self, student):
        """A module with parameters on two devices raises a ValueError."""
        presuppose_a_place(student)
        cases = (
            "two Linear, the second on meta",
            "two Linear, the first on meta",
            "three Linear, the middle one on meta",
        )
        seen = {which: student(device_of, which) for which in cases}
        one_speaks_for_all = {result.get("device") for result in seen.values()} == {"cpu", "meta"}
        for which, result in seen.items():
            judge_refusal(result, which, first_only if one_speaks_for_all else None)

    @pytest.mark.criterion("several")
    def test_two_gpus(self, student):
        """A module with parameters on two GPUs raises a ValueError."""
        with edge(kinds_compared, lambda: self.test_two_devices(student)):
            seen = student(device_of_two_gpus)
            if seen["refused"] or not seen["asked"]:  # who finds the devices in another way is not judged here
                return
            fact = f"module_device of a module on cuda:0 and cuda:1 returned {seen['device']}; a ValueError is expected."
            assert_that(False, fact)

    @pytest.mark.criterion("several")
    def test_two_devices_with_buffers(self, student):
        """Buffers on another device than the parameters, or than each other, raise a ValueError."""
        parameters_compared = student(device_of, "two Linear, the second on meta").get("raised") == "ValueError"
        never_seen = student(device_of, "a BatchNorm1d without parameters, on meta").get("device") != "meta"
        mistake = buffers_ignored.keeping(0.5 * never_seen) if parameters_compared else None  # which costs elsewhere, too
        for which in ("parameters on the CPU and buffers on meta", "buffers on two devices"):
            judge_refusal(student(device_of, which), which, mistake)

    @pytest.mark.criterion("found")
    @pytest.mark.gpu
    def test_a_real_gpu(self, student):
        """A module on a real GPU."""
        seen = student(device_of_real_gpu_module)
        assert_that(seen == "cuda", f"module_device of a Linear on the GPU returned a device of type {seen}.")


@probe(timeout=GPU_SECONDS)
def device_of_real_gpu_module(student):
    return str(student.module_device(nn.Linear(3, 2, device="cuda"))).partition(":")[0]


def judge_device(seen, which, expected, mistake=None):
    call = f"module_device of {which}"
    without = which.startswith(("a ReLU", "an empty", "a BatchNorm1d without", "nested, with buffers"))
    if without and seen.get("raised") == "StopIteration":  # the same in each check, so that the student reads it once
        assert_that(False, "module_device of a module without parameters raised StopIteration.", stop_iteration)
    stopped = stop_iteration if seen.get("raised") == "StopIteration" else None
    why = f" ({seen['text']})" if seen.get("text") else ""
    assert_that("raised" not in seen, f"{call} raised {seen.get('raised')}{why}.", stopped)
    is_text = a_string.keeping(0.5) if seen["kind"] == "str" and seen["device"].removesuffix(":0") == expected else None
    fact = f"{'module_device' if is_text else call} returned {a_kind(seen['kind'])}, not a torch.device."
    assert_that(seen["kind"] == "torch.device", fact, is_text)
    assert_that(seen["device"].removesuffix(":0") == expected, f"{call} returned {seen['device']}.", mistake)


def judge_refusal(seen, which, mistake):
    call = f"module_device of a module with {which}"
    if "raised" in seen:
        stopped = stop_iteration if seen["raised"] == "StopIteration" else None
        fact = f"{call} raised {seen['raised']}; a ValueError is expected."
        assert_that(seen["raised"] == "ValueError", fact, stopped)
    else:
        expected = "it should be raised" if seen["device"] == "a ValueError" else "a ValueError is expected"
        assert_that(False, f"{call} returned {seen['device']}; {expected}.", mistake)


# ---- add_on_device_of ----------------------------------------------------------------------------------------------

two_devices = misconception(
    "error-on-two-devices",
    "PyTorch adds only tensors that are on the same device; one of them has to be moved first.")
wrong_device = misconception("wrong-device", "The result belongs on the device of a.")
gradient_cut = misconception(
    "gradient-cut",
    "Autograd does not record `.data`, `.detach()`, `.item()` and `torch.tensor`; it does record `.to`.")
argument_changed = misconception("argument-changed", "a and b belong to the caller; the sum should be a new tensor.")
dtype_lost = misconception(
    "dtype-lost",
    "Where its argument is a tensor, `.to` changes the dtype as well as the device. Only the device should change.")


@probe
def added(student, a, b, cotangent):
    """a + b on one device, the gradients, and the arguments afterwards."""
    if a.is_floating_point() and b.is_floating_point():
        a.requires_grad_()
        b.requires_grad_()
    given_a, given_b = a.clone(), b.clone()  # no leaves: what works in place gets through, and is seen in them
    total = student.add_on_device_of(given_a, given_b)
    seen = {
        "total": total.detach().clone() if isinstance(total, torch.Tensor) else None,
        "a": given_a,
        "b": given_b,
        "a.grad": None,
        "b.grad": None,
    }
    if isinstance(total, torch.Tensor) and total.requires_grad:
        (total * cotangent).sum().backward()
        seen |= {"a.grad": a.grad, "b.grad": b.grad}
    return seen


@probe
def added_across(student, a, b, places):
    """a + b on two devices: where the result is, which leaves its graph reaches, and where the arguments are then."""
    a, b = a.to(places[0]).requires_grad_(), b.to(places[1]).requires_grad_()
    try:
        total = student.add_on_device_of(a * 1, b * 1)
    except RuntimeError as error:  # NotImplementedError is one of these
        if "meta" not in str(error):
            raise
        return {"raised": type(error).__name__, "copied": "opy out of meta" in str(error)}
    if not isinstance(total, torch.Tensor):
        return {"other": type(total).__name__}
    reached, todo = [], [total.grad_fn]
    while todo:
        node = todo.pop()
        if node is not None:
            reached.append(getattr(node, "variable", None))
            todo += [following for following, _ in node.next_functions]
    return {
        "device": total.device.type,
        "shape": list(total.shape),
        "a": a.device.type,
        "b": b.device.type,
        "reached": [any(leaf is a for leaf in reached), any(leaf is b for leaf in reached)],
    }


@pytest.mark.exercise("add_on_device_of")
class TestAddOnDeviceOf:
    @pytest.mark.criterion("sum")
    def test_sum(self, student):
        """On one device the result is the ordinary sum, with broadcasting."""
        for shape_a, shape_b in [((2, 3), (2, 3)), ((4, 1, 3), (2, 3)), ((3,), (5, 3))]:
            a, b = torch.randn(shape_a), torch.randn(shape_b)
            seen = student(added, a, b, torch.ones(()))
            what = f"add_on_device_of(a, b) for shapes {shape_a} and {shape_b}"
            assert_matches(seen["total"], a + b, what, rtol=1e-6, atol=1e-6)

    @pytest.mark.criterion("device")
    def test_first_on_meta(self, student):
        """With a on meta and b on the CPU the result is on meta."""
        a, b = torch.randn(2, 3), torch.randn(3)
        seen = student(added_across, a, b, ["meta", "cpu"])
        call = "add_on_device_of(a, b) with a on meta and b on the CPU"
        is_sum_on_meta(seen, call)
        mistake = wrong_device if seen["device"] == "cpu" else None
        assert_that(seen["device"] == "meta", f"{call} returned a tensor on the {seen['device']} device.", mistake)
        assert_that(seen["shape"] == [2, 3], f"{call} has shape {tuple(seen['shape'])}.")
        assert_that(
            seen["a"] == "meta" and seen["b"] == "cpu", f"{call} moved one of the two for good.", argument_changed
        )

    @pytest.mark.criterion("device")
    def test_first_on_cpu(self, student):
        """With a on the CPU and b on meta, b is moved to the CPU (here an error, as meta has no values)."""
        for shape in ((2, 3), ()):  # torch adds a number of shape () to a tensor on any device, and there the sum is
            a, b = torch.randn(shape), torch.randn(2, 3)
            seen = student(added_across, a, b, ["cpu", "meta"])
            call = f"add_on_device_of(a, b) with a of shape {shape} on the CPU and b of shape (2, 3) on meta"
            is_tensor(seen, call)
            if "raised" not in seen:
                mistake = wrong_device if seen["device"] == "meta" else None
                assert_that(False, f"{call} returned a tensor on the {seen['device']} device.", mistake)
            assert_that(
                seen["copied"], f"{call} raised {seen['raised']}, and b was not moved to the device of a.", two_devices
            )

    @pytest.mark.criterion("gradients")
    def test_gradients(self, student):
        """A gradient reaches both, on one device."""
        for shape_a, shape_b in [((2, 3), (2, 3)), ((4, 3), (3,))]:
            a, b, cotangent = torch.randn(shape_a), torch.randn(shape_b), torch.randn(shape_a)
            seen = student(added, a, b, cotangent)
            expected_b = cotangent if shape_a == shape_b else cotangent.sum(dim=0)
            for name, expected in (("a", cotangent), ("b", expected_b)):
                what = f"{name}.grad after add_on_device_of(a, b) and backward"
                assert_that(seen[name + ".grad"] is not None, f"{what} is missing.", gradient_cut)
                assert_matches(seen[name + ".grad"], expected, what)

    @pytest.mark.criterion("gradients")
    def test_gradients_across_devices(self, student):
        """A gradient reaches both, on two devices."""
        a, b = torch.randn(2, 3), torch.randn(2, 3)
        seen = student(added_across, a, b, ["meta", "cpu"])
        call = "add_on_device_of(a, b) with a on meta and b on the CPU"
        is_sum_on_meta(seen, call)
        for name, reached in zip("ab", seen["reached"], strict=True):
            assert_that(reached, f"Autograd does not connect the result of {call} with {name}.", gradient_cut)

    @pytest.mark.criterion("arguments")
    def test_arguments(self, student):
        """a and b are unchanged."""
        a, b = torch.arange(6).reshape(2, 3) + 1, torch.arange(3) + 5
        seen = student(added, a, b, torch.ones(()))
        assert_matches(seen["total"], a + b, "add_on_device_of(a, b) for tensors of integers")
        for name, before in (("a", a), ("b", b)):
            what = f"{name} after add_on_device_of(a, b)"
            assert_matches(seen[name], before, what, {argument_changed: a + b})

    @pytest.mark.criterion("sum")
    def test_dtypes(self, student):
        """The dtype of the sum is that of an ordinary a + b."""
        a, b = torch.arange(6).reshape(2, 3) + 1, torch.rand(2, 3) + 0.25
        seen = student(added, a, b, torch.ones(()))
        assert_matches(seen["total"], a + b, "add_on_device_of(whole numbers, fractions)", {dtype_lost: a + b.long()})

    @pytest.mark.criterion("device")
    @pytest.mark.gpu
    def test_a_real_gpu(self, student):
        """Values and gradients cross between the CPU and a real GPU."""
        a, b, cotangent = torch.randn(2, 3), torch.randn(2, 3), torch.randn(2, 3)
        for places in (["cpu", "cuda"], ["cuda", "cpu"]):
            seen = student(added_on_gpu, a, b, cotangent, places)
            call = f"add_on_device_of(a, b) with a on {places[0]} and b on {places[1]}"
            assert_that(seen["device"] == places[0], f"{call} returned a tensor on {seen['device']}.", wrong_device)
            assert_matches(seen["total"], a + b, call)
            assert_matches(seen["a.grad"], cotangent, f"a.grad after {call}", {gradient_cut: None})
            assert_matches(seen["b.grad"], cotangent, f"b.grad after {call}", {gradient_cut: None})


def is_tensor(seen, call):
    assert_that("other" not in seen, f"{call} returned {a_kind(seen.get('other', 'None'))}, not a tensor.")


def is_sum_on_meta(seen, call):
    """A sum that belongs on meta came back; or say why there was an exception."""
    copied = seen.get("copied")
    why = "tried to move a to the CPU" if copied else "added the two on different devices"
    assert_that("raised" not in seen, f"{call} {why}, which raised {seen.get('raised')}.", wrong_device if copied else two_devices)
    is_tensor(seen, call)


@probe(timeout=GPU_SECONDS)
def added_on_gpu(student, a, b, cotangent, places):
    a, b = a.to(places[0]).requires_grad_(), b.to(places[1]).requires_grad_()
    total = student.add_on_device_of(a, b)
    total.backward(cotangent.to(total.device))
    return {"total": total, "device": total.device.type, "a.grad": a.grad, "b.grad": b.grad}
