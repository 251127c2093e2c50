"""Hidden graders of blocks.py.

No check relies on the name of an attribute: a probe fills whatever parameters a network has with numbers that were
drawn for this check, returns them, and the judge tells them apart by their shapes and computes what should come out.
"""
import itertools

import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, misconception, probe

NOISE = 9973


def nearest(seen, *candidates):
    """The candidate that `seen` equals, or else the first: one mistake may be written in several ways."""
    for candidate in candidates:
        alike = isinstance(seen, torch.Tensor) and seen.shape == candidate.shape and seen.dtype == candidate.dtype
        if alike and torch.allclose(seen, candidate, 1e-4, 1e-5):
            return candidate
    return candidates[0]


no_return = misconception(
    "no-return", "That is what a function gives that ends without a return. Look at its last line.")


def is_result(y, what):
    """What every check of values asks first: that something came back."""
    assert_that(y is not None, f"{what} is None; a tensor is expected.", no_return)


def values_first(right, what):
    """What a check of gradients asks before anything else: its message would only repeat what another one says."""
    assert_that(right, f"{what} does not have the right values yet, so its gradients cannot be right; mend the values first.")


gradient_cut = misconception(
    "gradient-cut",
    "The values are right, but a part of the computation is cut off from autograd. Look for .data, detach(), item() or "
    "no_grad.")


@probe
def fill(net, noise, scale=1.0):
    """Replace the parameters' values, scaled so that signals keep their size; return them by name."""
    start = 0
    with torch.no_grad():
        for parameter in net.parameters():
            index = (start + torch.arange(parameter.numel())) % noise.numel()
            start += parameter.numel()
            fan_in = parameter[0].numel() if parameter.dim() > 1 else 1
            parameter.copy_(noise[index].reshape(parameter.shape) * scale / fan_in ** 0.5)
    return {name: parameter.detach().clone() for name, parameter in net.named_parameters()}


@probe
def transposed(tensor):
    """A tensor with these values that lies in memory in another order, so that it has no flat view."""
    return tensor.mT.contiguous().mT


@probe
def run_filled(student, name, x, cotangent, noise):
    """A network with other numbers in its parameters: what it computes, twice, and its gradients."""
    x = transposed(x) if x.dim() == 3 else x
    student.blocks.MySequential = nn.Sequential  # a right one, in case this network builds on it
    net = getattr(student, name)()
    at_first = [n for n, _ in net.named_parameters()]
    net(x)  # a lazy layer gets its parameters now
    parameters = fill(net, noise)
    net.zero_grad()
    y = net(x)
    seen = {"at first": at_first, "parameters": parameters, "y": y, "again": net(x), "grads": {}}
    seen["replaced"] = [n for n, p in net.named_parameters() if not torch.equal(p, parameters[n])]
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
        seen["grads"] = {n: p.grad for n, p in net.named_parameters()}
    return seen


def same(a, b):
    """Whether two results agree, whatever they are."""
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return a.shape == b.shape and a.dtype == b.dtype and torch.allclose(a, b, 1e-4, 1e-6)
    return type(a) is type(b) and a == b


def shapes_of(tensors):
    return sorted(tuple(t.shape) for t in tensors)


def linear_shapes(sizes):
    """The shapes of the parameters of linear layers with these sizes."""
    pairs = list(zip(sizes, sizes[1:]))
    return sorted([(after, before) for before, after in pairs] + [(after,) for _, after in pairs])


def turned(tensor, shape):
    """The tensor in this shape, transposed where that is needed (the layer may be a MyLinear), or None."""
    if tuple(tensor.shape) == tuple(shape):
        return tensor
    return tensor.t() if tensor.dim() == 2 and tuple(tensor.shape[::-1]) == tuple(shape) else None


def fits(shapes, sizes):
    """Whether these are the shapes of linear layers with these sizes, in either orientation."""
    return sorted(map(sorted, shapes)) == sorted(map(sorted, linear_shapes(sizes)))


def linear_layers(seen, sizes, what):
    """(weight, bias) of each linear layer of a chain whose sizes are all different, found by shape."""
    parameters = seen["parameters"]

    def pick(*shape):
        return next((found for p in parameters.values() if (found := turned(p, shape)) is not None), None)

    found = [(pick(after, before), pick(after)) for before, after in zip(sizes, sizes[1:])]
    assert_that(parameters, f"{what} has no parameters at all.",
                layers_hidden if same(seen["y"], seen["again"]) else layers_made_in_forward)
    assert_that(all(part is not None for layer in found for part in layer),
                f"{what} should own linear layers with the sizes {' -> '.join(map(str, sizes))}; its parameters have "
                f"the shapes {shapes_of(parameters.values())}.")
    return found


def chain(x, layers, relu_after):
    """Linear layers one after another, with a ReLU after some of them."""
    for i, (weight, bias) in enumerate(layers):
        x = x @ weight.t() + bias
        x = x.clamp(min=0) if i in relu_after else x
    return x


def check_gradients(seen, x, cotangent, sizes, relu_after, what):
    """Every weight and bias has the gradient that autograd finds for the formula."""
    is_result(seen["y"], f"{what}(X)")
    layers = linear_layers(seen, sizes, what)
    values_first(same(seen["y"], chain(x, layers, relu_after)), f"{what}(X)")
    leaves = [(weight.requires_grad_(), bias.requires_grad_()) for weight, bias in layers]
    loss = (chain(x, leaves, relu_after) * cotangent).sum()
    expected = torch.autograd.grad(loss, [p for layer in leaves for p in layer])
    for gradient in expected:
        own = [turned(g, gradient.shape) for g in seen["grads"].values() if g is not None]
        own = [g for g in own if g is not None]
        shape = tuple(gradient.shape)
        assert_that(own, f"After {what}(X) and backward there is no gradient for the parameter of shape {shape}.",
                    gradient_cut)
        assert_matches(own[0], gradient, f"{what}'s gradient for the parameter of shape {shape}")


# ---- MLP -------------------------------------------------------------------------------------------------------------

no_activation = misconception(
    "no-activation",
    "This is the result without a ReLU between the linear layers. Without it they collapse into one: a linear function "
    "of a linear function is linear.")
activation_on_output = misconception(
    "activation-on-output",
    "This is what comes out when the last linear layer is followed by a ReLU: no output can be negative then. Nothing "
    "should follow that layer.")
layers_made_in_forward = misconception(
    "layers-made-in-forward",
    "Layers that are made in forward start at new random numbers, and an optimizer that was made before cannot know "
    "them. Make them once, in __init__, and only use them in forward.")
layers_hidden = misconception(
    "layers-hidden",
    "A module knows the layers that are assigned to its attributes in __init__. It does not look into plain lists and "
    "dicts.")

MLP_SIZES = [20, 256, 10]


