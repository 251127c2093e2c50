"""Hidden graders of checkpoints.py.

Every file lies in a new folder; it is carried to another one and read by a program that was started anew, so that the
file alone has to hold everything.
"""

import os
import pathlib
import pickle
import resource
import shutil
import signal
import sys
import tempfile
import types
from unittest import mock

import numpy as np
import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, counted, edge, misconception, once, presuppose, probe

GPU_SECONDS = 30.0  # CPU time of a probe that starts CUDA, which takes seconds

# ---- what the exercises share --------------------------------------------------------------------------------------


@probe
def stand_ins(student):
    """Right parts in place of a student's other exercises, which may be used here: none costs points twice.

    The student's own save_tensors and load_tensors stay if a state_dict survives them.
    """

    def store(obj, path, *_, **__):
        with open(path, "wb") as file:
            torch.save(obj, file)

    def fetch(path, *_, **__):
        return torch.load(path, weights_only=False)

    def stop(*_):
        raise TimeoutError

    module, trial = student.checkpoints, {"a": torch.arange(3.0), "b": torch.ones(2, 2)}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "trial")
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, 0.5)  # it may loop for ever
        try:
            module.save_tensors(trial, path)
            back = module.load_tensors(path)
            works = os.listdir(folder) == ["trial"] and all(torch.equal(back[name], trial[name]) for name in trial)
        except Exception:
            works = False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    if not works:
        module.save_tensors, module.load_tensors = store, fetch


@probe
def right_model(student):
    """For exercises other than `model` and `snapshot`."""

    def save_whole(net, path):
        with open(path, "wb") as file:
            torch.save(net, file)

    def load_whole(path):
        return torch.load(path, weights_only=False)

    def state_now(net):
        return type(net.state_dict())((name, value.clone()) for name, value in net.state_dict().items())

    student.checkpoints.save_model, student.checkpoints.load_model = save_whole, load_whole
    student.checkpoints.snapshot = state_now


@probe
def new_path(student, name="file.bin"):
    return os.path.join(tempfile.mkdtemp(), name)


@probe
def carried(student, path):
    """Where the file is after it was carried to another folder and the program was started again.

    Files beside it come along, also under another name or suffix: that they are there costs where the check asks for one file.
    """
    student.reimport("checkpoints")
    folder, name = os.path.split(path)
    elsewhere = tempfile.mkdtemp()
    for other in os.listdir(folder):
        os.replace(os.path.join(folder, other), os.path.join(elsewhere, other))
    return os.path.join(elsewhere, name)


@probe
def all_files(student):
    """Every file below the folder for temporary files, which is a worker's home and working folder as well, and its last change."""
    tree = os.walk(tempfile.gettempdir())
    paths = [os.path.join(folder, name) for folder, _, names in tree for name in names if "__pycache__" not in folder]
    return {(path, os.lstat(path).st_mtime_ns) for path in paths}


@probe
def strays(student, before, *folders):
    """The names of the files that were written since `before` and lie in none of `folders`."""
    written = [path for path, _ in all_files(student) - before]
    return sorted(os.path.basename(path) for path in written if os.path.dirname(path) not in folders)


@probe
def make_net(student, state):
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
    net.register_buffer("mask", torch.zeros(4, dtype=torch.bool))
    net.load_state_dict(state)
    return net


@probe
def modes(student, net):
    return [part.training for part in net.modules()]


@probe
def was_moved(student, net, call):
    """Whether `call()` moves the net, or one of its parts, and leaves it there.

    Where there is one device, only the request shows. Copies may be moved, and who moves the net twice may have moved it back.
    """
    counts, apply = {id(part): 0 for part in net.modules()}, nn.Module._apply

    def noted(part, *args, **named):
        if id(part) in counts:
            counts[id(part)] += 1
        return apply(part, *args, **named)

    with mock.patch.object(nn.Module, "_apply", noted):
        call()
    return 1 in counts.values()


