"""Hidden graders of optim.py: the four optimizers, then the training loop around them."""

import ast
import itertools
import math
import os
import sys
import threading

import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, misconception, probe

# ---- mistakes ------------------------------------------------------------------------------------------------------

uses_torch_optim = misconception(
    "uses-torch-optim",
    "From scratch means that the update is written by you: with tensor arithmetic, and without torch.optim, its base class "
    "and its functional or fused forms.",
)
hides_its_work = misconception(
    "hides-its-work",
    "With these a program can hide from others what it does, and an update needs nothing of the kind: tensor arithmetic in "
    "step is enough.",
)
generator_used_up = misconception(
    "generator-used-up",
    "net.parameters() is a generator, and a generator can be gone through only once: every later loop over it is empty. Keep "
    "what it gives when the optimizer is made.",
)
rebinding = misconception(
    "rebinding",
    "The net's own parameters have not moved: writing `p = ...` (or a new tensor into your list) makes a new tensor and leaves "
    "the net's old one as it was. Change the parameter in place.",
)
copy_changed = misconception(
    "copy-changed",
    "This parameter has not moved, and the others have: `reshape` and `flatten` give a copy where numbers do not lie side by "
    "side in memory. Change the parameter itself.",
)
ascends = misconception(
    "step-ascends", "The step goes up the slope; the gradient points to where the loss grows, so look at the sign."
)
grad_none_crashes = misconception(
    "grad-none-crashes",
    "A parameter that took no part in the loss, and every parameter before the first backward, has a .grad of None: there is "
    "nothing to compute with, and nothing to clear.",
)
moves_without_gradient = misconception(
    "moves-without-gradient",
    "A .grad of None is not a gradient of zero: such a parameter, and what is remembered for it, stays as it is in this step.",
)
step_clears_gradient = misconception(
    "step-clears-gradient", "step() has cleared the gradient. That is zero_grad's part; the caller decides when."
)
gradient_changed = misconception(
    "gradient-changed",
    "step() has changed a .grad in place. Whoever looks at the gradient after the step, or lets the next one add to it, gets "
    "a wrong one; look for in-place operations on it, and for state that is the gradient itself in place of a copy.",
)
averaged_gradient = misconception(
    "averaged-gradient",
    "The new gradient came into the velocity with a factor of 1 - momentum. That is an average, as Adam keeps one; in the "
    "formula here the gradient comes in whole.",
)
shared_buffer = misconception(
    "shared-buffer",
    "What is remembered from step to step got mixed up between parameters: each needs a memory of its own.",
)
velocity_reset = misconception(
    "velocity-reset",
    "Every step starts from a velocity of zero again, so this is plain gradient descent. The velocity has to outlive the call "
    "of step().",
)
memory_cleared = misconception(
    "velocity-reset",
    "Between two rounds the optimizer has forgotten what it remembers from step to step. Neither step() nor zero_grad() may empty "
    "it: zero_grad clears gradients, and nothing else.",
)
memory_outlives = misconception(
    "memory-outlives-the-optimizer",
    "A new optimizer for the same parameters goes on with the memory of the old one: state belongs to the optimizer object, "
    "not to its class and not to the parameters.",
)
zero_skipped = misconception(
    "zero-gradient-skipped",
    "A gradient of zero is a gradient, and not a missing one: what is remembered changes in this step, and may still move the "
    "parameter.",
)
old_learning_rate = misconception(
    "lr-read-once",
    "The step still goes by the lr that the optimizer was made with; it has to read self.lr anew each time.",
)
lr_inside_velocity = misconception(
    "lr-inside-velocity",
    "The velocity contains the learning rate, so steps made with the old one live on in it after lr has changed. Here the "
    "velocity holds gradients, and lr comes in when the parameter moves.",
)
nesterov = misconception(
    "nesterov", "This is Nesterov's variant, which looks one step ahead; the exercise asks for the plain velocity."
)
root_missing = misconception("root-missing", "The gradient was divided by the mean square itself; the square root is missing.")
squares_summed = misconception(
    "squares-summed",
    "The squares of all gradients were added up, so the steps get shorter and shorter; s is an average, in which old gradients "
    "fade.",
)
one_average = misconception(
    "one-average-for-all",
    "One number is remembered for a whole parameter; every entry needs an average of its own, so s has the parameter's shape.",
)
average_too_late = misconception(
    "average-too-late", "The step was made with the average of the step before; this step's gradient belongs into it first."
)
average_corrected = misconception(
    "average-corrected", "The average was corrected for its start at zero; that is Adam's idea, and RMSProp does not do it."
)
alpha_swapped = misconception(
    "alpha-swapped",
    "alpha and 1 - alpha have changed places: alpha is the share of the old average, and it is close to 1.",
)
eps_inside_root = misconception(
    "eps-inside-root", "eps was added before the square root was taken; it belongs outside, after the root."
)
eps_ignored = misconception(
    "eps-ignored", "eps has no effect: it is what keeps the division safe where the gradient has always been zero."
)
no_bias_correction = misconception(
    "no-bias-correction",
    "Both averages start at zero and are too small at first. The correction for that, with the number t of the step, is missing.",
)
mean_not_corrected = misconception(
    "no-bias-correction", "The mean of the squares is corrected for its start at zero, the mean of the gradients is not."
)
square_not_corrected = misconception(
    "no-bias-correction", "The mean of the gradients is corrected for its start at zero, the mean of their squares is not."
)
t_from_zero = misconception(
    "t-from-zero",
    "In the first step t is 1. With t = 0 the correction divides by zero, and everything after it is lost.",
)
t_behind = misconception("t-from-zero", "t is one behind: in the first step it is 1, so count before the corrections are computed.")
t_ahead = misconception("t-ahead", "t is one ahead: in the first step it is 1, and in the second 2.")
correction_stored = misconception(
    "correction-stored",
    "The corrected averages were stored in place of the averages, so the next step corrects what has been corrected already.",
)
power_missing = misconception(
    "power-missing", "The corrections are the same in every step; they have to depend on t, and fade as t grows."
)
t_per_parameter = misconception(
    "t-shared",
    "t went up once for every parameter; it counts the steps, and is the same for all parameters of one step.",
)
t_per_class = misconception(
    "t-shared", "Two optimizers counted their steps together. t belongs to one optimizer, not to the class."
)
betas_swapped = misconception(
    "moments-swapped",
    "The two averages have changed places: the first beta belongs to the mean of the gradients, the second to the mean of "
    "their squares.",
)
betas_swapped_in_averages = misconception(
    "moments-swapped",
    "The corrections take the betas in the right order, and the averages do not: the first beta belongs to the mean of the "
    "gradients.",
)
moments_swapped = misconception(
    "moments-swapped",
    "The two averages have changed places: the mean of the gradients gives the direction, and the root of the mean of the "
    "squares is what one divides by.",
)

zero_grad_after_backward = misconception(
    "zero-grad-after-backward",
    "The gradients were cleared between backward and step, so the step had nothing to go by. Clear them before backward, or "
    "after the step.",
)
zero_grad_missing = misconception(
    "zero-grad-missing",
    "backward adds to .grad, and the gradients of the earlier calls are still in it: they were never cleared.",
)
step_not_called = misconception(
    "step-not-called", "How the model changes is for the optimizer to decide: backward computes gradients, and step() uses them."
)
two_passes = misconception(
    "two-forward-passes",
    "The batch went through the model more than once. Dropout drops other entries each time, and batch normalisation learns from "
    "each pass; the loss that drives the update can be returned as well.",
)
step_before_backward = misconception(
    "step-before-backward", "The optimizer took its step before backward had computed the gradients of this batch."
)
loss_after_update = misconception(
    "loss-after-update", "This is the loss after the update; the one that belongs to this update was computed before it."
)
arguments_swapped = misconception(
    "loss-arguments-swapped", "loss_fn takes the prediction first and y second; for this loss the order matters."
)
tensor_returned = misconception(
    "tensor-returned",
    "A tensor came back. A loss that is kept as a tensor keeps its whole graph in memory; a plain Python float does not.",
)
rounded = misconception("rounded", "The number was rounded. Whoever prints it may round it; here the number itself is asked for.")
arguments_given = misconception(
    "optimizer-methods-with-arguments",
    "This optimizer's zero_grad() and step() take no arguments, as those of the optimizers in this file; call them without.",
)
eval_mode_kept = misconception(
    "eval-mode-kept",
    "The model ran in eval mode, in which dropout does nothing and batch normalisation does not learn its averages. A "
    "training step has to switch the mode first.",
)

batch_means = misconception(
    "mean-of-batch-means",
    "This is the mean of the batches' means. A short last batch counts as much as a full one in it, and so its samples count "
    "more than others.",
)
batch_sum = misconception("sum-of-batch-means", "The batches' losses were added up, and not divided.")
data_set_counted = misconception(
    "data-set-counted",
    "The sum was divided by the size of the data set, and the loader leaves some samples out (drop_last=True): count those that "
    "come.",
)
dropout_left_on = misconception(
    "dropout-left-on",
    "The model ran in training mode: dropout drops, and batch normalisation uses and changes its averages. Switch to eval mode "
    "before the first batch.",
)
mode_not_restored = misconception(
    "mode-not-restored",
    "The model was left in another mode than it came in: a training loop that evaluates now and then would go on in the wrong "
    "one. Note the mode before you change it.",
)
graph_kept = misconception(
    "graph-kept", "Autograd recorded the forward pass. Nobody calls backward here, so the graph costs time and memory only."
)
gradients_left_off = misconception(
    "gradients-left-off",
    "Gradients are still switched off after the call, and no training is possible any more. Use a context manager, which "
    "switches back.",
)