def check_values(seen, x, sizes, what, mistakes):
    """What the network computes is what its formula gives; `mistakes` maps each mistake to ReLU positions."""
    is_result(seen["y"], f"{what}(X)")
    late = seen["replaced"] or len(seen["at first"]) < 2 * (len(sizes) - 1)
    assert_that(same(seen["y"], seen["again"]), f"{what}(X) gave two different results for the same X.",
                layers_made_in_forward if late else None)
    layers = linear_layers(seen, sizes, what)
    hidden = range(len(layers) - 1)
    fingerprints = {mistake: nearest(seen["y"], *[chain(x, layers, positions) for positions in options])
                    for mistake, options in mistakes.items()}
    assert_matches(seen["y"], chain(x, layers, hidden), f"{what}(X) with X of shape {tuple(x.shape)}", fingerprints)


@pytest.mark.exercise("MLP")
class TestMLP:
    MISTAKES = {no_activation: [()], activation_on_output: [(0, 1), (1,)]}

    def test_layers(self, student):
        """The two linear layers belong to the module from its construction on."""
        seen = student(run_filled, "MLP", torch.randn(3, 20), torch.randn(3, 10), torch.randn(NOISE))
        late = seen["parameters"] or not same(seen["y"], seen["again"])
        assert_that(seen["at first"], "MLP() has no parameters when it is new.",
                    layers_made_in_forward if late else layers_hidden)
        seen_shapes = shapes_of(seen["parameters"].values())
        assert_that(fits(seen_shapes, MLP_SIZES), f"MLP() should own two linear layers, 20 -> 256 and 256 "
                    f"-> 10; its parameters have the shapes {seen_shapes}.")
        assert_that(len(seen["at first"]) == 4, f"When it is new MLP() has {len(seen['at first'])} parameters, and "
                    "later 4.", layers_made_in_forward)

    @pytest.mark.parametrize("shape", [(1, 3, 20), (2, 3, 20)], ids=str)
    def test_values(self, student, shape):
        """What comes out: linear, ReLU, linear."""
        x = 4 * torch.randn(shape)  # large numbers too: a ReLU has no upper end
        seen = student(run_filled, "MLP", x, torch.randn(*shape[:-1], 10), torch.randn(NOISE))
        check_values(seen, x, MLP_SIZES, "MLP()", self.MISTAKES)

    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        x, cotangent = torch.randn(5, 20), torch.randn(5, 10)
        seen = student(run_filled, "MLP", x, cotangent, torch.randn(NOISE))
        check_gradients(seen, x, cotangent, MLP_SIZES, (0,), "MLP()")


# ---- MySequential ----------------------------------------------------------------------------------------------------

keyed_by_module = misconception(
    "keyed-by-module",
    "Modules were registered under keys that are not strings, such as the modules themselves. forward may work with "
    "that, but parameters(), state_dict() and repr build names from the keys; every module needs a name that is a str.")
plain_list = misconception(
    "plain-list",
    "The modules are kept where PyTorch does not see them, such as a plain list, tuple or dict, so that training, "
    "saving and eval() pass them by. They have to be registered with the module.")
used_twice_runs_once = misconception(
    "used-twice-runs-once",
    "A module that is passed in twice has two places in the order, but it ran only once. What tells the places apart "
    "has to be the position, not the module; note that children() and modules() leave repetitions out.")
reversed_order = misconception("reversed", "The modules ran from the last to the first.")
last_only = misconception(
    "last-only",
    "This is the last module's output for the first input. Each module should get what the module before it returned.")
first_only = misconception(
    "first-only", "This is the first module's output: forward returned before the others ran. Look where the return "
    "stands.")
keyed_by_type = misconception(
    "keyed-by-type",
    "Modules of the same type overwrote each other, as they were registered under the same name. Every place in the "
    "order needs a name of its own.")
names_by_object = misconception(
    "names-by-object",
    "The names under which the modules are registered change from one network to the next. What is saved could never be "
    "loaded again; let a name follow from the place in the order.")
modules_copied = misconception(
    "modules-copied",
    "The network holds copies. Whoever passed a module in expects that this very module is trained and switched.")
sorted_names = misconception(
    "sorted-names",
    "From the tenth module on the order is wrong: names sort as text, and there 10 comes before 2. Keep the order in "
    "which the modules were passed in.")


@probe
def make_modules(weights, biases, sequence):
    """Linear layers with these values, and their order: -1 stands for a tanh, of a class that nobody else knows."""
    class Wave(nn.Module):
        def forward(self, X):
            return X.tanh()

    linears = []
    with torch.no_grad():
        for weight, bias in zip(weights, biases):
            linears.append(nn.Linear(weight.shape[1], weight.shape[0]))
            linears[-1].weight.copy_(weight)
            linears[-1].bias.copy_(bias)
    return [Wave() if i < 0 else linears[i] for i in sequence]


@probe
def sequential_forward(student, weights, biases, sequence, x):
    return student.MySequential(*make_modules(weights, biases, sequence))(x)


@probe
def sequential_gradients(student, weights, biases, sequence, x, cotangent):
    modules = make_modules(weights, biases, sequence)
    y = student.MySequential(*modules)(x)
    copies = isinstance(y, torch.Tensor) and y.requires_grad
    if copies:
        (y * cotangent).sum().backward()
    return {"y": y, "copies": copies, "grads": [module.weight.grad for module in modules if isinstance(module, nn.Linear)]}


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
            seen["errors"][name] = [type(error).__name__, str(error)[:150]]

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
        return {"error": f"TypeError: {str(error)[:150]}"}
    except RuntimeError:
        return {"names": list(state), "other names": list(other.state_dict())}
    return {"y": other(x), "saved": [list(value.shape) for value in state.values()]}


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
        net.eval()
        net(torch.randn(4, 3))
        seen["after a call"] = [m.training for m in given]
        seen["known"] = sum(any(m is other for other in net.modules()) for m in given)
    except Exception as error:
        seen["error"] = f"{type(error).__name__}: {str(error)[:150]}"
    return seen


def sequence_of(linears, width=4):
    return torch.randn(linears, width, width) / 2 + torch.eye(width), torch.randn(linears, width)


def run_sequence(x, weights, biases, sequence):
    for i in sequence:
        x = x.tanh() if i < 0 else x @ weights[i].t() + biases[i]
    return x


def wrong_key(errors, *names):
    """The misconception that an error at one of these questions shows."""
    if any(errors[name][0] == "TypeError" and "callable" not in errors[name][1] for name in names if name in errors):
        return keyed_by_module
    return plain_list


def check_answered(seen, *names):
    for name in names:
        if name in seen["errors"]:
            kind, text = seen["errors"][name]
            assert_that(False, f"For net = MySequential(...) asking for net's {name} raised {kind}: {text}.",
                        wrong_key(seen["errors"], name))


