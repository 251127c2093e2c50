"""Visible tests of devices.py. They need no GPU: where one matters, torch is made to say that there are some."""

import importlib

import pytest
import torch
from torch import nn

import devices


@pytest.fixture
def pretend(monkeypatch):
    """pretend(n): torch says that this machine has n GPUs; returns devices.py, run again so that it sees them."""

    def with_gpus(count):
        monkeypatch.setattr(torch.cuda, "device_count", lambda: count)
        monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
        return importlib.reload(devices)

    yield with_gpus
    monkeypatch.undo()
    importlib.reload(devices)


class Test_try_gpu:
    def test_there_are_enough_gpus(self, pretend):
        """With three GPUs, number 2 is the last one."""
        device = pretend(3).try_gpu(2)
        assert isinstance(device, torch.device), (
            f"try_gpu(2) should return a torch.device, it returned {device!r}, a {type(device).__name__}"
        )
        assert str(device) == "cuda:2", f"with three GPUs try_gpu(2) should be cuda:2, it is {device}"

    def test_there_are_too_few(self, pretend):
        """With one GPU there is a number 0 and no number 1."""
        devices = pretend(1)
        assert devices.try_gpu().type == "cuda", f"with one GPU, try_gpu() should be on it, and it is {devices.try_gpu()}"
        device = devices.try_gpu(1)
        assert device.type == "cpu", f"with one GPU there is no number 1, so try_gpu(1) should be cpu, and it is {device}"

    @pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
    def test_on_a_real_gpu(self):
        """A tensor can be made on the device."""
        assert torch.zeros(2, device=devices.try_gpu()).is_cuda, "this machine has a GPU, and try_gpu() is not it"


class Test_try_all_gpus:
    def test_all_of_them(self, pretend):
        """Two GPUs, two devices, in order."""
        found = pretend(2).try_all_gpus()
        assert all(isinstance(device, torch.device) for device in found), (
            f"the list should hold torch.device objects, it is {found}"
        )
        assert [device.type for device in found] == ["cuda", "cuda"], f"with two GPUs the list should hold both, it is {found}"
        assert found[1].index == 1, f"the second device should be cuda:1, it is {found[1]}"

    def test_none(self, pretend):
        """Without a GPU there is still the CPU."""
        found = pretend(0).try_all_gpus()
        assert [device.type for device in found] == ["cpu"], f"without a GPU the list should hold the CPU, it is {found}"


class Test_to_device:
    def test_tensor(self):
        """The tensor that comes back is on the device; the other one is not."""
        x = torch.randn(2, 3)
        moved = devices.to_device(x, "meta")
        assert moved.device.type == "meta", f"the tensor should come back on meta, it came back on {moved.device}"
        assert x.device.type == "cpu", "the tensor that was passed in has changed"

    def test_module(self):
        """A module is moved and comes back itself."""
        net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
        assert devices.to_device(net, "meta") is net, "the module that came back is not the one that was passed in"
        places = {t.device.type for t in [*net.parameters(), *net.buffers()]}
        assert places == {"meta"}, f"the module's parameters and buffers should be on meta, they are on {places}"

    def test_nested(self):
        """Containers come back as what they are, and those that were passed in keep what they hold."""
        x, y = torch.randn(2, 3), torch.randn(4)
        batch = {"x": x, "rest": [(y, "cm"), 7, None]}
        moved = devices.to_device(batch, "meta")
        assert moved["x"].device.type == "meta", "the tensor in the dict is not on the device"
        assert isinstance(moved["rest"][0], tuple), f"a tuple should stay a tuple, it became a {type(moved['rest'][0]).__name__}"
        assert moved["rest"][0][0].device.type == "meta", "the tensor in the tuple is not on the device"
        assert moved["rest"][0][1] == "cm" and moved["rest"][1:] == [7, None], "other values have changed"
        assert batch["x"] is x and batch["rest"][0][0] is y, "the containers that were passed in have changed"


class Test_module_device:
    def test_parameters_and_buffers(self):
        """Buffers count as well as parameters."""
        norm = nn.BatchNorm1d(3, affine=False, device="meta")
        device = devices.module_device(norm)
        assert device == torch.device("meta"), f"a module with buffers alone, on meta: the result should be meta, it is {device}"
        device = devices.module_device(nn.Linear(2, 3))
        assert device == torch.device("cpu"), f"a Linear on the CPU: the result should be cpu, it is {device}"

    def test_nothing_to_look_at(self):
        """A module that holds no tensor counts as being on the CPU."""
        device = devices.module_device(nn.ReLU())
        assert device == torch.device("cpu"), f"a ReLU holds no tensor, so the result should be cpu, it is {device}"

    def test_two_devices(self):
        """A module that is on two devices is refused."""
        net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 4, device="meta"))
        with pytest.raises(ValueError):
            devices.module_device(net)


class Test_add_on_device_of:
    def test_sum(self):
        """On one device it is an ordinary sum, and both get a gradient."""
        a, b = torch.randn(2, 3, requires_grad=True), torch.randn(3, requires_grad=True)
        total = devices.add_on_device_of(a, b)
        torch.testing.assert_close(total, torch.add(a, b))
        total.backward(torch.randn(2, 3))
        assert a.grad is not None and b.grad is not None, "after backward both a and b should have a gradient, and one has none"

    def test_two_devices(self):
        """With a on meta and b on the CPU the sum is on meta."""
        a, b = torch.randn(2, 3, device="meta"), torch.randn(2, 3)
        total = devices.add_on_device_of(a, b)
        assert total.device.type == "meta", f"a is on meta, so the sum should be too, and it is on {total.device}"
        assert b.device.type == "cpu", "b has been moved for good"

    @pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
    def test_on_a_real_gpu(self):
        """With a on the CPU and b on the GPU the sum is on the CPU."""
        a, b = torch.randn(2, 3), torch.randn(2, 3)
        torch.testing.assert_close(devices.add_on_device_of(a, b.cuda()), torch.add(a, b))
