"""Hidden graders of blocks.py.

No check relies on the name of an attribute: a probe fills whatever parameters a network has with numbers that were
drawn for this check, returns them, and the judge tells them apart by their shapes and computes what should come out.
"""
import copy
import itertools
import math

import pytest
import torch
from torch import nn

from torchkata.grading import (
    addresses,
    assert_matches,
    assert_that,
    described,
    edge,
    in_common,
    misconception,
    once,
    other_activations,
    presuppose,
    probe,
)

NOISE = 9973


def nearest(seen, *candidates, rtol=1e-4, atol=1e-5):
    """The candidate that `seen` equals, or else the first: one mistake may be written in several ways."""
    for candidate in candidates:
        alike = isinstance(seen, torch.Tensor) and seen.shape == candidate.shape and seen.dtype == candidate.dtype
        if alike and torch.allclose(seen, candidate, rtol, atol):
            return candidate
    return candidates[0]


no_return = misconception(
    "no-return",
    "A function that ends without a return, also in one of its branches, gives None. Look at its last line.", keeps=0.15)


def is_result(y, what):
    """What every check of values asks first: that something came back."""
    assert_that(y is not None, f"{what} is None; a tensor is expected.", no_return)


def values_first(right, what):
    """What a check of gradients presupposes: its message would only repeat what another one says."""
    presuppose(right, f"{what} does not have the right values, so its gradients cannot be judged yet.")


gradient_cut = misconception(
    "gradient-cut",
    "The values are right, but a part of the computation is cut off from autograd. Look for .data, detach(), item() or "
    "no_grad.")

layers_shared = misconception(
    "layers-shared",
    "Training one of them would change the other. Each needs layers of its own: make them inside of __init__.", keeps=0.6)


@probe
def held_parameters(net):
    """Its parameters by name, also those of layers in a plain list or dict, which the net itself does not know."""
    found = dict(net.named_parameters())
    known = {id(p) for p in found.values()}
    for name, value in vars(net).items():
        items = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else []
        for i, layer in enumerate(items):
            for inner, p in layer.named_parameters() if isinstance(layer, nn.Module) else []:
                if id(p) not in known:
                    found[f"{name}.{i}.{inner}"] = p
    return found


@probe
def blocks_in_common(student, name):
    """How many parameters two new networks share."""
    student.blocks.MySequential = nn.Sequential  # a right one, in case this network builds on it
    return in_common(student, name)


@probe
def fill(net, noise, scale=1.0):
    """Replace the parameters' values, scaled so that signals keep their size; return them by name."""
    start, parameters = 0, held_parameters(net)
    with torch.no_grad():
        for parameter in parameters.values():
            index = (start + torch.arange(parameter.numel())) % noise.numel()
            start += parameter.numel()
            fan_in = parameter[0].numel() if parameter.dim() > 1 else 1
            parameter.copy_(noise[index].reshape(parameter.shape) * scale / fan_in ** 0.5)
    return {name: parameter.detach().clone() for name, parameter in parameters.items()}


@probe
def transposed(tensor):
    """A tensor with these values that lies in memory in another order, so that it has no flat view."""
    return tensor.mT.contiguous().mT


@probe
def run_filled(student, name, x, cotangent, noise, mode=True):
    """A network with other numbers in its parameters: what it computes, twice, and its gradients.

    "parameters" are those that the network knows, "held" also those that it hides in a list.
    """
    x = transposed(x) if x.dim() == 3 else x
    student.blocks.MySequential = nn.Sequential  # a right one, in case this network builds on it
    net = getattr(student, name)()
    net.train(mode)
    at_first = [n for n, _ in net.named_parameters()]
    net(x)  # a lazy layer gets its parameters now
    held = fill(net, noise)
    for parameter in held_parameters(net).values():
        parameter.grad = None
    y = net(x)
    known = dict(net.named_parameters())
    seen = {"at first": at_first, "held": held, "y": y, "again": net(x), "grads": {}}
    alike = []
    for twice in x, x + 1:  # with the same random numbers, so that only what is computed from x differs
        torch.manual_seed(0)
        alike.append(net(twice))
    seen["uses X"] = all(isinstance(each, torch.Tensor) for each in alike) and not torch.equal(*alike)
    seen["parameters"] = {n: p for n, p in held.items() if n in known}
    seen["replaced"] = [n for n, p in net.named_parameters() if n not in held or not torch.equal(p, held[n])]
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
        seen["grads"] = {n: p.grad for n, p in held_parameters(net).items()}
    return seen


def have_nothing_in_common(student, name):
    common = student(blocks_in_common, name)
    assert_that(not common, f"Two networks, each made by {name}(), have {common} tensors in common.", layers_shared)


def same(a, b):
    """Whether two results agree, whatever they are."""
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return a.shape == b.shape and a.dtype == b.dtype and torch.allclose(a, b, 1e-4, 1e-6, True)
    return type(a) is type(b) and a == b


def shapes_of(tensors):
    return sorted(tuple(t.shape) for t in tensors)


def linear_shapes(sizes):
    """The shapes of the parameters of linear layers with these sizes."""
    pairs = list(zip(sizes, sizes[1:]))
    return sorted([(after, before) for before, after in pairs] + [(after,) for _, after in pairs])


def chained(parameters, sizes):
    """Whether the weights lead from the first size to the last, over others than those between, and each has a bias."""
    weights = [p for p in parameters.values() if p.dim() == 2]
    ends = [weights[0].shape[1], *[len(w) for w in weights]] if weights else []
    fits = len(ends) == len(sizes) and all(b.shape[1] == len(a) for a, b in zip(weights, weights[1:]))
    biased = all(any(tuple(p.shape) == (len(w),) for p in parameters.values()) for w in weights)
    return fits and biased and ends[0] == sizes[0] and ends[-1] == sizes[-1]


def turned(tensor, shape):
    """The tensor in this shape, transposed where that is needed (the layer may be a MyLinear), or None."""
    if tuple(tensor.shape) == tuple(shape):
        return tensor
    return tensor.t() if tensor.dim() == 2 and tuple(tensor.shape[::-1]) == tuple(shape) else None


def fits(shapes, sizes):
    """Whether these are the shapes of linear layers with these sizes, in either orientation."""
    return sorted(map(sorted, shapes)) == sorted(map(sorted, linear_shapes(sizes)))


def linear_layers(seen, sizes, what):
    """(weight, bias) of each linear layer of a chain whose sizes are all different, found by shape.

    Layers of other sizes will do where they make a chain, and a bias that is missing is zero: what a network computes is judged
    by what it owns.
    """
    held = list(seen["held"].values())
    assert_that(held, f"{what} has no parameters at all.", layers_hidden if seen["uses X"] else None)

    def pick(*shape):
        return next((found for p in held if (found := turned(p, shape)) is not None), None)

    weights = [pick(after, before) for before, after in zip(sizes, sizes[1:])]
    if any(weight is None for weight in weights):
        weights = [p for p in held if p.dim() == 2]
        ends = [sizes[0], *[len(weight) for weight in weights]], [*[w.shape[1] for w in weights], sizes[-1]]
        presuppose(len(weights) == len(sizes) - 1 and ends[0] == ends[1],
                   f"{what} should own linear layers with the sizes {' -> '.join(map(str, sizes))}; its parameters have "
                   f"the shapes {shapes_of(held)}.")
    biases = [pick(len(weight)) for weight in weights]
    return [(weight, torch.zeros(len(weight)) if bias is None else bias) for weight, bias in zip(weights, biases)]


def chain(x, layers, relu_after, activation=torch.relu):
    """Linear layers one after another, with a ReLU (or another activation) after some of them."""
    for i, (weight, bias) in enumerate(layers):
        x = x @ weight.t() + bias
        x = activation(x) if i in relu_after else x
    return x


OTHERS = other_activations()


def by_other_activation(seen, x, layers, positions):
    """What the chain gives with another activation: the one that fits, or any."""
    return nearest(seen, *[chain(x, layers, positions, activation) for activation in OTHERS])


def check_gradients(seen, x, cotangent, sizes, relu_after, what):
    """Every weight and bias has the gradient that autograd finds for the formula."""
    is_result(seen["y"], f"{what}(X)")
    is_lasting(seen, sizes, what)
    layers = linear_layers(seen, sizes, what)
    values_first(same(seen["y"], chain(x, layers, relu_after)), f"{what}(X)")
    leaves = [(weight.requires_grad_(), bias.requires_grad_()) for weight, bias in layers]
    loss = (chain(x, leaves, relu_after) * cotangent).sum()
    expected = torch.autograd.grad(loss, [p for layer in leaves for p in layer])
    held = shapes_of(seen["held"].values())
    for gradient in expected:
        if tuple(gradient.shape) not in held:
            continue  # of a bias that is missing
        own = [turned(g, gradient.shape) for g in seen["grads"].values() if g is not None]
        own = [g for g in own if g is not None]
        shape = tuple(gradient.shape)
        assert_that(own, f"After {what}(X) and backward there is no gradient for the parameter of shape {shape}.",
                    gradient_cut)
        assert_matches(own[0], gradient, f"{what}'s gradient for the parameter of shape {shape}")


# ---- MLP -------------------------------------------------------------------------------------------------------------

no_activation = misconception(
    "no-activation",
    "This is the result without a ReLU between the linear layers. Two linear functions in a row are just one linear "
    "function.")
activation_on_output = misconception(
    "activation-on-output",
    "This is the result with a ReLU after the last linear layer: no output is negative. Nothing should follow that layer.")
other_activation = misconception(
    "other-activation", "This is the result with another activation function than the ReLU that the exercise asks for.")
layers_made_in_forward = misconception(
    "layers-made-in-forward",
    "Layers that are made in forward are not known to an optimizer that was made before. Make them once, in __init__.", keeps=0.5)
one_axis_fails = misconception(
    "one-axis-fails", "X may have any number of axes before the last one, also none: then there is one row, and no axis for it.",
    keeps=0.6)
layers_hidden = misconception(
    "layers-hidden",
    "A module registers the layers that are assigned to its attributes in __init__, but not those in a plain list or dict.")