@pytest.mark.exercise("MySequential")
class TestMySequential:
    def test_order(self, student):
        """The modules run in the order in which they were passed in, each on what the one before returned."""
        weights, biases = sequence_of(2)
        sequence, x = [0, -1, 1], torch.randn(3, 4)
        seen = student(sequential_forward, weights, biases, sequence, x)

        def result(order):
            return run_sequence(x, weights, biases, order)

        assert_matches(seen, result(sequence), "MySequential(linear, tanh, another_linear)(X)", {
            reversed_order: result([1, -1, 0]), last_only: result([1]), first_only: result([0]),
            keyed_by_type: result([1, -1])})

    def test_sizes(self, student):
        """Modules may change the size from one to the next."""
        weights, biases = [torch.randn(7, 5), torch.randn(2, 7)], [torch.randn(7), torch.randn(2)]
        x = torch.randn(3, 5)
        seen = student(sequential_forward, weights, biases, [0, -1, 1, -1], x)
        assert_matches(seen, run_sequence(x, weights, biases, [0, -1, 1, -1]), "MySequential(linear, tanh, linear, "
                       "tanh)(X)",
                       {first_only: run_sequence(x, weights, biases, [0])})

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

    def test_used_twice(self, student):
        """A module that is passed in twice runs twice."""
        weights, biases = sequence_of(3)
        x = torch.randn(3, 4)
        seen = student(sequential_forward, weights, biases, [1, 0, -1, 0, 2], x)
        once = [run_sequence(x, weights, biases, order) for order in ([1, 0, -1, 2], [1, -1, 0, 2])]
        assert_matches(seen, run_sequence(x, weights, biases, [1, 0, -1, 0, 2]), "MySequential(a, b, tanh, b, c)(X)", {
            used_twice_runs_once: nearest(seen, *once),
            reversed_order: run_sequence(x, weights, biases, [2, 0, -1, 0, 1])})

    def test_gradients(self, student):
        """A loss reaches the modules that were passed in."""
        weights, biases = sequence_of(2)
        x, cotangent = torch.randn(3, 4), torch.randn(3, 4)
        seen = student(sequential_gradients, weights, biases, [0, -1, 1], x, cotangent)
        is_result(seen["y"], "MySequential(a, tanh, b)(X)")
        leaves = [weight.requires_grad_() for weight in weights.clone()]
        y = run_sequence(x, leaves, biases, [0, -1, 1])
        values_first(same(seen["y"], y.detach()), "MySequential(a, tanh, b)(X)")
        loss = (y * cotangent).sum()
        for name, own, gradient in zip("ab", seen["grads"], torch.autograd.grad(loss, leaves)):
            what = f"gradient of {name}'s weight after MySequential(a, tanh, b)(X) and backward"
            assert_that(own is not None, f"There is no {what}.", None if seen["copies"] else gradient_cut)
            assert_matches(own, gradient, f"The {what}")

    def test_parameters(self, student):
        """parameters() has every parameter of the modules, each once."""
        weights, biases = [torch.randn(7, 5), torch.randn(5, 7)], [torch.randn(7), torch.randn(5)]
        seen = student(sequential_state, weights, biases, [0, -1, 1, 0], torch.randn(2, 5))
        check_answered(seen, "parameters", "own parameters")
        assert_that(seen["parameters"], "MySequential(a, tanh, b, a).parameters() is empty.", plain_list)
        expected = sorted([[7, 5], [7], [5, 7], [5]])
        own = seen["own parameters"]
        copied = modules_copied if own == 0 and len(seen["parameters"]) >= 4 else None
        assert_that(sorted(seen["parameters"]) == expected, "MySequential(a, tanh, b, a).parameters() should have "
                    "the weight and bias of a and of b, and nothing else; it has the shapes "
                    f"{[tuple(s) for s in seen['parameters']]}.", copied)
        assert_that(own == 4, "MySequential(a, tanh, b, a).parameters() has the right shapes, but the parameters of a "
                    "and b are not among them.", copied)

    def test_modules(self, student):
        """Every module that was passed in is among net.modules()."""
        weights, biases = sequence_of(2)
        seen = student(sequential_state, weights, biases, [0, -1, 1], torch.randn(2, 4))
        check_answered(seen, "modules", "types")
        copied = seen["types"].count("Linear") == 2 and seen["types"].count("Wave") == 1
        mistake = modules_copied if copied else plain_list if not any(seen["modules"]) else None
        assert_that(all(seen["modules"]), f"{seen['modules'].count(False)} of the 3 modules of MySequential(a, tanh, "
                    "b) are not among its modules().", mistake)

    def test_state_dict(self, student):
        """state_dict() holds every parameter, and another network can load it."""
        weights, biases = sequence_of(2)
        x, sequence = torch.randn(3, 4), [0, -1, 1]
        seen = student(sequential_reload, weights, biases, sequence, x)
        assert_that("error" not in seen, f"For net = MySequential(...), net.state_dict() raised "
                    f"{seen.get('error')}.", keyed_by_module)
        assert_that("names" not in seen, "The state_dict() of one MySequential(a, tanh, b) does not fit another one that is "
                    f"made alike: {seen.get('names')} against {seen.get('other names')}.", names_by_object)
        assert_that(seen["saved"], "MySequential(a, tanh, b).state_dict() is empty.", plain_list)
        assert_that(sorted(seen["saved"]) == [[4], [4], [4, 4], [4, 4]], "MySequential(a, tanh, b).state_dict() "
                    "should have the weight and bias of a and of b; its entries have the shapes "
                    f"{[tuple(s) for s in seen['saved']]}.")
        assert_matches(seen["y"], run_sequence(x, weights, biases, sequence),
                       "The result of a MySequential that loaded another one's state_dict()",
                       {reversed_order: run_sequence(x, weights, biases, sequence[::-1])})

    def test_eval(self, student):
        """eval() and train() reach the modules inside, at any depth."""
        seen = student(sequential_modes)
        copies = len(seen["inside"]) == 2 and len(seen["inside"][0]) > 5 and not any(seen["inside"][0])
        mistake = None if seen["known"] else modules_copied if copies else plain_list
        for mode, flags in zip((False, True), seen["passed in"]):
            name = "training" if mode else "eval"
            assert_that(set(flags) == {mode}, f"After net.train({mode}) a module that was passed in is not in {name} "
                        "mode.", mistake)
        assert_that("error" not in seen, f"net.eval(), net(X), net.train() or net.modules() raised "
                    f"{seen.get('error')}.")
        assert_that(not any(seen["after a call"]), "After net.eval() and net(X) a module that was passed in is in "
                    "training mode again: the mode is for the caller to choose, and forward should leave it.")

    def test_repr(self, student):
        """repr(net) shows every module."""
        weights, biases = [torch.randn(7, 5), torch.randn(2, 7)], [torch.randn(7), torch.randn(2)]
        seen = student(sequential_state, weights, biases, [0, -1, 1], torch.randn(2, 5))
        check_answered(seen, "repr")
        parts = ["in_features=5, out_features=7", "Wave()", "in_features=7, out_features=2"]
        missing = [part for part in parts if part not in seen["repr"]]
        assert_that(not missing, f"{len(missing)} of the 3 modules of MySequential(a, tanh, b) do not show in its "
                    "repr.",
                    None if any(seen.get("modules", [])) else plain_list)