@probe
def train(student, net, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()


def random_state():
    """A state of make_net's net."""
    return {
        "0.weight": torch.randn(4, 3),
        "0.bias": torch.randn(4),
        "1.weight": torch.rand(4) + 0.5,
        "1.bias": torch.randn(4),
        "1.running_mean": torch.randn(4),
        "1.running_var": torch.rand(4) + 0.5,
        "1.num_batches_tracked": torch.randint(5, 500, ()),
        "mask": torch.rand(4) > 0.5,
        "3.weight": torch.randn(2, 4),
        "3.bias": torch.randn(2),
    }


def two_states():
    """Two states of make_net's net in which every entry differs."""
    first, second = random_state(), random_state()
    second["mask"] = ~first["mask"]
    second["1.num_batches_tracked"] = first["1.num_batches_tracked"] + torch.randint(1, 500, ())
    return first, second


def random_batches(count):
    return [[torch.randn(5, 3), torch.randn(5, 2)] for _ in range(count)]


def parameters_of(state):
    return {name: value for name, value in state.items() if name.endswith(("weight", "bias"))}


def buffers_of(state):
    return {name: value for name, value in state.items() if not name.endswith(("weight", "bias"))}


def a_kind(kind):
    """The name of a type, as a message says it."""
    return "None" if kind == "NoneType" else f"an {kind}" if kind[0] in "AEIOUaeiou" else f"a {kind}"


EXACTLY = {"rtol": 0.0, "atol": 0.0}  # what is stored and read again is what it was

fixed_file_name = misconception("file-name-fixed", "Every call writes to the same file. Use the path that is passed in.")
old_file_kept = misconception("old-file-kept", "There was already a file, and the second call did not replace it.")
suffix_added = misconception(
    "suffix-added",
    "The file should have exactly the name that is passed in. Look for a suffix that is added or exchanged.")

moved_by_saving = misconception(
    "moved-by-saving",
    "The net of the caller is somewhere else afterwards, and training on a GPU breaks. Copies of its tensors may be moved, or "
    "the tensors when they are read.", keeps=0.5)


@probe
def listing(student, path):
    return sorted(os.listdir(os.path.dirname(path)))


def without_suffix(name):
    return os.path.splitext(name)[0]


def judge_files(seen, names, call):
    """Exactly the files `names` were written in the folder, and nothing anywhere else."""
    folder, elsewhere = seen["folder"], seen["strays"]
    mistake = None
    if len(names) > 1 and len(folder) + len(elsewhere) == 1:
        mistake = fixed_file_name
    elif (
        len(folder) == len(names)
        and folder != names
        and all(a.startswith(b) or without_suffix(a) == without_suffix(b) for a, b in zip(folder, names, strict=True))
    ):
        mistake = suffix_added
    found = ", ".join(folder) or "nothing"
    if elsewhere:  # without their names, which may be random
        found += f", and {counted(len(elsewhere), 'file')} more {'is' if len(elsewhere) == 1 else 'are'} in another folder"
    assert_that(
        folder == names and not elsewhere,
        f"After {call} the folder should hold {', '.join(names)}; it holds {found}.",
        mistake,
    )


# ---- tensors -------------------------------------------------------------------------------------------------------

# Of a tensor, a list and a dict one kind is not right: where a second one fails as well, these are two mistakes.
list_becomes_tuple = misconception("list-becomes-tuple", "A list should come back as a list, not as a tuple.", keeps=0.5)
list_lost = misconception("list-lost", "A tensor alone is right; a list should come back as a list of its tensors.", keeps=0.5)
dict_lost = misconception("dict-lost", "A tensor alone is right; a dict should come back as a dict with its names.", keeps=0.5)
list_of_one = misconception("list-of-one", "A list of two tensors is right; here there is only one in it.", keeps=0.75)
long_list_lost = misconception(
    "long-list-lost", "A list of two tensors is right, one of twelve is not. Sorted as text, 10 comes before 2.", keeps=0.5)
names_lost = misconception(
    "names-lost", "A dict with ordinary names is right. Every dict should come back as a dict, with the very same keys.", keeps=0.6)
dtype_lost = misconception(
    "dtype-lost", "The numbers are right, and every tensor is float32 now. A file keeps the dtype as well.", keeps=0.4)
unusual_lost = misconception("unusual-lost", "Ordinary tensors are right; those of every dtype and shape should be.", keeps=0.5)
not_right_yet = misconception("not-right-yet", "So only half of these points is given.", keeps=0.5)
whole_storage = misconception(
    "whole-storage",
    "A view shares the storage of the large tensor, and torch.save writes the whole storage. What is saved needs a storage "
    "of its own, which neither a deep copy nor every `.contiguous()` gives it.")
caller_changed = misconception("caller-changed", "That list or dict belongs to the caller; put the copies into a new one.")


@probe
def tensors_back(student, obj):
    path = new_path(student)
    student.save_tensors(obj, path)
    path = carried(student, path)
    back = student.load_tensors(path)
    return {"back": back, "kind": type(back).__name__}


@probe
def list_and_dict_back(student, tensors, named):
    """Both after saving and loading, where they come back as a list and a dict; or None."""
    try:
        seen = [tensors_back(student, obj)["back"] for obj in (tensors, named)]
    except NotImplementedError:
        raise
    except Exception:
        return None
    return seen if isinstance(seen[0], list) and isinstance(seen[1], dict) else None


@once
def only_dtypes_lost(student):
    """Whether the numbers of a list and of a dict come back too."""
    tensors = [torch.randn(2, 3), torch.arange(4)]
    named = dict(zip("ab", tensors))
    seen = student(list_and_dict_back, tensors, named)
    return seen is not None and are_near(seen, [tensors, named])


@probe
def dict_back(student, keys, x):
    """The keys, as text, and the values that come back for a dict of the rows of x; the values by these keys where they are all."""
    path = new_path(student)
    student.save_tensors({key: x[number] for number, key in enumerate(keys)}, path)
    back = student.load_tensors(carried(student, path))
    seen = {"kind": type(back).__name__, "keys": [], "values": []}
    if isinstance(back, dict):
        seen["keys"] = [repr(key) for key in back]
        seen["values"] = [back[key] for key in keys if key in back]
    return seen


@probe
def tensors_at(student, x, y):
    """Which files there are after two calls with a str and one with a Path."""
    home, working, before = os.getcwd(), tempfile.mkdtemp(), all_files(student)
    folder = tempfile.mkdtemp()
    first, second = os.path.join(folder, "first.v2"), pathlib.Path(folder, "second")
    os.chdir(working)
    try:
        student.save_tensors(y, first)
        student.save_tensors(x, first)
        student.save_tensors([y], second)
        files = {"folder": sorted(os.listdir(folder)), "strays": strays(student, before, folder)}
        back = [student.load_tensors(first), student.load_tensors(second)] if len(files["folder"]) == 2 else None
    finally:
        os.chdir(home)
    return files | {"back": back}


@probe
def view_saved(student, x, which):
    """The size of the file and what comes back, for views of 1 kB into a storage of 4 MB."""
    large = torch.zeros(1024, 1024)
    large[7, :256] = x.flatten()
    large[100:116, 5:21] = x
    row, block = large[7, :256].view(16, 16), large[100:116, 5:21]  # elements side by side; elements in 16 places
    seen = {}
    todo = {
        "a tensor": {"One row": row, "A block": block},
        "a list": {"A list of two views": [row, block]},
        "a dict": {"A dict of two views": {"row": row, "block": block}},
    }[which]
    for name, obj in todo.items():
        path = new_path(student)
        student.save_tensors(obj, path)
        size = sum(entry.stat().st_size for entry in os.scandir(os.path.dirname(path)))  # under whatever name
        seen[name] = {"size": size, "back": student.load_tensors(path)}
    return seen


@probe
def containers_after(student, x, y):
    """Whether the caller's list and dict still hold the same tensors."""
    entries, named = [x[:1], y[1:]], {"x": x[1:], "y": y[:2]}
    before = [*entries, *named.values()]
    student.save_tensors(entries, new_path(student))
    path = new_path(student)
    student.save_tensors(named, path)
    back = student.load_tensors(path)
    after = [*entries, *named.values()]
    return {"same": len(after) == len(before) and all(a is b for a, b in zip(after, before, strict=True)), "back": back}


@pytest.mark.exercise("tensors")
class TestTensors:
    def presuppose_a_file(self, student):
        """What the checks of files ask first: that the tensor is in the file, and not elsewhere."""
        back = student(tensors_back, torch.randn(3))["back"]
        presuppose(isinstance(back, torch.Tensor), "A tensor that was saved cannot be read from its file.")

    def judge_tensor(self, student, x):
        seen = student(tensors_back, x)
        assert_matches(seen["back"], x, f"A {x.dtype} tensor of shape {tuple(x.shape)} that was saved and loaded",
                       lambda: {dtype_lost: x.float()} if only_dtypes_lost(student) else {}, **EXACTLY)

    def judge_tensors(self, student):
        """The ground on which a list and a dict are judged."""
        for x in torch.randn(2, 3), torch.arange(4), torch.tensor(7):
            self.judge_tensor(student, x)

    @pytest.mark.criterion("values")
    def test_a_tensor(self, student):
        """A tensor comes back from its file."""
        for x in torch.randn(2, 3), 1e-8 * torch.randn(4), torch.arange(5):
            self.judge_tensor(student, x)

    @pytest.mark.criterion("values")
    def test_any_tensor(self, student):
        """A tensor of any shape and dtype comes back from its file."""
        with edge(unusual_lost, lambda: self.test_a_tensor(student)):
            for x in (
                torch.tensor(2.5, dtype=torch.float64),
                torch.rand(3, 2, 2) > 0.5,
                torch.randn(3, dtype=torch.complex64),
                torch.zeros(0, 3),
            ):
                self.judge_tensor(student, x)

    @pytest.mark.criterion("values")
    def test_a_list(self, student):
        """A list of tensors comes back as a list."""
        with edge(list_lost, lambda: self.judge_tensors(student)):
            self.judge_list(student, [torch.randn(2, 3), torch.arange(4)])

    @pytest.mark.criterion("values")
    def test_a_long_list(self, student):
        """A long list of tensors comes back in its order."""
        with edge(long_list_lost, lambda: self.test_a_list(student)):
            self.judge_list(student, list(torch.randn(12, 2)))

    def judge_list(self, student, xs):
        seen = student(tensors_back, xs)
        mistake = list_becomes_tuple if seen["kind"] == "tuple" else None
        assert_that(seen["kind"] == "list", f"A list that was saved came back as {a_kind(seen['kind'])}.", mistake)
        parts = ["the first tensor", "the second tensor"] if len(xs) < 3 else "tensor {}"
        assert_matches(seen["back"], xs, "The list that was saved and loaded", parts=parts, **EXACTLY)

    @pytest.mark.criterion("values")
    def test_a_list_of_one(self, student):
        """A list of one tensor comes back as a list."""
        with edge(list_of_one, lambda: self.test_a_list(student)):
            self.judge_list(student, [torch.randn(3)])

    @pytest.mark.criterion("values")
    def test_a_dict(self, student):
        """A dict of tensors comes back as a dict, with the same names."""
        named = {"weight": torch.randn(2, 3), "bias": torch.randn(2), "steps": torch.tensor(7)}
        with edge(dict_lost, lambda: self.judge_tensors(student)):
            seen = student(tensors_back, named)
            assert_that(seen["kind"] in ("dict", "OrderedDict"), f"A dict that was saved came back as {a_kind(seen['kind'])}.")
            assert_matches(seen["back"], named, "The dict that was saved and loaded", **EXACTLY)

    @pytest.mark.criterion("values")
    def test_any_dict(self, student):
        """A dict comes back as a dict with the same keys: names, names of digits, numbers, or none."""
        with edge(names_lost, lambda: (self.test_a_dict(student), self.test_any_tensor(student))):
            for keys in (["0", "1"], [0, 7], []):
                x, what = torch.randn(2, 3), f"A dict with the keys {', '.join(map(repr, keys))}" if keys else "An empty dict"
                seen = student(dict_back, keys, x)
                assert_that(seen["kind"] in ("dict", "OrderedDict"), f"{what} came back as {a_kind(seen['kind'])}.")
                found = ", ".join(seen["keys"]) or "none"
                assert_that(sorted(seen["keys"]) == sorted(map(repr, keys)), f"{what} came back with the keys {found}.")
                expected = [x[number] for number in range(len(keys))]
                assert_matches(seen["values"], expected, f"{what}: the list of the values that came back", **EXACTLY)

    @pytest.mark.criterion("path")
    def test_where_the_file_is(self, student):
        """The file is exactly at the path, which is a str or a Path."""
        self.presuppose_a_file(student)
        x, y = torch.randn(2, 3), torch.randn(4)
        seen = student(tensors_at, x, y)
        judge_files(seen, ["first.v2", "second"], "save_tensors to first.v2 and to second")
        parts = ["the tensor in the first file", "the list in the second file"]
        if not are_near(seen["back"], [x, [y]]):
            assert_matches(seen["back"], [x, [y]], "What load_tensors returned", {old_file_kept: [y, [y]]}, parts=parts)

    @pytest.mark.criterion("view")
    @pytest.mark.parametrize("which", ["a tensor", "a list", "a dict"])
    def test_a_view(self, student, which):
        """The file of a view is no larger than what the view shows."""
        self.presuppose_a_file(student)
        x = torch.randn(16, 16)
        row = block = x
        expected = {
            "One row": row,
            "A block": block,
            "A list of two views": [row, block],
            "A dict of two views": {"row": row, "block": block},
        }
        for name, result in student(view_saved, x, which).items():
            what = f"{name} of a tensor of 4 MB"
            parts = ["the first view", "the second view"]
            if not are_near(result["back"], expected[name]):
                assert_matches(result["back"], expected[name], f"{what}, saved and loaded,", parts=parts)
            assert_that(result["size"], "save_tensors wrote nothing in the folder of the path that was passed in.")
            mistake = whole_storage if result["size"] > 4_000_000 else None
            fact = f"{what} shows 1 kB or 2 kB of it, but the file has {result['size'] / 1000:.0f} kB."
            assert_that(result["size"] < 50_000, fact, mistake)
            assert_that(are_near(result["back"], expected[name], 0.0), f"{what} takes no more room, {BUT_ROUNDED}", not_right_yet)

    @pytest.mark.criterion("caller")
    def test_caller(self, student):
        """The list or dict that is saved is unchanged."""
        self.presuppose_a_file(student)
        x, y = torch.randn(3, 2), torch.randn(2, 2)
        seen = student(containers_after, x, y)
        saved = {"x": x[1:], "y": y[:2]}
        if not are_near(seen["back"], saved):
            assert_matches(seen["back"], saved, "The dict that was saved and loaded")
        assert_that(
            seen["same"], "After save_tensors the list or dict that was saved holds other tensors.", caller_changed
        )
        assert_that(are_near(seen["back"], saved, 0.0), f"What was saved stayed as it was, {BUT_ROUNDED}", not_right_yet)


BUT_ROUNDED = "but the values that came back are not quite the same."


def are_near(back, expected, tolerance=1e-2):
    """Whether the tensors are nearly the same, in whatever container and dtype: what else is asked of them costs elsewhere."""
    seen, right = contents(back), contents(expected)
    return len(seen) == len(right) and all(
        a.shape == b.shape and torch.allclose(a.double(), b.double(), rtol=tolerance, atol=tolerance / 10)
        for a, b in zip(seen, right, strict=True)
    )


def contents(data):
    """The tensors of nested lists and dicts, in order."""
    if isinstance(data, torch.Tensor):
        return [data]
    entries = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return [tensor for entry in entries for tensor in contents(entry)]


# ---- parameters ----------------------------------------------------------------------------------------------------

parameters_only = misconception(
    "parameters-only",
    "Buffers, such as the running statistics of a BatchNorm1d, belong to the state of a net, but are not among its "
    "parameters().")
some_buffers_lost = misconception("some-buffers-lost", "Some buffers were saved and loaded, but not this one.")
strict_false = misconception(
    "strict-false",
    "A part of the net then keeps its random start, or gets values of other parameters, and nobody notices. Such a file "
    "should raise an error.")
key_report = misconception("returns-key-report", "load_state_dict returns a report about the keys, not the net.")
map_location_missing = misconception(
    "map-location-missing",
    "torch.load puts each tensor on the device from which it was saved, unless it is told another one.")
left_in_training = misconception("left-in-training-mode", "Dropout and batch normalisation would still act as in training.")
another_net = misconception("another-net", "The net that is passed in should be filled, but another one was.")
device_ignored = misconception("device-ignored", "The third argument says on which device the net should be.", keeps=0.3)
names_only = misconception("names-of-devices-only", "The device is a str or a torch.device; only the str works here.", keeps=0.5)
mode_changed = misconception(
    "mode-changed-by-saving",
    "Saving should not change the mode: training may go on afterwards.", keeps=0.5)


@probe
def parameters_back(student, state, other):
    """What load_parameters makes of a net with the state `other` after save_parameters wrote `state`."""
    stand_ins(student)
    right_model(student)
    net, target = make_net(student, state), make_net(student, other)
    net[1].eval()
    net[0].bias.requires_grad_(False)
    path = new_path(student)
    moved = was_moved(student, net, lambda: student.save_parameters(net, path))
    saved = {name: value.clone() for name, value in net.state_dict().items()}
    trainable = [parameter.requires_grad for parameter in net.parameters()]
    path = carried(student, path)
    stand_ins(student)
    right_model(student)
    try:
        found = student.load_parameters(target, path)
    except (RuntimeError, KeyError) as error:
        if "issing key" not in str(error):
            raise
        return {"missing": "buffers" if "running_mean" in str(error) and "0.weight" not in str(error) else "others"}
    return {
        "saved": {"modes": modes(student, net), "state": saved, "trainable": trainable, "moved": moved},
        "kind": type(found).__name__,
        "same": found is target,
        "state": {name: value.clone() for name, value in target.state_dict().items()},
        "found state": dict(found.state_dict()) if isinstance(found, nn.Module) else None,
        "training": any(modes(student, found if isinstance(found, nn.Module) else target)),
        "found training": isinstance(found, nn.Module) and any(modes(student, found)),
    }


@probe
def parameters_at(student, state, other):
    """Which files there are after two calls, one with a str and one with a Path, and what is read from each."""
    stand_ins(student)
    right_model(student)
    home, working, folder = os.getcwd(), tempfile.mkdtemp(), tempfile.mkdtemp()
    before = all_files(student)
    first, second = os.path.join(folder, "first.v2"), pathlib.Path(folder, "second")
    os.chdir(working)
    try:
        student.save_parameters(nn.Sequential(nn.Linear(3, 2)), first)
        net = nn.Linear(3, 4)
        student.save_parameters(net, second)  # the next one takes its place
        net.load_state_dict({"weight": state["0.weight"], "bias": state["0.bias"]})
        student.save_parameters(net, second)
        files = {"folder": sorted(os.listdir(folder)), "strays": strays(student, before, folder)}
        target = nn.Linear(3, 4)
        if len(files["folder"]) == 2:
            found = student.load_parameters(target, second)
            target = found if isinstance(found, nn.Linear) else target
    finally:
        os.chdir(home)
    return files | {"weight": target.weight}


@probe
def mismatched(student, which):
    """What load_parameters raises for a file of another net."""
    stand_ins(student)
    right_model(student)
    few, many = nn.Sequential(nn.Linear(3, 4)), nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    saved, target = {
        "fewer parameters": (few, many),
        "more parameters": (many, few),
        "parameters of other shapes": (nn.Sequential(nn.Linear(3, 1)), few),
    }[which]
    path = new_path(student)
    student.save_parameters(saved, path)
    student.load_parameters(saved, path)  # this one fits
    try:
        student.load_parameters(target, path)
    except Exception as error:
        return type(error).__name__
    return None


@probe
def parameters_from_gpu(student, state, other):
    """The state of a net after a file that says cuda:0 was read on a machine without a GPU."""
    stand_ins(student)
    right_model(student)
    net, target, path = make_net(student, state), make_net(student, other), new_path(student)
    with mock.patch.object(torch.serialization, "location_tag", lambda storage: "cuda:0"):
        student.save_parameters(net, path)
    with (
        mock.patch.object(torch.cuda, "is_available", lambda: False),
        mock.patch.object(torch.cuda, "device_count", lambda: 0),
    ):
        try:
            found = student.load_parameters(target, path)
        except RuntimeError as error:
            if "CUDA" not in str(error):
                raise
            return {"raised": type(error).__name__, "state": {}}
    return {"state": dict((found if isinstance(found, nn.Module) else target).state_dict())}


@probe
def parameters_onto(student, state, device, as_text=True):
    """Where the net is after load_parameters(net, path, device), for meta as the device."""
    device = device if as_text else torch.device(device)
    stand_ins(student)
    right_model(student)
    net, target, path = make_net(student, state), make_net(student, state), new_path(student)
    student.save_parameters(net, path)
    copy = torch.Tensor.copy_

    def copy_but_not_out_of_meta(tensor, source, *args, **named):
        # a file read straight onto the device is copied into the net next: every device but meta can do that
        return tensor if source.is_meta and not tensor.is_meta else copy(tensor, source, *args, **named)

    with mock.patch.object(torch.Tensor, "copy_", copy_but_not_out_of_meta):
        found = student.load_parameters(target, path, device)
    net = found if isinstance(found, nn.Module) else target  # which of the two it should be, another check asks
    return sorted({value.device.type for value in net.state_dict().values()})


@probe(timeout=GPU_SECONDS)
def parameters_on_gpu(student, state, other):
    """From a GPU's net to one on the CPU, and back onto the GPU."""
    stand_ins(student)
    right_model(student)
    net, target, path = make_net(student, state).cuda(), make_net(student, other), new_path(student)
    student.save_parameters(net, path)
    student.load_parameters(target, path)
    seen = {"saved": net[0].weight.device.type}
    seen |= {"cpu": target[0].weight.device.type, "state": dict(target.state_dict())}
    target = make_net(student, other)
    student.load_parameters(target, path, "cuda")
    return seen | {"cuda": target[0].weight.device.type}


@pytest.mark.exercise("parameters")
class TestParameters:
    def read(self, student):
        state, other = two_states()
        seen = student(parameters_back, state, other)
        mistake = parameters_only if seen.get("missing") == "buffers" else None
        assert_that("missing" not in seen, "load_parameters raised an error, as the file lacks entries that the net has.", mistake)
        return seen, state, other

    @pytest.mark.criterion("filled")
    def test_parameters(self, student):
        """The parameters are loaded into another net with the same layers."""
        seen, state, other = self.read(student)
        what = "After load_parameters the net's state_dict()"
        mistakes = {} if seen["same"] or not seen["found state"] else {another_net: parameters_of(other)}
        assert_matches(parameters_of(seen["state"]), parameters_of(state), what, mistakes, **EXACTLY)

    @pytest.mark.criterion("saved")
    def test_buffers(self, student):
        """The buffers are loaded as well."""
        seen, state, other = self.read(student)
        if seen["found state"] is not None and not seen["same"]:  # in another net, which costs elsewhere
            seen["state"] = seen["found state"]
        filled = not torch.equal(seen["state"]["0.weight"], other["0.weight"])
        mistakes = {parameters_only: buffers_of(other)} if filled else {}
        seen_there, right, unchanged = buffers_of(seen["state"]), buffers_of(state), buffers_of(other)
        if filled and all(any(value.dtype == there[name].dtype and torch.equal(value, there[name]) for there in (right, unchanged))
                          for name, value in seen_there.items() if name in right):
            mistakes[some_buffers_lost] = seen_there
        what = "After load_parameters the net's state_dict()"
        assert_matches(buffers_of(seen["state"]), buffers_of(state), what, mistakes, **EXACTLY)

    @pytest.mark.criterion("filled")
    def test_result(self, student):
        """load_parameters returns the net that it was given."""
        seen, _, _ = self.read(student)
        mistake = key_report if seen["kind"] == "_IncompatibleKeys" else None
        assert_that(seen["kind"] == "Sequential", f"load_parameters(net, path) returned {a_kind(seen['kind'])}.", mistake)
        fact = "load_parameters(net, path) returned another net than the one it was given."
        assert_that(seen["same"], fact, another_net)

    @pytest.mark.criterion("eval")
    def test_mode(self, student):
        """The net that was loaded is in eval mode."""
        seen, _, other = self.read(student)
        filled = seen["found state"] or seen["state"]
        presuppose(any(not torch.equal(filled[name], other[name]) for name in other if name in filled), "Nothing was loaded.")
        mistake = left_in_training if seen["found training"] or seen["kind"] != "Sequential" else None
        assert_that(not seen["training"], "After load_parameters the net is not in eval mode.", mistake)

    @pytest.mark.criterion("saved")
    def test_saved_net(self, student):
        """Saving leaves the net unchanged."""
        seen, state, _ = self.read(student)
        saved, as_before = seen["saved"], [True, True, False, True, True]
        assert_that(saved["modes"] == as_before, "After save_parameters the net is in another mode.", mode_changed)
        what = "After save_parameters the state_dict() of the net that was saved"
        assert_matches(saved["state"], state, what, **EXACTLY)
        assert_that(
            saved["trainable"] == [True, False, True, True, True, True],
            "save_parameters changed requires_grad of the net's parameters.",
        )
        assert_that(not saved["moved"], "save_parameters moved the net that it saved to another device.", moved_by_saving)

    @pytest.mark.criterion("strict")
    @pytest.mark.parametrize("which", ["fewer parameters", "more parameters", "parameters of other shapes"])
    def test_strict(self, student, which):
        """A file that does not fit the net raises an error."""
        fact = f"load_parameters read a file with {which} than the net has, and raised no error."
        if which.endswith("shapes"):
            fact = "load_parameters read a file with parameters of other shapes than the net's, and raised no error."
        assert_that(student(mismatched, which) is not None, fact, strict_false)

    @pytest.mark.criterion("device")
    def test_file_from_a_gpu(self, student):
        """A file whose tensors come from a GPU can be read on a machine without one."""
        state, other = two_states()
        seen = student(parameters_from_gpu, state, other)
        fact = (
            f"load_parameters raised {seen.get('raised')}: the file's tensors come from cuda:0, and there is no GPU here."
        )
        assert_that("raised" not in seen, fact, map_location_missing)
        parameters = parameters_of(state)
        assert_matches(
            parameters_of(seen["state"]), parameters, "After reading a file from a GPU the net's state_dict()"
        )

    @pytest.mark.criterion("device")
    def test_device(self, student):
        """The net is on the device that was asked for."""
        self.judge_device(student, True)

    def judge_device(self, student, as_text):
        seen = student(parameters_onto, random_state(), "meta", as_text)
        mistake = device_ignored if seen == ["cpu"] else None
        call = f"load_parameters(net, path, {'' if as_text else 'torch.device('}'meta'{'' if as_text else ')'})"
        assert_that(seen == ["meta"], f"After {call} the net is on {' and '.join(seen) or 'no device'}.", mistake)

    @pytest.mark.criterion("device")
    def test_device_itself(self, student):
        """The device may be a torch.device as well as its name."""
        with edge(names_only, lambda: self.judge_device(student, True)):
            self.judge_device(student, False)

    @pytest.mark.criterion("saved")
    def test_where_the_file_is(self, student):
        """The file is exactly at the path, which is a str or a Path."""
        state = random_state()
        seen = student(parameters_at, state, random_state())
        judge_files(seen, ["first.v2", "second"], "save_parameters to first.v2 and to second")
        assert_matches(seen["weight"], state["0.weight"], "The weight that load_parameters read from the second file", **EXACTLY)

    @pytest.mark.criterion("device")
    @pytest.mark.gpu
    def test_a_real_gpu(self, student):
        """From a real GPU to the CPU, and to the GPU."""
        state = random_state()
        seen = student(parameters_on_gpu, state, random_state())
        assert_that(seen["saved"] == "cuda", "save_parameters moved the net that it saved away from the GPU.")
        assert_that(
            seen["cpu"] == "cpu", f"load_parameters(net, path) left the net on {seen['cpu']}.", map_location_missing
        )
        assert_matches(seen["state"], state, "After load_parameters the net's state_dict()")
        assert_that(
            seen["cuda"] == "cuda", f"load_parameters(net, path, 'cuda') left it on {seen['cuda']}.", device_ignored
        )


# ---- model ---------------------------------------------------------------------------------------------------------

weights_only_default = misconception(
    "weights-only-default",
    "By default torch.load builds only tensors and plain containers. To build a whole module it has to be told that the "
    "file can be trusted.")
loads_a_dict = misconception("loads-a-dict", "It holds the values, but not the module with its class and its layers.")
training_flag_lost = misconception(
    "training-flag-lost",
    "Training or eval mode belongs to each part, and should come back as it was saved.")


@probe
def model_back(student, which, state, x, training):
    """What load_model makes of the file that save_model wrote."""
    stand_ins(student)
    net = {
        "Linear": lambda: nn.Linear(3, 4),
        "Sequential": lambda: nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)),
        "with a buffer": lambda: nn.Sequential(nn.Linear(3, 4), nn.ReLU()),
    }[which]()
    if "0.offset" in state:
        net[0].register_buffer("offset", torch.zeros_like(state["0.offset"]))
    net.load_state_dict(state)
    next(net.parameters()).requires_grad_(False)
    for part, flag in zip(net.modules(), training, strict=True):
        part.training = flag
    path, before = new_path(student), all_files(student)
    student.save_model(net, path)
    seen = {"saved": modes(student, net), "folder": listing(student, path)}
    seen["strays"] = strays(student, before, os.path.dirname(path))
    path = carried(student, path)
    stand_ins(student)
    try:
        back = student.load_model(path)
    except pickle.UnpicklingError as error:
        if "eights only" not in str(error) and "weights_only" not in str(error):
            raise
        return seen | {"refused": True}
    seen |= {
        "refused": False,
        "kind": type(back).__name__,
        "same": back is net,
        "kinds": [],
        "dict": isinstance(back, dict),
    }
    if isinstance(back, nn.Module):
        values = {name: value.clone() for name, value in back.state_dict().items()}
        flags, kinds = modes(student, back), [type(part).__name__ for part in back.modules()]
        seen |= {"kinds": kinds, "training": flags, "state": values, "output": back(x)}
        seen |= {"trainable": [parameter.requires_grad for parameter in back.parameters()]}
    return seen