MLP_SIZES = [20, 256, 10]


def is_lasting(seen, sizes, what):
    """The same X gives the same result again."""
    late = seen["uses X"] and (seen["replaced"] or len(seen["at first"]) < 2 * (len(sizes) - 1))
    assert_that(same(seen["y"], seen["again"]), f"{what}(X) gave two different results for the same X"
                f"{'.' if late else ': look for random numbers in forward, such as dropout.'}",
                layers_made_in_forward if late else None)


def check_values(seen, x, sizes, what, mistakes):
    """What the network computes is what its formula gives; `mistakes` maps each mistake to ReLU positions."""
    is_result(seen["y"], f"{what}(X)")
    is_lasting(seen, sizes, what)
    layers = linear_layers(seen, sizes, what)
    hidden = range(len(layers) - 1)
    assert_matches(seen["y"], chain(x, layers, hidden), f"{what}(X) with X of shape {tuple(x.shape)}", lambda: {
        **{mistake: nearest(seen["y"], *[chain(x, layers, positions) for positions in options])
           for mistake, options in mistakes.items()},
        other_activation: by_other_activation(seen["y"], x, layers, hidden)})


def judge_vector(student, name, sizes, mistakes):
    """X with one axis only is an edge of the matrix."""
    def judge(*shape):
        x = 4 * torch.randn(*shape, sizes[0])
        seen = student(run_filled, name, x, torch.randn(*shape, sizes[-1]), torch.randn(NOISE), False)
        check_values(seen, x, sizes, f"{name}()", mistakes)

    with edge(one_axis_fails, lambda: judge(6)):
        judge()


@pytest.mark.exercise("MLP")
class TestMLP:
    MISTAKES = {no_activation: [()], activation_on_output: [(0, 1), (1,)]}

    @pytest.mark.criterion("layers")
    def test_layers(self, student):
        """The two linear layers belong to the module from its construction on."""
        seen = student(run_filled, "MLP", torch.randn(3, 20), torch.randn(3, 10), torch.randn(NOISE))
        late = seen["parameters"] or not same(seen["y"], seen["again"])
        mistake = layers_made_in_forward.keeping(0.0) if late else layers_hidden
        assert_that(seen["at first"], "MLP() has no parameters when it is new.", mistake if seen["uses X"] else None)
        seen_shapes = shapes_of(seen["parameters"].values())
        assert_that(fits(seen_shapes, MLP_SIZES), f"MLP() should own two linear layers, 20 -> 256 and 256 "
                    f"-> 10; its parameters have the shapes {seen_shapes}.")
        assert_that(len(seen["at first"]) == 4, f"When it is new MLP() has {len(seen['at first'])} parameters, and "
                    "later 4.", layers_made_in_forward.keeping(0.0))
        have_nothing_in_common(student, "MLP")

    @pytest.mark.criterion("relu")
    def test_matrix(self, student):
        """The result for a matrix: linear, ReLU, linear."""
        x = 4 * torch.randn(6, 20)  # large numbers too: a ReLU has no upper end
        seen = student(run_filled, "MLP", x, torch.randn(6, 10), torch.randn(NOISE), False)
        check_values(seen, x, MLP_SIZES, "MLP()", {no_activation: [()], activation_on_output.keeping(0.4): [(0, 1)],
                                                   activation_on_output: [(1,)]})

    @pytest.mark.criterion("result")
    @pytest.mark.parametrize("shape", [(1, 3, 20), (2, 3, 20)], ids=str)
    def test_values(self, student, shape):
        """The result for X with more axes: what the last linear layer gives for each row."""
        x = 4 * torch.randn(shape)
        seen = student(run_filled, "MLP", x, torch.randn(*shape[:-1], 10), torch.randn(NOISE))
        check_values(seen, x, MLP_SIZES, "MLP()", self.MISTAKES)

    @pytest.mark.criterion("result")
    def test_vector(self, student):
        """The result for X with no other axis than the last one."""
        judge_vector(student, "MLP", MLP_SIZES, self.MISTAKES)

    @pytest.mark.criterion("result")
    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        x, cotangent = torch.randn(5, 20), torch.randn(5, 10)
        seen = student(run_filled, "MLP", x, cotangent, torch.randn(NOISE), False)
        check_gradients(seen, x, cotangent, MLP_SIZES, (0,), "MLP()")


# ---- MySequential ----------------------------------------------------------------------------------------------------

keyed_by_module = misconception(
    "keyed-by-module",
    "Modules were registered under keys that are not strings, such as the modules themselves. Every module needs a str as "
    "its name.")
plain_list = misconception(
    "plain-list",
    "They are kept where PyTorch does not look, such as in a plain list, tuple or dict. Only registered modules are "
    "trained, saved and switched by eval().")
method_hidden = misconception(
    "plain-list",
    "An attribute has the name of a method of nn.Module and hides it; choose another name. The modules have to be registered.")
nothing_ran = misconception("nothing-ran", "This is X as it was passed in: no module ran.")
one_left_out = misconception("one-left-out", "One of the modules did not run.")
inner_runs_again = misconception(
    "inner-runs-again",
    "The modules inside a network that was passed in ran by themselves, too: modules() goes into all of them, children() does not.")
used_twice_runs_once = misconception(
    "used-twice-runs-once",
    "A module that is passed in twice ran only once. Tell the places apart by their position: children(), modules(), sets "
    "and dict keys leave repetitions out.")
reversed_order = misconception("reversed", "The modules ran from the last to the first.")
last_only = misconception(
    "last-only",
    "This is what the last module alone makes of X. Every module should get the result of the module before it.")
first_only = misconception(
    "first-only",
    "This is the result of the first module alone: forward returned before the others ran. Look at the place of the return.")
keyed_by_type = misconception(
    "keyed-by-type",
    "Modules of the same type have the same name here, and the later one replaced the earlier one. Every position needs its"
    " own name.")
names_by_object = misconception(
    "names-by-object",
    "The names change from one network to the next, so that a saved state can never be loaded. A name should follow from "
    "the position.")
repeat_copied = misconception(
    "repeat-copied",
    "In training the copy would go its own way. A module that is passed in twice is one module with one set of parameters.",
    keeps=0.6)
modules_copied = misconception(
    "modules-copied",
    "The network holds copies. The modules themselves should be registered, since they are trained and switched from "
    "outside as well.")
sorted_names = misconception(
    "sorted-names",
    "From the tenth module on the order is wrong: names are sorted as text, where 10 comes before 2. Keep the order in "
    "which the modules were passed in.")


@probe
def make_modules(weights, biases, sequence):
    """Linear layers with these values, and their order: -1 stands for a tanh, -2 for one of a class that nobody else knows."""
    class Wave(nn.Module):
        def forward(self, X):
            return X.tanh()

    linears = []
    with torch.no_grad():
        for weight, bias in zip(weights, biases):
            linears.append(nn.Linear(weight.shape[1], weight.shape[0]))
            linears[-1].weight.copy_(weight)
            linears[-1].bias.copy_(bias)
    return [linears[i] if i >= 0 else nn.Tanh() if i == -1 else Wave() for i in sequence]


@probe
def sequential_forward(student, weights, biases, sequence, x):
    return student.MySequential(*make_modules(weights, biases, sequence))(x)


@probe
def sequential_in_sequential(student, weights, biases, x):
    first, wave, second, third = make_modules(weights, biases, [0, -1, 1, 2])
    return student.MySequential(nn.Sequential(first, wave, second), third)(x)


@probe
def sequential_gradients(student, weights, biases, sequence, x, cotangent):
    modules = make_modules(weights, biases, sequence)
    y = student.MySequential(*modules)(x)
    if isinstance(y, torch.Tensor) and y.requires_grad:
        (y * cotangent).sum().backward()
    grads = [module.weight.grad for module in modules if isinstance(module, nn.Linear)]
    return {"y": y, "grads": grads, "elsewhere": isinstance(y, torch.Tensor) and y.requires_grad and not any(
        grad is not None for grad in grads)}


@probe
def sequential_state(student, weights, biases, sequence, x):
    """What the network says about its parameters, modules and state, each with the error where it fails."""
    modules = make_modules(weights, biases, sequence)
    net = student.MySequential(*modules)
    seen = {"errors": {}}

    def ask(name, question):
        try:
            seen[name] = question()
        except Exception as error:
            seen["errors"][name] = described(error)

    inside = {id(p): p for m in modules for p in m.parameters()}
    ask("parameters", lambda: [list(p.shape) for p in net.parameters()])
    ask("own parameters", lambda: sum(id(p) in inside for p in net.parameters()))
    ask("state_dict", lambda: list(net.state_dict().values()))
    ask("modules", lambda: [any(m is other for other in net.modules()) for m in modules])
    ask("types", lambda: [type(m).__name__ for m in net.modules()])
    ask("repr", lambda: repr(net))
    return seen


@probe
def sequential_reload(student, weights, biases, sequence, x):
    """The state of one network in another one with the same layers but other numbers."""
    first = student.MySequential(*make_modules(weights, biases, sequence))
    other = student.MySequential(*make_modules([w + 1 for w in weights], [b - 1 for b in biases], sequence))
    try:
        state = first.state_dict()
        other.load_state_dict({key: value.clone() for key, value in state.items()})
    except TypeError as error:
        return {"error": described(error)}
    except RuntimeError:
        return {"differ": True}
    seen = {"saved": [list(value.shape) for value in state.values()]}
    try:
        return seen | {"y": other(x), "first": first(x)}
    except Exception:
        return seen


@probe
def sequential_modes(student):
    """Whether train and eval reach the modules inside, also those of a network in a network."""
    dropout, norm, inner = nn.Dropout(0.5), nn.BatchNorm1d(3), nn.Dropout(0.1)
    net = student.MySequential(nn.Linear(3, 3), dropout, norm, student.MySequential(nn.Tanh(), inner))
    given = (dropout, norm, inner)
    seen = {"passed in": [], "inside": [], "known": 0}
    try:
        for mode in (False, True):
            net.train(mode)
            seen["passed in"].append([m.training for m in given])
            seen["inside"].append([m.training for m in net.modules()])
        seen["known"] = sum(any(m is other for other in net.modules()) for m in given)
    except Exception as error:
        seen["error"] = described(error)
    return seen