attribute_nobody_reads = misconception(
    "attribute-nobody-reads",
    "The step still goes by the old learning rate. It reads the entry in each of its parameter groups, and looks nowhere else.",
)
first_group_only = misconception(
    "first-group-only", "Only some groups have the new learning rate; an optimizer may have several, and all of them count."
)
state_lost = misconception(
    "state-lost",
    "The optimizer has lost its memory, such as its velocities, or the caller's optimizer is not the changed one: change the "
    "learning rate of the optimizer that there is, and nothing else.",
)

y_shape = misconception(
    "y-shape",
    "With y of shape (n,) and a prediction of shape (n, 1) the loss broadcasts to (n, n), and the net learns the mean of y. "
    "Both need the second axis.",
)
noise_one_d = misconception(
    "noise-1d", "Noise of shape (n,) plus x² of shape (n, 1) broadcasts to (n, n): the noise needs the second axis too."
)
noise_missing = misconception("noise-missing", "There is no noise in y: it is exactly x².")
noise_single = misconception("noise-single", "One random number was added to all points; each point needs its own.")
noise_uniform = misconception(
    "noise-uniform", "The noise is never negative; standard normal numbers have both signs (mean 0, standard deviation 1)."
)
noise_scale = misconception("noise-not-scaled", "The noise is ten times too large: its factor is missing.")
shuffle_ignored = misconception(
    "shuffle-ignored", "The order does not depend on shuffle as it should: look at what is done with this argument."
)
shuffled_once = misconception("shuffled-once", "Every epoch has the same order; a new one should be drawn each time.")
pairs_broken = misconception("pairs-broken", "Rows that belong together come apart: one order has to serve all of the tensors.")
last_batch_dropped = misconception(
    "last-batch-dropped", "The last batch, which is shorter than the others, is missing, and its rows with it."
)

different_start = misconception(
    "different-start", "The nets start from different random weights, so a good start may win in place of a good optimizer."
)
weights_shared = misconception(
    "weights-shared", "The optimizers work on one and the same net, so that each goes on where another has been."
)
optimizer_shared = misconception("optimizer-shared", "Some optimizer never took a step, because another one was used in its place.")
optimizer_made_anew = misconception(
    "optimizer-made-anew",
    "An optimizer was made several times during the training, and each time its memory (a velocity, averages) began at zero.",
)
history_aliased = misconception(
    "history-aliased", "All names share one and the same list of losses, which collects those of every optimizer."
)
different_batches = misconception(
    "different-batches",
    "The optimizers do not see the same batches in the same order: a shuffling loader draws a new order each time it is gone "
    "through.",
)

# ---- update rules, written down once more --------------------------------------------------------------------------


def own(i, step):
    """Every parameter has a memory of its own, which is how it should be."""
    return i


def one_for_all(i, step):
    return 0


def counted_past_gaps(i, step):
    """The memories are numbered along the parameters that have a gradient in this step."""
    return sum(gradient is not None for gradient in step[:i])


def follow_rule(update, starts, gradients, memory=own):
    """Where a rule leads: the positions of all parameters, flattened, after every step.

    Args:
        update: update(g, state, t, k) -> what is subtracted; `state` is a dict that the rule may use, t the step from 1 on, and
            k the number of updates of single parameters so far, from 1 on.
        memory: memory(i, step) -> the number of the state that parameter i uses in a step with these gradients.
    """
    positions = [start.double() for start in starts]
    states = [{} for _ in starts]
    path, k = [], 0
    for t, step in enumerate(gradients, start=1):
        for i, gradient in enumerate(step):
            if gradient is not None:
                k += 1
                positions[i] = positions[i] - update(gradient.double(), states[memory(i, step)], t, k)
        path.append(torch.cat([p.flatten() for p in positions]))
    return torch.stack(path).float()


def sgd(lr):
    return lambda g, state, t, k: lr * g


def momentum(lr, mu, share=1.0, ahead=False):
    def update(g, state, t, k):
        state["v"] = mu * state.get("v", 0) + share * g
        return lr * (g + mu * state["v"] if ahead else state["v"])

    return update


def rmsprop(lr, alpha, eps=1e-8, *, root=torch.sqrt, share=None, square=torch.square, late=False, corrected=False):
    """RMSProp and its misreadings.

    Args:
        share: of the new square in the average, in place of 1 - alpha.
        square: what is averaged.
        late: the step is made with the average of the step before.
        corrected: the average is corrected for its start at zero.
    """

    def update(g, state, t, k):
        old = state.get("s", torch.zeros_like(g))
        state["s"] = alpha * old + (1 - alpha if share is None else share) * square(g)
        return lr * g / (root(old if late else state["s"] / (1 - alpha**t) if corrected else state["s"]) + eps)

    return update


def adam(
    lr, betas=(0.9, 0.999), eps=1e-8, *, count=lambda t, k: t, powers=None, bias=(1, 1), inside=False, swapped=False,
    root=torch.sqrt, hat=False, stored=False,
):  # fmt: skip
    """Adam and its misreadings.

    Args:
        count: what is taken for the number of the step.
        powers: the betas in the corrections, where they are not those of the averages.
        bias: whether the mean and the mean square are corrected.
        hat: the form of the paper in which eps stands beside the uncorrected root.
        stored: the corrected averages take the place of the averages.
    """
    powers = powers or betas

    def update(g, state, t, k):
        n = count(t, k)
        state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        state["s"] = betas[1] * state.get("s", 0) + (1 - betas[1]) * g**2
        corrections = [1 - powers[i] ** n if bias[i] and n else 1.0 for i in (0, 1)]
        m, s = state["m"] / corrections[0], state["s"] / corrections[1]
        if stored:
            state.update(m=m, s=s)
        if swapped:
            return lr * s / (m.sqrt() + eps)
        if inside:
            return lr * m / (s + eps).sqrt()
        return lr * m / (root(s) + (eps / math.sqrt(corrections[1]) if hat else eps))

    return update


RULES = {"SGD": sgd, "Momentum": momentum, "RMSProp": rmsprop, "Adam": adam}
LIBRARY = {
    "SGD": torch.optim.SGD,
    "Momentum": torch.optim.SGD,
    "RMSProp": torch.optim.RMSprop,
    "Adam": torch.optim.Adam,
}
# Arguments after params: not the defaults, so that a number written into the code shows.
ARGUMENTS = {
    "SGD": (0.07,),
    "Momentum": (0.07, 0.75),
    "RMSProp": (0.03, 0.8),
    "Adam": (0.05, (0.8, 0.95)),
}
DEFAULTS = {"Momentum": (0.9,), "RMSProp": (0.99,), "Adam": ((0.9, 0.999),)}  # after lr
SHORT_MEMORY = {"RMSProp": (0.03, 0.4), "Adam": (0.05, (0.3, 0.45))}  # decays below one half, which few people try


def follow_library(name, arguments, starts, gradients):
    """What torch.optim does, as follow_rule gives it."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = LIBRARY[name](parameters, *arguments)
    path = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step, strict=True):
            parameter.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return torch.stack(path)


def wrong_paths(name, arguments, starts, gradients):
    """The mistakes in an optimizer's update, each with where it leads."""

    def path(update):
        return follow_rule(update, starts, gradients)

    still = torch.cat([start.flatten() for start in starts]).expand(len(gradients), -1)
    found = {rebinding: still}
    lr = arguments[0]
    if name == "SGD":
        found[ascends] = path(sgd(-lr))
    if name == "Momentum":
        mu = arguments[1]
        found |= {
            ascends: path(momentum(-lr, mu)),
            averaged_gradient: path(momentum(lr, mu, share=1 - mu)),
            velocity_reset: path(sgd(lr)),
            nesterov: path(momentum(lr, mu, ahead=True)),
        }
    if name == "RMSProp":
        alpha = arguments[1]
        found |= {
            ascends: path(rmsprop(-lr, alpha)),
            alpha_swapped: path(rmsprop(lr, 1 - alpha)),
            root_missing: path(rmsprop(lr, alpha, root=lambda s: s)),
            one_average: path(rmsprop(lr, alpha, square=lambda g: g.square().mean().expand_as(g))),
            average_too_late: path(rmsprop(lr, alpha, late=True)),
        }
        if len(gradients) > 1:  # in a first step these two are the same
            found[squares_summed] = path(rmsprop(lr, 1.0, share=1.0))
            found[average_corrected] = path(rmsprop(lr, alpha, corrected=True))
    if name == "Adam":
        betas = arguments[1] if len(arguments) > 1 else (0.9, 0.999)
        found |= {
            ascends: path(adam(-lr, betas)),
            no_bias_correction: path(adam(lr, betas, bias=(0, 0))),
            mean_not_corrected: path(adam(lr, betas, bias=(0, 1))),
            square_not_corrected: path(adam(lr, betas, bias=(1, 0))),
            betas_swapped: path(adam(lr, betas[::-1])),
            betas_swapped_in_averages: path(adam(lr, betas[::-1], powers=betas)),
            root_missing: path(adam(lr, betas, root=lambda s: s)),
            moments_swapped: path(adam(lr, betas, swapped=True)),
            t_per_parameter: path(adam(lr, betas, count=lambda t, k: k)),
            t_behind: path(adam(lr, betas, count=lambda t, k: t - 1)),
            t_ahead: path(adam(lr, betas, count=lambda t, k: t + 1)),
            correction_stored: path(adam(lr, betas, stored=True)),
            power_missing: path(adam(lr, betas, count=lambda t, k: 1)),
        }
    return found