@probe
def model_of_another_class(student, state, x):
    """As model_back, for a class that the student cannot know; it lies in a module that can be imported, as classes do."""

    class Unheard(nn.Module):
        def __init__(self):
            super().__init__()
            self.zoom = nn.Parameter(torch.ones(4))
            self.register_buffer("shift", torch.zeros(4))
            self.inner = nn.Linear(3, 4)
            self.sign = 1

        def forward(self, x):
            return self.sign * self.zoom * torch.tanh(self.inner(x)) + self.shift

    stand_ins(student)
    Unheard.__module__, Unheard.__qualname__ = "unheard", "Unheard"
    sys.modules["unheard"] = types.ModuleType("unheard")
    sys.modules["unheard"].Unheard = Unheard
    net, path = Unheard(), new_path(student)
    net.load_state_dict(state)
    net.sign = -1
    student.save_model(net, path)
    path = carried(student, path)
    stand_ins(student)
    try:
        back = student.load_model(path)
    except pickle.UnpicklingError as error:
        if "eights only" not in str(error) and "weights_only" not in str(error):
            raise
        return {"refused": True}
    kind = type(back).__name__
    if type(back) is not Unheard:
        return {"refused": False, "kind": kind, "right": False}
    values = {name: value.clone() for name, value in back.state_dict().items()}
    return {"refused": False, "kind": kind, "right": True, "state": values, "output": back(x)}