@probe
def mode_after_a_call(student):
    """The mode of modules that were put into eval mode one by one, after a call of the network."""
    given = nn.Dropout(0.5), nn.BatchNorm1d(3)
    net = student.MySequential(nn.Linear(3, 3), *given)
    for module in (net, *given):
        module.training = False
    return {"y": net(torch.randn(4, 3)), "training": [module.training for module in given]}


def sequence_of(linears, width=4):
    return torch.randn(linears, width, width) / 2 + torch.eye(width), torch.randn(linears, width)


def run_sequence(x, weights, biases, sequence):
    for i in sequence:
        x = x.tanh() if i < 0 else x @ weights[i].t() + biases[i]
    return x


def check_answered(error):
    """A network says which modules and parameters it has, in whatever way it is asked; `error` is what it raised, or None."""
    called = error and "not callable" in error
    mistake = method_hidden if called else keyed_by_module if error and error.startswith("TypeError") else plain_list
    assert_that(not error, f"MySequential(...) cannot list its modules and parameters: it raised {error}.", mistake)


def check_registered(some, mistake=plain_list):
    """Some of the modules are registered: where none is, that is told once, and not by each check in its own words."""
    assert_that(some or mistake is None, "None of the modules that were passed to MySequential is registered.", mistake)


@pytest.mark.exercise("MySequential")
class TestMySequential:
    @pytest.mark.criterion("order")
    def test_order(self, student):
        """The modules run in the order in which they were passed in, each on what the one before returned."""
        weights, biases = sequence_of(2)
        sequence, x = [0, -1, 1], torch.randn(3, 4)
        seen = student(sequential_forward, weights, biases, sequence, x)

        def result(order):
            return run_sequence(x, weights, biases, order)

        assert_matches(seen, result(sequence), "MySequential(linear, tanh, another_linear)(X)", {
            reversed_order: result([1, -1, 0]), last_only: result([1]), first_only: result([0]),
            keyed_by_type: result([1, -1]), nothing_ran: x, one_left_out: nearest(seen, result([-1, 1]), result([0, -1]))})

    @pytest.mark.criterion("run")
    def test_sizes(self, student):
        """Each module runs on what the one before returned, also where it changes the size."""
        weights, biases, x = [torch.randn(7, 5)], [torch.randn(7)], torch.randn(3, 5)
        seen = student(sequential_forward, weights, biases, [0, -1], x)
        assert_matches(seen, run_sequence(x, weights, biases, [0, -1]), "MySequential(linear, tanh)(X)",
                       {nothing_ran: x, first_only: run_sequence(x, weights, biases, [0]), last_only: x.tanh()})

    @pytest.mark.criterion("order")
    def test_twelve_modules(self, student):
        """The order holds for more than ten modules as well."""
        weights, biases = sequence_of(12)
        weights = weights / 1.5
        x, right = torch.randn(2, 4), list(range(12))
        seen = student(sequential_forward, weights, biases, right, x)
        by_text = sorted(right, key=str)
        assert_matches(seen, run_sequence(x, weights, biases, right), "MySequential(twelve linear layers)(X)", {
            sorted_names: run_sequence(x, weights, biases, by_text),
            reversed_order: run_sequence(x, weights, biases, right[::-1])})

    @pytest.mark.criterion("repeated")
    def test_used_twice(self, student):
        """A module that is passed in twice runs twice."""
        weights, biases = sequence_of(3)
        x = torch.randn(3, 4)
        seen = student(sequential_forward, weights, biases, [1, 0, -1, 0, 2], x)
        once = [run_sequence(x, weights, biases, order) for order in ([1, 0, -1, 2], [1, -1, 0, 2])]
        assert_matches(seen, run_sequence(x, weights, biases, [1, 0, -1, 0, 2]), "MySequential(a, b, tanh, b, c)(X)", {
            used_twice_runs_once: nearest(seen, *once)})

    @pytest.mark.criterion("run")
    def test_gradients(self, student):
        """A loss reaches the modules that were passed in."""
        weights, biases = sequence_of(1)
        x, cotangent = torch.randn(3, 4), torch.randn(3, 4)
        seen = student(sequential_gradients, weights, biases, [0, -1], x, cotangent)
        is_result(seen["y"], "MySequential(linear, tanh)(X)")
        leaf = weights[0].clone().requires_grad_()
        y = run_sequence(x, [leaf], biases, [0, -1])
        values_first(same(seen["y"], y.detach()), "MySequential(linear, tanh)(X)")
        if seen["elsewhere"]:
            return  # into copies of the modules, which is a matter of what is registered
        what = "gradient of linear's weight after MySequential(linear, tanh)(X) and backward"
        assert_that(seen["grads"][0] is not None, f"There is no {what}.", gradient_cut)
        assert_matches(seen["grads"][0], torch.autograd.grad((y * cotangent).sum(), leaf)[0], f"The {what}")

    @pytest.mark.criterion("run")
    def test_network_inside(self, student):
        """A network that is passed in runs as one module."""
        weights, biases = sequence_of(3)
        x = torch.randn(3, 4)
        seen = student(sequential_in_sequential, weights, biases, x)
        twice = run_sequence(x, weights, biases, [0, -1, 0, -1, 1, 2])
        assert_matches(seen, run_sequence(x, weights, biases, [0, -1, 1, 2]), "MySequential(nn.Sequential(a, tanh, b), c)(X)",
                       {inner_runs_again: nearest(seen, twice, run_sequence(x, weights, biases, [0, -1, 1, 0, -1, 1, 2]))})

    @pytest.mark.criterion("registered")
    def test_parameters(self, student):
        """parameters() has every parameter of the modules, each once."""
        weights, biases = [torch.randn(7, 5), torch.randn(5, 7)], [torch.randn(7), torch.randn(5)]
        seen = student(sequential_state, weights, biases, [0, -2, 1, 0], torch.randn(2, 5))
        check_answered(seen["errors"].get("parameters"))
        check_registered(seen["parameters"])
        expected = sorted([[7, 5], [7], [5, 7], [5]])
        own = seen["own parameters"]
        copied = modules_copied if own == 0 and len(seen["parameters"]) >= 4 else None
        check_registered(own, copied)
        again = own == 4 and sorted(seen["parameters"]) == sorted([*expected, [7, 5], [7]])
        assert_that(not again, "MySequential(a, tanh, b, a).parameters() has a's parameters twice, the second time as a copy.",
                    repeat_copied)
        assert_that(sorted(seen["parameters"]) == expected, "MySequential(a, tanh, b, a).parameters() should have "
                    "the weight and bias of a and of b, and nothing else; it has the shapes "
                    f"{[tuple(s) for s in seen['parameters']]}.")
        assert_that(own == 4, "MySequential(a, tanh, b, a).parameters() has the right shapes, but the parameters of a "
                    "and b are not all among them.")

    @pytest.mark.criterion("registered")
    def test_modules(self, student):
        """Every module that was passed in is among net.modules()."""
        weights, biases = sequence_of(2)
        seen = student(sequential_state, weights, biases, [0, -2, 1], torch.randn(2, 4))
        check_answered(seen["errors"].get("modules"))
        copied = seen["types"].count("Linear") == 2 and seen["types"].count("Wave") == 1
        mistake = modules_copied if copied else plain_list if not any(seen["modules"]) else None
        check_registered(any(seen["modules"]), mistake)
        missing = seen["modules"].count(False)
        assert_that(not missing, f"{missing} of the 3 modules of MySequential(a, tanh, b) {'is' if missing == 1 else 'are'} not "
                    "among its modules().")

    @pytest.mark.criterion("registered")
    def test_state_dict(self, student):
        """state_dict() holds every parameter, and another network can load it."""
        weights, biases = sequence_of(2)
        x, sequence = torch.randn(3, 4), [0, -2, 1]
        seen = student(sequential_reload, weights, biases, sequence, x)
        check_answered(seen.get("error"))
        assert_that("differ" not in seen, "The state_dict() of one MySequential(a, tanh, b) does not load into another one that is "
                    "made in the same way: their keys differ.", names_by_object)
        check_registered(seen["saved"])
        assert_that(sorted(seen["saved"]) == [[4], [4], [4, 4], [4, 4]], "MySequential(a, tanh, b).state_dict() "
                    "should have the weight and bias of a and of b; its entries have the shapes "
                    f"{[tuple(s) for s in seen['saved']]}.")
        if "first" not in seen:
            return  # that it does not run is another check's
        is_result(seen["first"], "MySequential(a, tanh, b)(X)")
        assert_matches(seen["y"], seen["first"], "The result of a MySequential that loaded another one's state_dict(), compared "
                       "with that one's,")

    @pytest.mark.criterion("registered")
    def test_eval(self, student):
        """eval() and train() reach the modules inside, at any depth."""
        seen = student(sequential_modes)
        copies = len(seen["inside"]) == 2 and len(seen["inside"][0]) > 5 and not any(seen["inside"][0])
        mistake = None if seen["known"] else modules_copied if copies else plain_list
        check_answered(seen.get("error"))
        if not all(set(flags) == {mode} for mode, flags in zip((False, True), seen["passed in"])):
            check_registered(False, mistake)
        for mode, flags in zip((False, True), seen["passed in"]):
            name = "training" if mode else "eval"
            assert_that(set(flags) == {mode}, f"After net.train({mode}) a module that was passed in is not in {name} "
                        "mode.", mistake)

    @pytest.mark.criterion("run")
    def test_mode_is_left(self, student):
        """forward leaves the mode as it is."""
        seen = student(mode_after_a_call)
        is_result(seen["y"], "MySequential(linear, dropout, norm)(X)")
        assert_that(not any(seen["training"]), "After net.eval() and net(X) a module that was passed in is in "
                    "training mode again. The caller chooses the mode; look for train() in forward.")

    @pytest.mark.criterion("registered")
    def test_repr(self, student):
        """repr(net) shows every module."""
        weights, biases = [torch.randn(7, 5), torch.randn(2, 7)], [torch.randn(7), torch.randn(2)]
        seen = student(sequential_state, weights, biases, [0, -2, 1], torch.randn(2, 5))
        check_answered(seen["errors"].get("repr"))
        parts = ["in_features=5, out_features=7", "Wave()", "in_features=7, out_features=2"]
        missing = [part for part in parts if part not in seen["repr"]]
        mistake = None if any(seen.get("modules", [])) else plain_list
        check_registered(not missing, mistake)
        assert_that(not missing, f"The repr of MySequential(a, tanh, b) shows {3 - len(missing)} of its 3 modules.", mistake)