# ---- FixedHiddenMLP --------------------------------------------------------------------------------------------------

constant_trainable = misconception(
    "constant-trainable",
    "The constant is trained like a weight: it is among the parameters that require a gradient. It should belong to "
    "the module, and be saved with it, but stay as it is.")
constant_not_in_state_dict = misconception(
    "constant-not-in-state-dict",
    "The constant is not saved: it is not among the entries of state_dict(), so that a loaded block would compute with "
    "another one. A plain tensor as an attribute is not enough; PyTorch has a kind of tensor for what is saved but not "
    "trained.")
two_linears = misconception(
    "two-linears",
    "There are two linear layers. The second one should be the first one again, with the same parameters: call the "
    "same layer twice.")
if_for_while = misconception(
    "if-for-while",
    "X was halved once and no more, though it was still too large. Halving should go on until it is small enough.")
halves_too_often = misconception(
    "halves-too-often", "X was halved although its size was not above 1 any more; look first, then halve.")
constant_redrawn = misconception(
    "constant-redrawn",
    "The same block gave two results for the same X: the constant was drawn again. It should be drawn once, when the "
    "block is made.")
fixed_in_place = misconception(
    "input-changed",
    "The block wrote into the tensor it was given. That tensor belongs to the caller; look for an operation that works "
    "in place on it.")
no_sum = misconception("no-sum", "The block returned X itself; one number is asked for, the sum of X.")
no_tensor = misconception(
    "no-tensor",
    "That is an ordinary Python number, and no gradient goes back through it. The sum should stay a tensor; look for "
    "item() or float().")
sum_without_abs = misconception(
    "sum-without-abs",
    "The size of X was measured by its sum, where negative and positive entries cancel out, or not at all. The "
    "exercise measures it with absolute values.")
plus_one_missing = misconception("plus-one-missing", "This is the result without the 1 that is added before the ReLU.")
fixed_relu_missing = misconception("relu-missing", "This is the result without the ReLU after the constant.")
linear_once = misconception(
    "linear-once", "This is the result where X passes the linear layer only once; it comes a second time, after the ReLU.")
constant_not_random = misconception(
    "constant-not-random", "All its entries are the same; the exercise asks for random numbers.")
same_constant = misconception(
    "same-constant",
    "Two blocks have the same constant. Each should draw its own in its constructor; look for a constant of the class "
    "or the module, for a seed, or for numbers that are not drawn at all.")


@probe
def fixed_hidden(student, x, noise, scale):
    """The block with other numbers in its parameters: its state, its results for the same X, its gradients."""
    net = student.FixedHiddenMLP()
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
        "type": type(y).__name__,
        "y": y.detach().clone() if isinstance(y, torch.Tensor) else y,
        "again": again.detach() if isinstance(again, torch.Tensor) else again,
        "flipped": flipped.detach() if isinstance(flipped, torch.Tensor) else flipped,
        "X": given.detach(),
        "trained": {name: p.detach().clone() for name, p in net.named_parameters() if p.requires_grad},
        "saved": {name: t.detach().clone() for name, t in net.state_dict().items()},
        "stray": [],  # what is neither trained nor saved
        "grads": {},
    }
    known = [t.data_ptr() for t in [*net.state_dict().values(), *net.parameters()]]
    for part in net.modules():
        held = [v for v in [*vars(part).values(), *part.buffers(recurse=False)] if isinstance(v, torch.Tensor)]
        seen["stray"] += [v.detach().clone() for v in held if v.data_ptr() not in known]
    if isinstance(y, torch.Tensor) and y.requires_grad and y.dim() == 0:
        net.zero_grad()
        y.backward()
        seen["grads"] = {name: p.grad for name, p in net.named_parameters() if p.requires_grad}
    return seen


def fixed_block(x, weight, bias, constant, *, one=1.0, relu=True, twice=True, halving="while"):
    """The exercise's steps, and some ways to get them wrong."""
    x = (x @ weight.t() + bias) @ constant + one
    x = x.clamp(min=0) if relu else x
    x = x @ weight.t() + bias if twice else x
    size = x.abs().sum() if halving != "no abs" else x.sum()
    if halving == "once too often":
        x, size = x / 2, size / 2
    while size > 1:
        x, size = x / 2, size / 2
        if halving == "if":
            break
    return x.sum()


def squares_of(seen):
    """Every (20, 20) tensor of the block, trained ones first."""
    frozen = [t for name, t in seen["saved"].items() if name not in seen["trained"]]
    return [t for t in [*seen["trained"].values(), *frozen, *seen["stray"]] if tuple(t.shape) == (20, 20)]


def layouts(seen):
    """Which tensor is the weight and which the constant, and whether they are transposed: every possibility."""
    biases = [t for t in seen["trained"].values() if tuple(t.shape) == (20,)]
    for weight, constant in itertools.permutations(squares_of(seen), 2):
        for w, c in itertools.product((weight, weight.t()), (constant, constant.t())):
            for bias in biases:
                yield w, bias, c


def near(gradient, expected):
    return gradient.dtype == expected.dtype and torch.allclose(gradient, expected, 1e-3, 1e-5)


def is_scalar(value, x, what):
    is_result(value, what)
    assert_that(isinstance(value, torch.Tensor), f"{what} is a {type(value).__name__}; a tensor is expected.",
                no_tensor)
    assert_that(value.dim() == 0, f"{what} has shape {tuple(value.shape)}; a scalar tensor, of shape (), is expected.",
                no_sum if tuple(value.shape) == tuple(x.shape) else None)


def agrees(seen, x, **changes):
    """Whether one layout gives the values for X and for X flipped: one number alone may be near another by chance."""
    values = [(each, seen[name]) for each, name in ((x, "y"), (x.flip(1), "flipped"))]

    def gives(layout, each, value):
        expected = fixed_block(each, *layout, **changes)
        return isinstance(value, torch.Tensor) and value.dtype == expected.dtype and torch.allclose(value, expected, 1e-4, 1e-5)

    return any(all(gives(layout, *value) for value in values) for layout in layouts(seen))


