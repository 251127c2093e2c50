"""Assignment 02: autograd. PyTorch writes down what you compute and works the gradients out for you.

Replace every `raise NotImplementedError()` by your own code. The docstrings say what each function gets and gives back.
"""

import torch


def quadratic_gradient(x):
    """The gradient of a small expression with respect to its input.

    With y = x + 2, z = 3 y² (element by element) and out = the mean of all elements of z, return d out / d x.

    x: a floating-point tensor of any shape. It may require grad already or not, it may be the result of other
        operations, and it may carry a `.grad` from earlier. Whatever it is, the caller gets x back as it was: the
        same values, the same `requires_grad`, the same `.grad`.
    Returns: a tensor of x's shape and dtype.

    >>> quadratic_gradient(torch.tensor([0.0, 1.0]))
    tensor([6., 9.])
    """
    ### BEGIN SOLUTION
    leaf = x.detach().clone().requires_grad_()
    out = (3 * (leaf + 2) ** 2).mean()
    out.backward()
    return leaf.grad
    ### END SOLUTION


def linear_gradients(x, w, b):
    """The three gradients of y = w x + b.

    x, w, b: tensors of shape () that require grad. A second call with the same three tensors gives the same answer as
        the first, also if they carry a `.grad` from earlier.
    Returns: (dx, dw, db), the derivatives of y with respect to x, w and b, in this order; each a tensor of shape ().

    >>> x, w, b = (torch.tensor(value, requires_grad=True) for value in (1.0, 2.0, 3.0))
    >>> linear_gradients(x, w, b)
    (tensor(2.), tensor(1.), tensor(1.))
    """
    ### BEGIN SOLUTION
    return torch.autograd.grad(w * x + b, (x, w, b))
    ### END SOLUTION


def vector_jacobian_product(f, x, v):
    """The product of a vector and a Jacobian matrix, vᵀ J, which is what autograd computes at every step.

    f: a differentiable function from a tensor of x's shape to a tensor; its output may have another shape than x, more
        or fewer elements, or more axes.
    x: a floating-point tensor. It may require grad already or not, and it may carry a `.grad` from earlier, which has
        nothing to do with this result.
    v: a tensor of f(x)'s shape.
    Returns: a tensor of x's shape. Its entry i is d f(x)_j / d x_i, weighted by v_j and added up over every output j.

    >>> f = lambda x: torch.stack([x[0] * x[1], x[0], 3 * x[1]])
    >>> vector_jacobian_product(f, torch.tensor([5.0, 7.0]), torch.tensor([1.0, 10.0, 100.0]))
    tensor([ 17., 305.])
    """
    ### BEGIN SOLUTION
    leaf = x.detach().clone().requires_grad_()
    (product,) = torch.autograd.grad(f(leaf), leaf, grad_outputs=v)
    return product
    ### END SOLUTION


def gradient_per_batch(loss_fn, w, batches):
    """One gradient for each batch, by itself.

    loss_fn: `loss_fn(w, batch)` is a tensor of shape (), the loss of one batch.
    w: a leaf tensor that requires grad. Its `.grad` is None, or what some earlier computation left there.
    batches: a list.
    Returns: a list with one tensor of w's shape per batch, in the order of the batches. Each is the gradient of that
        batch's loss alone with respect to w, and all of them are right when the function returns. w keeps its values and
        still requires grad.

    >>> w = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> batches = [torch.tensor([3.0, 4.0]), torch.tensor([5.0, 6.0])]
    >>> gradient_per_batch(lambda w, batch: (w * batch).sum(), w, batches)
    [tensor([3., 4.]), tensor([5., 6.])]
    """
    ### BEGIN SOLUTION
    gradients = []
    for batch in batches:
        w.grad = None
        loss_fn(w, batch).backward()
        gradients.append(w.grad)
    return gradients
    ### END SOLUTION


def graph_operations(t):
    """The operations that autograd wrote down for a tensor.

    t: a tensor. `t.grad_fn` is the node of the operation that made it, and each node's `next_functions` lead on towards
        the leaves. An entry there may be None in place of a node, where an input needs no gradient.
    Returns: a set of str, the names of the types of all nodes that can be reached from `t.grad_fn`, this one and the
        `AccumulateGrad` nodes at the leaves included. A tensor without a `grad_fn` gives the empty set.

    >>> x = torch.ones(2, requires_grad=True)
    >>> sorted(graph_operations((x + 2).mean()))
    ['AccumulateGrad', 'AddBackward0', 'MeanBackward0']
    """
    ### BEGIN SOLUTION
    seen, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        waiting.extend(following for following, _ in node.next_functions)
    return {type(node).__name__ for node in seen}
    ### END SOLUTION