# ---- FixedHiddenMLP --------------------------------------------------------------------------------------------------

constant_trainable = misconception(
    "constant-trainable",
    "The constant is a parameter that requires a gradient, so an optimizer would train it. It should be saved with the "
    "module, but not trained.")
constant_not_in_state_dict = misconception(
    "constant-not-in-state-dict",
    "The constant is not saved, so a loaded block computes with another one. An ordinary attribute is not enough: PyTorch "
    "has a kind of tensor that is saved but not trained.")
two_linears = misconception(
    "two-linears",
    "There are two linear layers. The second one should be the first one again, with the same parameters.")
if_for_while = misconception("if-for-while", "X was halved once and no more, although it was still too large.", keeps=0.4)
halves_too_often = misconception(
    "halves-too-often",
    "X was halved although its size was not above 1. Look first, then halve.", keeps=0.4)
constant_redrawn = misconception(
    "constant-redrawn",
    "The constant should be drawn once, when the block is made. Look for random numbers in forward.", keeps=0.5)
fixed_in_place = misconception(
    "input-changed",
    "The block wrote into the tensor that was passed in, which belongs to the caller. Look for an operation that works in "
    "place.")
no_sum = misconception("no-sum", "The block returned X itself; the exercise asks for the sum of X.", keeps=0.4)
no_tensor = misconception(
    "no-tensor",
    "A Python number has no gradient: the sum should stay a tensor. Look for item() or float().", keeps=0.5)
sum_without_abs = misconception(
    "sum-without-abs",
    "The size of X was measured without absolute values, so that negative and positive entries cancel out, or it was not "
    "measured at all.", keeps=0.4)
plus_one_missing = misconception(
    "plus-one-missing",
    "This is the result without the 1 that is added before the ReLU.", keeps=0.3)
fixed_relu_missing = misconception("relu-missing", "This is the result without the ReLU after the constant.", keeps=0.3)
divides_at_once = misconception("divides-at-once", "X was divided by its size; the exercise halves it, as often as needed.")
mean_for_sum = misconception("mean-for-sum", "This is the mean of X; the exercise asks for the sum.")
linear_once = misconception(
    "linear-once",
    "This is the result where X passes the linear layer only once. It passes it again after the ReLU.", keeps=0.3)
constant_not_random = misconception("constant-not-random", "All its entries are the same.")
constant_late = misconception(
    "constant-late",
    "It is drawn in the first call, so a new block cannot load a state that was saved. Draw it in __init__.", keeps=0.5)
uninitialised = misconception(
    "uninitialised", "torch.empty only sets memory aside: the numbers are what was left there, often all zeros. Draw them.",
    keeps=0.5)
cut_while_halving = misconception(
    "gradient-cut",
    "They are right where nothing is halved: autograd does not see the halving. Look for .data, detach() or no_grad in the loop.",
    keeps=0.4)
same_constant = misconception(
    "same-constant",
    "Two blocks have the same constant. Each should draw its own in its constructor: look for a seed, or for numbers that "
    "are not drawn at random.")


@probe
def new_fixed_hidden(student):
    """A new block; where the constant was never written to, numbers are drawn for it, so that nothing depends on what lay there."""
    torch.set_deterministic_debug_mode("warn")  # then what was never written to is NaN
    try:
        net = student.FixedHiddenMLP()
    finally:
        torch.set_deterministic_debug_mode("default")
    net.unwritten = []
    lazy = nn.parameter.UninitializedTensorMixin
    for name, tensor in net.state_dict().items():
        if not isinstance(tensor, lazy) and tensor.is_floating_point() and bool(tensor.isnan().any()):
            net.unwritten.append(name)
            tensor.copy_(torch.rand(tensor.shape))
    return net


@probe
def fixed_hidden(student, x, noise, scale):
    """The block with other numbers in its parameters: its state, its results for the same X, its gradients."""
    net = new_fixed_hidden(student)
    new = {"at first": list(net.state_dict()), "unwritten": net.unwritten}
    net(x.clone())  # a lazy layer gets its parameters now
    fill(net, noise)
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.requires_grad:
                parameter.mul_(scale)
    given = x.clone()
    y = net(given)
    again, flipped = net(x.clone()), net(x.flip(1))
    seen = {
        **new,
        "type": type(y).__name__,
        "y": y.detach().clone() if isinstance(y, torch.Tensor) else y,
        "again": again.detach() if isinstance(again, torch.Tensor) else again,
        "flipped": flipped.detach() if isinstance(flipped, torch.Tensor) else flipped,
        "graph": isinstance(y, torch.Tensor) and y.requires_grad,
        "X": given.detach(),
        "trained": {name: p.detach().clone() for name, p in net.named_parameters() if p.requires_grad},
        "saved": {name: t.detach().clone() for name, t in net.state_dict().items()},
        "stray": [],  # what is neither trained nor saved
        "grads": {},
    }
    known = [t.data_ptr() for t in [*net.state_dict().values(), *net.parameters()]]
    for part in net.modules():
        anywhere = [*vars(part).values(), *part.buffers(recurse=False), *vars(type(part)).values(), *vars(student.blocks).values()]
        held = [v for v in anywhere if isinstance(v, torch.Tensor)]
        seen["stray"] += [v.detach().clone() for v in held if v.data_ptr() not in known]
    if isinstance(y, torch.Tensor) and y.requires_grad and y.dim() == 0:
        net.zero_grad()
        try:
            y.backward()
        except RuntimeError as error:  # as where a tensor of the graph was changed
            seen["error"] = described(error)
        seen["grads"] = {name: p.grad for name, p in net.named_parameters() if p.requires_grad}
    return seen


def fixed_block(x, first, second, constant, *, one=1.0, activation=torch.relu, twice=True, halving="while", result=torch.sum):
    """The exercise's steps with (weight, bias) of the linear layer's two uses, and some ways to get them wrong."""
    x = activation((x @ first[0].t() + first[1]) @ constant + one)
    x = x @ second[0].t() + second[1] if twice else x
    size = x.abs().sum() if halving != "no abs" else x.sum()
    if halving == "once too often":
        x, size = x / 2, size / 2
    while 1 < size < math.inf:  # a product may overflow, above all with the constant in the weight's place
        x, size = (x / size, 1) if halving == "at once" else (x / 2, size / 2)
        if halving == "if":
            break
    return result(x)


def squares_of(seen):
    """Every (20, 20) tensor of the block, trained ones first."""
    frozen = [t for name, t in seen["saved"].items() if name not in seen["trained"]]
    return [t for t in [*seen["trained"].values(), *frozen, *seen["stray"]] if tuple(t.shape) == (20, 20)]


def layouts(seen):
    """Which tensors are the linear layer's and which the constant, and whether they are transposed: every possibility.

    Two linear layers in place of one are another check's, and do here.
    """
    biases = [t for t in seen["trained"].values() if tuple(t.shape) == (20,)]
    squares = squares_of(seen)
    for constant in squares:
        weights = [t for t in squares if t is not constant]
        layers = [*zip(weights, biases)] if len(biases) > 1 else [*itertools.product(weights, biases)]
        uses = itertools.permutations(layers, 2) if len(biases) > 1 else [(layer, layer) for layer in layers]
        for (first, second), turn, c in itertools.product(uses, (False, True), (constant, constant.t())):
            yield *[(w.t() if turn else w, b) for w, b in (first, second)], c


def near(gradient, expected):
    return gradient.dtype == expected.dtype and torch.allclose(gradient, expected, 1e-3, 1e-5)


def sum_of(value, x):
    """The number that a block came to, where it gave a Python number or left out the sum: that is another check's."""
    if isinstance(value, float):
        return torch.tensor(value)
    return value.sum() if isinstance(value, torch.Tensor) and value.shape == x.shape else value


def is_summed(value, x):
    assert_that(not isinstance(value, torch.Tensor) or value.shape != x.shape, "FixedHiddenMLP()(X) has the shape of X; a scalar "
                "tensor, of shape (), is expected.", no_sum)


def is_scalar(value, x, what, keeps=no_tensor.keeps):
    is_result(value, what)
    assert_that(isinstance(value, torch.Tensor), f"{what} is a {type(value).__name__}; a tensor is expected.",
                no_tensor.keeping(keeps))
    is_summed(value, x)
    assert_that(value.dim() == 0, f"{what} has shape {tuple(value.shape)}; a scalar tensor, of shape (), is expected.")


def agrees(seen, x, only=None, **changes):
    """Whether one layout gives the values for X and for X flipped: one number alone may be near another by chance."""
    values = [(each, sum_of(seen[name], x)) for each, name in ((x, "y"), (x.flip(1), "flipped"))]

    def gives(layout, each, value):
        expected = fixed_block(each, *layout, **changes)
        return isinstance(value, torch.Tensor) and value.dtype == expected.dtype and torch.allclose(value, expected, 1e-4, 1e-5)

    return any(all(gives(layout, *value) for value in values) for layout in only or layouts(seen))


def has_gradients(seen, x, way):
    """Whether weight and bias have the gradients of one linear layer that is used twice, in one of the layouts."""
    grads = [g for g in seen["grads"].values() if g is not None]
    own = {shape: [g for g in grads if tuple(g.shape) == shape] for shape in ((20, 20), (20,))}
    for (weight, bias), _, constant in layouts(seen):
        w, b = weight.clone().requires_grad_(), bias.clone().requires_grad_()
        gradients = torch.autograd.grad(fixed_block(x, (w, b), (w, b), constant, **way), (w, b))
        weight_fits = any(near(g, gradients[0]) or near(g, gradients[0].t()) for g in own[20, 20])
        if weight_fits and any(near(g, gradients[1]) for g in own[20,]):
            return True
    return False