@probe
def model_saved(student, state):
    """What save_model leaves behind: files, and the module that was saved."""
    stand_ins(student)
    net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    net.load_state_dict(state)
    net[0].eval()
    net[0].bias.requires_grad_(False)
    path, before = new_path(student), all_files(student)
    moved = was_moved(student, net, lambda: student.save_model(net, path))
    left = strays(student, before, os.path.dirname(path))
    other = new_path(student)
    student.save_model(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), other)
    contents = [pathlib.Path(file).read_bytes() if os.path.isfile(file) else b"" for file in (path, other)]
    return {
        "written": len(contents[0]) > 80 and contents[0] != contents[1],  # the values are all that is not the same
        "moved": moved,
        "modes": modes(student, net),
        "state": dict(net.state_dict()),
        "trainable": [parameter.requires_grad for parameter in net.parameters()],
        "folder": listing(student, path),
        "strays": left,
    }


def sequential_state():
    return {
        "0.weight": torch.randn(4, 3),
        "0.bias": torch.randn(4),
        "2.weight": torch.randn(2, 4),
        "2.bias": torch.randn(2),
    }


@pytest.mark.exercise("model")
class TestModel:
    def read(self, student, which="Sequential", state=None, training=(True,) * 4):
        state = state or sequential_state()
        x = torch.randn(5, 3)
        seen = student(model_back, which, state, x, list(training))
        assert_that(not seen["refused"], "load_model could not read what save_model wrote.", weights_only_default)
        mistake = loads_a_dict if seen["dict"] else None
        assert_that(seen["kinds"] != [], f"load_model returned {a_kind(seen['kind'])}, not a module.", mistake)
        return seen, state, x

    @pytest.mark.criterion("any module")
    def test_class(self, student):
        """A module comes back as a module of the same class, made of the same parts."""
        seen, _, _ = self.read(student)
        found = ", ".join(seen["kinds"])
        fact = f"A Sequential of Linear, ReLU and Linear came back made of {found}."
        assert_that(seen["kinds"] == ["Sequential", "Linear", "ReLU", "Linear"], fact)
        seen, _, _ = self.read(student, "Linear", {"weight": torch.randn(4, 3), "bias": torch.randn(4)}, (True,))
        assert_that(seen["kinds"] == ["Linear"], f"A Linear came back as {a_kind(seen['kind'])}.")
        assert_that(not seen["same"], "load_model returned the module object that was saved, not a new one.")

    @pytest.mark.criterion("any module")
    def test_parameters(self, student):
        """The parameters come back, with their requires_grad."""
        seen, state, _ = self.read(student)
        assert_matches(seen["state"], state, "The state_dict() of what load_model returned", **EXACTLY)
        assert_that(
            seen["trainable"] == [False, True, True, True],
            "In the module that load_model returned, requires_grad of the parameters is not what it was before saving.",
        )

    @pytest.mark.criterion("any module")
    def test_buffers(self, student):
        """The buffers come back."""
        state = {"0.weight": torch.randn(4, 3), "0.bias": torch.randn(4), "0.offset": torch.randn(2)}
        seen, _, _ = self.read(student, "with a buffer", state, (True,) * 3)
        assert_matches(seen["state"], state, "The state_dict() of what load_model returned", **EXACTLY)

    @pytest.mark.criterion("any module")
    def test_output(self, student):
        """The module that comes back gives the same results."""
        seen, state, x = self.read(student)
        hidden = (x @ state["0.weight"].T + state["0.bias"]).clamp(min=0)
        assert_matches(seen["output"], hidden @ state["2.weight"].T + state["2.bias"], "load_model(path)(x)")

    @pytest.mark.criterion("any module")
    def test_any_class(self, student):
        """A module of any class comes back, and gives the same results."""
        self.read(student)
        state = {"zoom": torch.randn(4), "shift": torch.randn(4), "inner.weight": torch.randn(4, 3), "inner.bias": torch.randn(4)}
        x = torch.randn(5, 3)
        seen = student(model_of_another_class, state, x)
        if seen["refused"]:  # who lists the classes that may be built refuses those that are not on the list
            return
        assert_that(seen["right"], f"A module of a class Unheard came back as {a_kind(seen['kind'])}.")
        assert_matches(seen["state"], state, "The state_dict() of what load_model returned", **EXACTLY)
        output = -state["zoom"] * torch.tanh(x @ state["inner.weight"].T + state["inner.bias"]) + state["shift"]
        assert_matches(seen["output"], output, "load_model(path)(x)")

    @pytest.mark.criterion("mode")
    @pytest.mark.parametrize(
        "flags", [(True,) * 4, (False,) * 4, (True, False, True, True)], ids=["train", "eval", "mixed"]
    )
    def test_mode(self, student, flags):
        """Every part comes back in the mode in which it was saved."""
        seen, _, _ = self.read(student, training=flags)
        fact = "The module that load_model returned is not in the mode in which it was saved."
        assert_that(seen["training"] == seen["saved"], fact, training_flag_lost)

    @pytest.mark.criterion("as before")
    def test_saved_net(self, student):
        """Saving leaves the module unchanged: its values, its modes, requires_grad and its device."""
        state = sequential_state()
        seen = student(model_saved, state)
        presuppose(seen["written"], "save_model wrote nothing that could hold a module.")
        modes_before, trainable = [True, False, True, True], [True, False, True, True]
        fact = "After save_model the module that was saved is in another mode."
        assert_that(seen["modes"] == modes_before, fact, mode_changed.keeping(0.0))
        assert_matches(seen["state"], state, "After save_model the state_dict() of the module that was saved", **EXACTLY)
        fact = "save_model changed requires_grad of the module's parameters."
        assert_that(seen["trainable"] == trainable, fact)
        assert_that(not seen["moved"], "save_model moved the module that it saved to another device.", moved_by_saving)

    @pytest.mark.criterion("file")
    def test_where_the_file_is(self, student):
        """There is one file, exactly at the path, and the module is in it."""
        seen = student(model_saved, sequential_state())
        judge_files(seen, ["file.bin"], "save_model to file.bin")
        assert_that(seen["written"], "The file does not depend on the values in the module, so the module cannot be in it.")