def gradients_like(starts, steps):
    """Random gradients with entries between 0.5 and 2 in size: none so small that eps would count."""
    return [[torch.randn_like(s).sign() * (0.5 + 1.5 * torch.rand_like(s)) for s in starts] for _ in range(steps)]


def called(name, arguments):
    return f"{name}(params, {', '.join(map(str, arguments))})"


def assert_follows(seen, expected, what, mistakes):
    if seen is None:  # ZeroDivisionError
        assert_that(False, f"{what.rstrip(',')}: step() divided by zero.", t_from_zero)
    if seen[0].isnan().all() and "Adam" in what and not expected.isnan().any():
        assert_that(False, f"{what.rstrip(',')}: after the first step every parameter is NaN.", t_from_zero)
    assert_matches(seen, expected, what, mistakes, rtol=1e-5, atol=2e-6)


def is_other_form(seen, arguments, starts, gradients):
    """Whether this is Adam as its paper computes it, with eps beside the uncorrected root: an answer that is right too."""
    other = follow_rule(adam(*arguments, hat=True), starts, gradients)
    return seen is not None and seen.shape == other.shape and torch.allclose(seen, other, rtol=1e-5, atol=2e-6)


OPTIMIZERS = [pytest.param(name, marks=pytest.mark.exercise(name), id=name) for name in LIBRARY]

# ---- probes of the four optimizers ---------------------------------------------------------------------------------


@probe
def make(student, name, parameters, arguments):
    """The student's optimizer; a list among the arguments was a tuple before it travelled."""
    return getattr(student, name)(parameters, *[tuple(a) if isinstance(a, list) else a for a in arguments])


@probe
def follow(student, name, arguments, starts, gradients, apart=False):
    """All parameters, flattened, after every step with the given gradients; None where a step divides by zero.

    apart: the numbers of a parameter lie in memory column by column, and those of a gradient not side by side.
    """
    parameters = [nn.Parameter(start.mT.contiguous().mT if apart and start.dim() > 1 else start.clone()) for start in starts]
    optimizer = make(student, name, parameters, arguments)
    path = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step):
            parameter.grad = torch.stack([gradient] * 3, dim=-1)[..., 0] if apart else gradient.clone()
        try:
            optimizer.step()
        except ZeroDivisionError:
            return None
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return torch.stack(path)


@probe
def follow_with_gaps(student, name, arguments, starts, gradients):
    """As follow, where a gradient may be None, and with a zero_grad before anything else."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(student, name, parameters, arguments)
    path, call = [], "zero_grad() before the first backward"
    try:
        optimizer.zero_grad()
        call = "step() with a .grad of None"
        for step in gradients:
            for parameter, gradient in zip(parameters, step):
                parameter.grad = None if gradient is None else gradient.clone()
            optimizer.step()
            path.append(torch.cat([p.detach().flatten() for p in parameters]))
    except (AttributeError, TypeError) as error:
        if "None" not in str(error):
            raise
        return {"crash": call + " raised " + type(error).__name__, "path": None}
    return {"crash": None, "path": torch.stack(path)}


@probe
def train(student, name, arguments, weight, bias, x, cotangent):
    """A net trained for three rounds of backward, step and zero_grad: its parameters after each, given in two ways."""
    paths = {}
    for given in ("generator", "list"):
        net = nn.Linear(3, 2)
        with torch.no_grad():
            net.weight.copy_(weight)
            net.bias.copy_(bias)
        parameters = net.parameters()
        optimizer = make(student, name, parameters if given == "generator" else list(parameters), arguments)
        path = []
        for _ in range(3):
            (torch.tanh(net(x)) * cotangent).sum().backward()
            optimizer.step()
            optimizer.zero_grad()
            path.append(torch.cat([p.detach().flatten() for p in net.parameters()]))
        paths[given] = torch.stack(path)
    return paths


@probe
def clear(student, name, arguments, starts):
    """Every .grad after a zero_grad, and after a step and another zero_grad that meets a .grad of None."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(student, name, parameters, arguments)
    seen = []
    for gap in (False, True):
        for parameter in parameters[gap:]:
            parameter.grad = torch.ones_like(parameter)
        if gap:
            parameters[0].grad = None
        optimizer.zero_grad()
        seen.append([parameter.grad for parameter in parameters])
        for parameter in parameters:
            parameter.grad = torch.ones_like(parameter)
        optimizer.step()
    return seen


@probe
def after_step(student, name, arguments, starts, gradients):
    """What two steps leave behind at the parameters."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(student, name, parameters, arguments)
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    for _ in range(2):
        optimizer.step()
    return {
        "grads": [p.grad for p in parameters],
        "leaves": [p.is_leaf and p.requires_grad for p in parameters],
        "moved": [bool((p != s).all()) for p, s in zip(parameters, starts)],
    }


@probe
def two_at_once(student, name, arguments, starts, gradients):
    """Two optimizers of one class that take their steps in turn: the path of each."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizers = [make(student, name, [parameter], arguments) for parameter in parameters]
    path = []
    for step in gradients:
        for parameter, optimizer, gradient in zip(parameters, optimizers, step):
            parameter.grad = gradient.clone()
            try:
                optimizer.step()
            except ZeroDivisionError:
                return None
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return torch.stack(path)