# What may be wrong, and what fixed_block computes then.
STEPS = [(plus_one_missing, {"one": 0.0}), (fixed_relu_missing, {"activation": nn.Identity()}), (linear_once, {"twice": False}),
         *[(other_activation.keeping(0.3), {"activation": activation}) for activation in OTHERS]]
HALVINGS = [
    (if_for_while, {"halving": "if"}),
    (halves_too_often, {"halving": "once too often"}),
    (sum_without_abs, {"halving": "no abs"}),
    (divides_at_once, {"halving": "at once"}),
]
MEAN = (mean_for_sum, {"result": torch.mean})  # only named: what it leaves is told by the checks as they are


def mistake_of(seen, x, mistakes):
    """The first of these mistakes that explains what came back, or None."""
    return next((mistake for mistake, changes in [*mistakes, MEAN] if agrees(seen, x, **changes)), None)


TWO_RESULTS = "The same FixedHiddenMLP() gave two different results for the same X."


def is_a_number(seen, x, what):
    """What came back can be judged: a number, always the same, of a block with the layers that it takes."""
    value = seen["y"]
    is_result(value, "FixedHiddenMLP()(X)")
    number = sum_of(value, x)
    assert_that(isinstance(number, torch.Tensor), f"{what} is a {type(value).__name__}; a tensor is expected.")
    if value is number:
        assert_that(value.dim() == 0, f"{what} has shape {tuple(value.shape)}; a scalar tensor, of shape (), is expected.")
    assert_that(same(value, seen["again"]), TWO_RESULTS, constant_redrawn)
    assert_that(any(True for _ in layouts(seen)), "FixedHiddenMLP() should have one linear layer 20 -> 20 and a (20, 20) "
                f"constant; its parameters have the shapes {shapes_of(seen['trained'].values())}, the entries of state_dict() "
                f"{shapes_of(seen['saved'].values())}.")
    assert_that(number.dtype == x.dtype, f"{what} has dtype {number.dtype}; {x.dtype} is expected.")
    is_summed(value, x)


def has_backward(seen):
    error = seen.get("error", "")
    assert_that(not error, f"FixedHiddenMLP()(X).backward() raised {error}."
                f"{' Look for an operation that works in place.' if 'inplace' in error else ''}")


@once
def ordinary_block(student, attempt=0):
    """What fixed_hidden sees of the block with ordinary numbers, and X; another attempt draws anew."""
    x = torch.randn(12, 20)
    return student(fixed_hidden, x, torch.randn(NOISE), 1.0), x


@once
def block_without_halving(student):
    """The same with numbers so small that nothing is halved, and with an X for which the ReLUs matter."""
    x = 600 * torch.randn(12, 20)
    return student(fixed_hidden, x, torch.randn(NOISE), 1e-3), x


@pytest.mark.exercise("FixedHiddenMLP")
class TestFixedHiddenMLP:
    # a row may leave nothing of X after the ReLU; so many rows never do
    @pytest.mark.criterion("halving")
    @pytest.mark.parametrize("rows", [12, 15])
    def test_large(self, student, rows):
        """The result where X has to be halved many times."""
        x, noise = 20 * torch.randn(rows, 20), torch.randn(NOISE)
        what = f"FixedHiddenMLP()(X) with large X of shape ({rows}, 20)"
        for sign in 1, -1:  # one of the two sums is negative, mostly
            seen = student(fixed_hidden, x, sign * noise, 1.0)
            is_a_number(seen, x, what)
            right = agrees(seen, x)
            presuppose(right or not any(agrees(seen, x, **changes) for _, changes in STEPS),
                       "FixedHiddenMLP()(X) has the wrong value already before the halving.")
            assert_that(right, f"{what} has the wrong value.",
                        lambda: mistake_of(seen, x, HALVINGS))

    @pytest.mark.criterion("linear")
    def test_small(self, student):
        """The result where X is small already, so that nothing is halved."""
        x = 600 * torch.randn(12, 20)  # so that the constant and the ReLU matter, though the weights are small
        seen, what = student(fixed_hidden, x, torch.randn(NOISE), 1e-3), "FixedHiddenMLP()(X), where X is small at the end,"
        is_a_number(seen, x, what)
        right = agrees(seen, x) or any(agrees(seen, x, **changes) for _, changes in HALVINGS)
        assert_that(right, f"{what} has the wrong value.",
                    lambda: mistake_of(seen, x, STEPS))

    @pytest.mark.criterion("halving")
    def test_exactly_one(self, student):
        """The result where the size of X is exactly 1, so that nothing is halved."""
        bias = torch.zeros(20)
        bias[torch.randperm(20)[:16]] = torch.tensor([1, 1, 1, -1] * 4) / 16
        seen, x = student(fixed_hidden_of_bias, torch.randn(1, 20), bias), torch.empty(1, 20)
        what = "FixedHiddenMLP()(X), where the size of X is exactly 1,"
        number = sum_of(seen["y"], x)
        is_result(number, what)
        wrong = isinstance(number, torch.Tensor) and same(number, bias.sum() / 2)
        presuppose(wrong or same(number, bias.sum()), "FixedHiddenMLP()(X) has the wrong value already before the halving.")
        assert_that(not wrong, f"{what} has the wrong value.", halves_too_often)

    @pytest.mark.criterion("linear")
    def test_trained(self, student):
        """There is one linear layer, and it is trained."""
        seen, _ = ordinary_block(student)
        shapes = shapes_of(seen["trained"].values())
        biases = shapes.count((20,))
        assert_that(biases == 1 and (20, 20) in shapes, "FixedHiddenMLP() should train one linear layer 20 -> 20; the "
                    f"parameters that require a gradient have the shapes {shapes}.", two_linears if biases > 1 else None)
        have_nothing_in_common(student, "FixedHiddenMLP")

    @pytest.mark.criterion("constant")
    def test_constant(self, student):
        """The constant is random, an entry of state_dict(), and not trained."""
        seen, _ = ordinary_block(student)
        frozen = [t for name, t in seen["saved"].items() if name not in seen["trained"]]
        constants = [t for t in frozen if tuple(t.shape) == (20, 20)]
        names = [name for name, t in seen["saved"].items() if name not in seen["trained"] and tuple(t.shape) == (20, 20)]
        shapes = shapes_of(seen["trained"].values())
        trained = shapes.count((20, 20)) > shapes.count((20,))  # a weight that is trained and has no bias
        redrawn = not same(seen["y"], seen["again"])
        mistake = constant_trainable if trained else constant_redrawn.keeping(0.0) if redrawn else constant_not_in_state_dict
        assert_that(constants, "FixedHiddenMLP().state_dict() should have a (20, 20) entry for the constant, which "
                    f"is not trained; its entries have the shapes {shapes_of(seen['saved'].values())}.", mistake)
        values = constants[0].unique()
        assert_that(values.numel() > 1, "FixedHiddenMLP()'s constant should be random.", constant_not_random)
        assert_that(any(name in seen["at first"] for name in names),
                    "The state_dict() of a new FixedHiddenMLP() has no entry for the constant before its first call.",
                    constant_late)
        assert_that(not any(name in seen["unwritten"] for name in names),
                    "FixedHiddenMLP()'s constant has numbers that nobody chose.", uninitialised)

    @pytest.mark.criterion("constant")
    def test_same_every_time(self, student):
        """The same X gives the same result again, also in a block that loaded the state_dict()."""
        x = torch.randn(12, 20)
        seen = student(fixed_hidden_reload, x)
        is_result(seen["y"], "FixedHiddenMLP()(X)")
        assert_that(same(seen["y"], seen["again"]), TWO_RESULTS, constant_redrawn.keeping(0.0))
        assert_that(not seen["alike"], "The constant of FixedHiddenMLP() should be random.", same_constant)
        assert_that(same(seen["y"], seen["loaded"]), "A FixedHiddenMLP that loaded the state_dict() of another one "
                    "computes something else.", constant_not_in_state_dict)

    @pytest.mark.criterion("scalar")
    def test_number(self, student):
        """One number, as a scalar tensor that a gradient goes through."""
        seen, x = ordinary_block(student)
        is_scalar(seen["y"], x, "FixedHiddenMLP()(X)", keeps=0.0)
        grads = [tuple(g.shape) for g in seen["grads"].values() if g is not None]
        has_backward(seen)
        assert_that((20, 20) in grads and (20,) in grads, "After FixedHiddenMLP()(X).backward() the linear layer's weight or "
                    "bias has no gradient.", gradient_cut)

    @pytest.mark.criterion("linear")
    def test_gradients(self, student):
        """The gradient of the linear layer comes from both of its uses."""
        seen, x = block_without_halving(student)
        is_scalar(seen["y"], x, "FixedHiddenMLP()(X)")
        ways = [{}, *[changes for _, changes in HALVINGS]]
        way = next((changes for changes in ways if agrees(seen, x, **changes)), None)
        values_first(way is not None, "FixedHiddenMLP()(X)")
        grads = [g for g in seen["grads"].values() if g is not None]
        own = {shape: [g for g in grads if tuple(g.shape) == shape] for shape in ((20, 20), (20,))}
        has_backward(seen)
        assert_that(seen["graph"], "FixedHiddenMLP()(X) has no graph, so there is no gradient to look at.",
                    gradient_cut.keeping(0.5))
        assert_that(all(own.values()), "After FixedHiddenMLP()(X).backward() the linear layer's weight or bias has no "
                    "gradient.", gradient_cut)
        assert_that(has_gradients(seen, x, way), "The gradients after FixedHiddenMLP()(X).backward() are not those of one linear "
                    "layer that is used twice.", two_linears if len(own[20,]) > 1 else gradient_cut)

    @pytest.mark.criterion("scalar")
    def test_gradients_of_halves(self, student):
        """The gradient is right where X is halved, too."""
        small, x = block_without_halving(student)
        way = next((changes for _, changes in HALVINGS if agrees(small, x, **changes)), {})
        if not has_gradients(small, x, way):
            return  # wrong already without halving
        for attempt in range(5):
            seen, x = ordinary_block(student, attempt)
            layout = next((each for each in layouts(seen) if agrees(seen, x, only=[each])), None)
            if layout is None:
                return  # wrong values have other gradients
            (weight, bias), _, constant = layout
            if ((x @ weight.t() + bias) @ constant + 1).abs().min() > 1e-4:  # very near, rounding decides what a ReLU does
                break
        has_backward(seen)
        assert_that(has_gradients(seen, x, {}), "The gradients after FixedHiddenMLP()(X).backward() are wrong where X is halved.",
                    cut_while_halving)

    @pytest.mark.criterion("scalar")
    def test_input_is_left_alone(self, student):
        """The tensor that is passed in keeps its values."""
        x = 20 * torch.randn(4, 20)
        seen = student(fixed_hidden_input, x)
        is_result(seen["y"], "FixedHiddenMLP()(X)")
        assert_that(torch.equal(seen["X"], x), "After FixedHiddenMLP()(X) the tensor X has other values than before.",
                    fixed_in_place)