def tensor_gradients(x, y, w1, w2):
    """The gradients of a two-layer ReLU network, worked out by hand with torch tensors.

    The network is the one of assignment 01: h = x @ w1, y_pred = relu(h) @ w2, and the loss is the sum of
    (y_pred - y)² over all entries. Write the backward pass yourself: in this one exercise autograd (`backward`,
    `torch.autograd`, `torch.func`) is not allowed.

    x (N, D_in), y (N, D_out), w1 (D_in, H), w2 (H, D_out): tensors of one floating-point dtype, left as they are.
    Returns: (grad_w1, grad_w2), in the shapes of w1 and w2 and in the dtype of the arguments.

    >>> x, y = torch.tensor([[1.0, 2.0]]), torch.tensor([[0.0]])
    >>> w1, w2 = torch.tensor([[1.0, -1.0], [1.0, -1.0]]), torch.tensor([[2.0], [4.0]])
    >>> grad_w1, grad_w2 = tensor_gradients(x, y, w1, w2)
    >>> grad_w1
    tensor([[24.,  0.],
            [48.,  0.]])
    >>> grad_w2
    tensor([[36.],
            [ 0.]])
    """
    ### BEGIN SOLUTION
    h = x @ w1
    h_relu = torch.relu(h)
    grad_y_pred = 2 * (h_relu @ w2 - y)
    grad_h = torch.where(h > 0, grad_y_pred @ w2.T, 0.0)
    return x.T @ grad_h, h_relu.T @ grad_y_pred
    ### END SOLUTION


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    """Train the same network by gradient descent, with autograd for the gradients.

    x (N, D_in), y (N, D_out): data, left as they are.
    w1 (D_in, H), w2 (H, D_out): leaf tensors that require grad, with `.grad` None. They are trained in place: after the
        call the caller's own two tensors hold the trained weights, and they are still leaves that require grad. (What
        their `.grad` holds then is up to you; a second call with the same two tensors trains on.)
    In each of the `steps` steps the loss is the sum of (relu(x @ w1) @ w2 - y)² over all entries, and both weights
    move by `learning_rate` times their gradient of this loss, downhill.
    Returns: a list of `steps` Python floats; number t is the loss before update t.

    >>> w1, w2 = torch.tensor([[1.0]], requires_grad=True), torch.tensor([[2.0]], requires_grad=True)
    >>> train_two_layer(torch.tensor([[1.0]]), torch.tensor([[1.0]]), w1, w2, learning_rate=0.125, steps=2)
    [1.0, 0.015625]
    >>> w1.requires_grad, w2.shape
    (True, torch.Size([1, 1]))
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for w in (w1, w2):
                w -= learning_rate * w.grad
                w.grad = None
    return losses
    ### END SOLUTION


class MyReLU(torch.autograd.Function):
    """ReLU as an operation of your own, with its forward and its backward pass. Call it as `MyReLU.apply(x)`.

    It works on a floating-point tensor of any shape, changes no tensor that it is given, and can be used several times
    in one graph.

    >>> x = torch.tensor([-1.0, 2.0, 3.0], requires_grad=True)
    >>> y = MyReLU.apply(x)
    >>> y.detach()
    tensor([0., 2., 3.])
    >>> y.backward(torch.tensor([10.0, -20.0, 30.0]))
    >>> x.grad
    tensor([  0., -20.,  30.])
    """

    @staticmethod
    def forward(ctx, x):
        """x with its negative entries replaced by 0. What backward needs later is kept with the help of ctx."""
        ### BEGIN SOLUTION
        y = x.clamp(min=0)
        ctx.save_for_backward(y)
        return y
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad_output):
        """The gradient of the loss with respect to x, from grad_output, its gradient with respect to the output."""
        ### BEGIN SOLUTION
        (y,) = ctx.saved_tensors
        return grad_output * (y > 0)
        ### END SOLUTION