@probe
def one_after_another(student, name, arguments, starts, gradients):
    """The path of parameters that one optimizer moves first, and then another one of the same class."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    path = []
    for _ in range(2):
        optimizer = make(student, name, parameters, arguments)
        for step in gradients:
            for parameter, gradient in zip(parameters, step):
                parameter.grad = gradient.clone()
            try:
                optimizer.step()
            except ZeroDivisionError:
                return None
            path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return torch.stack(path)


@probe
def library_at_work(student, name, arguments, start, gradient):
    """The functions of torch.optim and the fused kernels that ran inside the student's optimizer, in any of its threads."""
    used, written = set(), []

    def watch(frame, event, argument):
        if event == "call" and "/torch/optim/" in frame.f_code.co_filename.replace(os.sep, "/"):
            used.add("torch.optim (" + frame.f_code.co_name + ")")
        if event == "c_call" and argument is sys.setprofile and frame.f_code is not part.__code__:
            used.add("sys.setprofile")

    class Kernels(torch.utils._python_dispatch.TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            if "_fused_" in str(function):
                used.add(str(function))
            return function(*args, **(kwargs or {}))

    optimizer_class = getattr(student, name)
    parameter = nn.Parameter(start.clone())
    parameter.grad = gradient.clone()

    def part(work):
        """Run it under watch. What goes wrong is for other checks to say; here it only counts whether it is written."""
        before = sys.getprofile()
        threading.setprofile(watch)
        sys.setprofile(watch)
        try:
            with Kernels():
                result = work()
        except NotImplementedError:
            return None
        except Exception:
            result = None
        finally:
            sys.setprofile(before)
            threading.setprofile(None)
        written.append(True)
        return result

    given = [tuple(a) if isinstance(a, list) else a for a in arguments]
    optimizer = part(lambda: optimizer_class([parameter], *given))
    if optimizer is not None:
        part(optimizer.step)
        part(optimizer.step)
        part(optimizer.zero_grad)
    return {"used": sorted(used), "written": bool(written)}


# ---- SGD, Momentum, RMSProp, Adam ----------------------------------------------------------------------------------


# A worker can be made to say what it likes of itself; these are the usual ways, and the source is known here.
MEANS_OF_HIDING = {
    "_getframe", "f_back", "f_locals", "tb_frame", "gi_frame", "setprofile", "settrace", "start_new_thread", "get_objects",
    "get_referrers", "ctypes", "_thread",
}  # fmt: skip


def words(source, name):
    """Every name, attribute, module and string in a program, but for those in the other optimizers, which answer for themselves.

    None at all where it cannot be read, which other checks say.
    """
    try:
        body = ast.parse(source).body
        nodes = [node for part in body if getattr(part, "name", None) not in ARGUMENTS.keys() - {name} for node in ast.walk(part)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found = {value for node in nodes for _, value in ast.iter_fields(node) if isinstance(value, str)}
    return found | {part for word in found for part in word.split(".")}


@pytest.mark.required
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_is_from_scratch(student, name):
    """The optimizer is written from scratch: without torch.optim."""
    hiding = sorted(words(student.source(), name) & MEANS_OF_HIDING)
    assert_that(not hiding, f"optim.py uses {', '.join(hiding)}.", hides_its_work)
    seen = student(library_at_work, name, ARGUMENTS[name], torch.randn(3, 2), torch.randn(3, 2))
    assert_that(seen["written"], f"{name} is not written yet.")
    assert_that(not seen["used"], f"{name} at work calls {', '.join(seen['used'][:3])}.", uses_torch_optim)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_first_step(student, name):
    """The first step moves every parameter by the right amount."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = [[g.abs() for g in step] for step in gradients_like(starts, 1)]
    arguments = ARGUMENTS[name]
    seen = student(follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    mistakes = wrong_paths(name, arguments, starts, gradients)
    assert_follows(seen, expected, f"{called(name, arguments)} after one step", mistakes)


@pytest.mark.weight(2)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_twenty_steps(student, name):
    """Twenty steps on parameters of several shapes go where torch.optim goes."""
    starts = [torch.randn(2, 3), torch.randn(4), torch.randn(3, 1, 2)]
    gradients = gradients_like(starts, 20)
    arguments = SHORT_MEMORY.get(name, ARGUMENTS[name])
    seen = student(follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    mistakes = {} if name != "SGD" else wrong_paths(name, arguments, starts, gradients)
    assert_follows(seen, expected, f"{called(name, arguments)} during twenty steps", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS[1:])
def test_every_parameter_has_its_own_memory(student, name):
    """Three parameters of one shape do not disturb each other from step to step."""
    starts = [torch.randn(2, 3) for _ in range(3)]
    gradients = gradients_like(starts, 6)
    arguments = ARGUMENTS[name]
    seen = student(follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    mistakes = wrong_paths(name, arguments, starts, gradients)
    mistakes[shared_buffer] = follow_rule(RULES[name](*arguments), starts, gradients, one_for_all)
    assert_follows(seen, expected, f"{called(name, arguments)} with three parameters of one shape", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS[1:])
def test_default_arguments(student, name):
    """With lr as the only number given, the others are those of the signature."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    for step in gradients:
        step[1] = 1e-6 * step[1]  # next to so small a gradient even eps=1e-8 counts
    whole = (0.04, *DEFAULTS[name])
    seen = student(follow, name, (0.04,), starts, gradients)
    expected = follow_library(name, whole, starts, gradients)
    if name == "Adam" and is_other_form(seen, whole, starts, gradients):
        return
    mistakes = wrong_paths(name, whole, starts, gradients)
    assert_follows(seen, expected, f"{called(name, (0.04,))} during five steps", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_small_gradients(student, name):
    """A gradient may be as small as it likes."""
    scale = 1e-9 if name in ("SGD", "Momentum") else 1.0  # of the steps
    starts = [torch.zeros(2, 3), torch.zeros(4)]
    gradients = [[1e-9 * g for g in step] for step in gradients_like(starts, 5)]
    arguments = ARGUMENTS[name]
    seen = student(follow, name, arguments, starts, gradients)
    if name == "Adam" and is_other_form(seen, arguments, starts, gradients):
        return
    seen, expected = None if seen is None else seen / scale, follow_library(name, arguments, starts, gradients) / scale
    assert_follows(seen, expected, f"{called(name, arguments)} during five steps with gradients of about 1e-9", {})


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_any_layout(student, name):
    """Parameters and gradients may lie in memory as they like, such as those of a transposed tensor."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    arguments = ARGUMENTS[name]
    seen = student(follow, name, arguments, starts, gradients, True)
    expected = follow_library(name, arguments, starts, gradients)
    half = expected.clone()
    half[:, :6] = starts[0].flatten()
    what = f"{called(name, arguments)} with a parameter that is not contiguous"
    assert_follows(seen, expected, what, {copy_changed: half})


def net_by_hand(name, arguments, weight, bias, x, cotangent, forget=False):
    """What `train` should see, with torch.optim; forget: the optimizer starts afresh in every round."""
    net = nn.Linear(3, 2)
    net.load_state_dict({"weight": weight, "bias": bias})
    optimizer = LIBRARY[name](net.parameters(), *arguments)
    path = []
    for _ in range(3):
        (torch.tanh(net(x)) * cotangent).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        if forget:
            optimizer.state.clear()
        path.append(torch.cat([p.detach().flatten() for p in net.parameters()]))
    return torch.stack(path)


def draw_net(name, arguments):
    """Weight, bias, x and cotangent with which it shows what the optimizer remembers, and how long."""
    lr, *numbers = arguments
    ways = [(arguments, False)]  # right, and wrong: the arguments, and whether the optimizer forgets
    if numbers:
        ways += [((lr, *DEFAULTS[name]), False), (arguments, True)]
    if name == "Adam":
        ways.append(((lr, numbers[0][::-1]), False))
    while True:
        drawn = torch.randn(2, 3), torch.randn(2), torch.randn(5, 3), torch.randn(5, 2)
        paths = [net_by_hand(name, given, *drawn, forget=forget) for given, forget in ways]
        if not any(torch.allclose(a, b, rtol=2e-3, atol=2e-4) for a, b in itertools.combinations(paths, 2)):
            return drawn


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_trains_a_net(student, name):
    """A net whose parameters were given as a generator keeps on learning, round after round."""
    arguments = ARGUMENTS[name]
    weight, bias, x, cotangent = draw_net(name, arguments)
    seen = student(train, name, arguments, weight, bias, x, cotangent)
    expected = net_by_hand(name, arguments, weight, bias, x, cotangent)
    stuck = torch.equal(seen["generator"][-1], seen["generator"][-2])
    moves = not torch.equal(seen["list"][-1], seen["list"][-2])
    assert_that(
        not (stuck and moves),
        f"{called(name, arguments)}: with a list of parameters the net goes on learning, with net.parameters() it stands still.",
        generator_used_up,
    )
    mistakes = {rebinding: torch.cat([weight.flatten(), bias]).expand(3, -1)}
    if name != "SGD":
        mistakes[memory_cleared] = net_by_hand(name, arguments, weight, bias, x, cotangent, forget=True)
    for given in ("generator", "list"):
        what = f"The path of a net's parameters, given to {name} as a {given}, over rounds of backward, step and zero_grad,"
        assert_matches(seen[given], expected, what, mistakes, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_missing_gradient(student, name):
    """A parameter whose .grad is None stays where it is, and the others move."""
    starts = [torch.randn(3), torch.randn(2, 3), torch.randn(2, 3)]
    gradients = gradients_like(starts, 4)
    for step in gradients:
        step[0] = None
    gradients[1][1] = gradients[2][2] = None  # these have a history by now
    arguments = ARGUMENTS[name]
    seen = student(follow_with_gaps, name, arguments, starts, gradients)
    assert_that(seen["crash"] is None, f"{name}: {seen['crash']}.", grad_none_crashes)
    path = seen["path"]
    expected = follow_library(name, arguments, starts, gradients)
    if name == "Adam":  # t may count the optimizer's steps, or, as in torch.optim, those with a gradient
        one_count = follow_rule(adam(*arguments), starts, gradients)
        if path.shape == one_count.shape and torch.allclose(path, one_count, rtol=1e-5, atol=2e-6):
            return
    zeros = [[torch.zeros_like(s) if g is None else g for s, g in zip(starts, step, strict=True)] for step in gradients]
    mistakes = {}
    if name != "SGD":
        mistakes[moves_without_gradient] = follow_library(name, arguments, starts, zeros)
        mistakes[shared_buffer] = follow_rule(RULES[name](*arguments), starts, gradients, counted_past_gaps)
    what = f"{called(name, arguments)} during four steps, where some .grad are None,"
    assert_follows(path, expected, what, mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_zero_grad(student, name):
    """zero_grad clears the gradient of every parameter."""
    seen = student(clear, name, ARGUMENTS[name], [torch.randn(2, 3), torch.randn(4), torch.randn(1)])
    for grads in seen:
        left = [g for g in grads if g is not None and bool((g != 0).any())]
        assert_that(not left, f"After zero_grad(), {len(left)} of {len(grads)} parameters of {name} still have a gradient.")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_step_leaves_the_gradient(student, name):
    """step moves the parameters and leaves their gradients as they are."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    (gradients,) = gradients_like(starts, 1)
    seen = student(after_step, name, ARGUMENTS[name], starts, gradients)
    text = f"After two steps of {name} some parameters are where they were."
    assert_that(all(seen["moved"]), text, None if any(seen["moved"]) else rebinding)
    assert_that(all(seen["leaves"]), f"After a step of {name} a parameter is no leaf any more: the update was recorded.")
    cleared = all(g is None or not g.any() for g in seen["grads"])
    assert_that(not cleared, f"After step() of {name} the gradients are gone.", step_clears_gradient)
    mistakes = {gradient_changed: seen["grads"]}  # whatever they are
    assert_matches(seen["grads"], gradients, f"The list of .grad after two steps of {name}", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS[1:])
def test_two_optimizers(student, name):
    """Two optimizers of the same class do not disturb each other."""
    starts = [torch.randn(2, 3), torch.randn(2, 3)]
    gradients = gradients_like(starts, 4)
    arguments = ARGUMENTS[name]
    seen = student(two_at_once, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    mistakes = {}
    if name == "Adam":
        mistakes[t_per_class] = follow_rule(adam(*arguments, count=lambda t, k: k), starts, gradients)
    mistakes[shared_buffer] = follow_rule(RULES[name](*arguments), starts, gradients, one_for_all)
    assert_follows(seen, expected, f"The path under two {name} optimizers that take their steps in turn", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS[1:])
def test_new_optimizer(student, name):
    """A new optimizer for the same parameters starts afresh."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    arguments = ARGUMENTS[name]
    seen = student(one_after_another, name, arguments, starts, gradients)
    first = follow_library(name, arguments, starts, gradients)
    halfway = [flat.reshape(start.shape) for flat, start in zip(first[-1].split([s.numel() for s in starts]), starts, strict=True)]
    expected = torch.cat([first, follow_library(name, arguments, halfway, gradients)])
    mistakes = {memory_outlives: follow_library(name, arguments, starts, gradients * 2)}
    assert_follows(seen, expected, f"The path under one {name} optimizer after another for the same parameters", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS[1:])
def test_gradient_of_zero(student, name):
    """A gradient of zero counts as a gradient: the memory of its parameter changes as the formula says."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 4)
    gradients[2][1] = torch.zeros(4)
    arguments = ARGUMENTS[name]
    seen = student(follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    gap = [[*step] for step in gradients]
    gap[2][1] = None
    mistakes = {zero_skipped: follow_library(name, arguments, starts, gap)}
    assert_follows(seen, expected, f"{called(name, arguments)} with a gradient of zero in the third of four steps,", mistakes)


@pytest.mark.parametrize("name", OPTIMIZERS[2:])
@pytest.mark.parametrize("steps", [1, 8])
def test_eps(student, name, steps):
    """eps is added after the root, and keeps a gradient of zero from giving NaN."""
    starts = [torch.randn(2, 3), torch.randn(5)]
    gradients = [[0.02 * g for g in step] for step in gradients_like(starts, steps)]
    for step in gradients:
        step[1][:2] = 0.0
    arguments = (*ARGUMENTS[name], 1e-2)
    seen = student(follow, name, arguments, starts, gradients)
    assert_that(seen is not None, f"{called(name, arguments)}: step() divided by zero.", t_from_zero)
    expected = follow_library(name, arguments, starts, gradients)

    def path(update):
        return follow_rule(update, starts, gradients)

    if name == "RMSProp":
        lr, alpha, eps = arguments
        mistakes = {
            eps_inside_root: path(rmsprop(lr, alpha, 0.0, root=lambda s: (s + eps).sqrt())),
            eps_ignored: path(rmsprop(lr, alpha, 1e-8)),
            root_missing: path(rmsprop(lr, alpha, eps, root=lambda s: s)),
        }
    else:
        lr, betas, eps = arguments
        if is_other_form(seen, arguments, starts, gradients):
            return
        mistakes = {eps_inside_root: path(adam(lr, betas, eps, inside=True)), eps_ignored: path(adam(lr, betas, 1e-8))}
    what = f"{called(name, arguments)} with small gradients, {steps} step{'s' * (steps > 1)},"
    safe = bool(seen[:, -3:].isfinite().all()) and not bool(seen[:, 6:8].isfinite().all())
    assert_that(not safe, f"{what.rstrip(',')}: a gradient of zero has made its parameter NaN.", eps_ignored)
    assert_matches(seen, expected, what, mistakes, rtol=1e-5, atol=2e-6)


@probe
def change_lr(student, name, arguments, starts, gradients, rates):
    """The path where lr is a new one in every step; and whether there was a way to change it."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(student, name, parameters, arguments)

    def places(old):
        """Where the learning rate is kept: under the exercise's name, or else wherever its value is found."""
        kept = getattr(optimizer, "__dict__", {})
        if hasattr(optimizer, "lr"):
            return [(setattr, optimizer, "lr")]
        boxes = [kept]
        for value in kept.values():
            boxes += [box for box in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(box, dict)]
        return [(dict.__setitem__, box, key) for box in boxes for key in box if isinstance(box[key], float) and box[key] == old]

    old, path, found = arguments[0], [], True
    for step, new in zip(gradients, rates):
        for put, box, key in (where := places(old)):
            put(box, key, new)
        found = found and bool(where)
        old = new
        for parameter, gradient in zip(parameters, step):
            parameter.grad = gradient.clone()
        optimizer.step()
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return {"path": torch.stack(path), "found": found}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_learning_rate_may_change(student, name):
    """After lr has changed, the next step uses the new one, for everything."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    rates = [0.0731, 0.0731, 0.0092, 0.0092, 0.1377]
    arguments = (rates[0], *ARGUMENTS[name][1:])
    seen = student(change_lr, name, arguments, starts, gradients, rates)
    if not seen["found"]:  # nobody can change it, so it stays
        rates = [rates[0]] * 5
    step = RULES[name](1.0, *arguments[1:])
    expected = follow_rule(lambda g, state, t, k: rates[t - 1] * step(g, state, t, k), starts, gradients)
    mistakes = {old_learning_rate: follow_library(name, arguments, starts, gradients)}
    if name == "Momentum":
        mistakes[lr_inside_velocity] = follow_rule(lr_inside(rates, arguments[1]), starts, gradients)
    assert_follows(seen["path"], expected, f"{name} with lr changed between the steps", mistakes)


def lr_inside(rates, mu):
    """Momentum whose velocity holds steps in place of gradients."""

    def update(g, state, t, k):
        state["v"] = mu * state.get("v", 0) + rates[t - 1] * g
        return state["v"]

    return update


# ---- train_step ----------------------------------------------------------------------------------------------------


@probe
def train_steps(student, weight, xs, ys, lr, training, bare=False):
    """What some calls of train_step return, do to the weight of a linear model, and in which order things happen.

    bare: with an optimizer that has what the exercise says of one, and no more.
    """
    events, modes = [], []

    class Inner(nn.Linear):
        def forward(self, x):
            modes.append(self.training)
            return super().forward(x)

    class Watched(torch.optim.SGD):
        def step(self, *args, **kwargs):
            result = super().step(*args, **kwargs)
            events.append("step")  # afterwards: it may have called a closure
            return result

        def zero_grad(self, *args, **kwargs):
            events.append("zero_grad")
            return super().zero_grad(*args, **kwargs)

    class Bare:
        def __init__(self, parameters, lr):
            self.parameters, self.lr = list(parameters), lr

        def step(self):
            with torch.no_grad():
                for p in self.parameters:
                    if p.grad is not None:
                        p.sub_(p.grad, alpha=self.lr)

        def zero_grad(self):
            for p in self.parameters:
                p.grad = None

    model = nn.Sequential(nn.Sequential(Inner(3, len(weight), bias=False)))
    inner = model[0][0]
    with torch.no_grad():
        inner.weight.copy_(weight)
    inner.weight.register_hook(lambda gradient: events.append("backward"))
    optimizer = (Bare if bare else Watched)(model.parameters(), lr=lr)
    model.train(training)
    seen = {"losses": [], "types": [], "weights": [], "events": [], "modes": modes}
    for x, y in zip(xs, ys):
        try:
            loss = student.train_step(model, lambda prediction, y: ((prediction - 2 * y) ** 2).mean(), optimizer, x, y)
        except TypeError as error:
            if "Bare." not in str(error):
                raise
            return {"refused": str(error).partition("Bare.")[2][:80]}
        seen["types"].append("float" if isinstance(loss, float) else type(loss).__name__)
        seen["losses"].append(float(loss))
        seen["weights"].append(inner.weight.detach().clone())
        seen["events"].append(list(events))
        events.clear()
    return seen


def steps_by_hand(weight, xs, ys, lr, clear=True, swapped=False):
    """(losses before, losses after, weights) of gradient descent on the mean of (x @ weight.T - 2 y)²."""
    weight, gradient, before, after, weights = weight.clone(), torch.zeros_like(weight), [], [], []

    def error(x, y):
        return y - 2 * x @ weight.T if swapped else x @ weight.T - 2 * y

    for x, y in zip(xs, ys, strict=True):
        e = error(x, y)
        before.append(e.square().mean().item())
        if clear:
            gradient = torch.zeros_like(weight)
        gradient = gradient + (-2 if swapped else 1) * 2 * e.T @ x / e.numel()
        weight = weight - lr * gradient
        weights.append(weight)
        after.append(error(x, y).square().mean().item())
    return before, after, weights


def batches(*sizes, outputs=2):
    return [torch.randn(size, 3) for size in sizes], [torch.randn(size, outputs) for size in sizes]


def is_rounded(*values):
    """Whether these numbers, computed from random ones, have few digits."""
    return any(values) and all(value == round(value, 5) for value in values)


@pytest.mark.exercise("train_step")
def test_one_update(student):
    """One call makes one update with the gradient of its batch."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5)
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    _, _, swapped = steps_by_hand(weight, xs, ys, 0.1, swapped=True)
    order = [event for event in seen["events"][0] if event != "zero_grad"]
    unchanged = zero_grad_after_backward if order == ["backward", "step"] else step_before_backward
    mistakes = {arguments_swapped: swapped[0]}
    if {"backward", "step"} <= set(order):
        mistakes[unchanged] = weight
    assert_that("step" in order, "train_step did not call the optimizer's step().", step_not_called)
    assert_matches(seen["weights"][0], weights[0], "The model's weight after one train_step", mistakes)


@pytest.mark.exercise("train_step")
@pytest.mark.weight(2)
def test_several_updates(student):
    """Every call goes by the gradient of its own batch only."""
    weight, (xs, ys) = torch.randn(1, 3), batches(5, 1, 6, 3, outputs=1)
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    _, _, kept = steps_by_hand(weight, xs, ys, 0.1, clear=False)
    what = "The model's weight after each of four train_steps"
    order = [event for event in seen["events"][1] if event != "zero_grad"]
    assert_that(order != ["step", "backward"], f"{what} comes from old gradients.", step_before_backward)
    assert_matches(torch.stack(seen["weights"]), torch.stack(weights), what, {zero_grad_missing: torch.stack(kept)})


@pytest.mark.exercise("train_step")
@pytest.mark.weight(2)
def test_loss_before_the_update(student):
    """The loss that comes back is that of the model before its update."""
    weight, (xs, ys) = 0.03 * torch.randn(2, 3), batches(5)
    ys = [0.03 * y for y in ys]  # a small loss
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    before, after, _ = steps_by_hand(weight, xs, ys, 0.1)
    swapped, _, _ = steps_by_hand(weight, xs, ys, 0.1, swapped=True)
    mistakes = {loss_after_update: after, arguments_swapped: swapped}
    mistakes |= {rounded: seen["losses"]} if is_rounded(*seen["losses"]) else {}
    assert_matches(seen["losses"], before, "What one train_step returns", mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("train_step")
def test_any_optimizer(student):
    """An optimizer needs zero_grad() and step(), both without arguments, and no more."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6, 7)
    seen = student(train_steps, weight, xs, ys, 0.1, True, True)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    assert_that("refused" not in seen, f"train_step raised TypeError: {seen.get('refused')}.", arguments_given)
    what = "The model's weight after each of three train_steps with another optimizer"
    assert_matches(torch.stack(seen["weights"]), torch.stack(weights), what)


@pytest.mark.exercise("train_step")
def test_loss_is_a_float(student):
    """The loss comes back as a Python float."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6)
    types = student(train_steps, weight, xs, ys, 0.1, True)["types"]
    mistake = tensor_returned if types[0] == "Tensor" else None
    assert_that(types == ["float"] * 2, f"train_step returned a {types[0]}; a float is asked for.", mistake)


@pytest.mark.exercise("train_step")
@pytest.mark.weight(2)
def test_training_mode(student):
    """A model that comes in eval mode is trained in training mode, down to its innermost modules."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6)
    modes = student(train_steps, weight, xs, ys, 0.1, False)["modes"]
    assert_that(modes, "train_step did not run the model.")
    assert_that(all(modes), "The model came in eval mode, and train_step ran it in eval mode.", eval_mode_kept)


@pytest.mark.exercise("train_step")
def test_one_pass(student):
    """Each call runs its batch through the model once."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6, 7)
    passes = len(student(train_steps, weight, xs, ys, 0.1, True)["modes"])
    text = f"Three calls of train_step made {passes} forward passes; one for each call is enough."
    assert_that(passes == 3, text, two_passes if passes > 3 else None)


# ---- evaluate ------------------------------------------------------------------------------------------------------


@probe
def evaluate_model(student, weight, x, y, batch_size, training, loss, drop_last=False):
    """What evaluate returns and leaves behind, for a model with dropout and batch normalisation inside."""
    modes, graphs = [], []

    class Inner(nn.Linear):
        def forward(self, x):
            out = super().forward(x)
            modes.append(self.training)
            graphs.append(out.requires_grad)
            return out

    model = nn.Sequential(nn.BatchNorm1d(3), nn.Sequential(Inner(3, weight.shape[0], bias=False), nn.Dropout(0.5)))
    inner = model[1][0]
    with torch.no_grad():
        inner.weight.copy_(weight)
    gradient = torch.ones_like(weight)
    inner.weight.grad = gradient.clone()
    model.train(training)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    losses = {"l1": nn.functional.l1_loss, "cross_entropy": nn.functional.cross_entropy}
    dataset = torch.utils.data.TensorDataset(x, y)
    loader = torch.utils.data.DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)
    result = student.evaluate(model, losses[loss], loader)
    return {
        "value": float(result),
        "type": "float" if isinstance(result, float) else type(result).__name__,
        "modes": modes,
        "graphs": graphs,
        "afterwards": [module.training for module in model.modules()],
        "grad mode": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "frozen": not inner.weight.requires_grad,
        "gradient kept": inner.weight.grad is not None and torch.equal(inner.weight.grad, gradient),
        "state kept": all(torch.equal(value, state[name]) for name, value in model.state_dict().items()),
    }


def samples():
    """Weight of a small output, nine samples, of which the last one is far away, and small targets."""
    x = torch.randn(9, 3)
    x[8] *= 6
    return 0.01 * torch.randn(1, 3), x, 0.01 * torch.randn(9, 1)


@pytest.mark.exercise("evaluate")
@pytest.mark.parametrize("loss", ["l1", "cross_entropy"])
def test_mean_over_samples(student, loss):
    """Every sample counts the same, also those of a short last batch."""
    weight, x, y = samples()
    if loss == "cross_entropy":
        weight, y = torch.randn(2, 3), torch.randint(2, (9,))
        y[8] = (x[8] @ weight.T).argmin()  # far from right
    function = {"l1": nn.functional.l1_loss, "cross_entropy": nn.functional.cross_entropy}[loss]
    seen = student(evaluate_model, weight, x, y, 4, False, loss)
    prediction = (x / math.sqrt(1 + 1e-5)) @ weight.T  # batch normalisation as it is born
    means = [function(prediction[i : i + 4], y[i : i + 4]).item() for i in (0, 4, 8)]
    expected = function(prediction, y).item()
    mistakes = {batch_means: sum(means) / 3, batch_sum: sum(means)}
    mistakes |= {rounded: seen["value"]} if is_rounded(seen["value"]) else {}
    what = f"evaluate with {loss} on batches of 4, 4 and 1 samples"
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("evaluate")
def test_samples_left_out(student):
    """Samples that the loader leaves out do not count."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x, y, 4, False, "l1", True)
    expected = nn.functional.l1_loss(x[:8] / math.sqrt(1 + 1e-5) @ weight.T, y[:8]).item()
    mistakes = {data_set_counted: expected * 8 / 9}
    what = "evaluate with a loader that gives 8 of 9 samples (drop_last=True)"
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("evaluate")
def test_full_batches(student):
    """With batches of one size the result is the mean over all samples too, a Python float."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x[:8], y[:8], 4, False, "l1")
    expected = nn.functional.l1_loss(x[:8] / math.sqrt(1 + 1e-5) @ weight.T, y[:8]).item()
    mistakes = {batch_sum: 2 * expected}
    assert_matches(seen["value"], expected, "evaluate on batches of 4 and 4 samples", mistakes, rtol=1e-4, atol=0.0)
    mistake = tensor_returned if seen["type"] == "Tensor" else None
    assert_that(seen["type"] == "float", f"evaluate returned a {seen['type']}; a float is asked for.", mistake)


@pytest.mark.exercise("evaluate")
@pytest.mark.weight(2)
def test_eval_mode(student):
    """A model that comes in training mode is run in eval mode, and does not change."""
    weight, x, y = samples()
    x, y = x[:7], y[:7]  # in training mode batch normalisation refuses a single sample
    seen = student(evaluate_model, weight, x, y, 4, True, "l1")
    assert_that(seen["modes"], "evaluate did not run the model.")
    assert_that(not any(seen["modes"]), "evaluate ran the model in training mode.", dropout_left_on)
    assert_that(seen["state kept"], "evaluate has changed the model's parameters or buffers.")


@pytest.mark.exercise("evaluate")
@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
def test_mode_restored(student, training):
    """Afterwards the model is in the mode in which it came, with all modules inside it."""
    weight, x, y = samples()
    x, y = x[:7], y[:7]
    seen = student(evaluate_model, weight, x, y, 4, training, "l1")
    assert_that(seen["modes"], "evaluate did not run the model.")
    came, left = ("training", "eval") if training else ("eval", "training")
    right = all(mode is training for mode in seen["afterwards"])
    text = f"The model came in {came} mode; after evaluate it, or some module inside it, is in {left} mode."
    assert_that(right, text, mode_not_restored)


@pytest.mark.exercise("evaluate")
@pytest.mark.weight(2)
def test_no_graph(student):
    """No graph is recorded; gradients are as they were, and can be computed again afterwards."""
    weight, x, y = samples()
    x, y = x[:7], y[:7]
    seen = student(evaluate_model, weight, x, y, 4, True, "l1")
    assert_that(seen["graphs"], "evaluate did not run the model.")
    assert_that(not any(seen["graphs"]), "The model's output in evaluate requires a gradient.", graph_kept)
    assert_that(seen["grad mode"], "After evaluate, autograd is switched off for everything.", gradients_left_off)
    assert_that(not seen["frozen"], "After evaluate, a parameter no longer requires a gradient.", gradients_left_off)
    assert_that(seen["gradient kept"], "evaluate has changed the .grad of the model's parameters.")


# ---- set_learning_rate ---------------------------------------------------------------------------------------------


@probe
def change_rate(student, starts, gradients, kind, lr, groups):
    """An optimizer's groups and parameters after a step, set_learning_rate, and another step."""
    parameters = [nn.Parameter(start.clone()) for start in starts]
    if kind == "SGD":
        given = [{"params": [p], "momentum": 0.5 + 0.1 * i} for i, p in enumerate(parameters)]
        optimizer = torch.optim.SGD(given if groups else parameters, lr=0.1, momentum=0.5)
        if groups:
            optimizer.param_groups[-1]["lr"] = 0.3
    else:
        optimizer = torch.optim.Adam([{"params": [p]} for p in parameters] if groups else parameters, lr=0.1)
    path, returned = [], None
    for i, step in enumerate(gradients):
        if i == 2:
            returned = student.set_learning_rate(optimizer, lr)
        for parameter, gradient in zip(parameters, step):
            parameter.grad = gradient.clone()
        optimizer.step()
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return {
        "rates": [float(group["lr"]) for group in optimizer.param_groups],
        "momenta": [group.get("momentum") for group in optimizer.param_groups],
        "path": torch.stack(path),
        "another": isinstance(returned, torch.optim.Optimizer) and returned is not optimizer,
    }


def rates_by_hand(starts, gradients, momenta, before, after, forget=False):
    """The path of SGD with momentum whose learning rates change before step 3; forget: the velocities are lost then."""
    positions, velocities, path = list(starts), [0.0] * len(starts), []
    for i, step in enumerate(gradients):
        for k, gradient in enumerate(step):
            velocities[k] = (0 if forget and i >= 2 else momenta[k] * velocities[k]) + gradient
            positions[k] = positions[k] - (before if i < 2 else after)[k] * velocities[k]
        path.append(torch.cat([p.flatten() for p in positions]))
    return torch.stack(path)


@pytest.mark.exercise("set_learning_rate")
def test_next_step_uses_it(student):
    """The very next step is made with the new learning rate."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    seen = student(change_rate, starts, gradients, "SGD", 0.02, False)
    momenta = [0.5, 0.5]
    old = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.1, 0.1])
    expected = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.02, 0.02])
    lost = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.02, 0.02], forget=True)
    mistakes = {state_lost if seen["another"] else attribute_nobody_reads: old}
    mistakes |= {state_lost: lost} if not seen["another"] else {}
    assert_matches(seen["path"], expected, "The path of SGD, its learning rate changed after two steps,", mistakes)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.weight(2)
def test_every_group(student):
    """Every group has the new learning rate, and the same number of groups is there."""
    starts = [torch.randn(2, 3), torch.randn(4), torch.randn(3)]
    new = 2.345678e-5
    seen = student(change_rate, starts, gradients_like(starts, 3), "SGD", new, True)
    old, rates = [0.1, 0.1, 0.3], seen["rates"]
    mistakes = {state_lost if seen["another"] else attribute_nobody_reads: old}
    if len(rates) == 3 and new in rates:
        mistakes[first_group_only] = [rate if rate == new else before for rate, before in zip(rates, old, strict=True)]
    mistakes |= {rounded: rates} if rates == [round(new, 5)] * 3 else {}
    assert_matches(rates, [new] * 3, "The learning rates of three groups after set_learning_rate", mistakes, rtol=1e-6, atol=0.0)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.parametrize("groups", [False, True], ids=["one group", "two groups"])
def test_state_and_options_kept(student, groups):
    """The optimizer keeps its velocities and its other options."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    seen = student(change_rate, starts, gradients, "SGD", 0.02, groups)
    momenta, before = ([0.5, 0.6], [0.1, 0.3]) if groups else ([0.5, 0.5], [0.1, 0.1])
    rates = seen["rates"]  # whatever they are now: whether they are right is for the other checks
    changed = any(abs(rate - 0.02) < 1e-6 for rate in rates)
    assert_that(changed, "No group has the new learning rate.", state_lost if seen["another"] else None)
    assert_that(len(rates) == (2 if groups else 1), f"There are {len(rates)} groups now.", state_lost)
    after = rates if groups else rates * 2
    expected = rates_by_hand(starts, gradients, momenta, before, after)
    text = "After set_learning_rate the optimizer goes on otherwise than with its velocities and momentum."
    right = torch.allclose(seen["path"], expected, rtol=1e-4, atol=1e-5) and seen["momenta"] == momenta[: len(rates)]
    assert_that(right, text, state_lost)


@pytest.mark.exercise("set_learning_rate")
def test_adam(student):
    """Adam goes on with its averages and its count of steps."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    seen = student(change_rate, starts, gradients, "Adam", 0.25, False)  # larger than before

    def path(after):
        rule = adam(1.0)
        return follow_rule(lambda g, state, t, k: (0.1 if t <= 2 else after) * rule(g, state, t, k), starts, gradients)

    mistakes = {state_lost if seen["another"] else attribute_nobody_reads: path(0.1)}
    what = "The path of Adam, its learning rate changed after two steps,"
    assert_matches(seen["path"], path(0.25), what, mistakes, rtol=1e-4, atol=1e-5)


# ---- data ----------------------------------------------------------------------------------------------------------


@probe
def draw(student, n):
    """Two data sets of n points."""
    return [list(student.synthetic_data(n)) for _ in range(2)]


@pytest.mark.exercise("data")
@pytest.mark.parametrize("n", [21, 40])
def test_synthetic_shapes(student, n):
    """x is evenly spaced from -1 to 1, and x and y have the shape (n, 1)."""
    (x, y), _ = student(draw, n)
    expected = torch.linspace(-1, 1, n).reshape(n, 1)
    assert_matches(x, expected, f"x of synthetic_data({n})", atol=1e-6, rtol=1e-6)
    assert_that(isinstance(y, torch.Tensor), f"y of synthetic_data({n}) is not a tensor.")
    mistake = {(n,): y_shape, (n, n): noise_one_d}.get(tuple(y.shape))
    text = f"y of synthetic_data({n}) has shape {tuple(y.shape)}; shape ({n}, 1) is expected."
    assert_that(tuple(y.shape) == (n, 1), text, mistake)
    assert_that(y.dtype == torch.float32, f"y of synthetic_data({n}) has dtype {y.dtype}; torch.float32 is expected.")
    assert_that(bool((y - x**2).abs().max() < 0.7), f"y of synthetic_data({n}) is far from x².")


@pytest.mark.exercise("data")
def test_noise(student):
    """The noise around x² is normal, with a standard deviation of 0.1, and another one for each point and call."""
    n = 2000
    pairs = student(draw, n)
    noises = []
    for x, y in pairs:
        assert_that(isinstance(y, torch.Tensor) and y.dtype == torch.float32, "y is not a float32 tensor.")
        x = torch.linspace(-1, 1, n)
        if y.shape == (n, n):  # its shape is another check's business; any row shows the noise
            y = y[0] + x**2 - x[0] ** 2
        assert_that(y.numel() == n, f"y of synthetic_data({n}) has {y.numel()} values.")
        digits = 1e4 * y.double()
        assert_that((digits - digits.round()).abs().max() > 0.1, "y has a few digits only.", rounded)
        noises.append((y.flatten() - x**2) / 0.1)
    noise = noises[0]
    mean, deviation = noise.mean().item(), noise.std().item()
    mistake = None
    if noise.abs().max() < 1e-4:
        mistake = noise_missing
    elif deviation < 1e-3:
        mistake = noise_single
    elif noise.min() >= -1e-4:
        mistake = noise_uniform
    elif abs(deviation - 10) < 1:
        mistake = noise_scale
    said = f"y - x² has the mean {0.1 * mean:.3f} and the standard deviation {0.1 * deviation:.3f} over {n} points"
    # Six standard deviations of each estimate; an honest noise fails once in a hundred million.
    fair = abs(mean) < 6 / math.sqrt(n) and abs(deviation - 1) < 6 / math.sqrt(2 * n)
    assert_that(fair, f"{said}; 0.1 times standard normal noise is asked for.", mistake)
    both = torch.cat(noises)
    near = (both.abs() < 1).float().mean().item()  # 68 % of normal numbers, 58 % of uniform ones of the same deviation
    text = f"The noise has the right deviation, but {near:.0%} of it lie within one deviation, so it is not normal."
    assert_that(abs(near - 0.6827) < 6 * math.sqrt(0.6827 * 0.3173 / len(both)), text)
    assert_that(not torch.allclose(noises[0], noises[1]), "Two calls of synthetic_data give the same noise.")


@probe
def go_through(student, tensors, batch_size, shuffle):
    """Three epochs of the student's loader: lists of batches, each a list of tensors. shuffle None: not given."""
    given = () if shuffle is None else (shuffle,)
    loader = student.data_loader(tuple(tensors), batch_size, *given)
    return [[list(batch) for batch in loader] for _ in range(3)]


def rows():
    """Three tensors whose rows belong together: k, (k, -k) and 2 k for k = 0, 1, ..., 49."""
    k = torch.arange(50.0)
    return [k.reshape(50, 1), torch.stack([k, -k], dim=1), (2 * k).long()]


@pytest.mark.exercise("data")
@pytest.mark.parametrize("shuffle, batch_size", [(True, 7), (False, 12)], ids=["True", "False"])
def test_every_row_once(student, shuffle, batch_size):
    """In each epoch every row comes once, with its label, and the last batch holds what is left."""
    x, pairs, labels = rows()
    epochs = student(go_through, [x, pairs, labels], batch_size, shuffle)
    full = [batch_size] * (50 // batch_size)
    for epoch in epochs:
        what = f"data_loader with 50 rows and batch_size={batch_size}, shuffle={shuffle}"
        assert_that(epoch and all(len(batch) == 3 for batch in epoch), f"{what}: a batch has no part of each tensor.")
        sizes = [len(batch[0]) for batch in epoch]
        mistake = last_batch_dropped if sizes == full else None
        assert_that(sizes == [*full, 50 % batch_size], f"{what}: the batches have {sizes} rows.", mistake)
        seen = [torch.cat([batch[i] for batch in epoch]) for i in range(3)]
        order = seen[0].flatten().argsort()
        assert_matches(seen[0][order], x, f"{what}: the first tensor's rows, sorted,")
        together = torch.equal(seen[1][:, 0], seen[0][:, 0]) and torch.equal(seen[2], (2 * seen[0][:, 0]).long())
        assert_that(together, f"{what}: row k of one tensor comes with another row of the next.", pairs_broken)
        assert_matches(seen[1][order], pairs, f"{what}: the second tensor's rows, sorted,")


@pytest.mark.exercise("data")
@pytest.mark.parametrize("shuffle", [None, True, False], ids=["default", "True", "False"])
def test_order(student, shuffle):
    """shuffle=True, the default, draws a new order in every epoch; shuffle=False keeps the order given."""
    x, _, labels = rows()
    epochs = student(go_through, [x, labels], 8, shuffle)
    said = "data_loader without shuffle given" if shuffle is None else f"data_loader with shuffle={shuffle}"
    orders = [[int(v) for batch in epoch for v in batch[0].flatten()] for epoch in epochs]
    assert_that(all(orders), f"{said}: an epoch has no rows; the loader has to serve many epochs.")
    kept = [order == sorted(order) for order in orders]
    if shuffle is False:
        assert_that(all(kept), f"{said}: the rows come in another order than given.", shuffle_ignored)
    else:
        assert_that(not any(kept), f"{said}: the rows come in the order given.", shuffle_ignored)
        assert_that(orders[0] != orders[1], f"{said}: two epochs have the same order.", shuffled_once)


# ---- compare_optimizers --------------------------------------------------------------------------------------------


@probe
def right_train_step(model, loss_fn, optimizer, x, y):
    """Stands in for the student's train_step, in case compare_optimizers uses it."""
    for parameter in model.parameters():
        parameter.grad = None
    value = loss_fn(model(x), y)
    value.backward()
    optimizer.step()
    return float(value)


@probe
def right_data_loader(tensors, batch_size, shuffle=True):
    """Stands in for the student's data_loader."""
    dataset = list(zip(*tensors))
    return torch.utils.data.DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)


@probe
def race(student, rates, x, y, given):
    """What compare_optimizers returns, and what the optimizers saw: gradient descent with momentum 0.5 at various rates."""
    student.optim.train_step = right_train_step
    student.optim.data_loader = right_data_loader
    seen = {name: {"made": 0, "steps": 0, "start": None, "end": None} for name in rates}
    held = {}

    class Descent:
        """An optimizer as the exercise describes it: step and zero_grad, and no more."""

        def __init__(self, name, parameters):
            self.name = name
            self.parameters = held[name] = list(parameters)
            self.velocities = [torch.zeros_like(p) for p in self.parameters]
            seen[name]["made"] += 1

        def step(self, *args, **kwargs):
            mine = seen[self.name]
            if mine["start"] is None:
                mine["start"] = [p.detach().clone() for p in self.parameters]
            mine["steps"] += 1
            with torch.no_grad():
                for p, v in zip(self.parameters, self.velocities):
                    if p.grad is not None:
                        v.mul_(0.5).add_(p.grad)
                        p.sub_(v, alpha=rates[self.name])
            mine["end"] = [p.detach().clone() for p in self.parameters]

        def zero_grad(self, *args, **kwargs):
            for p in self.parameters:
                p.grad = None

    optimizers = {name: (lambda parameters, name=name: Descent(name, parameters)) for name in rates}
    result = student.compare_optimizers(optimizers, x, y, *given)
    places = [tuple(p.data_ptr() for p in parameters) for parameters in held.values()]
    losses = {str(name): list(values) for name, values in result.items()}
    plain = all(isinstance(value, float) for values in losses.values() for value in values)
    return {
        "losses": {name: [float(value) for value in values] for name, values in losses.items()},
        "plain": plain,
        "seen": seen,
        "shared": len(set(places)) < len(places),
    }


def points(n):
    """A noisy parabola, shuffled."""
    x = torch.linspace(-1, 1, n)[torch.randperm(n)].reshape(n, 1)
    return x, x**2 + 0.1 * torch.randn(n, 1)


RATES = {"slow": 0.02, "faster": 0.06, "fast": 0.12}
STILL = {"one": 0.0, "two": 0.0, "three": 0.0}


def assert_has_losses(seen, names, count, what):
    """Every name has a list of `count` floats."""
    losses = seen["losses"]
    assert_that(set(losses) == set(names), f"{what} has the names {sorted(losses)}; {sorted(names)} are expected.")
    lengths = [len(losses[name]) for name in names]
    first = losses[next(iter(names))]
    aliased = len(first) == count * len(names) and all(losses[name] == first for name in names)
    text = f"{what} has lists of {lengths} losses; a loss per step makes {count} for each name."
    assert_that(lengths == [count] * len(names), text, history_aliased if aliased else None)


def assert_same_start(seen, names):
    """Every optimizer took steps, on the same net, from the same weights."""
    for name in names:
        assert_that(seen["seen"][name]["steps"], f"The optimizer {name!r} never took a step.", optimizer_shared)
    starts = {name: seen["seen"][name]["start"] for name in names}
    for name, start in starts.items():
        shapes = sorted(tuple(p.shape) for p in start)
        text = f"The optimizer {name!r} has parameters of shapes {shapes}; the net is Linear(1, 20), ReLU, Linear(20, 1)."
        assert_that(shapes == [(1,), (1, 20), (20,), (20, 1)], text)
    first = next(iter(starts.values()))
    same = all(torch.equal(a, b) for start in starts.values() for a, b in zip(start, first, strict=True))
    goes_on = any(
        all(torch.equal(a, b) for a, b in zip(starts[name], seen["seen"][other]["end"], strict=True))
        for name in names
        for other in names
        if name != other
    )
    mistake = weights_shared if seen["shared"] or goes_on else different_start
    assert_that(same, "The optimizers do not start from the same weights.", mistake)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.parametrize("n, given", [(9, (3, 4)), (40, ())], ids=["short last batch", "defaults"])
def test_a_loss_per_step(student, n, given):
    """Every name has a list with a float for each step."""
    seen = student(race, RATES, *points(n), given)
    epochs, batch_size = given or (12, 32)
    what = f"compare_optimizers with {n} points, epochs={epochs}, batch_size={batch_size}"
    assert_has_losses(seen, RATES, epochs * math.ceil(n / batch_size), what)
    assert_that(seen["plain"], f"{what}: some losses are not floats.", tensor_returned)
    few_digits = is_rounded(*[loss for losses in seen["losses"].values() for loss in losses])
    assert_that(not few_digits, f"{what}: the losses have a few digits only.", rounded)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.weight(2)
def test_same_start(student):
    """Every optimizer starts from the same random weights, on a net of its own."""
    seen = student(race, RATES, *points(24), (2, 8))
    assert_same_start(seen, RATES)
    random = all(p.unique().numel() > 1 for p in seen["seen"]["slow"]["start"] if p.numel() == 20 and p.dim() == 2)
    assert_that(random, "All weights of a layer are the same number at the start; they should be random.")


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.weight(2)
def test_same_batches(student):
    """Every optimizer sees the same batches in the same order."""
    seen = student(race, STILL, *points(36), (5, 6))
    assert_has_losses(seen, STILL, 30, "compare_optimizers with optimizers that stand still")
    assert_same_start(seen, STILL)
    first, *others = (torch.tensor(seen["losses"][name]) for name in STILL)
    same = all(torch.allclose(first, other, rtol=1e-4) for other in others)
    text = "Optimizers that stand still, from the same start, have different losses."
    assert_that(same, text, different_batches)


@pytest.mark.exercise("compare_optimizers")
def test_every_point_in_every_epoch(student):
    """Each epoch goes through all points once, and the loss is the mean squared error."""
    x, y = points(36)
    x = 20 * x  # far out no other activation comes near a ReLU
    seen = student(race, {"still": 0.0}, x, y, (3, 6))
    assert_has_losses(seen, ["still"], 18, "compare_optimizers with an optimizer that stands still")
    assert_same_start(seen, ["still"])
    errors = (predict(seen["seen"]["still"]["start"], x) - y).square()
    means = torch.tensor(seen["losses"]["still"]).reshape(3, 6).mean(dim=1)
    what = "The mean of the losses of each epoch, from weights that stand still,"
    assert_matches(means, errors.mean().expand(3), what, rtol=1e-3)


def predict(parameters, x):
    """The net Linear(1, 20), ReLU, Linear(20, 1) with these parameters, which differ in shape, in any order."""
    named = {tuple(p.shape): p for p in parameters}
    return torch.relu(x @ named[20, 1].T + named[(20,)]) @ named[1, 20].T + named[(1,)]


def losses_by_hand(start, lr, x, y, afresh=False, clear=True):
    """Seven losses, each before its step; afresh: with a new optimizer for each step; not clear: gradients add up."""
    parameters = [nn.Parameter(p.clone()) for p in start]
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.5)
    losses = []
    for _ in range(7):
        if clear:
            optimizer.zero_grad()
        loss = (predict(parameters, x) - y).square().mean()
        loss.backward()
        optimizer.step()
        if afresh:
            optimizer.state.clear()
        losses.append(loss.item())
    return losses


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.weight(2)
def test_losses_fall_as_they_should(student):
    """Each optimizer's losses are those of its own updates, each loss before its update."""
    x, y = points(20)
    seen = student(race, RATES, x, y, (6, 20))  # one batch is the whole data set, so its order does not matter
    assert_has_losses(seen, RATES, 6, "compare_optimizers with one batch per epoch")
    assert_same_start(seen, RATES)
    for name, lr in RATES.items():
        parameters = seen["seen"][name]["start"]
        expected = losses_by_hand(parameters, lr, x, y)
        what = f"The list of losses of momentum 0.5 with lr={lr} and one batch per epoch"
        mistakes = {
            loss_after_update: expected[1:],
            zero_grad_missing: losses_by_hand(parameters, lr, x, y, clear=False)[:6],
        }
        if seen["seen"][name]["made"] > 1:
            mistakes[optimizer_made_anew] = losses_by_hand(parameters, lr, x, y, afresh=True)[:6]
        assert_matches(seen["losses"][name], expected[:6], what, mistakes, rtol=1e-3)