# ---- checkpoint ----------------------------------------------------------------------------------------------------

optimizer_missing = misconception(
    "optimizer-state-missing",
    "The optimizer's state is missing: its running averages, or its velocity, start again from zero.")
epoch_missing = misconception(
    "epoch-missing",
    "The epoch that save_checkpoint gets has to be in the file, and load_checkpoint returns it.")
groups_missing = misconception(
    "param-groups-missing",
    "These are the settings with which the new optimizer was made, not the saved ones.")
settings_lost = misconception(
    "settings-lost",
    "The learning rates and momenta are right, but an optimizer has more settings than these. Its state_dict() has them all.",
    keeps=0.5)
first_group_only = misconception("param-groups-missing", "Only the first group got its saved settings.")
net_not_filled = misconception(
    "net-not-filled",
    "The net that was passed in is unchanged: the values were loaded into something else.")
other_tensors_trained = misconception(
    "other-tensors-trained",
    "The net was not trained any further: the optimizer still changes the tensors that were the net's parameters before.")
buffers_missing = misconception(
    "buffers-missing",
    "The buffers are still those of the new net; only the parameters were loaded.")
net_in_eval = misconception(
    "net-in-eval",
    "Training goes on afterwards, and batch normalisation and dropout need training mode for it.")
parts_in_training = misconception(
    "parts-in-training",
    "Training mode belongs to each part: one that was in eval mode should stay in it, as frozen layers do.", keeps=0.6)
gradients_changed = misconception(
    "gradients-changed", "The gradients belong to the caller, who may need them for the next step.", keeps=0.6)
