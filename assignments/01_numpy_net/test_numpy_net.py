"""Visible tests of assignment 01. They are for debugging: run `pytest -k relu`, and read the first failure."""
import numpy as np
import numpy_net


def assert_without_torch(function):
    """Fail if the function's own code names torch, by whatever name the file imported it."""
    code = getattr(function, "__code__", None)  # which a function of NumPy's own has not
    names = code.co_names if code else ()
    modules = [getattr(vars(numpy_net).get(name), "__name__", name) for name in names]
    assert "torch" not in modules, f"{function.__name__} uses torch; NumPy can do all of it, and torch comes in the next assignment"


class Test_relu:
    def test_cuts_negative_entries_only(self):
        """Negative entries become 0, positive ones stay, large ones too."""
        seen = numpy_net.relu(np.array([[-2.0, 0.5, 30.0], [4.0, -0.1, 0.0]]))
        np.testing.assert_allclose(seen, [[0.0, 0.5, 30.0], [4.0, 0.0, 0.0]])

    def test_leaves_its_input_alone(self):
        """The array that is passed in keeps its negative entries."""
        values = np.array([[-1.0, 2.0]])
        numpy_net.relu(values)
        assert values.tolist() == [[-1.0, 2.0]], f"relu changed the array that was passed in: it is {values.tolist()} now"

    def test_without_torch(self):
        """NumPy does the work."""
        numpy_net.relu(np.ones((1, 2)))
        assert_without_torch(numpy_net.relu)


class Test_forward:
    x = np.array([[1.0, 2.0, -1.0], [0.0, 1.0, 3.0]])
    w1 = np.array([[1.0, -2.0], [0.0, 1.0], [2.0, 1.0]])
    w2 = np.array([[1.0, -1.0, 0.5], [2.0, 3.0, -4.0]])

    def test_returns_three_arrays(self):
        """The result is h, h_relu and y_pred, with shapes (N, H), (N, H) and (N, D_out)."""
        result = numpy_net.forward(self.x, self.w1, self.w2)
        several = isinstance(result, (tuple, list))
        assert several, f"forward should return three arrays, h, h_relu and y_pred; it returned one {type(result).__name__}"
        assert len(result) == 3, f"forward should return three arrays, h, h_relu and y_pred; it returned {len(result)}"
        shapes = [array.shape for array in result]
        wanted = [(2, 2), (2, 2), (2, 3)]
        assert shapes == wanted, f"h, h_relu and y_pred should have the shapes {wanted}, they have {shapes}"

    def test_h_is_before_the_relu(self):
        """h keeps its negative entries; h_relu does not have them."""
        h, h_relu, _ = numpy_net.forward(self.x, self.w1, self.w2)
        np.testing.assert_allclose(h, [[-1.0, -1.0], [6.0, 4.0]])
        np.testing.assert_allclose(h_relu, [[0.0, 0.0], [6.0, 4.0]])

    def test_the_output_may_be_negative(self):
        """y_pred is h_relu times w2, and nothing is cut there."""
        _, _, y_pred = numpy_net.forward(self.x, self.w1, self.w2)
        np.testing.assert_allclose(y_pred, [[0.0, 0.0, 0.0], [14.0, 6.0, -13.0]])

    def test_without_torch(self):
        """NumPy does the work."""
        numpy_net.forward(self.x, self.w1, self.w2)
        assert_without_torch(numpy_net.forward)


class Test_squared_error:
    def test_sums_the_squares(self):
        """Every difference is squared, and all squares are added."""
        loss = numpy_net.squared_error(np.array([[1.0, -2.0, 0.0]]), np.array([[3.0, 1.0, 0.5]]))
        np.testing.assert_allclose(loss, 13.25)

    def test_is_one_number(self):
        """A batch of several examples and outputs still gives one number."""
        loss = numpy_net.squared_error(np.ones((4, 3)), np.zeros((4, 3)))
        assert np.ndim(loss) == 0, f"the loss has the shape {np.shape(loss)}; it should be one number"
        np.testing.assert_allclose(loss, 12.0)

    def test_without_torch(self):
        """NumPy does the work."""
        numpy_net.squared_error(np.ones((1, 2)), np.zeros((1, 2)))
        assert_without_torch(numpy_net.squared_error)