@probe
def fixed_hidden_of_bias(student, x, bias):
    """The value where what is trained is zero but for this bias: the second linear layer gives the bias then."""
    net = new_fixed_hidden(student)
    net(x.clone())  # a lazy layer gets its parameters now
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.requires_grad:
                parameter.copy_(bias if parameter.shape == bias.shape else torch.zeros_like(parameter))
    return {"y": net(x)}


@probe
def fixed_hidden_input(student, x):
    """The input after a forward pass: after that alone, as backward fails where a tensor of the graph was changed."""
    x = transposed(x)
    y = new_fixed_hidden(student)(x)
    return {"y": y.clone() if isinstance(y, torch.Tensor) else y, "X": x}


@probe
def fixed_hidden_reload(student, x):
    net, other = new_fixed_hidden(student), new_fixed_hidden(student)
    other(x.clone())  # a lazy layer gets its parameters now
    seen = {"y": net(x.clone()), "again": net(x.clone())}
    trained = [name for name, p in net.named_parameters() if p.requires_grad]
    states = net.state_dict(), other.state_dict()
    constants = [name for name, t in states[0].items() if name not in trained and tuple(t.shape) == (20, 20)]
    seen["alike"] = any(torch.equal(*[state[name] for state in states]) for name in constants)
    other.load_state_dict(net.state_dict())
    return {**seen, "loaded": other(x.clone())}


# ---- NestMLP ---------------------------------------------------------------------------------------------------------

other_sizes = misconception("other-sizes", "The layers fit each other, but the sizes between them are others.", keeps=0.4)
first_relu_dropped = misconception(
    "first-relu-dropped", "This is the result without the ReLU after the first linear layer.", keeps=0.5)
final_relu_dropped = misconception(
    "final-relu-dropped",
    "This is the result without the ReLU at the end of the inner block. Two linear layers in a row are just one linear "
    "function.", keeps=0.5)
relu_after_last_linear = misconception(
    "relu-after-last-linear",
    "This is the result with a ReLU after the outer linear layer: no output is negative. Nothing should follow"
    " that layer.", keeps=0.75)
chimera_shared = misconception(
    "chimera-shared",
    "Training one of them would change the other. Every call should make new modules.", keeps=0.5)

own_container = misconception(
    "own-container",
    "It holds the right modules and runs them one after another, but it is an object of another class.", keeps=0.5)

nested_container = misconception(
    "nested-container", "It holds the right modules and runs them one after another, but some lie in a container inside.",
    keeps=0.5)

NEST_SIZES = [20, 64, 32, 16]


@probe
def chimera(student, x):
    """Two chimeras, with a stand-in for FixedHiddenMLP.

    The stand-in is right in all that the chimera can see: (N, 20) in, one number out, parameters and a buffer of its
    own. It is not the answer to that exercise, so that there is nothing to take away from here.
    """
    class StandIn(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.randn(20))
            self.register_buffer("shift", torch.randn(20))

        def forward(self, X):
            return ((X + self.shift) * self.scale).square().mean()

    student.blocks.FixedHiddenMLP = StandIn
    nest = student.NestMLP
    one, two = student.make_chimera(), student.make_chimera()
    seen = {"type": type(one).__name__, "sequential": isinstance(one, nn.Sequential), "kinds": None, "parameters": 0}
    if not isinstance(one, nn.Module):
        return seen
    parts = list(one.children())
    seen["direct"] = len(parts)
    while any(type(part) in (nn.Sequential, nn.ModuleList) for part in parts):  # a container may keep its modules in others
        parts = [inner for part in parts for inner in (
            part.children() if type(part) in (nn.Sequential, nn.ModuleList) else [part])]
    kinds = {"NestMLP": nest, "nn.Linear": nn.Linear, "FixedHiddenMLP": StandIn, "nn.Sequential": nn.Sequential}
    seen["kinds"] = [
        next((name for name, kind in kinds.items() if isinstance(part, kind)), type(part).__name__) for part in parts
    ]
    try:
        seen["y"], out = one(x), x
        two(x)
        for part in parts:
            out = part(out)  # what nn.Sequential does
        seen["step by step"] = out
    except NotImplementedError:
        raise
    except Exception as error:
        seen["error"] = described(error)
    held = [addresses([*net.parameters(), *net.buffers()]) for net in (one, two)]
    seen["shared"] = len(held[0] & held[1])
    seen["parameters"] = len(held[0])
    seen["linear"] = [list(p.shape) for p in parts[1].parameters()] if len(parts) == 3 else None
    return seen


@pytest.mark.exercise("NestMLP")
class TestNestMLP:
    MISTAKES = {
        final_relu_dropped: [(0,)], first_relu_dropped: [(1,)], no_activation: [()], relu_after_last_linear: [(0, 1, 2), (0, 2)]}

    @pytest.mark.criterion("block")
    def test_layers(self, student):
        """The three linear layers belong to the module."""
        seen = student(run_filled, "NestMLP", torch.randn(3, 20), torch.randn(3, 16), torch.randn(NOISE))
        seen_shapes = shapes_of(seen["parameters"].values())
        mistake = None
        if len(seen["at first"]) < 6:
            redrawn = not same(seen["y"], seen["again"])
            whole = all((shape[0],) in seen_shapes for shape in seen_shapes)  # no layer lacks its bias
            mistake = layers_made_in_forward.keeping(0.0) if redrawn or len(seen_shapes) == 6 else layers_hidden if whole else None
            mistake = mistake if seen["uses X"] else None
        elif len(seen_shapes) == 6 and chained(seen["parameters"], NEST_SIZES):
            mistake = other_sizes
        late = f", and {len(seen_shapes)} once it ran" if len(seen["at first"]) < len(seen_shapes) else ""
        assert_that(fits(seen_shapes, NEST_SIZES) and len(seen["at first"]) == 6,
                    "When it is new NestMLP() should own linear layers 20 -> 64 -> 32 -> 16, each with a weight and a bias; it has "
                    f"{len(seen['at first'])} parameters{late}, with the shapes {seen_shapes}.", mistake)

    @pytest.mark.criterion("block")
    def test_matrix(self, student):
        """The result for a matrix: linear, ReLU, linear, ReLU, linear."""
        x = 4 * torch.randn(6, 20)
        seen = student(run_filled, "NestMLP", x, torch.randn(6, 16), torch.randn(NOISE), False)
        check_values(seen, x, NEST_SIZES, "NestMLP()", self.MISTAKES)

    @pytest.mark.criterion("forward")
    @pytest.mark.parametrize("shape", [(1, 3, 20), (2, 3, 20)], ids=str)
    def test_values(self, student, shape):
        """The result for X with more axes: what the last linear layer gives for each row."""
        x = 4 * torch.randn(shape)
        seen = student(run_filled, "NestMLP", x, torch.randn(*shape[:-1], 16), torch.randn(NOISE))
        check_values(seen, x, NEST_SIZES, "NestMLP()",
                     {mistake.keeping(0.0): positions for mistake, positions in self.MISTAKES.items()})

    @pytest.mark.criterion("forward")
    def test_vector(self, student):
        """The result for X with no other axis than the last one."""
        judge_vector(student, "NestMLP", NEST_SIZES,
                     {mistake.keeping(0.0): positions for mistake, positions in self.MISTAKES.items()})

    @pytest.mark.criterion("forward")
    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        x, cotangent = torch.randn(5, 20), torch.randn(5, 16)
        seen = student(run_filled, "NestMLP", x, cotangent, torch.randn(NOISE), False)
        check_gradients(seen, x, cotangent, NEST_SIZES, (0, 1), "NestMLP()")

    @pytest.mark.criterion("chimera")
    def test_chimera(self, student):
        """make_chimera() is an nn.Sequential of the three modules, in order."""
        seen = student(chimera, torch.randn(4, 20))
        assert_that(seen["kinds"] is not None, f"make_chimera() is a {seen['type']}; an nn.Sequential is expected.")
        assert_that(seen["kinds"] == ["NestMLP", "nn.Linear", "FixedHiddenMLP"],
                    "make_chimera() should be made of a NestMLP, an nn.Linear and a FixedHiddenMLP; it is made of "
                    f"{', '.join(seen['kinds'])}.")
        assert_that("error" not in seen, f"make_chimera()(X) raised {seen.get('error')}.")
        assert_that(sorted(seen["linear"]) == [[20], [20, 16]], "The nn.Linear of make_chimera() should map 16 "
                    f"numbers to 20; its parameters have the shapes {[tuple(s) for s in seen['linear']]}.")
        assert_matches(seen["y"], seen["step by step"], "make_chimera()(X), compared with its three modules one "
                       "after another,")
        assert_that(seen["sequential"], f"make_chimera() is a {seen['type']}; an nn.Sequential is expected.", own_container)
        assert_that(seen["direct"] in (1, 3), f"make_chimera() is an nn.Sequential of {seen['direct']}; its three modules are "
                    "expected directly in it.", nested_container)

    @pytest.mark.criterion("chimera")
    def test_new_every_time(self, student):
        """Every chimera has parameters of its own."""
        seen = student(chimera, torch.randn(4, 20))
        presuppose(seen["parameters"], "make_chimera() should be an nn.Sequential with "
                    "parameters.")
        assert_that(not seen["shared"],
                    f"Two calls of make_chimera() gave networks with {seen['shared']} tensors in common.", chimera_shared)