FIXED_MISTAKES = {
    if_for_while: {"halving": "if"},
    halves_too_often: {"halving": "once too often"},
    sum_without_abs: {"halving": "no abs"},
    plus_one_missing: {"one": 0.0},
    fixed_relu_missing: {"relu": False},
    linear_once: {"twice": False},
}


def check_fixed_value(seen, x, what):
    value = seen["y"]
    is_scalar(value, x, what)
    assert_that(same(value, seen["again"]), f"{what} gave two different results.",
                constant_redrawn)
    assert_that(any(True for _ in layouts(seen)), "FixedHiddenMLP() should have one linear layer 20 -> 20 and a (20, 20) "
                f"constant; its parameters have the shapes {shapes_of(seen['trained'].values())}, the entries of state_dict() "
                f"{shapes_of(seen['saved'].values())}.")
    linears = sum(tuple(t.shape) == (20,) for t in seen["trained"].values())
    right = agrees(seen, x)
    assert_that(linears == 1 or right, "FixedHiddenMLP() trains more than one linear layer.", two_linears)
    assert_that(value.dtype == x.dtype, f"{what} has dtype {value.dtype}; {x.dtype} is expected.")
    assert_that(right, f"{what} has the wrong value.",
                lambda: next((mistake for mistake, changes in FIXED_MISTAKES.items() if agrees(seen, x, **changes)), None))


@pytest.mark.exercise("FixedHiddenMLP")
class TestFixedHiddenMLP:
    # a row may leave nothing of X after the ReLU; so many rows never do
    @pytest.mark.parametrize("rows", [12, 15])
    def test_large(self, student, rows):
        """The value where X has to be halved many times."""
        x, noise = 20 * torch.randn(rows, 20), torch.randn(NOISE)
        for sign in 1, -1:  # one of the two sums is negative, mostly
            seen = student(fixed_hidden, x, sign * noise, 1.0)
            check_fixed_value(seen, x, f"FixedHiddenMLP()(X) with large X of shape ({rows}, 20)")

    def test_small(self, student):
        """The value where X is small already and nothing is to be halved."""
        x = 800 * torch.randn(12, 20)  # so that the constant and the ReLU matter, though the weights are small
        seen = student(fixed_hidden, x, torch.randn(NOISE), 1e-3)
        check_fixed_value(seen, x, "FixedHiddenMLP()(X), where X is small at the end,")

    def test_exactly_one(self, student):
        """The value where the size of X is exactly 1: that is not greater than 1, so nothing is halved."""
        bias = torch.zeros(20)
        bias[torch.randperm(20)[:16]] = torch.tensor([1, 1, 1, -1] * 4) / 16
        seen = student(fixed_hidden_of_bias, torch.randn(1, 20), bias)
        what = "FixedHiddenMLP()(X), where the size of X is exactly 1,"
        is_scalar(seen["y"], torch.empty(1, 20), what)
        assert_matches(seen["y"], bias.sum(), what, {halves_too_often: bias.sum() / 2})

    def test_trained(self, student):
        """One linear layer is trained, and nothing else."""
        seen = student(fixed_hidden, torch.randn(12, 20), torch.randn(NOISE), 1.0)
        shapes = shapes_of(seen["trained"].values())
        biases, squares = shapes.count((20,)), shapes.count((20, 20))
        mistake = two_linears if biases > 1 else constant_trainable if squares > 1 else None
        assert_that(shapes == [(20,), (20, 20)], "FixedHiddenMLP() should train one linear layer 20 -> 20; the "
                    f"parameters that require a gradient have the shapes {shapes}.", mistake)

    def test_constant(self, student):
        """The constant is random, and an entry of state_dict()."""
        seen = student(fixed_hidden, torch.randn(12, 20), torch.randn(NOISE), 1.0)
        frozen = [t for name, t in seen["saved"].items() if name not in seen["trained"]]
        constants = [t for t in frozen if tuple(t.shape) == (20, 20)]
        trained = sum(tuple(t.shape) == (20, 20) for t in seen["trained"].values())
        redrawn = not same(seen["y"], seen["again"])
        mistake = constant_trainable if trained > 1 else constant_redrawn if redrawn else constant_not_in_state_dict
        assert_that(constants, "FixedHiddenMLP().state_dict() should have a (20, 20) entry for the constant, which "
                    f"is not trained; its entries have the shapes {shapes_of(seen['saved'].values())}.", mistake)
        values = constants[0].unique()
        assert_that(values.numel() > 1, "FixedHiddenMLP()'s constant should be random.", constant_not_random)

    def test_same_every_time(self, student):
        """The same block gives the same number for the same X, and a state that is loaded brings it back."""
        x = torch.randn(12, 20)
        seen = student(fixed_hidden_reload, x)
        is_result(seen["y"], "FixedHiddenMLP()(X)")
        assert_that(same(seen["y"], seen["again"]), "FixedHiddenMLP()(X), asked twice, gave two different results.",
                    constant_redrawn)
        assert_that(not seen["alike"], "The constant of FixedHiddenMLP() should be random.", same_constant)
        assert_that(same(seen["y"], seen["loaded"]), "A FixedHiddenMLP that loaded the state_dict() of another one "
                    "computes something else.", constant_not_in_state_dict)

    def test_gradients(self, student):
        """The gradient of the linear layer comes from both of its uses."""
        x = 5 * torch.randn(20, 20)  # larger than the bias, which would lift all rows above the ReLU's kink, or none
        seen = student(fixed_hidden, x, torch.randn(NOISE), 1.0)
        is_scalar(seen["y"], x, "FixedHiddenMLP()(X)")
        values_first(agrees(seen, x), "FixedHiddenMLP()(X)")
        grads = [g for g in seen["grads"].values() if g is not None]
        own = {shape: [g for g in grads if tuple(g.shape) == shape] for shape in ((20, 20), (20,))}
        assert_that(all(own.values()), "After FixedHiddenMLP()(X).backward() the linear layer's weight or bias has no "
                    "gradient.", gradient_cut)
        for weight, bias, constant in layouts(seen):
            w, b = weight.clone().requires_grad_(), bias.clone().requires_grad_()
            gradients = torch.autograd.grad(fixed_block(x, w, b, constant), (w, b))
            weight_fits = any(near(g, gradients[0]) or near(g, gradients[0].t()) for g in own[20, 20])
            if weight_fits and any(near(g, gradients[1]) for g in own[20,]):
                return
        assert_that(False, "The gradients after FixedHiddenMLP()(X).backward() are not those of one linear layer that is "
                    "used twice.", gradient_cut)

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
    net = student.FixedHiddenMLP()
    net(x.clone())  # a lazy layer gets its parameters now
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.requires_grad:
                parameter.copy_(bias if parameter.shape == bias.shape else torch.zeros_like(parameter))
    return {"y": net(x)}


