"""Visible tests of checkpoints.py. Each writes to a folder of its own, which pytest makes (tmp_path)."""

import pytest
import torch
from torch import nn

import checkpoints


def small_net():
    """A net with parameters and buffers."""
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))


def train(net, optimizer, batches):
    """One step per batch (x, y)."""
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()


def some_batches(count):
    return [(torch.randn(5, 3), torch.randn(5, 2)) for _ in range(count)]


def refuses(call):
    """Does call() raise an error? One that says "not written yet" does not count."""
    try:
        call()
    except NotImplementedError:
        raise
    except Exception:
        return True
    return False


def names(folder):
    """What is in a folder, as text."""
    return ", ".join(sorted(path.name for path in folder.iterdir())) or "nothing"


def assert_same_state(net, state, when):
    entries = list(net.state_dict())
    assert set(entries) == set(state), f"{when}: the entries should be {list(state)}, they are {entries}"
    for name, value in net.state_dict().items():
        torch.testing.assert_close(value, state[name], msg=f"{when}: {name} differs")


class Test_tensors:
    def test_round_trip(self, tmp_path):
        """What is read is what was written: a tensor, a list, a dict."""
        x, y = torch.randn(2, 3), torch.arange(4)
        for number, obj in enumerate([x, [x, y], {"x": x, "y": y}]):
            path = tmp_path / f"file{number}"
            checkpoints.save_tensors(obj, path)
            assert path.is_file(), (
                f"there should be a file called {path.name} in the folder that was given; there is {names(tmp_path)}"
            )
            back = checkpoints.load_tensors(path)
            assert type(back) is type(obj), f"a {type(obj).__name__} came back as a {type(back).__name__}"
            torch.testing.assert_close(back, obj)

    def test_path_as_text(self, tmp_path):
        """A path may be a str."""
        x = torch.randn(3)
        checkpoints.save_tensors(x, str(tmp_path / "x"))
        torch.testing.assert_close(checkpoints.load_tensors(str(tmp_path / "x")), x)

    def test_view(self, tmp_path):
        """A few rows of a large tensor make a small file."""
        large = torch.randn(1024, 256)
        path = tmp_path / "rows"
        checkpoints.save_tensors(large[:2], path)
        torch.testing.assert_close(checkpoints.load_tensors(path), large[:2])
        size = path.stat().st_size
        assert size < 50_000, f"two rows are 2 kB, the whole tensor is 1 MB, and the file has {size} bytes"


class Test_parameters:
    def test_round_trip(self, tmp_path):
        """Parameters and buffers arrive in another net of the same architecture."""
        net, other = small_net(), small_net()
        net(torch.randn(5, 3))  # in training mode this changes the buffers
        checkpoints.save_parameters(net, tmp_path / "net")
        back = checkpoints.load_parameters(other, tmp_path / "net")
        assert back is other, f"load_parameters returned {type(back).__name__}, not the net that it was given"
        assert_same_state(other, net.state_dict(), "after load_parameters")

    def test_ready_to_use(self, tmp_path):
        """The net that was loaded is in eval mode; the one that was saved is as it was."""
        net, other = small_net(), small_net()
        checkpoints.save_parameters(net, tmp_path / "net")
        checkpoints.load_parameters(other, tmp_path / "net")
        assert net.training, "save_parameters changed the mode of the net that it saved"
        assert not other.training, "load_parameters left the net in training mode"

    def test_strict(self, tmp_path):
        """A file with other parameters than the net's is an error."""
        checkpoints.save_parameters(nn.Sequential(nn.Linear(3, 4)), tmp_path / "net")
        refused = refuses(lambda: checkpoints.load_parameters(small_net(), tmp_path / "net"))
        assert refused, "a file with too few parameters was read without an error"

    @pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
    def test_on_a_real_gpu(self, tmp_path):
        """Saved on the GPU, read onto the CPU and onto the GPU."""
        checkpoints.save_parameters(small_net().cuda(), tmp_path / "net")
        for device in "cpu", "cuda":
            found = checkpoints.load_parameters(small_net(), tmp_path / "net", device)[0].weight.device.type
            assert found == device, f"read onto {device}, the net is on {found}"