half_written = misconception(
    "half-written",
    "The file at the path should be complete at every moment. Write under another name, and put the file in place when it "
    "is complete.")
leftover_file = misconception(
    "leftover-file",
    "Remove a temporary file when it is no longer needed, also after an error.", keeps=0.5)
error_swallowed = misconception(
    "error-swallowed",
    "The caller has to learn that saving failed: after cleaning up, the error should be raised again.")
removed_first = misconception(
    "old-file-removed-first",
    "The old file was removed or renamed before the new one was in its place. One step can do both.")


@probe
def make_optimizer(student, net, kind):
    if kind == "Adam":
        return torch.optim.Adam(net.parameters(), lr=0.05)
    return torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)


@probe
def ready(student):
    """A program that has just been started."""
    student.reimport("checkpoints")
    stand_ins(student)
    right_model(student)


@probe
def resumed(student, kind, state, other, batches, stop):
    """Train, save, start anew from another state, load, train on."""
    ready(student)
    net = make_net(student, state)
    optimizer = make_optimizer(student, net, kind)
    train(student, net, optimizer, batches[:stop])
    path = new_path(student)
    student.save_checkpoint(path, net, optimizer, stop)
    kept = modes(student, net)
    train(student, net, optimizer, batches[stop:])  # what happens later is not in the file
    path = carried(student, path)
    ready(student)
    net = make_net(student, other)
    optimizer = make_optimizer(student, net, kind)
    student.load_checkpoint(path, net, optimizer)
    loaded = {name: value.clone() for name, value in net.state_dict().items()}
    seen = {"loaded": loaded, "saved modes": kept, "loaded modes": modes(student, net)}
    net.train()  # a mode that is wrong costs elsewhere
    train(student, net, optimizer, batches[stop:])
    return seen | {"final": dict(net.state_dict())}


@probe
def epoch_back(student, state, epoch):
    ready(student)
    net, path = make_net(student, state), new_path(student)
    optimizer = make_optimizer(student, net, "SGD")
    student.save_checkpoint(path, net, optimizer, epoch)
    path = carried(student, path)
    ready(student)
    found = student.load_checkpoint(path, net, optimizer)
    return {"epoch": found if type(found) is int else None, "kind": type(found).__name__}


@probe
def rates_back(student, state, rates):
    """The learning rates and momenta of an optimizer with two groups, after loading."""

    def two_groups(net):
        groups = [{"params": net[0].parameters(), "lr": 0.1}, {"params": net[3].parameters(), "lr": 0.2}]
        return torch.optim.SGD(groups, lr=0.1, momentum=0.5)

    ready(student)
    net, path = make_net(student, state), new_path(student)
    optimizer = two_groups(net)
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate
    optimizer.param_groups[1].update(momentum=0.75, weight_decay=0.25, nesterov=True, maximize=True)
    student.save_checkpoint(path, net, optimizer, 1)
    saving = [float(group["lr"]) for group in optimizer.param_groups]
    path = carried(student, path)
    ready(student)
    net = make_net(student, state)
    optimizer = two_groups(net)
    student.load_checkpoint(path, net, optimizer)
    seen = {name: [float(group[name]) for group in optimizer.param_groups] for name in ("lr", "momentum")}
    others = ("weight_decay", "nesterov", "maximize")
    seen["others"] = {name: [float(group[name]) for group in optimizer.param_groups] for name in others}
    return seen | {"after saving": saving}


@probe
def after_saving(student, state, gradient):
    """What save_checkpoint makes of a net with a part in eval mode and a gradient."""
    ready(student)
    net, path = make_net(student, state), new_path(student)
    optimizer = make_optimizer(student, net, "SGD")
    net[1].eval()
    net[0].bias.grad = gradient.clone()
    moved = was_moved(student, net, lambda: student.save_checkpoint(path, net, optimizer, 1))
    return {"moved": moved, "modes": modes(student, net), "gradient": net[0].bias.grad}


@probe
def checkpoint_files(student, state):
    """What lies in the folder after three saves: a str, the same as a Path, and a name without a folder."""
    ready(student)
    net = make_net(student, state)
    optimizer = make_optimizer(student, net, "SGD")
    home, folder, before = os.getcwd(), tempfile.mkdtemp(), all_files(student)
    path, contents = os.path.join(folder, "last.v2"), []
    os.chdir(folder)
    try:
        for number, target in enumerate([path, pathlib.Path(path), "other"]):
            nn.init.constant_(net[0].bias, number)
            student.save_checkpoint(target, net, optimizer, 7)
            contents.append(pathlib.Path(path).read_bytes() if os.path.isfile(path) else b"")
        files, numbers = sorted(os.listdir(folder)), []
        for target in [path, "other"] if files == ["last.v2", "other"] else []:
            student.load_checkpoint(target, net, optimizer)
            numbers.append(int(net[0].bias[0]))
    finally:
        os.chdir(home)
    seen = {"folder": files, "strays": strays(student, before, folder), "numbers": numbers}
    return seen | {"told apart": contents[0] != contents[1]}  # by the values in the net


WHY = {
    "unsaveable": "a part of it could not be saved",
    "full disk": "the disk was full",
    "rename": "a file could not be renamed",
    "copy": "a file was copied only in part",
}