@probe
def fixed_hidden_input(student, x):
    """The input after a forward pass: after that alone, as backward fails where a tensor of the graph was changed."""
    y = student.FixedHiddenMLP()(x)
    return {"y": y.clone() if isinstance(y, torch.Tensor) else y, "X": x}


@probe
def fixed_hidden_reload(student, x):
    net, other, x = student.FixedHiddenMLP(), student.FixedHiddenMLP(), transposed(x)
    other(x.clone())  # a lazy layer gets its parameters now
    seen = {"y": net(x.clone()), "again": net(x.clone())}
    trained = [name for name, p in net.named_parameters() if p.requires_grad]
    states = net.state_dict(), other.state_dict()
    constants = [name for name, t in states[0].items() if name not in trained and tuple(t.shape) == (20, 20)]
    seen["alike"] = any(torch.equal(*[state[name] for state in states]) for name in constants)
    other.load_state_dict(net.state_dict())
    return {**seen, "loaded": other(x.clone())}


# ---- NestMLP ---------------------------------------------------------------------------------------------------------

first_relu_dropped = misconception(
    "first-relu-dropped", "This is the result without the ReLU after the first linear layer.")
final_relu_dropped = misconception(
    "final-relu-dropped",
    "This is the result without the ReLU at the end of the inner block, so that its last linear layer and the outer "
    "one collapse into a single one.")
relu_after_last_linear = misconception(
    "relu-after-last-linear",
    "This is what comes out when the outer linear layer is followed by a ReLU: no output can be negative then. Nothing "
    "should follow that layer.")
chimera_shared = misconception(
    "chimera-shared",
    "Two calls of make_chimera gave networks that share parameters: training one changes the other. Make the modules "
    "inside the function.")

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
    seen = {"type": type(one).__name__, "sequential": isinstance(one, nn.Sequential)}
    if not seen["sequential"]:
        return seen
    parts = list(one)
    kinds = {"NestMLP": nest, "nn.Linear": nn.Linear, "FixedHiddenMLP": StandIn}
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
        seen["error"] = f"{type(error).__name__}: {str(error)[:150]}"
    lazy = nn.parameter.UninitializedTensorMixin
    tensors = [[t for t in [*net.parameters(), *net.buffers()] if not isinstance(t, lazy)] for net in (one, two)]
    addresses = [{t.data_ptr() for t in held} for held in tensors]
    seen["shared"] = len(addresses[0] & addresses[1])
    seen["parameters"] = len(tensors[0])
    seen["linear"] = [list(p.shape) for p in parts[1].parameters()] if len(parts) == 3 else None
    return seen


@pytest.mark.exercise("NestMLP")
class TestNestMLP:
    def test_layers(self, student):
        """The three linear layers belong to the module."""
        seen = student(run_filled, "NestMLP", torch.randn(3, 20), torch.randn(3, 16), torch.randn(NOISE))
        seen_shapes = shapes_of(seen["parameters"].values())
        mistake = None
        if len(seen["at first"]) < 6:
            redrawn = not same(seen["y"], seen["again"])
            whole = all((shape[0],) in seen_shapes for shape in seen_shapes)  # no layer lacks its bias
            mistake = layers_made_in_forward if redrawn or len(seen_shapes) == 6 else layers_hidden if whole else None
        late = f", and {len(seen_shapes)} once it ran" if len(seen["at first"]) < len(seen_shapes) else ""
        assert_that(fits(seen_shapes, NEST_SIZES) and len(seen["at first"]) == 6,
                    "When it is new NestMLP() should own linear layers 20 -> 64 -> 32 -> 16; it has "
                    f"{len(seen['at first'])} parameters{late}, with the shapes {seen_shapes}.", mistake)

    @pytest.mark.parametrize("shape", [(1, 3, 20), (2, 3, 20)], ids=str)
    def test_values(self, student, shape):
        """What comes out: linear, ReLU, linear, ReLU, linear."""
        x = 4 * torch.randn(shape)
        seen = student(run_filled, "NestMLP", x, torch.randn(*shape[:-1], 16), torch.randn(NOISE))
        check_values(seen, x, NEST_SIZES, "NestMLP()", {
            final_relu_dropped: [(0,)], first_relu_dropped: [(1,)], no_activation: [()],
            relu_after_last_linear: [(0, 1, 2), (0, 2)]})

    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        x, cotangent = torch.randn(5, 20), torch.randn(5, 16)
        seen = student(run_filled, "NestMLP", x, cotangent, torch.randn(NOISE))
        check_gradients(seen, x, cotangent, NEST_SIZES, (0, 1), "NestMLP()")

    def test_chimera(self, student):
        """make_chimera() is an nn.Sequential of the three modules, in order."""
        seen = student(chimera, torch.randn(4, 20))
        assert_that(seen["sequential"], f"make_chimera() is a {seen['type']}; an nn.Sequential is expected.")
        assert_that(seen["kinds"] == ["NestMLP", "nn.Linear", "FixedHiddenMLP"],
                    "make_chimera() should be made of a NestMLP, an nn.Linear and a FixedHiddenMLP; it is made of "
                    f"{', '.join(seen['kinds'])}.")
        assert_that("error" not in seen, f"make_chimera()(X) raised {seen.get('error')}.")
        assert_that(sorted(seen["linear"]) == [[20], [20, 16]], "The nn.Linear of make_chimera() should lead from 16 "
                    f"numbers to 20; its parameters have the shapes {[tuple(s) for s in seen['linear']]}.")
        assert_matches(seen["y"], seen["step by step"], "make_chimera()(X), compared with its three modules one "
                       "after another,")

    def test_new_every_time(self, student):
        """Every chimera has parameters of its own."""
        seen = student(chimera, torch.randn(4, 20))
        assert_that(seen["sequential"] and seen["parameters"], "make_chimera() should be an nn.Sequential with "
                    "parameters.")
        assert_that(not seen["shared"], f"Two chimeras have {seen['shared']} tensors in common.", chimera_shared)


# ---- BatchNormMLP ----------------------------------------------------------------------------------------------------

normalises_output = misconception(
    "normalises-output",
    "The output is normalised as well. Only the two hidden layers should be; a normalised output could not even have a "
    "mean of its own.")
relu_before_norm = misconception(
    "relu-before-norm",
    "This is what comes out when the ReLU comes before the normalisation, in one hidden layer or in both. The "
    "exercise asks for linear, normalisation, ReLU.")
norm_unused = misconception(
    "norm-unused",
    "This is the result where a hidden layer is not normalised: look in forward for a normalisation that is never "
    "called, or whose result is not used.")
running_statistics_missing = misconception(
    "running-statistics-missing",
    "In eval mode this is the result with the mean and variance of the batch at hand, so that a row's result depends "
    "on the rows around it. There the running statistics, collected in training, should be used.")