class Test_model:
    def test_round_trip(self, tmp_path):
        """The file alone gives the module back."""
        net, x = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), torch.randn(5, 3)
        checkpoints.save_model(net, tmp_path / "net")
        back = checkpoints.load_model(tmp_path / "net")
        assert type(back) is nn.Sequential, f"an nn.Sequential came back as a {type(back).__name__}"
        assert back is not net, "load_model returned the module that was saved, not a new one"
        torch.testing.assert_close(back(x), net(x))

    @pytest.mark.parametrize("training", [True, False])
    def test_mode(self, tmp_path, training):
        """A module comes back in the mode in which it was saved."""
        checkpoints.save_model(nn.Linear(3, 2).train(training), tmp_path / "net")
        assert checkpoints.load_model(tmp_path / "net").training == training, (
            f"a module saved with training={training} should come back so, and it does not"
        )


class Test_checkpoint:
    def test_training_goes_on(self, tmp_path):
        """Stopped and resumed gives the same net as never stopped."""
        batches = some_batches(6)
        net = small_net()
        optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
        train(net, optimizer, batches[:3])
        checkpoints.save_checkpoint(tmp_path / "last", net, optimizer, 3)
        train(net, optimizer, batches[3:])

        resumed = small_net()
        optimizer = torch.optim.Adam(resumed.parameters(), lr=0.1)
        epoch = checkpoints.load_checkpoint(tmp_path / "last", resumed, optimizer)
        assert epoch == 3, f"saved with epoch 3, load_checkpoint should return 3, and it returned {epoch}"
        train(resumed, optimizer, batches[3:])
        assert_same_state(resumed, net.state_dict(), "three steps after the checkpoint")

    def test_learning_rate(self, tmp_path):
        """The optimizer's settings are part of the checkpoint."""
        net = small_net()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        optimizer.param_groups[0]["lr"] = 0.025  # somebody lowered it on the way
        checkpoints.save_checkpoint(tmp_path / "last", net, optimizer, 0)
        new = torch.optim.SGD(net.parameters(), lr=0.1)
        checkpoints.load_checkpoint(tmp_path / "last", net, new)
        assert new.param_groups[0]["lr"] == 0.025, f"the learning rate should be 0.025 again, it is {new.param_groups[0]['lr']}"

    def test_saving_fails(self, tmp_path):
        """Where saving fails, the old checkpoint is still there, and nothing else is."""
        path, net = tmp_path / "last", small_net()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
        train(net, optimizer, some_batches(1))
        checkpoints.save_checkpoint(path, net, optimizer, 1)
        assert list(tmp_path.iterdir()) == [path], (
            f"after save_checkpoint the folder should hold {path.name} alone; there is {names(tmp_path)}"
        )

        cannot_be_saved = (number for number in range(3))  # a generator has no written form
        optimizer.state[net[0].weight]["note"] = cannot_be_saved
        refused = refuses(lambda: checkpoints.save_checkpoint(path, net, optimizer, 2))
        assert refused, "saving was not possible, and save_checkpoint raised no error"
        assert list(tmp_path.iterdir()) == [path], (
            f"after a save that failed the folder should hold {path.name} alone; there is {names(tmp_path)}"
        )
        new = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
        epoch = checkpoints.load_checkpoint(path, net, new)
        assert epoch == 1, f"after a save that failed the old checkpoint, of epoch 1, should be there; epoch {epoch} is"


class Test_snapshot:
    def test_later_training(self):
        """A snapshot keeps the values that the net had."""
        net = small_net()
        before = {name: value.tolist() for name, value in net.state_dict().items()}
        state = checkpoints.snapshot(net)
        train(net, torch.optim.SGD(net.parameters(), lr=0.1), some_batches(2))
        for name, value in before.items():
            assert state[name].tolist() == value, (
                f"a snapshot should keep its values, and its {name} has changed when the net was trained"
            )

    def test_way_back(self):
        """load_state_dict takes a snapshot, parameters and buffers."""
        net, other = small_net(), small_net()
        net(torch.randn(5, 3))
        other.load_state_dict(checkpoints.snapshot(net))
        assert_same_state(other, net.state_dict(), "after load_state_dict")