class Test_backward:
    """Two examples, three inputs, two hidden units, one output. The second hidden unit is off for the first example."""

    x = np.array([[1.0, 2.0, -1.0], [0.0, 1.0, 3.0]])
    y = np.array([[1.0], [20.0]])
    w2 = np.array([[2.0], [-1.0]])
    h = np.array([[3.0, -2.0], [5.0, 4.0]])
    h_relu = np.array([[3.0, 0.0], [5.0, 4.0]])
    y_pred = np.array([[6.0], [6.0]])

    def test_gradients_have_the_shapes_of_the_weights(self):
        """grad_w1 is (D_in, H), grad_w2 is (H, D_out)."""
        grad_w1, grad_w2 = numpy_net.backward(self.x, self.y, self.w2, self.h, self.h_relu, self.y_pred)
        assert grad_w1.shape == (3, 2), f"grad_w1 should have the shape of w1, (3, 2); it has {grad_w1.shape}"
        assert grad_w2.shape == (2, 1), f"grad_w2 should have the shape of w2, (2, 1); it has {grad_w2.shape}"

    def test_gradient_of_w2(self):
        """Half of the way back: the loss, then the last matrix product."""
        _, grad_w2 = numpy_net.backward(self.x, self.y, self.w2, self.h, self.h_relu, self.y_pred)
        np.testing.assert_allclose(grad_w2, [[-110.0], [-112.0]])

    def test_gradient_of_w1(self):
        """All the way back, through the ReLU."""
        grad_w1, _ = numpy_net.backward(self.x, self.y, self.w2, self.h, self.h_relu, self.y_pred)
        np.testing.assert_allclose(grad_w1, [[20.0, 0.0], [-16.0, 28.0], [-188.0, 84.0]])

    def test_leaves_its_arguments_alone(self):
        """The arrays that are passed in are the same afterwards."""
        arguments = [self.x, self.y, self.w2, self.h, self.h_relu, self.y_pred]
        copies = [array.copy() for array in arguments]
        numpy_net.backward(*copies)
        for name, copy, array in zip(["x", "y", "w2", "h", "h_relu", "y_pred"], copies, arguments):
            np.testing.assert_allclose(copy, array, err_msg=f"backward changed {name}")

    def test_without_torch(self):
        """NumPy does the work."""
        numpy_net.backward(self.x, self.y, self.w2, self.h, self.h_relu, self.y_pred)
        assert_without_torch(numpy_net.backward)


class Test_numerical_gradient:
    def test_of_a_polynomial(self):
        """w[0, 0] cubed plus a product: the gradient is known on paper."""

        def f(w):
            return w[0, 0] ** 3 + w[0, 1] * w[1, 0]

        seen = numpy_net.numerical_gradient(f, np.array([[2.0, 5.0], [-3.0, 1.0]]))
        np.testing.assert_allclose(seen, [[12.0, -3.0], [5.0, 0.0]], atol=1e-4)

    def test_looks_both_ways(self):
        """A wide step on w squared is still exact, as the errors of both sides cancel."""
        seen = numpy_net.numerical_gradient(lambda w: (w**2).sum(), np.array([[1.0, -4.0]]), 0.5)
        np.testing.assert_allclose(seen, [[2.0, -8.0]])

    def test_puts_w_back(self):
        """w holds its old values afterwards."""
        w = np.array([[1.0, 2.0, 3.0]])
        numpy_net.numerical_gradient(lambda w: w.sum(), w, 0.1)
        np.testing.assert_allclose(w, [[1.0, 2.0, 3.0]], err_msg="numerical_gradient left w changed")

    def test_integers(self):
        """An array of integers has a gradient too, and it is not rounded."""
        seen = numpy_net.numerical_gradient(lambda w: 0.25 * (w**2).sum(), np.array([[1, 3]]))
        np.testing.assert_allclose(seen, [[0.5, 1.5]], atol=1e-4)

    def test_without_torch(self):
        """NumPy does the work."""
        numpy_net.numerical_gradient(lambda w: w.sum(), np.ones((1, 2)))
        assert_without_torch(numpy_net.numerical_gradient)


class Test_train:
    """These tests use your forward, squared_error and backward: write those first."""

    x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -1.0]])
    y = np.array([[1.0], [2.0], [-1.0]])
    w1 = np.array([[1.0, -1.0, 2.0], [1.0, 1.0, -0.5]])
    w2 = np.array([[1.0], [-0.5], [2.0]])

    def test_one_step(self):
        """One update moves both weights against their gradients."""
        w1, w2, _ = numpy_net.train(self.x, self.y, self.w1, self.w2, 0.1, 1)
        np.testing.assert_allclose(w1, [[0.3, -0.375, -0.2], [-0.4, 1.5625, -1.7]])
        np.testing.assert_allclose(w2, [[-1.1], [-0.375], [0.1]])

    def test_one_loss_per_step(self):
        """losses[0] is the loss of the weights that were passed in; there are as many losses as steps."""
        _, _, losses = numpy_net.train(self.x, self.y, self.w1, self.w2, 0.01, 7)
        assert len(losses) == 7, f"7 steps should give 7 losses, and they gave {len(losses)}"
        np.testing.assert_allclose(losses[0], 35.8125)

    def test_the_loss_falls(self):
        """After some hundred small steps the loss is a small part of what it was."""
        _, _, losses = numpy_net.train(self.x, self.y, self.w1, self.w2, 0.01, 300)
        fallen = f"it went from {losses[0]:.3g} to {losses[-1]:.3g}"
        assert losses[-1] < losses[0] / 10, f"after 300 steps the loss should be below a tenth of what it was; {fallen}"

    def test_leaves_the_weights_alone(self):
        """The caller's weights are what they were before the call; the trained ones are new arrays."""
        w1, w2 = self.w1.copy(), self.w2.copy()
        numpy_net.train(self.x, self.y, w1, w2, 0.1, 2)
        np.testing.assert_allclose(w1, self.w1, err_msg="train changed the w1 that was passed in")
        np.testing.assert_allclose(w2, self.w2, err_msg="train changed the w2 that was passed in")

    def test_without_torch(self):
        """NumPy does the work."""
        numpy_net.train(self.x, self.y, self.w1, self.w2, 0.1, 1)
        assert_without_torch(numpy_net.train)
