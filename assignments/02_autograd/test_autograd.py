"""The visible tests of assignment 02. Run `pytest test_autograd.py -k NAME` for one exercise."""

import autograd
import torch


def leaf(*shape):
    """A random leaf tensor that requires grad."""
    return torch.randn(*shape, requires_grad=True)


class Test_quadratic_gradient:
    def test_values(self):
        """At x = 0 and x = 1 the gradient of the mean of two elements is 6 and 9."""
        gradient = autograd.quadratic_gradient(torch.tensor([[0.0], [1.0]]))
        torch.testing.assert_close(gradient, torch.tensor([[6.0], [9.0]]))

    def test_x_stays_as_it_was(self):
        """A tensor that requires no grad still requires none afterwards, and has no .grad."""
        x = torch.ones(2, 2)
        gradient = autograd.quadratic_gradient(x)
        assert gradient.shape == x.shape, f"the gradient should have the shape of x, (2, 2); it has {tuple(gradient.shape)}"
        assert not x.requires_grad, "x requires grad now; it did not before the call"
        assert x.grad is None, "x has a .grad now; it had none before the call"


class Test_linear_gradients:
    def test_values(self):
        """y = w x + b changes w times as fast as x, x times as fast as w, and as fast as b."""
        x, w, b = (torch.tensor(value, requires_grad=True) for value in (5.0, -2.0, 0.5))
        dx, dw, db = autograd.linear_gradients(x, w, b)
        assert float(dx) == -2.0, f"dx, the derivative with respect to x, should be -2, and it is {float(dx)}"
        assert float(dw) == 5.0, f"dw, the derivative with respect to w, should be 5, and it is {float(dw)}"
        assert float(db) == 1.0, f"db, the derivative with respect to b, should be 1, and it is {float(db)}"

    def test_second_call(self):
        """Asking twice gives the same answer twice."""
        tensors = [torch.tensor(value, requires_grad=True) for value in (5.0, -2.0, 0.5)]
        autograd.linear_gradients(*tensors)
        dx, _, _ = autograd.linear_gradients(*tensors)
        assert float(dx) == -2.0, f"a second call should give the same dx as the first, -2, and it gives {float(dx)}"


class Test_vector_jacobian_product:
    def test_linear_function(self):
        """For f(x) = A x the Jacobian is A, and the result is v times A."""
        A = torch.tensor([[1.0, 2.0], [0.0, 3.0]])
        product = autograd.vector_jacobian_product(lambda x: A @ x, torch.ones(2), torch.tensor([1.0, 10.0]))
        torch.testing.assert_close(product, torch.tensor([1.0, 32.0]))

    def test_more_inputs_than_outputs(self):
        """The result has the shape of x, not of f(x)."""
        x, v = torch.randn(3, 2), torch.randn(3)
        product = autograd.vector_jacobian_product(lambda x: x[:, 0] * x[:, 1], x, v)
        torch.testing.assert_close(product, torch.stack([v * x[:, 1], v * x[:, 0]], dim=1))


class Test_gradient_per_batch:
    batches = (torch.tensor([3.0, 4.0]), torch.tensor([5.0, 6.0]), torch.tensor([-1.0, 0.0]))

    @staticmethod
    def loss_fn(w, batch):
        return (w * batch).sum()

    def test_each_batch_by_itself(self):
        """The gradient of (w * batch).sum() is the batch."""
        gradients = autograd.gradient_per_batch(self.loss_fn, leaf(2), list(self.batches))
        assert len(gradients) == 3, f"there should be a gradient for each of the 3 batches, and there are {len(gradients)}"
        for i, (gradient, batch) in enumerate(zip(gradients, self.batches, strict=True)):
            told = f"the gradient of batch {i} should be {batch.tolist()}, and it is {gradient.tolist()}"
            assert torch.allclose(gradient, batch), told

    def test_old_gradient(self):
        """What w.grad held before has nothing to do with the answer."""
        w = leaf(2)
        w.grad = torch.tensor([100.0, 100.0])
        gradients = autograd.gradient_per_batch(self.loss_fn, w, list(self.batches))
        told = f"with an old w.grad, the gradient of batch 0 should still be [3.0, 4.0]; it is {gradients[0].tolist()}"
        assert torch.allclose(gradients[0], self.batches[0]), told


class Test_graph_operations:
    def test_chain(self):
        """Three operations, one after the other, and the leaf's node."""
        names = autograd.graph_operations(leaf(2, 3).exp().sin().sum())
        names = {name.removeprefix("torch::autograd::") for name in names}  # node.name() puts this before some names
        for name in "SumBackward0", "SinBackward0", "ExpBackward0", "AccumulateGrad":
            assert name in names, f"{name} should be among the names, and these are {sorted(names)}"

    def test_leaf(self):
        """A leaf was not made by an operation."""
        names = autograd.graph_operations(leaf(2))
        assert names == set(), f"no operation made a leaf: the result should be an empty set, and it is {names}"