@probe
def save_that_fails(student, how, state, batches, first):
    """Save (where `first`), train on, and save again while `how` gets in the way; then load."""

    def refuse(*_, **__):
        raise OSError("the file system said no")

    def copy_half(source, target, **_):
        data = pathlib.Path(source).read_bytes()
        pathlib.Path(target).write_bytes(data[: len(data) // 2])
        refuse()

    def state_now():
        return {name: value.clone() for name, value in net.state_dict().items() if name.endswith(("weight", "bias"))}

    class Unsaveable(int):
        def __reduce_ex__(self, protocol):
            raise TypeError("this cannot be saved")

    ready(student)
    net = make_net(student, state)
    optimizer = make_optimizer(student, net, "SGD")
    train(student, net, optimizer, batches[:1])
    path = new_path(student, "last.v2")
    student.save_checkpoint(path, net, optimizer, 3)
    ready(student)
    try:
        trial = make_net(student, state)
        student.load_checkpoint(path, trial, make_optimizer(student, trial, "SGD"))
        good = True
    except Exception:
        good = False
    seen = {"good": good, "before": state_now(), "raised": None, "loaded": None}
    fills = good and all(torch.equal(trial.state_dict()[name], value) for name, value in seen["before"].items())
    old = pathlib.Path(path).read_bytes() if os.path.isfile(path) else b""
    if not first:
        os.remove(path)
    train(student, net, optimizer, batches[1:])
    seen["after"] = state_now()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        if how == "full disk":
            resource.setrlimit(resource.RLIMIT_FSIZE, (600, limits[1]))
            student.save_checkpoint(path, net, optimizer, 4)
        elif how == "rename":
            with mock.patch.object(os, "replace", refuse), mock.patch.object(os, "rename", refuse):
                ready(student)
                student.save_checkpoint(path, net, optimizer, 4)
        elif how == "copy":
            with mock.patch.object(shutil, "copyfile", copy_half):
                ready(student)
                student.save_checkpoint(path, net, optimizer, 4)
        else:
            optimizer.state[net[3].weight]["note"] = (number for number in range(3))  # a generator cannot be saved
            student.save_checkpoint(path, net, optimizer, Unsaveable(4))  # for those who leave out the optimizer's state
    except Exception as error:
        seen["raised"] = type(error).__name__
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    seen["folder"] = listing(student, path)
    ready(student)
    net = make_net(student, state)
    same_file = first and os.path.isfile(path) and pathlib.Path(path).read_bytes() == old
    try:
        student.load_checkpoint(path, net, make_optimizer(student, net, "SGD"))
        # where load_checkpoint never fills a net, which costs elsewhere, the file itself says which state it holds
        seen["loaded"] = state_now() if fills else seen["before" if same_file else "after"]
    except Exception:
        pass  # the None says it
    return seen


def run(kind, state, batches, stop, forget):
    """The state after a whole training run; `forget`: with a new optimizer after `stop` steps."""
    net = make_net.function(None, state)
    optimizer = make_optimizer.function(None, net, kind)
    train.function(None, net, optimizer, batches[:stop])
    half = {name: value.clone() for name, value in net.state_dict().items()}
    if forget:
        optimizer = make_optimizer.function(None, net, kind)
    train.function(None, net, optimizer, batches[stop:])
    return half, dict(net.state_dict())


@pytest.mark.exercise("checkpoint")
class TestCheckpoint:
    @pytest.mark.criterion("optimizer")
    @pytest.mark.parametrize("kind", ["Adam", "SGD"])
    def test_training_goes_on(self, student, kind):
        """A training run that is stopped and resumed gives the same net as one without a stop."""
        state, batches, stop = random_state(), random_batches(8), 4
        seen = student(resumed, kind, state, random_state(), batches, stop)
        half, expected = run(kind, state, batches, stop, forget=False)
        _, forgetful = run(kind, state, batches, stop, forget=True)
        name = {"Adam": "Adam", "SGD": "SGD with momentum"}[kind]
        mistakes = {optimizer_missing: parameters_of(forgetful), other_tensors_trained: parameters_of(half)}
        what = f"After a run with {name} that was stopped and resumed the net's state_dict()"
        assert_matches(parameters_of(seen["final"]), parameters_of(expected), what, mistakes, rtol=1e-5, atol=1e-6,
                       hint="Compare what the optimizer holds, its state and each group's options, before it is saved and after.")

    @pytest.mark.criterion("net")
    def test_state_of_the_net(self, student):
        """Parameters and buffers are those of the moment when they were saved."""
        (state, other), batches = two_states(), random_batches(3)
        seen = student(resumed, "SGD", state, other, batches, 2)["loaded"]
        expected, _ = run("SGD", state, batches, 2, forget=False)
        what, mistakes = "After load_checkpoint the net's state_dict()", {net_not_filled: parameters_of(other)}
        assert_matches(parameters_of(seen), parameters_of(expected), what, mistakes, rtol=1e-5, atol=1e-6)
        mistakes = {buffers_missing: buffers_of(other)}
        assert_matches(buffers_of(seen), buffers_of(expected), what, mistakes, rtol=1e-5, atol=1e-6)

    @pytest.mark.criterion("net")
    def test_mode(self, student):
        """The net is in training mode after saving and after loading, as before."""
        seen = student(resumed, "SGD", random_state(), random_state(), random_batches(2), 1)
        assert_that(
            all(seen["saved modes"]), "After save_checkpoint the net is no longer in training mode.", net_in_eval
        )
        assert_that(
            all(seen["loaded modes"]), "After load_checkpoint the net is no longer in training mode.", net_in_eval
        )

    @pytest.mark.criterion("net")
    def test_saved_net(self, student):
        """Saving leaves the net unchanged: the mode of each part, its gradients and its device."""
        gradient = torch.randn(4)
        seen = student(after_saving, random_state(), gradient)
        assert_that(any(seen["modes"]), "After save_checkpoint the net is no longer in training mode.", net_in_eval)
        fact = "After save_checkpoint a part of the net is in another mode."
        assert_that(seen["modes"] == [True, True, False, True, True], fact, parts_in_training)
        assert_that(not seen["moved"], "save_checkpoint moved the net to another device.", moved_by_saving)
        kept = isinstance(seen["gradient"], torch.Tensor) and torch.equal(seen["gradient"], gradient)
        assert_that(kept, "After save_checkpoint the gradients of the net are others.", gradients_changed)

    @pytest.mark.criterion("net")
    def test_epoch(self, student):
        """load_checkpoint returns the epoch that was saved."""
        for epoch in (int(torch.randint(3, 400, ())), 0):
            seen = student(epoch_back, random_state(), epoch)
            found = seen["epoch"] if seen["kind"] == "int" else f"{a_kind(seen['kind'])}, not an int"
            mistake = epoch_missing if seen["kind"] == "NoneType" or (seen["epoch"] == 0 != epoch) else None
            fact = f"The epoch {epoch} was saved; load_checkpoint returned {found}."
            assert_that(seen["kind"] == "int" and seen["epoch"] == epoch, fact, mistake)

    @pytest.mark.criterion("optimizer")
    def test_settings_of_the_optimizer(self, student):
        """Every group of the optimizer has the learning rate, the momentum and the other settings that it had."""
        rates = [1e-4 * (1 + rate) for rate in torch.rand(2).tolist()]
        seen = student(rates_back, random_state(), rates)
        parts, mistakes = ["that of the first group", "that of the second group"], {groups_missing: [0.1, 0.2]}
        what = "After load_checkpoint the list of the groups' learning rates"
        mistakes |= {first_group_only: [rates[0], 0.2]}
        hint = "" if seen["after saving"] == rates else "save_checkpoint has changed those of the optimizer that it was given."
        assert_matches(seen["lr"], rates, what, mistakes, parts=parts, rtol=1e-6, atol=0.0, hint=hint)
        what = "After load_checkpoint the list of the groups' momenta"
        assert_matches(seen["momentum"], [0.5, 0.75], what, {groups_missing: [0.5, 0.5]}, parts=parts)
        for name, value in {"weight_decay": 0.25, "nesterov": 1.0, "maximize": 1.0}.items():
            fact = f"After load_checkpoint a group of the optimizer has not the {name} that it had when it was saved."
            assert_that(seen["others"][name] == [0.0, value], fact, settings_lost)

    @pytest.mark.criterion("written")
    def test_where_the_file_is(self, student):
        """There is one file, exactly at the path, also after it was written twice."""
        seen = student(checkpoint_files, random_state())
        extra = set(seen["folder"]) - {"last.v2", "other"}
        if extra and {"last.v2", "other"} <= set(seen["folder"]):
            assert_that(False, f"save_checkpoint left {counted(len(extra), 'more file')} in the folder.", leftover_file)
        judge_files(seen, ["last.v2", "other"], "save_checkpoint to last.v2 and to other")
        if seen["numbers"] == [2, 2] and seen["told apart"]:  # nothing is loaded into the net, which costs elsewhere
            return
        assert_that(seen["numbers"][:1] == [1], "After two saves to last.v2 the file does not hold what was saved last.")
        assert_that(seen["numbers"] == [1, 2], "The files last.v2 and other do not hold what was saved in each of them.")

    def part(self, student, how):
        """What a half-written file leaves where it comes of a full disk only."""
        if how == "unsaveable":
            return 0.0
        seen = student(save_that_fails, "unsaveable", random_state(), random_batches(2), True)
        return 0.4 if seen["raised"] and same(seen["loaded"], seen["before"]) else 0.0

    @pytest.mark.criterion("whole")
    @pytest.mark.parametrize("how", ["unsaveable", "full disk"])
    def test_saving_fails(self, student, how):
        """Where saving fails, the error is raised and the old file can still be loaded."""
        seen = student(save_that_fails, how, random_state(), random_batches(2), True)
        why = WHY[how]
        judge_old_file(seen, why, self.part(student, how))
        if how == "unsaveable" and seen["raised"] is None and same(seen["loaded"], seen["after"]):
            assert_that(False, f"Although {why}, save_checkpoint wrote a new file.", optimizer_missing)
        assert_matches(seen["loaded"], seen["before"], f"After a save that failed ({why}) the net from the old file")
        assert_that(seen["raised"] is not None, f"Although {why}, save_checkpoint raised no error.", error_swallowed)

    @pytest.mark.criterion("whole")
    @pytest.mark.parametrize("how", ["rename", "copy"])
    def test_putting_in_place_fails(self, student, how):
        """Where the new file cannot be put in place, there is still a file that can be loaded."""
        seen = student(save_that_fails, how, random_state(), random_batches(2), True)
        why = WHY[how]
        judge_old_file(seen, why)
        if seen["raised"] is None:  # so it was written in another way
            mistake = error_swallowed if same(seen["loaded"], seen["before"]) else None
            assert_that(
                same(seen["loaded"], seen["after"]), f"Although {why}, save_checkpoint raised no error.", mistake
            )
        else:
            assert_matches(
                seen["loaded"], seen["before"], f"After a save that failed ({why}) the net from the old file"
            )

    @pytest.mark.criterion("whole")
    @pytest.mark.parametrize(
        "how, first",
        [("unsaveable", True), ("unsaveable", False), ("full disk", True)],
        ids=["over an old file", "in an empty folder", "on a full disk"],
    )
    def test_nothing_is_left_over(self, student, how, first):
        """Where saving fails, no half-written or temporary file is left."""
        seen = student(save_that_fails, how, random_state(), random_batches(2), first)
        why = WHY[how]
        can_load(seen)
        written = seen["raised"] is None and same(seen["loaded"], seen["after"])
        assert_that(not written, f"Although {why}, save_checkpoint wrote a new file.", optimizer_missing)
        extra = sorted(set(seen["folder"]) - ({"last.v2"} if first else set()))
        fact = f"After a save that failed ({why}) the folder holds {counted(len(extra), 'file')} too many."
        assert_that(extra == [], fact, half_written if extra == ["last.v2"] else leftover_file)
        if first:
            judge_old_file(seen, why, self.part(student, how))


def same(state, other):
    return state is not None and all(torch.equal(state[name], other[name]) for name in other)


def can_load(seen):
    """What the checks of saves that fail presuppose: the file of a save that worked can be loaded."""
    presuppose(seen["good"], "load_checkpoint cannot even load the file of a save that worked.")


def judge_old_file(seen, why, part=0.0):
    """There is still a file that can be loaded; a half-written one leaves `part`."""
    can_load(seen)
    there = "last.v2" in seen["folder"]
    problem = "the file cannot be loaded any more" if there else "the old file is gone"
    fact = f"After a save that failed ({why}) {problem}."
    assert_that(seen["loaded"] is not None, fact, half_written.keeping(part) if there else removed_first)


# ---- snapshot ------------------------------------------------------------------------------------------------------

live_tensors = misconception(
    "live-tensors",
    "The snapshot holds tensors of the net itself. It needs copies with memory of their own.")
snapshot_again = misconception(
    "first-snapshot-again",
    "The second snapshot is the first one again. Every call should copy the state of that moment.")
not_tensors = misconception("not-tensors", "load_state_dict takes tensors only.")
entries_missing = misconception("entries-missing", "What is there is right, but load_state_dict asks for all.", keeps=0.5)
a_whole_module = misconception("whole-module", "The exercise asks for the state in a dict, not for a whole module.")
file_left = misconception("file-left", "A snapshot should leave no file behind. Copy in memory, or remove the file.", keeps=0.4)
overwritten = misconception(
    "overwritten-by-the-next",
    "The next snapshot was written into the same memory. Each one needs memory of its own.")


@probe
def snapshots(student, state, other, batches):
    """Two snapshots during a training run, looked at when it is over, and another net that takes the first."""
    stand_ins(student)
    net = make_net(student, state)
    optimizer = make_optimizer(student, net, "SGD")
    found, before = [], all_files(student)
    for batch in batches:
        train(student, net, optimizer, [batch])
        found.append(student.snapshot(net))
    left = strays(student, before)
    train(student, net, optimizer, batches)
    kinds = [type(entry).__name__ for entry in found]
    is_module = all(isinstance(entry, nn.Module) for entry in found)
    if is_module:
        found = [entry.state_dict() for entry in found]
    if not all(isinstance(entry, dict) for entry in found):
        return {"kinds": kinds, "dict": False}
    target, refused = make_net(student, other), None
    try:
        target.load_state_dict(found[0])
    except (RuntimeError, TypeError) as error:
        lines = str(error).splitlines()  # the second one names the keys
        refused = lines[min(1, len(lines) - 1)].strip()[:150] if lines else type(error).__name__
    others = sorted(
        {type(value).__name__ for entry in found for value in entry.values() if not isinstance(value, torch.Tensor)}
    )
    values = [as_tensors(student, entry) for entry in found]
    seen = {"found": values, "refused": refused, "target": dict(target.state_dict())}
    return seen | {"kinds": kinds, "dict": True, "module": is_module, "others": others, "left": left}


@probe
def as_tensors(student, found):
    """The entries of a dict, with arrays and lists made tensors."""
    numbers = (torch.Tensor, np.ndarray, np.generic, list, float, int)
    return {name: torch.as_tensor(value) for name, value in found.items() if isinstance(value, numbers)}


def judge_snapshot(found, expected, what, changed, mistakes=None, **tolerance):
    """The values of a snapshot; `changed` are those that the net has later."""

    def has(name, value):
        seen = found[name]
        alike = isinstance(seen, torch.Tensor) and seen.shape == value.shape and seen.dtype == value.dtype
        return alike and torch.allclose(seen.double(), value.double(), rtol=1e-4, atol=1e-5)

    wrong = [name for name in expected if name in found and not has(name, expected[name])]
    live = wrong and found.keys() == expected.keys() and all(has(name, changed[name]) for name in wrong)
    assert_that(not live, "The values of a snapshot changed when those of the net changed.", live_tensors)
    assert_matches(found, expected, what, mistakes, **tolerance)


EARLIER = "Read after more training, an earlier snapshot(net)"


@pytest.mark.exercise("snapshot")
class TestSnapshot:
    def take(self, student):
        (state, other), batches = two_states(), random_batches(2)
        seen = student(snapshots, state, other, batches)
        assert_that(seen["dict"], f"snapshot(net) returned {a_kind(seen['kinds'][0])}, not a dict.")
        net = make_net.function(None, state)
        optimizer = make_optimizer.function(None, net, "SGD")
        states = []
        for part in ([batches[0]], [batches[1]], batches):
            train.function(None, net, optimizer, part)
            states.append({name: value.clone() for name, value in net.state_dict().items()})
        return seen, states

    def judge_kind(self, seen, part=0.5):
        """A dict of tensors; who has the right values in something else keeps `part`."""
        kind = a_kind(seen["kinds"][0])
        assert_that(not seen["module"], f"snapshot(net) returned {kind}, not a dict.", a_whole_module.keeping(part))
        others = ", ".join(seen["others"])
        fact = f"snapshot(net) holds values that are not tensors (of type {others})."
        assert_that(not others, fact, not_tensors.keeping(part))

    @pytest.mark.criterion("copy")
    @pytest.mark.parametrize("number", [0, 1], ids=["first", "second"])
    def test_parameters(self, student, number):
        """Each snapshot has the parameters of the moment when it was made."""
        seen, states = self.take(student)
        mistakes = {snapshot_again: parameters_of(states[0])} if number else {overwritten: parameters_of(states[1])}
        found = parameters_of(seen["found"][number])
        judge_snapshot(found, parameters_of(states[number]), EARLIER, parameters_of(states[-1]), mistakes, rtol=1e-5, atol=1e-6)
        self.judge_kind(seen)

    @pytest.mark.criterion("all")
    def test_buffers(self, student):
        """Each snapshot has the buffers of that moment as well."""
        seen, states = self.take(student)
        found = buffers_of(seen["found"][0])
        near = {"rtol": 0.0, "atol": 1e-3}  # rounded values are another check's
        judge_snapshot(found, buffers_of(states[0]), EARLIER, buffers_of(states[-1]), {parameters_only: {}}, **near)
        self.judge_kind(seen)

    @pytest.mark.criterion("dict")
    def test_way_back(self, student):
        """load_state_dict accepts a snapshot, with strict=True."""
        seen, states = self.take(student)
        found = seen["found"][0]
        right = [entry for state in states for entry in parameters_of(state).items()]  # a buffer may have its value by chance
        begun = any(name in found and are_near(found[name], value, 1e-3) for name, value in right)
        presuppose(begun, "No tensor of snapshot(net) has the values that the net had at any time.")
        self.judge_kind(seen, 0.0)
        refused = seen["refused"] or ""
        mistake = None
        if "issing key" in refused and found.keys() < states[0].keys():
            mistake = parameters_only.keeping(0.3) if parameters_of(states[0]).keys() <= found.keys() else entries_missing
        assert_that(not refused, f"load_state_dict did not accept the snapshot: {refused.rstrip('. ')}.", mistake)
        lost = [name for name in states[0] if name not in found]
        assert_that(not lost, f"snapshot(net) lacks {', '.join(lost)}.")

    @pytest.mark.criterion("copy")
    def test_no_file(self, student):
        """No file is left behind in any folder."""
        seen, _ = self.take(student)
        assert_that(not seen["left"], f"snapshot(net) left {counted(len(seen['left']), 'file')} behind.", file_left)

    @pytest.mark.criterion("all")
    def test_own_parameters(self, student):
        """The module's own parameters and buffers are in it, as well as those of its submodules."""
        state = {"zoom": torch.randn(4, 3), "mask": torch.randn(2), "inner.weight": torch.randn(3, 4), "inner.bias": torch.randn(3)}
        seen = student(snapshot_of_another_class, state)
        found = seen["found"]
        assert_that(isinstance(found, dict), f"snapshot(net) returned {a_kind(seen['kind'])}, not a dict.")
        lost = [name for name in state if name not in found]
        changed = {name: torch.full_like(value, 7.0) for name, value in state.items()}
        assert_that(not lost, f"The snapshot of a module with a submodule lacks {', '.join(lost)}.")
        judge_snapshot(found, state, "The snapshot of a module with a submodule", changed, **EXACTLY)


@probe
def snapshot_of_another_class(student, state):
    """A module with a parameter, not contiguous, and a buffer of its own and a part with more; they change after the snapshot."""

    class Unheard(nn.Module):
        def __init__(self):
            super().__init__()
            self.zoom = nn.Parameter(torch.zeros(3, 4).T)
            self.register_buffer("mask", torch.zeros(2))
            self.inner = nn.Linear(4, 3)

    stand_ins(student)
    net = Unheard()
    net.load_state_dict(state)
    found = student.snapshot(net)
    for value in net.state_dict().values():
        value.fill_(7.0)
    entries = found.state_dict() if isinstance(found, nn.Module) else found
    return {"kind": type(found).__name__, "found": as_tensors(student, entries) if isinstance(entries, dict) else None}