@probe
def batch_norm_mlp(student, sizes, batches, cotangent, noise):
    """A few batches in training mode: the last result and its gradients, the state, and a result in eval mode."""
    student.blocks.MySequential = nn.Sequential  # a right one, in case this network builds on it
    net = student.BatchNormMLP(*sizes)
    net.train()
    net(batches[0])  # a lazy layer gets its parameters now
    fill(net, noise)
    for x in 10 * batches[:-1]:  # until the running statistics have come near to what they estimate
        net.zero_grad()
        y = net(x)
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
    seen = {"train": y, "linear": [], "norm": [], "parameters": [list(p.shape) for p in net.parameters()]}
    seen["grads"] = [p.grad for p in net.parameters()]
    net.eval()
    seen["eval"] = net(batches[-1])
    try:
        seen["one row"] = net(batches[-1][:1])
    except Exception as error:
        seen["one row"] = f"{type(error).__name__}: {str(error)[:150]}"
    for part in net.modules():
        if isinstance(part, nn.Linear):
            seen["linear"].append({"weight": part.weight, "bias": part.bias})
        elif isinstance(part, nn.BatchNorm1d):
            seen["norm"].append({
                "features": part.num_features, "weight": part.weight, "bias": part.bias, "eps": part.eps,
                "mean": part.running_mean, "var": part.running_var})
    return seen