# ---- BatchNormMLP ----------------------------------------------------------------------------------------------------

normalises_output = misconception(
    "normalises-output",
    "The output is normalised as well. Only the two hidden layers should be.")
relu_before_norm = misconception(
    "relu-before-norm",
    "This is the result where the ReLU comes before the normalisation, in one hidden layer or in both. The order is linear,"
    " normalisation, ReLU.")
norm_unused = misconception(
    "norm-unused",
    "This is the result where a hidden layer is not normalised. Look in forward for a normalisation that is never called, "
    "or whose result is not used.")
running_statistics_missing = misconception(
    "running-statistics-missing",
    "In eval mode a layer should normalise with its running statistics, which were collected in training, and not with the "
    "mean and variance of the batch.")


@probe
def batch_norm_mlp(student, sizes, batches, cotangent, noise):
    """A few batches in training mode: the last result and its gradients, the state, and a result in eval mode.

    "last layer" is what the last linear layer gave in that call, if it was called; "again" the result for the same batch again.
    """
    student.blocks.MySequential = nn.Sequential  # a right one, in case this network builds on it
    net = student.BatchNormMLP(*sizes)
    net.train()
    net(batches[0])  # a lazy layer gets its parameters now
    fill(net, noise)
    given = []
    last = [part for part in net.modules() if isinstance(part, nn.Linear) and part.out_features == sizes[3]]
    for linear in last[-1:]:
        linear.register_forward_hook(lambda module, args, output: given.append(output.clone()))
    for x in 10 * batches[:-1]:  # until the running statistics have come near to what they estimate
        net.zero_grad()
        y = net(x)
    seen = {"train": y, "last layer": given[-1] if given else None}
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
    seen |= {"linear": [], "norm": [], "parameters": [list(p.shape) for p in net.parameters()]}
    seen["grads"] = [p.grad for p in net.parameters()]
    net.eval()
    seen["eval"] = net(batches[-1])
    seen["eval last layer"] = given[-1] if given else None
    try:
        seen["one row"] = net(batches[-1][:1])
    except Exception as error:
        seen["one row"] = described(error)
    for part in net.modules():
        if isinstance(part, nn.Linear):
            seen["linear"].append({"weight": part.weight, "bias": part.bias})
        elif isinstance(part, nn.BatchNorm1d):
            seen["norm"].append({
                "features": part.num_features, "weight": part.weight, "bias": part.bias, "eps": part.eps,
                "mean": part.running_mean, "var": part.running_var})
    net = copy.deepcopy(net).train()
    seen["again"] = net(batches[-2])
    return seen


def linear_sizes(seen):
    """The sizes along three linear layers that fit each other, or None."""
    shapes = [tuple(layer["weight"].shape) for layer in seen["linear"]]
    chained = len(shapes) == 3 and all(after[1] == before[0] for before, after in zip(shapes, shapes[1:]))
    return [shapes[0][1], *[shape[0] for shape in shapes]] if chained else None


def batch_norm_layers(seen, sizes):
    """The linear layers and normalisations of the hidden layers, found by their sizes: the right ones, or else their own."""
    what = f"BatchNormMLP{sizes}"
    wanted = [[after, before] for before, after in zip(sizes, sizes[1:])]
    if not all(shape in seen["parameters"] for shape in wanted):
        presuppose(linear_sizes(seen), f"{what} should have three nn.Linear that fit each other; its parameters have the shapes "
                   f"{[tuple(s) for s in seen['parameters']]}.")
        sizes = linear_sizes(seen)
    linear = []
    for before, after in zip(sizes, sizes[1:]):
        found = [layer for layer in seen["linear"] if tuple(layer["weight"].shape) == (after, before)]
        presuppose(found, f"{what} should have an nn.Linear from {before} to {after}; its parameters have the shapes "
                   f"{[tuple(s) for s in seen['parameters']]}.")
        bias = found[0]["bias"]
        linear.append((found[0]["weight"], torch.zeros(after) if bias is None else bias))
    norms = []
    for features in sizes[1:3]:
        found = [norm for norm in seen["norm"] if norm["features"] == features]
        norms.append(found[0] if found else {"weight": None, "bias": None, "eps": 1e-5, "mean": None, "var": None})
    return linear, norms


def normalise(x, norm, running):
    if running and norm["mean"] is not None:
        mean, var = norm["mean"], norm["var"]
    else:
        mean, var = x.mean(0), x.var(0, correction=0)
    x = (x - mean) / torch.sqrt(var + norm["eps"])
    return x if norm["weight"] is None else x * norm["weight"] + norm["bias"]


def batch_norm_forward(x, linear, norms, running, *steps, activation=torch.relu):
    """The network with these steps after each linear layer, "n" for normalise and "r" for ReLU (or another activation)."""
    for (weight, bias), norm, do in zip(linear, [*norms, None], steps or ("nr", "nr", "")):
        x = x @ weight.t() + bias
        for step in do:
            x = normalise(x, norm, running) if step == "n" else activation(x)
    return x


def distance_from_kinks(x, linear, norms):
    """How near to 0 the input of a ReLU comes in training mode: very near, rounding decides whether a gradient passes."""
    distances = []
    for (weight, bias), norm in zip(linear, norms):
        x = normalise(x @ weight.t() + bias, norm, False)
        distances.append(float(x.detach().abs().min()))
        x = x.clamp(min=0)
    return min(distances)


def batch_norm_mistakes(y, x, seen, sizes, running):
    """(what is right, a function for what comes out by each mistake), with running statistics or the batch's own."""
    linear, norms = batch_norm_layers(seen, sizes)

    def results(*ways, activations=(torch.relu,)):
        return nearest(y, *[batch_norm_forward(x, linear, norms, running, *steps, activation=activation)
                            for steps in ways for activation in activations], rtol=1e-3, atol=1e-4)

    expected = results(("nr", "nr", ""))
    return expected, lambda: {
        relu_before_norm: results(("rn", "rn", ""), ("nr", "rn", ""), ("rn", "nr", "")),
        no_activation: results(("n", "n", ""), ("nr", "n", ""), ("n", "nr", "")),
        norm_unused: results(("r", "r", ""), ("nr", "r", ""), ("r", "nr", "")),
        other_activation: results(("nr", "nr", ""), activations=OTHERS)}


@once
def batch_norm_run(student, sizes, attempt=0):
    """What batch_norm_mlp sees, what it is given, and a cotangent; another attempt draws anew."""
    batches, cotangent = [3 * torch.randn(30, sizes[0]) + 2 for _ in range(4)], torch.randn(30, sizes[3])
    return student(batch_norm_mlp, sizes, batches, cotangent, torch.randn(NOISE)), batches, cotangent


def fits_nearly(y, expected):
    """With the tolerance of a normalisation: dividing by a small deviation enlarges rounding errors."""
    return isinstance(y, torch.Tensor) and y.shape == expected.shape and torch.allclose(y, expected, 1e-3, 1e-4)


def from_last_layer(seen, mode):
    """What the last linear layer gave, whatever the network made of it; or what came back, where the layer was not called."""
    inside = seen["last layer" if mode == "train" else "eval last layer"]
    return seen[mode] if inside is None else inside