class Test_tensor_gradients:
    def test_agrees_with_autograd(self):
        """By hand and with autograd: the same gradients."""
        x, y, w1, w2 = torch.randn(6, 5), torch.randn(6, 3), leaf(5, 4), leaf(4, 3)
        output = torch.relu(x @ w1) @ w2
        ((output - y) ** 2).sum().backward()
        grad_w1, grad_w2 = autograd.tensor_gradients(x, y, w1.detach(), w2.detach())
        torch.testing.assert_close(grad_w2, w2.grad, msg="grad_w2 differs from the gradient that autograd finds")
        torch.testing.assert_close(grad_w1, w1.grad, msg="grad_w1 differs from the gradient that autograd finds")

    def test_by_hand(self):
        """The formulas do the work: they give the same where autograd is switched off."""
        inputs = torch.ones(2, 3), torch.ones(2, 1), torch.ones(3, 2), torch.ones(2, 1)
        autograd.tensor_gradients(*inputs)
        try:
            with torch.inference_mode():
                autograd.tensor_gradients(*inputs)
        except RuntimeError:
            raise AssertionError("tensor_gradients uses autograd; work the gradients out by hand") from None


class Test_train_two_layer:
    def test_one_step(self):
        """One step by hand: y_pred = 2, so w1's gradient is 2 · 1 · 2 and w2's is 2 · 1 · 1."""
        w1, w2 = torch.tensor([[1.0]], requires_grad=True), torch.tensor([[2.0]], requires_grad=True)
        losses = autograd.train_two_layer(torch.ones(1, 1), torch.ones(1, 1), w1, w2, 0.125, 1)
        assert losses == [1.0], f"the losses should be [1.0], the loss before the update; they are {losses}"
        assert isinstance(losses[0], float), f"a loss in the list should be a float, and it is a {type(losses[0]).__name__}"
        told = f"one step should bring the caller's w1 to 0.5 and w2 to 1.75; they are {w1.item()} and {w2.item()}"
        assert (w1.item(), w2.item()) == (0.5, 1.75), told

    def test_second_step(self):
        """Each step goes by the gradient of its own loss alone."""
        w1, w2 = torch.tensor([[1.0]], requires_grad=True), torch.tensor([[2.0]], requires_grad=True)
        autograd.train_two_layer(torch.ones(1, 1), torch.ones(1, 1), w1, w2, 0.125, 2)
        told = "the second step should go by the second gradient alone, to w1 = 0.5547 and w2 = 1.7656"
        moved = w1.item(), w2.item()
        assert moved == (0.5546875, 1.765625), f"{told}; they are {moved[0]:.4f} and {moved[1]:.4f}"

    def test_loss_falls(self):
        """Fifty small steps make the loss much smaller, and leave w1 and w2 leaves that require grad."""
        torch.manual_seed(0)
        x, y, w1, w2 = torch.randn(8, 5), torch.randn(8, 3), leaf(5, 20), leaf(20, 3)
        losses = autograd.train_two_layer(x, y, w1, w2, 1e-3, 50)
        assert len(losses) == 50, f"50 steps should give 50 losses, and they gave {len(losses)}"
        fallen = f"it went from {losses[0]:.3g} to {losses[-1]:.3g}"
        assert losses[-1] < losses[0] / 10, f"after 50 steps the loss should be below a tenth of what it was; {fallen}"
        for name, w in (("w1", w1), ("w2", w2)):
            assert w.is_leaf and w.requires_grad, f"{name} should still be a leaf that requires grad, and it is not"


class TestMyReLU:
    def test_forward(self):
        """Negative entries become 0, the others stay."""
        y = autograd.MyReLU.apply(torch.tensor([[-1.0, 2.0], [3.0, -4.0]]))
        torch.testing.assert_close(y, torch.tensor([[0.0, 2.0], [3.0, 0.0]]))

    def test_backward(self):
        """The gradient passes where x was positive, whatever its sign."""
        x = torch.tensor([-1.0, 2.0, 3.0], requires_grad=True)
        autograd.MyReLU.apply(x).backward(torch.tensor([10.0, -20.0, 30.0]))
        torch.testing.assert_close(x.grad, torch.tensor([0.0, -20.0, 30.0]))

    def test_gradcheck(self):
        """The backward pass agrees with finite differences of the forward pass."""
        x = torch.tensor([[-1.5, 0.5, 2.0], [0.7, -0.3, -2.0]], dtype=torch.float64, requires_grad=True)
        agrees = torch.autograd.gradcheck(autograd.MyReLU.apply, (x,), raise_exception=False)
        assert agrees, "backward should give the slope that forward has, measured by finite differences; it gives another"

    def test_is_a_function_of_its_own(self):
        """MyReLU is a torch.autograd.Function, and what it returns remembers that."""
        y = autograd.MyReLU.apply(torch.ones(2, requires_grad=True))
        assert issubclass(autograd.MyReLU, torch.autograd.Function), "MyReLU should be a torch.autograd.Function"
        node = type(y.grad_fn).__name__
        assert node == "MyReLUBackward", f"the result's grad_fn is {node}: another operation made it, not MyReLU"