def batch_norm_layers(seen, sizes):
    """The linear layers and normalisations of the hidden layers, found by their sizes."""
    what = f"BatchNormMLP{tuple(sizes)}"
    linear = []
    for before, after in zip(sizes, sizes[1:]):
        found = [layer for layer in seen["linear"] if tuple(layer["weight"].shape) == (after, before)]
        assert_that(found, f"{what} should have an nn.Linear from {before} to {after}; its parameters have the shapes "
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


def batch_norm_forward(x, linear, norms, running, *steps):
    """The network with these steps after each linear layer, "n" for normalise and "r" for ReLU."""
    for (weight, bias), norm, do in zip(linear, [*norms, None], steps or ("nr", "nr", "")):
        x = x @ weight.t() + bias
        for step in do:
            x = normalise(x, norm, running) if step == "n" else x.clamp(min=0)
    return x


def distance_from_kinks(x, linear, norms):
    """How near to 0 the input of a ReLU comes in training mode: very near, rounding decides whether a gradient passes."""
    distances = []
    for (weight, bias), norm in zip(linear, norms):
        x = normalise(x @ weight.t() + bias, norm, False)
        distances.append(float(x.detach().abs().min()))
        x = x.clamp(min=0)
    return min(distances)


def check_batch_norm(y, x, seen, sizes, running, what):
    """What the network computes, with running statistics or the batch's own."""
    linear, norms = batch_norm_layers(seen, sizes)

    def results(*ways):
        return nearest(y, *[batch_norm_forward(x, linear, norms, running, *steps) for steps in ways])

    expected = results(("nr", "nr", ""))
    mistakes = {
        relu_before_norm: results(("rn", "rn", ""), ("nr", "rn", ""), ("rn", "nr", "")),
        no_activation: results(("n", "n", ""), ("nr", "n", ""), ("n", "nr", "")),
        norm_unused: results(("r", "r", ""), ("nr", "r", ""), ("r", "nr", "")),
        activation_on_output: results(("nr", "nr", "r"))}
    # only a normalised output has a mean of its bias and a variance of its weight
    for outer in [norm for norm in seen["norm"] if norm["features"] == sizes[3]]:
        mistakes[normalises_output] = normalise(expected, outer, running)
    assert_matches(y, expected, what, mistakes, rtol=1e-3, atol=1e-4)


def batch_norm_run(student, sizes):
    batches, cotangent = [3 * torch.randn(30, sizes[0]) + 2 for _ in range(4)], torch.randn(30, sizes[3])
    return student(batch_norm_mlp, sizes, batches, cotangent, torch.randn(NOISE)), batches, cotangent


@pytest.mark.exercise("BatchNormMLP")
class TestBatchNormMLP:
    SIZES = [[3, 7, 5, 9], [6, 4, 8, 10]]

    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_layers(self, student, sizes):
        """Three linear layers with the given sizes, and a normalisation in each hidden layer."""
        seen, _, _ = batch_norm_run(student, sizes)
        batch_norm_layers(seen, sizes)
        what = f"BatchNormMLP{tuple(sizes)}"
        assert_that(len(seen["linear"]) == 3, f"{what} should have three nn.Linear, it has {len(seen['linear'])}.")
        features = sorted(norm["features"] for norm in seen["norm"])
        assert_that(features == sorted(sizes[1:3]), f"{what} should have two nn.BatchNorm1d, one for each hidden "
                    f"layer; it has {len(features)}" + (f", for {features} features." if features else "."),
                    normalises_output if sizes[3] in features else None)
        assert_that([sizes[3]] in seen["parameters"], f"{what}'s last nn.Linear has no bias.")
        assert_that(all(norm["weight"] is not None for norm in seen["norm"]), f"{what} has an nn.BatchNorm1d without a "
                    "weight and a bias of its own; by default it has both.")

    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_training(self, student, sizes):
        """The result in training mode, where the batch's own mean and variance count."""
        seen, batches, _ = batch_norm_run(student, sizes)
        what = f"BatchNormMLP{tuple(sizes)}(X)"
        is_result(seen["train"], what)
        check_batch_norm(seen["train"], batches[-2], seen, sizes, False, f"{what} in training mode")

    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        sizes = self.SIZES[0]
        for _ in range(5):
            seen, batches, cotangent = batch_norm_run(student, sizes)
            is_result(seen["train"], f"BatchNormMLP{tuple(sizes)}(X)")
            linear, norms = batch_norm_layers(seen, sizes)
            if distance_from_kinks(batches[-2], linear, norms) > 1e-4:
                break
        leaves = [weight.requires_grad_() for weight, _ in linear]
        y = batch_norm_forward(batches[-2], linear, norms, False)
        values_first(isinstance(seen["train"], torch.Tensor) and seen["train"].shape == y.shape
                     and torch.allclose(seen["train"], y, 1e-3, 1e-4), f"BatchNormMLP{tuple(sizes)}(X) in training mode")
        loss = (y * cotangent).sum()
        for gradient in torch.autograd.grad(loss, leaves):
            shape = tuple(gradient.shape)
            own = [g for g in seen["grads"] if g is not None and tuple(g.shape) == shape]
            what = f"gradient for the parameter of shape {shape} after BatchNormMLP{tuple(sizes)}(X) and backward"
            assert_that(own, f"There is no {what}.", gradient_cut)
            # Dividing by a small deviation enlarges rounding errors; each entry has those of the largest.
            assert_matches(own[0], gradient, f"The {what}", rtol=1e-3, atol=1e-4 * max(1.0, float(gradient.abs().max())))

    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_eval(self, student, sizes):
        """The result in eval mode, where the running statistics count."""
        seen, batches, _ = batch_norm_run(student, sizes)
        linear, norms = batch_norm_layers(seen, sizes)
        x, y = batches[-1], seen["eval"]
        is_result(y, f"BatchNormMLP{tuple(sizes)}(X)")
        batch = batch_norm_forward(x, linear, norms, False)
        stuck = isinstance(y, torch.Tensor) and y.shape == batch.shape and torch.allclose(y, batch, 1e-3, 1e-4)
        assert_that(not stuck, f"BatchNormMLP{tuple(sizes)}(X) in eval mode depends on the batch.",
                    running_statistics_missing)
        untracked = running_statistics_missing if any(norm["mean"] is None for norm in seen["norm"]) else None
        for norm in norms:
            assert_that(norm["mean"] is not None, f"BatchNormMLP{tuple(sizes)} has a hidden layer without running "
                        "statistics.", untracked)
            assert_that(bool(norm["mean"].any()), f"BatchNormMLP{tuple(sizes)}'s running statistics did not move in "
                        "training.")
        what = f"BatchNormMLP{tuple(sizes)}(X) in eval mode"
        check_batch_norm(y, x, seen, sizes, True, what)
        one = seen["one row"]
        assert_that(not isinstance(one, str), f"{what} with a single row raised {one}.")
        assert_matches(one, batch_norm_forward(x[:1], linear, norms, True), f"{what} with a single row", rtol=1e-3, atol=1e-4)


# ---- named_mlp -------------------------------------------------------------------------------------------------------

wrong_names = misconception(
    "wrong-names",
    "Some modules do not have the names that the exercise gives; nn.Sequential numbers its modules unless it gets "
    "names.")
wrong_order = misconception(
    "wrong-order",
    "The names are right, but the modules stand in another order. A Sequential runs its modules in the order in which "
    "they were added.")
same_activation_twice = misconception(
    "same-activation-twice",
    "One module stands in two places. Its results are right, but who looks at one activation, or replaces it, means "
    "one place only; make a module for each.")

modules_shared = misconception(
    "modules-shared",
    "Two calls gave networks that share modules: training or changing one changes the other. Make the modules inside the "
    "function.")

NAMES = ["linear1", "activate1", "linear2", "activate2", "linear3"]


@probe
def named(student, x, noise):
    net = student.named_mlp()
    if not isinstance(net, nn.Module):
        return {"type": type(net).__name__, "sequential": False, "names": None}
    places = list(net._modules.items())
    other = list(student.named_mlp().modules())
    addresses = [p.data_ptr() for module in other for p in module.parameters()]
    return {
        "shared": [str(name) for name, module in places if any(module is each for each in other)
                   or any(p.data_ptr() in addresses for p in module.parameters())],
        "type": type(net).__name__, "sequential": isinstance(net, nn.Sequential),
        "names": [str(name) for name, _ in places],
        "kinds": [next((kind.__name__ for kind in (nn.Linear, nn.ReLU) if isinstance(module, kind)), type(module).__name__)
                  for _, module in places],
        "different": len({id(module) for _, module in places}),
        "parameters": fill(net, noise),
        "state": sorted(net.state_dict()),
        "y": net(x) if isinstance(net, nn.Sequential) else None,
    }


def is_sequential(seen):
    assert_that(seen["type"] != "NoneType", "named_mlp() is None; an nn.Sequential is expected.", no_return)
    assert_that(seen["sequential"], f"named_mlp() is a {seen['type']}; an nn.Sequential is expected.")


def named_result(seen, x, relus=(0, 1)):
    p = seen["parameters"]
    return chain(x, [(p[f"linear{i}.weight"], p[f"linear{i}.bias"]) for i in (1, 2, 3)], relus)


@pytest.mark.exercise("named_mlp")
class TestNamedMLP:
    def test_names(self, student):
        """The modules of the nn.Sequential have the names of the exercise, in order."""
        seen = student(named, torch.randn(3, 4), torch.randn(NOISE))
        is_sequential(seen)
        mistake = wrong_order if sorted(seen["names"]) == sorted(NAMES) else wrong_names
        assert_that(seen["names"] == NAMES, f"The modules of named_mlp() are called "
                    f"{', '.join(seen['names'])}.", mistake)

    def test_modules(self, student):
        """Three linear layers of the right sizes and two activations, five different modules."""
        seen = student(named, torch.randn(3, 4), torch.randn(NOISE))
        is_sequential(seen)
        assert_that(seen["kinds"].count("Linear") == 3 and seen["kinds"].count("ReLU") == 2 and len(seen["kinds"]) == 5,
                    f"named_mlp() should have three Linear and two ReLU; it has {', '.join(seen['kinds'])}.")
        seen_shapes = shapes_of(seen["parameters"].values())
        assert_that(seen_shapes == linear_shapes([4, 8, 8, 1]), "named_mlp()'s linear layers should have the sizes 4 "
                    f"-> 8 -> 8 -> 1; its parameters have the shapes {seen_shapes}.")
        assert_that(seen["different"] == 5, f"named_mlp() has five places, but only {seen['different']} different "
                    "modules.",
                    same_activation_twice)

    def test_new_every_time(self, student):
        """Every call makes new modules."""
        seen = student(named, torch.randn(3, 4), torch.randn(NOISE))
        is_sequential(seen)
        assert_that(seen["parameters"], "named_mlp() has no parameters.")
        assert_that(not seen["shared"], f"Two calls of named_mlp() gave the same {', '.join(seen['shared'])}.", modules_shared)

    def test_values(self, student):
        """What comes out: linear, ReLU, linear, ReLU, linear."""
        x = torch.randn(6, 4)
        seen = student(named, x, torch.randn(NOISE))
        is_sequential(seen)
        shapes = {name: tuple(value.shape) for name, value in seen["parameters"].items()}
        expected = {"linear1.weight": (8, 4), "linear1.bias": (8,), "linear2.weight": (8, 8), "linear2.bias": (8,),
                    "linear3.weight": (1, 8), "linear3.bias": (1,)}
        owners = {name.split(".")[0] for name in shapes}
        assert_that(shapes == expected, f"named_mlp()'s parameters should be those of linear1, linear2 and linear3; "
                    f"they are {shapes}.", None if owners == {"linear1", "linear2", "linear3"} else wrong_names)
        linear = named_result(seen, x, ())
        assert_matches(seen["y"], named_result(seen, x), "named_mlp()(X)", {
            no_activation if seen["names"] == NAMES else wrong_order: nearest(seen["y"], linear, linear.clamp(min=0))})