@pytest.mark.exercise("BatchNormMLP")
class TestBatchNormMLP:
    SIZES = [(3, 7, 5, 9), (6, 4, 8, 10)]

    @pytest.mark.criterion("sizes")
    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_layers(self, student, sizes):
        """Three linear layers with the given sizes, each with a bias."""
        seen, _, _ = batch_norm_run(student, sizes)
        what = f"BatchNormMLP{sizes}"
        own = linear_sizes(seen)
        assert_that(sorted(tuple(layer["weight"].shape) for layer in seen["linear"])
                    == sorted(zip(sizes[1:], sizes)), f"{what} should have three nn.Linear with the sizes of its arguments; "
                    + (f"the sizes along them are {' -> '.join(map(str, own))}." if own else f"it has {len(seen['linear'])}."))
        assert_that([sizes[3]] in seen["parameters"], f"{what}'s last nn.Linear has no bias.")

    @pytest.mark.criterion("norm")
    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_hidden_layers(self, student, sizes):
        """Linear layer, normalisation and ReLU, twice, and then the last linear layer."""
        seen, batches, _ = batch_norm_run(student, sizes)
        what = f"BatchNormMLP{sizes}"
        is_result(seen["train"], f"{what}(X)")
        batch_norm_layers(seen, sizes)
        hidden = (linear_sizes(seen) or sizes)[1:3]
        missing = sum(features not in [norm["features"] for norm in seen["norm"]] for features in hidden)
        assert_that(not missing, f"{what} should have two nn.BatchNorm1d, one for each hidden layer; {missing} of them "
                    f"{'is' if missing == 1 else 'are'} missing.")
        assert_that(all(norm["weight"] is not None for norm in seen["norm"]), f"{what} has an nn.BatchNorm1d without a "
                    "weight and a bias of its own; by default it has both.")
        if fits_nearly(*self.in_eval(seen, batches, sizes)):
            return  # in training mode there may be something else between, and that is another check's
        expected, mistakes = batch_norm_mistakes(from_last_layer(seen, "train"), batches[-2], seen, sizes, False)
        assert_matches(from_last_layer(seen, "train"), expected, f"{what}(X) in training mode", mistakes, rtol=1e-3, atol=1e-4)

    @staticmethod
    def in_eval(seen, batches, sizes):
        """What the last linear layer gives in eval mode, and should give."""
        seen_there = from_last_layer(seen, "eval")
        return seen_there, batch_norm_mistakes(seen_there, batches[-1], seen, sizes, True)[0]

    @pytest.mark.criterion("only")
    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_nothing_else(self, student, sizes):
        """In training mode the result comes from these layers alone."""
        seen, batches, _ = batch_norm_run(student, sizes)
        y, what = seen["train"], f"BatchNormMLP{sizes}(X) in training mode"
        is_result(y, what)
        inside = seen["last layer"]
        if inside is None:  # the layer was used without a call of it
            inside, _ = batch_norm_mistakes(y, batches[-2], seen, sizes, False)
        outer = [norm for norm in seen["norm"] if norm["features"] == sizes[3]]
        assert_that(
            not outer, f"{what[:-20]} has an nn.BatchNorm1d for {sizes[3]} features, the size of the output.", normalises_output
        )
        assert_matches(y, inside, what, {activation_on_output: inside.clamp(min=0)}, rtol=1e-3, atol=1e-4)
        assert_that(fits_nearly(seen["again"], y), f"{what} gave two different results for the same X: look for "
                    "random numbers, such as dropout.")

    @pytest.mark.criterion("only")
    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        sizes = self.SIZES[0]
        seen, batches, _ = batch_norm_run(student, sizes)
        is_result(seen["train"], f"BatchNormMLP{sizes}(X)")
        for attempt in range(5):
            seen, batches, cotangent = batch_norm_run(student, sizes, attempt)
            linear, norms = batch_norm_layers(seen, sizes)
            if distance_from_kinks(batches[-2], linear, norms) > 1e-4:
                break
        reached = [tuple(grad.shape) for grad in seen["grads"] if grad is not None]
        for weight, _ in linear:
            assert_that(
                tuple(weight.shape) in reached,
                f"After BatchNormMLP{sizes}(X) and backward there is no gradient for "
                f"the parameter of shape {tuple(weight.shape)}.",
                gradient_cut,
            )
        leaves = [weight.requires_grad_() for weight, _ in linear]
        y = batch_norm_forward(batches[-2], linear, norms, False)
        if not fits_nearly(seen["train"], y):
            return  # wrong values have other gradients
        for gradient in torch.autograd.grad((y * cotangent).sum(), leaves):
            shape = tuple(gradient.shape)
            own = [g for g in seen["grads"] if g is not None and tuple(g.shape) == shape]
            what = f"gradient for the parameter of shape {shape} after BatchNormMLP{sizes}(X) and backward"
            # Dividing by a small deviation enlarges rounding errors; each entry has those of the largest.
            assert_matches(own[0], gradient, f"The {what}", rtol=1e-3, atol=1e-4 * max(1.0, float(gradient.abs().max())))

    @pytest.mark.criterion("modes")
    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_eval(self, student, sizes):
        """The result in eval mode, where the running statistics are used."""
        seen, batches, _ = batch_norm_run(student, sizes)
        linear, norms = batch_norm_layers(seen, sizes)
        x, y = batches[-1], seen["eval"]
        what = f"BatchNormMLP{sizes}(X) in eval mode"
        is_result(y, what)
        stuck = fits_nearly(y, batch_norm_forward(x, linear, norms, False))
        assert_that(not stuck, f"{what} depends on the batch.", running_statistics_missing)
        for norm in norms:
            assert_that(norm["mean"] is not None, f"BatchNormMLP{sizes} has a hidden layer without running statistics.",
                        running_statistics_missing)
            assert_that(bool(norm["mean"].any()), f"BatchNormMLP{sizes}'s running statistics did not change in "
                        "training: look for a normalisation that is never called.")
        presuppose(fits_nearly(y, batch_norm_forward(x, linear, norms, True)), "BatchNormMLP(...)(X) in eval mode does "
                   "not have the right values yet.")
        one = seen["one row"]
        assert_that(not isinstance(one, str), f"{what} with a single row raised {one}.")
        expected = batch_norm_forward(x[:1], linear, norms, True)
        assert_matches(one, expected, f"{what}, right for many rows, with a single row", rtol=1e-3, atol=1e-4,
                       hint="The running statistics serve one row as well as many: look for what treats a single row otherwise.")


# ---- named_mlp -------------------------------------------------------------------------------------------------------

wrong_names = misconception("wrong-names", "These are not the names that the exercise gives.")
names_missing = misconception("wrong-names", "An nn.Sequential numbers its modules unless it is given names.")
wrong_order = misconception(
    "wrong-order",
    "The names are right, but their order is not. An nn.Sequential runs its modules in the order in which they"
    " were added.", keeps=0.5)
same_activation_twice = misconception(
    "same-activation-twice",
    "One module is used in two places. Replacing one of the two activations would then be impossible; make a module for "
    "each.")

modules_shared = misconception(
    "modules-shared",
    "Training or changing one network would change the other. Every call should make new modules.")

not_sequential = misconception("not-sequential", "This container does not run its modules; an nn.Sequential does.")

NAMES = ["linear1", "activate1", "linear2", "activate2", "linear3"]


@probe
def named(student, x, noise):
    made, init = [], nn.Linear.__init__

    def counting(self, *arguments, **named):
        made.append(self)
        init(self, *arguments, **named)

    nn.Linear.__init__ = counting
    try:
        net = student.named_mlp()
    finally:
        nn.Linear.__init__ = init
    runs = isinstance(net, nn.Module) and type(net).forward is not nn.Module.forward
    seen = {"type": type(net).__name__, "runs": runs}
    seen["sequential"] = isinstance(net, nn.Sequential)
    seen |= {"names": None, "made": len(made)}
    if not isinstance(net, (nn.Module, dict)):
        return seen
    places = list((net if isinstance(net, dict) else net._modules).items())
    if not all(isinstance(module, nn.Module) for _, module in places):
        return seen
    other = student.named_mlp()
    other = list((other if isinstance(other, dict) else other._modules).values())
    addresses = [p.data_ptr() for module in other for p in module.parameters()]
    holder = nn.ModuleList(module for _, module in places)
    seen |= {
        "shared": [str(name) for name, module in places if any(module is each for each in other)
                   or any(p.data_ptr() in addresses for p in module.parameters())],
        "names": [str(name) for name, _ in places],
        "kinds": [next((kind.__name__ for kind in (nn.Linear, nn.ReLU) if isinstance(module, kind)), type(module).__name__)
                  for _, module in places],
        "different": len({id(module) for _, module in places}),
        "parameters": fill(holder, noise),
        "y": None,
    }
    try:
        seen["y"] = net(x) if isinstance(net, nn.Sequential) else None
    except RuntimeError as error:
        seen["error"] = described(error)
    return seen


def has_modules(seen):
    """There are modules to look at, be it in a dict; where three linear layers were made, only the return was forgotten."""
    assert_that(seen["type"] != "NoneType", "named_mlp() is None; an nn.Sequential is expected.",
                no_return.keeping(0.45).given(seen["made"] == 3))
    presuppose(seen["names"], f"named_mlp() is a {seen['type']} without modules; an nn.Sequential is expected.")


@pytest.mark.exercise("named_mlp")
class TestNamedMLP:
    @pytest.mark.criterion("names")
    def test_names(self, student):
        """The modules have the names of the exercise, in order."""
        seen = student(named, torch.randn(3, 4), torch.randn(NOISE))
        has_modules(seen)
        numbered = all(name.isdigit() for name in seen["names"])
        mistake = wrong_order if sorted(seen["names"]) == sorted(NAMES) else names_missing if numbered else wrong_names
        assert_that(seen["names"] == NAMES, f"The modules of named_mlp() are called "
                    f"{', '.join(seen['names'])}.", mistake)
        assert_that(seen["runs"], f"named_mlp() is a {seen['type']}; an nn.Sequential is expected.", not_sequential.keeping(0.5))

    @pytest.mark.criterion("modules")
    def test_modules(self, student):
        """Three linear layers of the right sizes and two activations, five different modules."""
        seen = student(named, torch.randn(3, 4), torch.randn(NOISE))
        has_modules(seen)
        assert_that(seen["kinds"].count("Linear") == 3 and seen["kinds"].count("ReLU") == 2 and len(seen["kinds"]) == 5,
                    f"named_mlp() should have three Linear and two ReLU; it has {', '.join(seen['kinds'])}.")
        seen_shapes = shapes_of(seen["parameters"].values())
        assert_that(seen_shapes == linear_shapes([4, 8, 8, 1]), "named_mlp()'s linear layers should have the sizes 4 "
                    f"-> 8 -> 8 -> 1; its parameters have the shapes {seen_shapes}.")
        assert_that(seen["different"] == 5, f"named_mlp() has five places, but only {seen['different']} different "
                    "modules.",
                    same_activation_twice)

    @pytest.mark.criterion("modules")
    def test_new_every_time(self, student):
        """Every call makes new modules."""
        seen = student(named, torch.randn(3, 4), torch.randn(NOISE))
        has_modules(seen)
        presuppose(seen["parameters"], "named_mlp() has no parameters.")
        assert_that(not seen["shared"], f"Two calls of named_mlp() gave the same {', '.join(seen['shared'])}.", modules_shared)

    @pytest.mark.criterion("sequential")
    def test_values(self, student):
        """An nn.Sequential that computes: linear, ReLU, linear, ReLU, linear."""
        x = torch.randn(6, 4)
        seen = student(named, x, torch.randn(NOISE))
        has_modules(seen)
        assert_that(seen["sequential"], f"named_mlp() is a {seen['type']}; an nn.Sequential is expected.",
                    not_sequential)
        assert_that("error" not in seen, f"named_mlp()(X) raised {seen.get('error')}.")
        # The layers in their own order and of their own sizes: those are other checks'.
        weights = [p for p in seen["parameters"].values() if p.dim() == 2]
        biases = [next((p for n, p in seen["parameters"].items() if p.dim() == 1 and n.startswith(name.split(".")[0] + ".")),
                       torch.zeros(len(weight))) for name, weight in seen["parameters"].items() if weight.dim() == 2]
        layers = list(zip(weights, biases))
        presuppose(len(layers) == 3, f"named_mlp() has {len(layers)} linear layers; there should be three.")
        linear = chain(x, layers, ())
        assert_matches(seen["y"], chain(x, layers, (0, 1)), "named_mlp()(X)", {
            no_activation if seen["names"] == NAMES else wrong_order.keeping(0.0): nearest(seen["y"], linear, torch.relu(linear)),
            other_activation: by_other_activation(seen["y"], x, layers, (0, 1))})
