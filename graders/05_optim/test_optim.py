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

from torchkata.grading import CheckFailed, assert_matches, assert_that, misconception, once, presuppose, probe

REST = 0.6  # what is left of a criterion whose part is done, but in an optimizer that never takes a right step

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
argument_ignored = misconception(
    "argument-ignored", "The step goes by the default of an argument in place of the number that was given."
)
update_recorded = misconception(
    "update-recorded",
    "Autograd refuses to change a leaf in place while it is recording; the update of a parameter is nothing to be recorded.",
    keeps=0.4,
)
rebinding = misconception(
    "rebinding",
    "The net's own parameters have not moved: writing `p = ...` (or a new tensor into your list) makes a new tensor and leaves "
    "the net's old one as it was. Change the parameter in place.",
)
layout_refused = misconception(
    "layout-refused",
    "The numbers of a parameter or of a gradient need not lie side by side in memory, as `view` wants them.",
    keeps=0.5,
)
copy_changed = misconception(
    "copy-changed",
    "This parameter has not moved, and the others have: `reshape` and `flatten` give a copy where numbers do not lie side by "
    "side in memory. Change the parameter itself.",
    keeps=0.5,
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
average_reset = misconception(
    "velocity-reset", "Every step starts from an average of zero again. The average has to outlive the call of step()."
)
memory_cleared = misconception(
    "velocity-reset",
    "Between two rounds the optimizer has forgotten what it remembers from step to step. Neither step() nor zero_grad() may empty "
    "it: zero_grad clears gradients, and nothing else.",
    keeps=0.2,
)
memory_outlives = misconception(
    "memory-outlives-the-optimizer",
    "A new optimizer for the same parameters goes on with the memory of the old one: state belongs to the optimizer object, "
    "not to its class and not to the parameters.",
    keeps=0.5,
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
steps_wrong = misconception("steps-wrong", "The update itself is not right yet, so this part counts in part only.", keeps=REST)
default_changed = misconception("default-changed", "The default of an argument is not the one of the signature.", keeps=0.5)
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
several_steps = misconception("several-steps", "One call makes one update: one step of the optimizer.", keeps=0.3)
single_rows_skipped = misconception(
    "single-rows-skipped", "A batch of a single sample is a batch like the others, and it was left out.", keeps=0.5
)
squeezed = misconception(
    "squeezed",
    "The prediction lost its axis of length 1 before it came to the loss, where shapes (n,) and (n, 1) broadcast to (n, n).",
    keeps=0.3,
)
return_missing = misconception("return-missing", "What was computed has to be given back to the caller.")
numpy_number = misconception("numpy-number", "NumPy's float32 is no Python float.", keeps=0.5)
two_passes = misconception(
    "two-forward-passes",
    "The batch went through the model more than once. Dropout drops other entries each time, and batch normalisation learns from "
    "each pass; the loss that drives the update can be returned as well.",
    keeps=0.3,
)
step_before_backward = misconception(
    "step-before-backward", "The optimizer took its step before backward had computed the gradients of this batch."
)
loss_after_update = misconception(
    "loss-after-update",
    "This is the loss after the update; the one that belongs to this update was computed before it.",
    keeps=0.2,
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
    keeps=0.5,
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
    keeps=0.3,
)
single_sample_left_out = misconception(
    "single-rows-skipped", "A batch of a single sample counts as every other batch, and it was left out.", keeps=0.5
)
batch_sum = misconception("sum-of-batch-means", "The batches' losses were added up, and not divided.")
data_set_counted = misconception(
    "data-set-counted",
    "The sum was divided by the size of the data set, and the loader leaves some samples out (drop_last=True): count those that "
    "come.",
    keeps=0.6,
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
rate_wrong = misconception(
    "rate-wrong", "The learning rates have changed, to another number than the one that was given.", keeps=0.6
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
    keeps=0.3,
)
noise_one_d = misconception(
    "noise-1d",
    "Noise of shape (n,) plus x² of shape (n, 1) broadcasts to (n, n): the noise needs the second axis too.",
    keeps=0.3,
)
noise_missing = misconception("noise-missing", "There is no noise in y: it is exactly x².", keeps=0.2)
noise_single = misconception("noise-single", "One random number was added to all points; each point needs its own.", keeps=0.3)
noise_uniform = misconception(
    "noise-uniform",
    "The noise is never negative; standard normal numbers have both signs (mean 0, standard deviation 1).",
    keeps=0.2,
)
noise_scale = misconception("noise-not-scaled", "The noise is ten times too large: its factor is missing.", keeps=0.4)
noise_not_normal = misconception(
    "noise-not-normal", "Standard normal numbers are asked for, which lie more densely near zero.", keeps=0.2
)
same_noise = misconception("same-noise", "Every call has to draw its noise anew.", keeps=0.3)
x_shape = misconception("x-shape", "One axis is too little: each point is a row of its own.", keeps=0.4)
dtype_wrong = misconception("wrong-dtype", "The numbers are right, but not their dtype.", keeps=0.6)
one_epoch = misconception("one-epoch", "It can be gone through only once.", keeps=0.3)
shuffle_ignored = misconception(
    "shuffle-ignored", "The order does not depend on shuffle as it should: look at what is done with this argument."
)
shuffled_once = misconception("shuffled-once", "Every epoch has the same order; a new one should be drawn each time.", keeps=0.3)
pairs_broken = misconception("pairs-broken", "Rows that belong together come apart: one order has to serve all of the tensors.")
last_batch_dropped = misconception(
    "last-batch-dropped", "The last batch, which is shorter than the others, is missing, and its rows with it.", keeps=0.3
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
    keeps=0.5,
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
    if name in DEFAULTS and arguments[1:] != DEFAULTS[name]:
        found[argument_ignored] = path(RULES[name](lr, *DEFAULTS[name]))
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
            found[average_reset] = path(rmsprop(lr, 0.0, share=1 - alpha))
            found[average_corrected] = path(rmsprop(lr, alpha, corrected=True))
    if name == "Adam":
        betas = arguments[1]
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
    if name != "SGD" and len(starts) > 1 and len({start.shape for start in starts}) == 1:
        found[shared_buffer] = follow_rule(RULES[name](*arguments), starts, gradients, one_for_all)
    return found


# What a mistake in the update leaves of the criteria that it breaks. Of all others it leaves REST.
LEAVES = {
    rebinding: {"in place": 0.0, "memory": 0.2} | dict.fromkeys(["update", "step", "average", "averages", "correction"], 0.4),
    ascends: {"update": 0.0, "step": 0.0},
    averaged_gradient: {"update": 0.3},
    nesterov: {"update": 0.3},
    velocity_reset: {"update": 0.4, "memory": 0.0},
    average_reset: {"average": 0.0},
    shared_buffer: {"memory": 0.0, "average": 0.0, "averages": 0.0},
    argument_ignored: {"update": 0.7, "average": 0.7, "averages": 0.5, "correction": 0.7, "step": 0.7, "arguments": 0.0},
    alpha_swapped: {"average": 0.3, "arguments": 0.0},
    squares_summed: {"average": 0.0},
    one_average: {"average": 0.2},
    average_corrected: {"average": 0.3},
    root_missing: {"step": 0.0},
    average_too_late: {"step": 0.0},
    no_bias_correction: {"correction": 0.0},
    mean_not_corrected: {"correction": 0.3},
    square_not_corrected: {"correction": 0.3},
    betas_swapped: {"averages": 0.3},
    betas_swapped_in_averages: {"averages": 0.0},
    moments_swapped: {"step": 0.0},
    t_from_zero: {"correction": 0.0},
    t_behind: {"correction": 0.3},
    t_ahead: {"correction": 0.3},
    t_per_parameter: {"correction": 0.3},
    correction_stored: {"correction": 0.3},
    power_missing: {"correction": 0.2},
}


def left(mistakes, criterion):
    """The same mistakes, each with the part of this criterion that it leaves."""
    return {mistake.keeping(LEAVES.get(mistake, {}).get(criterion, REST)): path for mistake, path in mistakes.items()}


def recognised(seen, name, arguments, starts, gradients, criterion):
    """The mistake in the update that leads along this path, if one is known, with the part of the criterion that it leaves."""
    mistakes = left(wrong_paths(name, arguments, starts, gradients), criterion)
    return next((mistake for mistake, path in mistakes.items() if leads(path, seen)), None)


def gradients_like(starts, steps):
    """Random gradients with entries between 0.5 and 2 in size: none so small that eps would count."""
    return [[torch.randn_like(s).sign() * (0.5 + 1.5 * torch.rand_like(s)) for s in starts] for _ in range(steps)]


def called(name, arguments):
    return f"{name}(params, {', '.join(map(str, arguments))})"


def assert_follows(seen, expected, what, mistakes, criterion=None):
    """The path is the expected one; where a criterion is given, a mistake in the update leaves its part of that."""

    def diagnosis():
        found = mistakes() if callable(mistakes) else mistakes
        found = found if criterion is None else left(found, criterion)
        return {mistake: seen for mistake, path in found.items() if leads(path, seen)}

    (no_number,) = left({t_from_zero: None}, criterion)
    assert_that(seen is not None, f"{what.rstrip(',')}: step() divided by zero.", no_number)
    if seen[0].isnan().all() and "Adam" in what and not expected.isnan().any():
        assert_that(False, f"{what.rstrip(',')}: after the first step every parameter is NaN.", no_number)
    if seen.isnan().any() and not expected.isnan().any():  # which assert_matches takes for equal to nothing
        known = next(iter(diagnosis()), None)
        assert_that(known is None, f"{what.rstrip(',')}: some entries of the parameters are NaN.", known)
    assert_matches(seen, expected, what, diagnosis, rtol=1e-5, atol=2e-6)


def close(seen, expected, slack=1):
    """Whether two paths are the same, NaN in the same places included."""
    return seen.shape == expected.shape and torch.allclose(seen, expected, rtol=1e-5 * slack, atol=2e-6 * slack, equal_nan=True)


def leads(path, seen):
    """Whether a mistake's path is the one that was seen: large steps leave more to rounding than right ones do."""
    return close(seen, path, slack=30)


def is_other_form(seen, arguments, starts, gradients):
    """Whether this is Adam as its paper computes it, with eps beside the uncorrected root: an answer that is right too."""
    return seen is not None and close(seen, follow_rule(adam(*arguments, hat=True), starts, gradients))


def judged(**criteria):
    """The optimizers to judge, each by the criterion to which the check belongs there, or by several in turn."""
    pairs = [(name, key) for name, keys in criteria.items() for key in ([keys] if isinstance(keys, str) else keys)]
    marks = {pair: [pytest.mark.exercise(pair[0]), pytest.mark.criterion(pair[1])] for pair in pairs}
    params = [pytest.param(name, key, marks=marks[name, key], id=f"{name}-{key}") for name, key in pairs]
    return pytest.mark.parametrize("name, criterion", params)


# ---- probes of the four optimizers ---------------------------------------------------------------------------------


@probe
def make(module, name, parameters, arguments):
    """The student's optimizer; a list among the arguments was a tuple before it travelled."""
    return getattr(module, name)(parameters, *[tuple(a) if isinstance(a, list) else a for a in arguments])


@probe
def follow(student, name, arguments, starts, gradients, apart=False, clear=False):
    """All parameters, flattened, after every step with the given gradients; None where a step divides by zero.

    apart: the numbers of a parameter lie in memory column by column, and those of a gradient not side by side.
    clear: with a zero_grad after each step.
    """
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.mT.contiguous().mT if apart and start.dim() > 1 else start.clone()) for start in starts]
    optimizer = make(module, name, parameters, arguments)
    path = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step):
            parameter.grad = torch.stack([gradient] * 3, dim=-1)[..., 0] if apart else gradient.clone()
        try:
            optimizer.step()
        except ZeroDivisionError:
            return None
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
        if clear:
            optimizer.zero_grad()
    return torch.stack(path)


@probe
def follow_mixed(student, name, arguments, starts, gradients, apart=False):
    """As follow, for parameters that not every optimizer can stand; the error, if there is one, in place of the path."""
    try:
        return {"path": follow(student, name, arguments, starts, gradients, apart), "error": None}
    except RuntimeError as error:
        if isinstance(error, NotImplementedError):
            raise
        return {"path": None, "error": type(error).__name__}


@probe
def follow_with_gaps(student, name, arguments, starts, gradients):
    """As follow, where a gradient may be None, and with a zero_grad before anything else."""
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(module, name, parameters, arguments)
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
    """A net trained for three rounds of backward and step: its parameters before and after each, given in two ways."""
    module = student.reimport("optim")  # what a class or the module has kept is gone
    paths = {}
    for given in ("generator", "list"):
        net = nn.Linear(3, 2)
        with torch.no_grad():
            net.weight.copy_(weight)
            net.bias.copy_(bias)
        parameters = net.parameters()
        optimizer = make(module, name, parameters if given == "generator" else list(parameters), arguments)
        path = [torch.cat([p.detach().flatten() for p in net.parameters()])]
        for _ in range(3):
            for p in net.parameters():
                p.grad = None
            (torch.tanh(net(x)) * cotangent).sum().backward()
            try:
                optimizer.step()
            except ZeroDivisionError:
                return None
            path.append(torch.cat([p.detach().flatten() for p in net.parameters()]))
        paths[given] = torch.stack(path)
    return paths


@probe
def clear(student, name, arguments, starts, gap):
    """Every .grad after one zero_grad and after another; gap: the first parameter has none before; None for an error then."""
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(module, name, parameters, arguments)
    seen = []
    for _ in range(2):
        for parameter in parameters:
            parameter.grad = torch.ones_like(parameter)
        if gap:
            parameters[0].grad = None
        try:
            optimizer.zero_grad()
        except (AttributeError, TypeError) as error:
            if not gap or "None" not in str(error):
                raise
            return None
        seen.append([parameter.grad for parameter in parameters])
    return seen


@probe
def after_step(student, name, arguments, starts, gradients):
    """What two steps leave behind at the parameters."""
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(module, name, parameters, arguments)
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
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizers = [make(module, name, [parameter], arguments) for parameter in parameters]
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
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.clone()) for start in starts]
    path = []
    for _ in range(2):
        optimizer = make(module, name, parameters, arguments)
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
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.exercise(name), id=name) for name in LIBRARY])
def test_is_from_scratch(student, name):
    """The optimizer is written from scratch: without torch.optim."""
    hiding = sorted(words(student.source(), name) & MEANS_OF_HIDING)
    assert_that(not hiding, f"optim.py uses {', '.join(hiding)}.", hides_its_work)
    seen = student(library_at_work, name, ARGUMENTS[name], torch.randn(3, 2), torch.randn(3, 2))
    assert_that(seen["written"], f"{name} is not written yet.")
    assert_that(not seen["used"], f"{name} at work calls {', '.join(seen['used'][:3])}.", uses_torch_optim)


def run(student, probe, *arguments):
    """What the probe sees; an update that autograd records stops with an error, which is recognised here."""
    try:
        return student(probe, *arguments)
    except CheckFailed as failure:
        recorded = "a leaf Variable that requires grad" in failure.message
        assert_that(not recorded, failure.message, update_recorded)
        raise


@once
def ordinary_steps(student, name):
    """Where an optimizer goes with three parameters of one shape, and where it should; then what goes into it."""
    starts = [torch.randn(2, 3) for _ in range(3)]
    gradients = gradients_like(starts, 6)
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    return seen, follow_library(name, arguments, starts, gradients), (name, arguments, starts, gradients)


def presuppose_right_steps(student, name):
    """Block a check that compares with right steps where ordinary ones are wrong already."""
    seen, expected, _ = ordinary_steps(student, name)
    presuppose(seen is not None and close(seen, expected), f"Ordinary steps of {name} are not right yet.")


def steps_alone(student, name, arguments, starts, gradients):
    """Where the parameters go if each has an optimizer of its own; blocked where a step divides by zero."""
    paths = [run(student, follow, name, arguments, [start], [[step[i]] for step in gradients]) for i, start in enumerate(starts)]
    presuppose(not any(path is None for path in paths), f"step() of {name} divided by zero.")
    return torch.cat(paths, dim=1)


@judged(
    SGD=["in place", "missing", "zero_grad"],
    Momentum=["update", "memory", "arguments", "gradients"],
    RMSProp=["average", "step", "arguments", "gradients"],
    Adam=["averages", "correction", "step", "gradients"],
)
def test_whole_optimizer(student, name, criterion):
    """It belongs to an optimizer that takes the right steps."""
    seen, expected, data = ordinary_steps(student, name)
    what = f"{called(name, ARGUMENTS[name])} with three parameters of one shape"
    if seen is not None and not close(seen, expected) and not seen[0].isnan().all():
        known = any(leads(path, seen) for path in wrong_paths(*data).values())
        assert_that(known, f"{what} takes wrong steps.", steps_wrong)
    assert_follows(seen, expected, what, lambda: wrong_paths(*data), criterion)


@judged(SGD="update", Momentum="update", RMSProp="average", Adam="averages")
@pytest.mark.parametrize("memory", ["long", "short"])
def test_twenty_steps(student, name, criterion, memory):
    """Twenty steps go where torch.optim goes."""
    starts = [torch.randn(2, 3)]
    gradients = gradients_like(starts, 20)
    arguments = ARGUMENTS[name] if memory == "long" else SHORT_MEMORY.get(name, ARGUMENTS[name])
    seen = run(student, follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    what = f"{called(name, arguments)} during twenty steps"
    assert_follows(seen, expected, what, lambda: wrong_paths(name, arguments, starts, gradients), criterion)


@judged(RMSProp="step", Adam="step")
def test_first_step(student, name, criterion):
    """The first step goes downhill, and as far for small gradients as for large ones."""
    starts = [torch.zeros(2, 3)]
    gradients = gradients_like(starts, 1)
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    presuppose(seen is not None and not seen.isnan().all(), f"The first step of {name} gives no numbers.")
    what = f"{called(name, arguments)}, the first step:"
    mistake = recognised(seen, name, arguments, starts, gradients, criterion)
    downhill = bool((seen * gradients[0][0].flatten() < 0).all())
    assert_that(downhill, f"{what} some entries do not go downhill.", mistake)
    sizes = seen.abs()
    even = torch.allclose(sizes, sizes.mean().expand_as(sizes), rtol=1e-4)
    assert_that(even, f"{what} its length depends on how large the gradient is.", mistake)


@judged(Adam="correction")
def test_constant_gradient(student, name, criterion):
    """As long as a gradient stays the same, every step has the length lr."""
    starts = [torch.zeros(2, 3), torch.zeros(2, 3)]
    gradients = gradients_like(starts, 1) * 8
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    what = f"{called(name, arguments)} with the same gradient eight times"
    expected = follow_library(name, arguments, starts, gradients)
    if seen is not None and close(seen.abs(), expected.abs()):  # the direction is for other checks
        return
    assert_follows(seen, expected, what, lambda: wrong_paths(name, arguments, starts, gradients), criterion)


@judged(Momentum="memory", RMSProp="average", Adam="averages")
@pytest.mark.parametrize("shapes", ["one shape", "several shapes"])
def test_every_parameter_has_its_own_memory(student, name, criterion, shapes):
    """Three parameters go together where each of them would go alone."""
    starts = [torch.randn(2, 3), torch.randn(2, 3), torch.randn(2, 3)]
    if shapes == "several shapes":
        starts[1:] = [torch.randn(4), torch.randn(3, 1, 2)]
    gradients = gradients_like(starts, 5)
    arguments = ARGUMENTS[name]
    alone = steps_alone(student, name, arguments, starts, gradients)
    seen = run(student, follow_mixed, name, arguments, starts, gradients)
    what = f"{called(name, arguments)} with three parameters of {shapes}"
    assert_that(seen["error"] is None, f"{what} raises {seen['error']}.", shared_buffer)
    right = close(seen["path"], alone)
    mistake = None if right else recognised(seen["path"], name, arguments, starts, gradients, criterion)
    assert_that(right, f"{what} goes elsewhere than each of them alone.", mistake)


@once
def steps_with_and_without_clearing(student, name):
    """The same steps with a zero_grad after each of them, and without."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 4)
    paths = [run(student, follow, name, ARGUMENTS[name], starts, gradients, False, clear) for clear in (True, False)]
    presuppose(not any(path is None for path in paths), f"step() of {name} divided by zero.")
    return paths


@judged(Momentum="memory", RMSProp="average", Adam=["averages", "correction"])
def test_zero_grad_keeps_the_memory(student, name, criterion):
    """Whether zero_grad is called between the steps makes no difference to what is remembered."""
    seen, expected = steps_with_and_without_clearing(student, name)
    text = (
        f"{called(name, ARGUMENTS[name])} goes elsewhere where zero_grad() is called after each step, though it gets the same gradients."
    )
    assert_that(close(seen, expected), text, memory_cleared)


@judged(Momentum="arguments", RMSProp="arguments", Adam="step")
def test_default_arguments(student, name, criterion):
    """With lr as the only number given, the others are those of the signature."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    for step in gradients:
        step[1] = 1e-6 * step[1]  # next to so small a gradient even eps=1e-8 counts
    whole = (0.04, *DEFAULTS[name])
    seen = run(student, follow, name, (0.04,), starts, gradients)
    expected = follow_library(name, whole, starts, gradients)
    if name == "Adam" and is_other_form(seen, whole, starts, gradients):
        return
    mistakes = eps_mistakes(name, whole, starts, gradients)
    mistakes |= {default_changed: seen}  # whatever it is: with numbers given, the steps are right
    assert_follows(seen, expected, f"{called(name, (0.04,))} during five steps", mistakes)


@judged(SGD="missing", Momentum="gradients", RMSProp="arguments", Adam="step")
def test_small_gradients(student, name, criterion):
    """A gradient may be as small as it likes."""
    presuppose_right_steps(student, name)
    scale = 1e-9 if name in ("SGD", "Momentum") else 1.0  # of the steps
    starts = [torch.zeros(2, 3), torch.zeros(4)]
    gradients = [[1e-9 * g for g in step] for step in gradients_like(starts, 5)]
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    if name == "Adam" and is_other_form(seen, arguments, starts, gradients):
        return
    expected = follow_library(name, arguments, starts, gradients) / scale
    mistakes = eps_mistakes(name, arguments, starts, gradients)
    assert_follows(seen / scale, expected, f"{called(name, arguments)} during five steps with gradients of about 1e-9", mistakes)


def eps_mistakes(name, arguments, starts, gradients):
    """The mistakes with eps at its default, each with where it leads."""
    if name not in ("RMSProp", "Adam"):
        return {}
    lr, share = arguments
    rules = {
        "RMSProp": (rmsprop(lr, share, 0.0, root=lambda s: (s + 1e-8).sqrt()), rmsprop(lr, share, 0.0)),
        "Adam": (adam(lr, share, 1e-8, inside=True), adam(lr, share, 0.0)),
    }
    return {m: follow_rule(rule, starts, gradients) for m, rule in zip((eps_inside_root, eps_ignored), rules[name], strict=True)}


@judged(SGD="in place", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_any_layout(student, name, criterion):
    """Parameters and gradients may lie in memory as they like, such as those of a transposed tensor."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    arguments = ARGUMENTS[name]
    expected = run(student, follow, name, arguments, starts, gradients)
    presuppose(expected is not None, f"step() of {name} divided by zero.")
    seen = run(student, follow_mixed, name, arguments, starts, gradients, True)
    what = f"{called(name, arguments)} with a parameter that is not contiguous"
    assert_that(seen["error"] is None, f"{what} raises {seen['error']}.", layout_refused)
    half = expected.clone()
    half[:, :6] = starts[0].flatten()
    mistake = copy_changed if close(seen["path"], half) else None
    assert_that(close(seen["path"], expected), f"{what} goes elsewhere than with the same numbers side by side.", mistake)


@once
def training(student, name):
    """The path of a net in training (see train); blocked where a step divides by zero."""
    data = torch.randn(2, 3), torch.randn(2), torch.randn(5, 3), torch.randn(5, 2)
    seen = run(student, train, name, ARGUMENTS[name], *data)
    presuppose(seen is not None, f"step() of {name} divided by zero.")
    return seen


@judged(SGD="in place", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_trains_a_net(student, name, criterion):
    """A net keeps on learning, round after round, also where its parameters were given as a generator."""
    arguments = ARGUMENTS[name]
    seen = training(student, name)

    def moves(given):
        """For each round, whether the net moved."""
        return [not torch.equal(a, b) for a, b in itertools.pairwise(seen[given])]

    (nowhere,) = left({rebinding: None}, criterion)
    text = f"{called(name, arguments)}: the parameters of a net are where they were, round after round."
    assert_that(any(moves("list")), text, nowhere)
    text = f"{called(name, arguments)}: with a list of parameters the net goes on learning, with net.parameters() it stands still."
    assert_that(not moves("list")[-1] or moves("generator")[-1], text, generator_used_up)
    presuppose_right_steps(student, name)
    assert_that(all(moves("list")), f"{called(name, arguments)}: after some rounds of backward and step the net stands still.")
    same = torch.allclose(seen["list"], seen["generator"], rtol=1e-3, atol=1e-4, equal_nan=True)
    assert_that(same, f"{called(name, arguments)}: net.parameters() and a list of the same parameters lead to different places.")


@judged(Momentum="memory", RMSProp="average", Adam="averages")
def test_memory_of_a_generator(student, name, criterion):
    """Also for parameters that were given as a generator something is remembered, and they move."""
    arguments = ARGUMENTS[name]
    seen = training(student, name)
    still = {given: torch.equal(path[0], path[1]) for given, path in seen.items()}
    text = f"{called(name, arguments)}: parameters that come from net.parameters() do not move, those of a list do."
    assert_that(still["list"] or not still["generator"], text, generator_used_up.keeping(0.5))


@judged(SGD="missing", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_missing_gradient(student, name, criterion):
    """A parameter whose .grad is None stays where it is, and the others move."""
    starts = [torch.randn(3), torch.randn(2, 3), torch.randn(2, 3)]
    gradients = gradients_like(starts, 4)
    for step in gradients:
        step[0] = None
    gradients[1][1] = gradients[2][2] = None  # these have a history by now
    arguments = ARGUMENTS[name]
    seen = run(student, follow_with_gaps, name, arguments, starts, gradients)
    assert_that(seen["crash"] is None, f"{name}: {seen['crash']}.", grad_none_crashes)
    presuppose_right_steps(student, name)
    path = seen["path"]
    expected = follow_library(name, arguments, starts, gradients)
    # t may count the optimizer's steps, or, as in torch.optim, those with a gradient
    if name == "Adam" and close(path, follow_rule(adam(*arguments), starts, gradients)):
        return
    zeros = [[torch.zeros_like(s) if g is None else g for s, g in zip(starts, step, strict=True)] for step in gradients]
    mistakes = {}
    if name != "SGD":
        mistakes[moves_without_gradient] = follow_library(name, arguments, starts, zeros)
        mistakes[shared_buffer] = follow_rule(RULES[name](*arguments), starts, gradients, counted_past_gaps)
    what = f"{called(name, arguments)} during four steps, where some .grad are None,"
    assert_follows(path, expected, what, mistakes)


@once
def cleared(student, name, gap):
    """Every .grad after zero_grad (see clear)."""
    starts = [torch.randn(2, 3), torch.randn(4), torch.randn(1)]
    return run(student, clear, name, ARGUMENTS[name], starts, gap)


@judged(SGD="zero_grad", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_zero_grad(student, name, criterion):
    """zero_grad clears the gradient of every parameter, every time."""
    text = f"After zero_grad() some parameters of {name} still have a gradient."
    assert_that(all_clear(cleared(student, name, False)), text)


@judged(SGD="missing", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_zero_grad_past_a_missing_gradient(student, name, criterion):
    """zero_grad works where one parameter has no gradient."""
    seen = cleared(student, name, True)
    assert_that(seen is not None, f"{name}: zero_grad() raises an error where a .grad is None.", grad_none_crashes)
    if all_clear(cleared(student, name, False)):  # otherwise this is no matter of missing gradients
        assert_that(
            all_clear(seen), f"After zero_grad() of {name}, where one .grad was None, another parameter still has a gradient."
        )


def all_clear(seen):
    return all(grad is None or not bool((grad != 0).any()) for grads in seen for grad in grads)


@once
def what_steps_leave(student, name):
    """What two steps leave behind (see after_step), and the gradients that they went by."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    (gradients,) = gradients_like(starts, 1)
    return run(student, after_step, name, ARGUMENTS[name], starts, gradients), gradients


@judged(SGD="zero_grad", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_step_leaves_the_gradient(student, name, criterion):
    """step moves the parameters and leaves their gradients as they are."""
    seen, gradients = what_steps_leave(student, name)
    cleared = all(g is None or not g.any() for g in seen["grads"])
    assert_that(not cleared, f"After step() of {name} the gradients are gone.", step_clears_gradient)
    mistakes = {gradient_changed: seen["grads"]}  # whatever they are
    assert_matches(seen["grads"], gradients, f"The list of .grad after two steps of {name}", mistakes)


@judged(SGD="in place", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_parameters_stay_leaves(student, name, criterion):
    """The update of a parameter is not recorded by autograd."""
    seen, _ = what_steps_leave(student, name)
    assert_that(all(seen["leaves"]), f"After a step of {name} a parameter is no leaf any more: the update was recorded.")


@once
def steps_in_turn(student, name):
    """Where two optimizers go that take their steps in turn, and where each goes alone; then what goes into them."""
    starts = [torch.randn(2, 3), torch.randn(2, 3)]
    gradients = gradients_like(starts, 4)
    alone = steps_alone(student, name, ARGUMENTS[name], starts, gradients)
    return run(student, two_at_once, name, ARGUMENTS[name], starts, gradients), alone, starts, gradients


@judged(Momentum="memory", RMSProp="average", Adam=["averages", "correction"])
def test_two_optimizers(student, name, criterion):
    """Two optimizers of the same class do not disturb each other."""
    arguments = ARGUMENTS[name]
    seen, alone, starts, gradients = steps_in_turn(student, name)
    if seen is not None and close(seen, alone):
        return
    mistakes = {shared_buffer.keeping(0.3): follow_rule(RULES[name](*arguments), starts, gradients, one_for_all)}
    if name == "Adam":
        one_count = follow_rule(adam(*arguments, count=lambda t, k: k), starts, gradients)
        mistakes = {t_per_class.keeping(0.9 if criterion == "averages" else 0.5): one_count, **mistakes}
    mistake = next((m for m, path in mistakes.items() if seen is not None and close(seen, path)), None)
    assert_that(False, f"Two {name} optimizers that take their steps in turn go elsewhere than each of them alone.", mistake)


@judged(Momentum="memory", RMSProp="average", Adam="averages")
def test_new_optimizer(student, name, criterion):
    """A new optimizer for the same parameters starts afresh."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    arguments = ARGUMENTS[name]
    seen = run(student, one_after_another, name, arguments, starts, gradients)
    first = follow_library(name, arguments, starts, gradients)
    halfway = [flat.reshape(start.shape) for flat, start in zip(first[-1].split([s.numel() for s in starts]), starts, strict=True)]
    expected = torch.cat([first, follow_library(name, arguments, halfway, gradients)])
    mistakes = {memory_outlives: follow_library(name, arguments, starts, gradients * 2)}
    assert_follows(seen, expected, f"The path under one {name} optimizer after another for the same parameters", mistakes)


@judged(Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_gradient_of_zero(student, name, criterion):
    """A gradient of zero counts as a gradient: the memory of its parameter changes as the formula says."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 4)
    gradients[2][1] = torch.zeros(4)
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    gap = [[*step] for step in gradients]
    gap[2][1] = None
    mistakes = {zero_skipped: follow_library(name, arguments, starts, gap)}
    assert_follows(seen, expected, f"{called(name, arguments)} with a gradient of zero in the third of four steps,", mistakes)


@judged(RMSProp="arguments", Adam="step")
@pytest.mark.parametrize("steps", [1, 8])
def test_eps(student, name, criterion, steps):
    """eps is added after the root, and keeps a gradient of zero from giving NaN."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(5)]
    gradients = [[0.02 * g for g in step] for step in gradients_like(starts, steps)]
    for step in gradients:
        step[1][:2] = 0.0
    arguments = (*ARGUMENTS[name], 1e-2)
    seen = run(student, follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)

    def path(update):
        return follow_rule(update, starts, gradients)

    if name == "RMSProp":
        lr, alpha, eps = arguments
        mistakes = {
            eps_inside_root: path(rmsprop(lr, alpha, 0.0, root=lambda s: (s + eps).sqrt())),
            eps_ignored: path(rmsprop(lr, alpha, 1e-8)),
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
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.clone()) for start in starts]
    optimizer = make(module, name, parameters, arguments)

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


@judged(SGD="update", Momentum="arguments", RMSProp="arguments", Adam="step")
def test_learning_rate_may_change(student, name, criterion):
    """After lr has changed, the next step uses the new one, for everything."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    rates = [0.0731, 0.0731, 0.0092, 0.0092, 0.1377]
    arguments = (rates[0], *ARGUMENTS[name][1:])
    seen = run(student, change_lr, name, arguments, starts, gradients, rates)
    if not seen["found"]:  # nobody can change it, so it stays
        rates = [rates[0]] * 5
    step = RULES[name](1.0, *arguments[1:])
    expected = follow_rule(lambda g, state, t, k: rates[t - 1] * step(g, state, t, k), starts, gradients)
    part = {"update": 0.7, "step": 0.4}.get(criterion, 0.0)  # so it costs about a tenth in each of the four
    mistakes = {old_learning_rate.keeping(part): follow_library(name, arguments, starts, gradients)}
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
        except (TypeError, AttributeError) as error:
            if "Bare" not in str(error):
                raise
            return {"refused": str(error).replace("train_steps.<locals>.Bare.", "")[:80], "error": type(error).__name__}
        seen["types"].append("float" if isinstance(loss, float) else type(loss).__name__)
        seen["losses"].append(math.nan if loss is None else float(loss))
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
@pytest.mark.criterion("update")
def test_one_update(student):
    """One call makes one update with the gradient of its batch."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5)
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    _, _, swapped = steps_by_hand(weight, xs, ys, 0.1, swapped=True)
    order = [event for event in seen["events"][0] if event != "zero_grad"]
    unchanged = zero_grad_after_backward if order == ["backward", "step"] else step_before_backward
    mistakes = {arguments_swapped.keeping(0.3): swapped[0]}
    if {"backward", "step"} <= set(order):
        mistakes[unchanged] = weight
    assert_that("step" in order, "train_step did not call the optimizer's step().", step_not_called)
    assert_that(order.count("step") == 1, "One train_step called the optimizer's step() more than once.", several_steps)
    assert_matches(seen["weights"][0], weights[0], "The model's weight after one train_step", mistakes)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_several_updates(student):
    """Every call goes by the gradient of its own batch only."""
    weight, (xs, ys) = torch.randn(1, 3), batches(5, 4, 6, 3, outputs=1)
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    _, _, kept = steps_by_hand(weight, xs, ys, 0.1, clear=False)
    _, _, swapped = steps_by_hand(weight, xs, ys, 0.1, swapped=True)
    _, _, broadcast = steps_by_hand(weight, xs, [y.mean(0).expand_as(y) for y in ys], 0.1)
    what = "The model's weight after each of four train_steps"
    order = [event for event in seen["events"][1] if event != "zero_grad"]
    assert_that("step" in order, "train_step did not call the optimizer's step().", step_not_called)
    assert_that(order.count("step") == 1, "One train_step called the optimizer's step() more than once.", several_steps)
    assert_that(order != ["step", "backward"], f"{what} comes from old gradients.", step_before_backward)
    mistakes = {
        zero_grad_missing: torch.stack(kept),
        arguments_swapped.keeping(0.3): torch.stack(swapped),
        squeezed: torch.stack(broadcast),
    }
    if order == ["backward", "step"]:
        mistakes[zero_grad_after_backward] = weight.expand(4, 1, 3)
    assert_matches(torch.stack(seen["weights"]), torch.stack(weights), what, mistakes)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_single_sample(student):
    """A batch may be a single sample."""
    weight, (xs, ys) = torch.randn(1, 3), batches(5, 1, outputs=1)
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    presuppose("step" in seen["events"][0], "train_step does not call the optimizer's step().")
    text = "train_step on a batch of one sample did not call the optimizer's step()."
    assert_that("step" in seen["events"][1], text, single_rows_skipped)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_update_in_training_mode(student):
    """The gradient is that of training mode, also where the model comes in eval mode."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5)
    modes = student(train_steps, weight, xs, ys, 0.1, False)["modes"]
    presuppose(modes, "train_step did not run the model.")
    text = "The gradients of a model that came in eval mode are those of eval mode."
    assert_that(all(modes), text, eval_mode_kept.keeping(0.5))


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("before")
def test_loss_before_the_update(student):
    """The loss that comes back is that of the model before its update."""
    weight, (xs, ys) = 0.03 * torch.randn(2, 3), batches(5)
    ys = [0.03 * y for y in ys]  # a small loss
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    before, after, _ = steps_by_hand(weight, xs, ys, 0.1)
    swapped, _, _ = steps_by_hand(weight, xs, ys, 0.1, swapped=True)
    moved = not torch.equal(seen["weights"][0], weight)
    presuppose(moved, "The model is not changed, so that its losses before and after the update are one and the same.")
    assert_that(seen["types"] != ["NoneType"], "train_step returned None.", return_missing)
    mistakes = {loss_after_update: after, arguments_swapped.keeping(0.6): swapped}
    mistakes |= {rounded.keeping(0.4): seen["losses"]} if is_rounded(*seen["losses"]) else {}
    assert_matches(seen["losses"], before, "What one train_step returns", mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_any_optimizer(student):
    """An optimizer needs zero_grad() and step(), both without arguments, and no more."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6, 7)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    usual = torch.stack(student(train_steps, weight, xs, ys, 0.1, True)["weights"])
    presuppose(
        torch.allclose(usual, torch.stack(weights), rtol=1e-4, atol=1e-5), "The updates with torch.optim.SGD are not right yet."
    )
    seen = student(train_steps, weight, xs, ys, 0.1, True, True)
    assert_that("refused" not in seen, f"train_step raised {seen.get('error')}: {seen.get('refused')}.", arguments_given)
    what = "The model's weight after each of three train_steps with another optimizer"
    assert_matches(torch.stack(seen["weights"]), torch.stack(weights), what)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("float")
def test_loss_is_a_float(student):
    """The loss comes back as a Python float."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6)
    types = student(train_steps, weight, xs, ys, 0.1, True)["types"]
    mistake = {"Tensor": tensor_returned, "NoneType": return_missing, "float32": numpy_number}.get(types[0])
    assert_that(types == ["float"] * 2, f"train_step returned a {types[0]}; a float is asked for.", mistake)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("mode")
def test_training_mode(student):
    """A model that comes in eval mode is trained in training mode, down to its innermost modules, and is left in it."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6)
    seen = student(train_steps, weight, xs, ys, 0.1, False)
    assert_that(seen["modes"], "train_step did not run the model.")
    assert_that(all(seen["modes"]), "The model came in eval mode, and train_step ran it in eval mode.", eval_mode_kept)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("before")
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
        "value": math.nan if result is None else float(result),
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


def eval_value(x, y, weight, function):
    """The loss of the model in eval mode: with batch normalisation as it is born, and without dropout."""
    return function((x / math.sqrt(1 + 1e-5)) @ weight.T, y).item()


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("mean")
@pytest.mark.parametrize("loss", ["l1", "cross_entropy"])
def test_mean_over_samples(student, loss):
    """Every sample counts the same, also those of a short last batch."""
    weight, x, y = samples()
    if loss == "cross_entropy":
        weight, y = torch.randn(2, 3), torch.randint(2, (9,))
        y[8] = (x[8] @ weight.T).argmin()  # far from right
    function = {"l1": nn.functional.l1_loss, "cross_entropy": nn.functional.cross_entropy}[loss]
    seen = student(evaluate_model, weight, x, y, 4, False, loss)
    means = [eval_value(x[i : i + 4], y[i : i + 4], weight, function) for i in (0, 4, 8)]
    mistakes = {
        batch_means: sum(means) / 3,
        batch_sum: sum(means),
        single_sample_left_out: sum(means[:2]) / 2,
        squeezed: squeezed_value(x, y, weight) if loss == "l1" else None,
    }
    mistakes |= {rounded.keeping(0.7): seen["value"]} if is_rounded(seen["value"]) else {}
    what = f"evaluate with {loss} on batches of 4, 4 and 1 samples"
    assert_that(seen["type"] != "NoneType", "evaluate returned None.", return_missing)
    assert_matches(seen["value"], eval_value(x, y, weight, function), what, mistakes, rtol=1e-5, atol=0.0)


def squeezed_value(x, y, weight):
    """The mean absolute error where predictions of shape (n,) meet targets of shape (n, 1), batch by batch."""
    pairs = zip(x.split(4), y.split(4), strict=True)
    return sum(len(a) * eval_value(a, b, weight, lambda p, b: (p.flatten() - b).abs().mean()) for a, b in pairs) / len(x)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("mean")
def test_samples_left_out(student):
    """Samples that the loader leaves out do not count."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x, y, 4, False, "l1", True)
    expected = eval_value(x[:8], y[:8], weight, nn.functional.l1_loss)
    mistakes = {
        data_set_counted: expected * 8 / 9,
        batch_sum: 2 * expected,
        squeezed: squeezed_value(x[:8], y[:8], weight),
    }
    mistakes |= {rounded.keeping(0.7): seen["value"]} if is_rounded(seen["value"]) else {}
    what = "evaluate with a loader that gives 8 of 9 samples (drop_last=True)"
    assert_that(seen["type"] != "NoneType", "evaluate returned None.", return_missing)
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("mean")
@pytest.mark.parametrize("training", [False, True], ids=["eval", "train"])
def test_full_batches(student, training):
    """With batches of one size the result is the mean over all samples too, in whichever mode the model comes."""
    weight, x, y = samples()
    x, y = x[:8], y[:8]
    seen = student(evaluate_model, weight, x, y, 4, training, "l1")
    expected = eval_value(x, y, weight, nn.functional.l1_loss)
    mistakes = {batch_sum: 2 * expected, squeezed: squeezed_value(x, y, weight)}
    mistakes |= {rounded.keeping(0.7): seen["value"]} if is_rounded(seen["value"]) else {}
    mistakes |= {dropout_left_on.keeping(0.5): seen["value"]} if any(seen["modes"]) else {}
    what = f"evaluate on batches of 4 and 4 samples, with a model that comes in {'training' if training else 'eval'} mode,"
    assert_that(seen["type"] != "NoneType", "evaluate returned None.", return_missing)
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-4, atol=0.0)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("result")
def test_result_is_a_float(student):
    """The result is a Python float."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x[:8], y[:8], 4, False, "l1")
    mistake = {"Tensor": tensor_returned, "NoneType": return_missing, "float32": numpy_number}.get(seen["type"])
    assert_that(seen["type"] == "float", f"evaluate returned a {seen['type']}; a float is asked for.", mistake)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("eval mode")
def test_eval_mode(student):
    """A model that comes in training mode is run in eval mode, and does not change."""
    weight, x, y = samples()
    x, y = x[:7], y[:7]  # in training mode batch normalisation refuses a single sample
    seen = student(evaluate_model, weight, x, y, 4, True, "l1")
    assert_that(seen["modes"], "evaluate did not run the model.")
    assert_that(not any(seen["modes"]), "evaluate ran the model in training mode.", dropout_left_on)
    assert_that(seen["state kept"], "evaluate has changed the model's parameters or buffers.")


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("restored")
@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
def test_mode_restored(student, training):
    """Afterwards the model is in the mode in which it came, with all modules inside it."""
    weight, x, y = samples()
    x, y = x[:7], y[:7]
    seen = student(evaluate_model, weight, x, y, 4, training, "l1")
    assert_that(seen["modes"], "evaluate did not run the model.")
    came, other = ("training", "eval") if training else ("eval", "training")
    right = all(mode is training for mode in seen["afterwards"])
    text = f"The model came in {came} mode; after evaluate it, or some module inside it, is in {other} mode."
    assert_that(right, text, mode_not_restored)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("result")
def test_no_graph(student):
    """No graph is recorded."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x[:7], y[:7], 4, True, "l1")
    assert_that(seen["graphs"], "evaluate did not run the model.")
    assert_that(not any(seen["graphs"]), "The model's output in evaluate requires a gradient.", graph_kept)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("restored")
def test_gradients_as_they_were(student):
    """Gradients are as they were, and can be computed again afterwards."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x[:7], y[:7], 4, True, "l1")
    assert_that(seen["graphs"], "evaluate did not run the model.")
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
@pytest.mark.criterion("next step")
def test_next_step_uses_it(student):
    """The very next step is made with the new learning rate."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    seen = student(change_rate, starts, gradients, "SGD", 0.02, False)
    momenta = [0.5, 0.5]
    old = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.1, 0.1])
    expected = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.02, 0.02])
    lost = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.02, 0.02], forget=True)
    if torch.allclose(seen["path"], lost, rtol=1e-4, atol=1e-5):  # whether anything got lost is for other checks
        return
    mistakes = {state_lost if seen["another"] else attribute_nobody_reads: old}
    mistakes |= {rate_wrong.keeping(0.0): seen["path"]} if seen["rates"] not in ([0.1], [0.02]) else {}
    assert_matches(seen["path"], expected, "The path of SGD, its learning rate changed after two steps,", mistakes)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.criterion("groups")
def test_every_group(student):
    """Every group has the new learning rate, and the same number of groups is there."""
    starts = [torch.randn(2, 3), torch.randn(4), torch.randn(3)]
    new = 2.345678e-5
    seen = student(change_rate, starts, gradients_like(starts, 3), "SGD", new, True)
    old, rates = [0.1, 0.1, 0.3], seen["rates"]
    mistakes = {state_lost if seen["another"] else attribute_nobody_reads: old}
    if len(rates) == 3 and new in rates:
        mistakes[first_group_only] = [rate if rate == new else before for rate, before in zip(rates, old, strict=True)]
    mistakes |= {rounded.keeping(0.6): rates} if rates == [round(new, 5)] * 3 else {}
    if len(rates) == 3 and all(rate != before for rate, before in zip(rates, old, strict=True)):
        mistakes[rate_wrong] = rates
    assert_matches(rates, [new] * 3, "The learning rates of three groups after set_learning_rate", mistakes, rtol=1e-6, atol=0.0)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.criterion("kept")
@pytest.mark.parametrize("groups", [False, True], ids=["one group", "two groups"])
def test_state_and_options_kept(student, groups):
    """The optimizer keeps its velocities and its other options."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    seen = student(change_rate, starts, gradients, "SGD", 0.02, groups)
    momenta, before = ([0.5, 0.6], [0.1, 0.3]) if groups else ([0.5, 0.5], [0.1, 0.1])
    rates = seen["rates"]  # whatever they are now: whether they are right is for the other checks
    assert_that(len(rates) == (2 if groups else 1), f"There are {len(rates)} groups now.", state_lost)
    changed = rates != before[: len(rates)]
    mistake = state_lost if seen["another"] else attribute_nobody_reads.keeping(0.3)
    assert_that(changed, "No group has the new learning rate.", mistake)
    after = rates if groups else rates * 2
    expected = rates_by_hand(starts, gradients, momenta, before, after)
    text = "After set_learning_rate the optimizer goes on otherwise than with its velocities and momentum."
    right = torch.allclose(seen["path"], expected, rtol=1e-4, atol=1e-5) and seen["momenta"] == momenta[: len(rates)]
    assert_that(right, text, state_lost)
    new = any(abs(rate - 0.02) < 1e-6 for rate in rates)
    assert_that(new, f"The learning rates are {rates} now, so this part counts in part only.", rate_wrong)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.criterion("kept")
def test_adam(student):
    """Adam goes on with its averages and its count of steps."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    seen = student(change_rate, starts, gradients, "Adam", 0.25, False)  # larger than before
    (rate,) = seen["rates"] if len(seen["rates"]) == 1 else [0.25]
    mistake = state_lost if seen["another"] else attribute_nobody_reads.keeping(0.3)
    assert_that(rate != 0.1, "The learning rate of Adam is the old one.", mistake)
    rule = adam(1.0)
    expected = follow_rule(lambda g, state, t, k: (0.1 if t <= 2 else rate) * rule(g, state, t, k), starts, gradients)
    mistakes = {state_lost: seen["path"]}
    assert_matches(
        seen["path"], expected, "The path of Adam, its learning rate changed after two steps,", mistakes, rtol=1e-4, atol=1e-5
    )


# ---- data ----------------------------------------------------------------------------------------------------------


@probe
def draw(student, n):
    """Two data sets of n points."""
    return [list(student.synthetic_data(n)) for _ in range(2)]


@pytest.mark.exercise("data")
@pytest.mark.criterion("x")
@pytest.mark.parametrize("n", [21, 40])
def test_x(student, n):
    """x is evenly spaced from -1 to 1, of shape (n, 1)."""
    (x, _), _ = student(draw, n)
    expected = torch.linspace(-1, 1, n).reshape(n, 1)
    what = f"x of synthetic_data({n})"
    mistakes = {x_shape: expected.flatten(), dtype_wrong: expected.double()}
    assert_matches(x, expected, what, mistakes, atol=1e-6, rtol=1e-6)


@pytest.mark.exercise("data")
@pytest.mark.criterion("y")
@pytest.mark.parametrize("n", [21, 40])
def test_y(student, n):
    """y has the shape (n, 1), and lies near the parabola of x."""
    (x, y), _ = student(draw, n)
    presuppose(isinstance(x, torch.Tensor) and x.numel() == n, f"x of synthetic_data({n}) is no tensor of {n} numbers.")
    assert_that(isinstance(y, torch.Tensor), f"y of synthetic_data({n}) is not a tensor.")
    mistake = {(n,): y_shape, (n, n): noise_one_d}.get(tuple(y.shape))
    text = f"y of synthetic_data({n}) has shape {tuple(y.shape)}; shape ({n}, 1) is expected."
    shapes = {(n, 1), tuple(x.shape)}  # the shape of x is for another check
    assert_that(tuple(y.shape) in shapes, text, mistake)
    text = f"y of synthetic_data({n}) has dtype {y.dtype}; torch.float32 is expected."
    assert_that(y.dtype in (torch.float32, x.dtype), text, dtype_wrong)
    deviation = (y.flatten() - x.flatten() ** 2).abs()
    mistake = noise_scale if bool(deviation.max() < 7) and bool(deviation.median() > 0.3) else None
    assert_that(bool(deviation.max() < 0.7), f"y of synthetic_data({n}) is far from x².", mistake)


@pytest.mark.exercise("data")
@pytest.mark.criterion("y")
def test_noise(student):
    """The noise around x² is normal, with a standard deviation of 0.1, and another one for each point and call."""
    n = 2000
    pairs = student(draw, n)
    noises = []
    for x, y in pairs:
        floats = all(isinstance(part, torch.Tensor) and part.is_floating_point() for part in (x, y))
        presuppose(floats and x.numel() == n, f"x and y of synthetic_data({n}) are no tensors of {n} floating-point numbers.")
        x = x.double().flatten()
        y = y.double()
        if y.shape == (n, n):  # its shape is another check's business; any row shows the noise
            y = y[0] + x**2 - x[0] ** 2
        assert_that(y.numel() == n, f"y of synthetic_data({n}) has {y.numel()} values.")
        digits = 1e4 * y
        assert_that((digits - digits.round()).abs().max() > 0.1, "y has a few digits only.", rounded.keeping(0.5))
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
    assert_that(abs(near - 0.6827) < 6 * math.sqrt(0.6827 * 0.3173 / len(both)), text, noise_not_normal)
    assert_that(not torch.allclose(noises[0], noises[1]), "Two calls of synthetic_data give the same noise.", same_noise)


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
@pytest.mark.criterion("rows")
@pytest.mark.parametrize("shuffle, batch_size", [(True, 7), (False, 12)], ids=["True", "False"])
def test_every_row_once(student, shuffle, batch_size):
    """In each epoch every row comes once, with its label, and the last batch holds what is left."""
    x, pairs, labels = rows()
    epochs = student(go_through, [x, pairs, labels], batch_size, shuffle)
    full = [batch_size] * (50 // batch_size)
    for epoch in epochs[:1] + [later for later in epochs[1:] if later]:  # whether there are later ones is for another check
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
@pytest.mark.criterion("order")
@pytest.mark.parametrize("shuffle", [None, True, False], ids=["default", "True", "False"])
def test_order(student, shuffle):
    """shuffle=True, the default, draws a new order in every epoch; shuffle=False keeps the order given."""
    x, _, labels = rows()
    epochs = student(go_through, [x, labels], 8, shuffle)
    said = "data_loader without shuffle given" if shuffle is None else f"data_loader with shuffle={shuffle}"
    orders = [[int(v) for batch in epoch for v in batch[0].flatten()] for epoch in epochs]
    assert_that(all(orders), f"{said}: an epoch has no rows; the loader has to serve many epochs.", one_epoch)
    kept = [order == sorted(order) for order in orders]
    mistake = shuffle_ignored.keeping(0.3 if shuffle is None else 0.1)  # a wrong default is a smaller mistake
    if shuffle is False:
        assert_that(all(kept), f"{said}: the rows come in another order than given.", mistake)
    else:
        assert_that(not any(kept), f"{said}: the rows come in the order given.", mistake)
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
def race(student, rates, x, y, given, still=False):
    """What compare_optimizers returns, and what the optimizers saw: gradient descent with momentum 0.5 at various rates.

    still: they record the gradients, and clear them, and leave the weights where they are.
    """
    student.optim.train_step = right_train_step
    student.optim.data_loader = right_data_loader
    seen = {name: {"made": 0, "steps": 0, "start": None, "end": None, "gradients": []} for name in rates}
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
            if still:
                grads = [torch.zeros_like(p) if p.grad is None else p.grad.detach() for p in self.parameters]
                mine["gradients"].append(torch.cat([g.flatten() for g in grads]))
                self.zero_grad()
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
    losses = {str(name): list(values) for name, values in result.items()} if isinstance(result, dict) else {}
    plain = all(isinstance(value, float) for values in losses.values() for value in values)
    return {
        "losses": {name: [float(value) for value in values] for name, values in losses.items()},
        "plain": plain,
        "kind": "dict" if isinstance(result, dict) else type(result).__name__,
        "seen": seen,
        "shared": len(set(places)) < len(places),
    }


def points(n):
    """A noisy parabola, shuffled."""
    x = torch.linspace(-1, 1, n)[torch.randperm(n)].reshape(n, 1)
    return x, x**2 + 0.1 * torch.randn(n, 1)


RATES = {"slow": 0.02, "faster": 0.06, "fast": 0.12}


def judge_lists(seen, names, what):
    """Every name has a list with a number for each step of its optimizer; how many steps there should be is asked elsewhere."""
    losses = seen["losses"]
    mistake = return_missing if seen["kind"] == "NoneType" else None
    assert_that(seen["kind"] == "dict", f"compare_optimizers returned a {seen['kind']}; a dict is expected.", mistake)
    assert_that(set(losses) == set(names), f"{what} has the names {sorted(losses)}; {sorted(names)} are expected.")
    steps = [seen["seen"][name]["steps"] for name in names]
    presuppose(all(steps), "Some optimizer never took a step.")
    lengths = [len(losses[name]) for name in names]
    first = losses[next(iter(names))]
    aliased = len(first) == sum(steps) and all(losses[name] == first for name in names)
    text = f"{what} has lists of {lengths} losses, and the optimizers took {steps} steps; each step has a loss."
    assert_that(lengths == steps, text, history_aliased if aliased else None)


def has_net(start):
    """Whether these are the parameters of a Linear(1, k), ReLU, Linear(k, 1); whether k is 20 is asked in one place."""
    if start is None or len(start) != 4:
        return False
    k = max(p.numel() for p in start)
    return sorted(tuple(p.shape) for p in start) == sorted([(1,), (1, k), (k,), (k, 1)])


def with_nets(seen, names):
    """The names whose optimizers took steps; blocked where these have not the parameters of such a net."""
    names = [name for name in names if seen["seen"][name]["steps"]]
    presuppose(names, "No optimizer took a step.")
    for name in names:
        presuppose(has_net(seen["seen"][name]["start"]), f"The optimizer {name!r} has not the parameters of the net.")
    return names


def start_fault(seen, names):
    """What is wrong with the starts and with who works where, and the mistake that it shows, or None."""
    names = [name for name in names if seen["seen"][name]["steps"]]  # that each has its steps is for another check
    starts = {name: seen["seen"][name]["start"] for name in names}
    first = next(iter(starts.values()), None)

    def equal(some, other):
        return len(some) == len(other) and all(a.shape == b.shape and torch.equal(a, b) for a, b in zip(some, other, strict=True))

    if all(equal(start, first) for start in starts.values()):
        return None
    goes_on = any(equal(starts[name], seen["seen"][other]["end"]) for name in names for other in names if name != other)
    if seen["shared"] or goes_on:
        return "The optimizers work on the same weights, one after the other.", weights_shared
    return "The optimizers do not start from the same weights.", different_start


@once
def race_over(student, n, given):
    """A race of all optimizers over n points (see race)."""
    return student(race, RATES, *points(n), given)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("losses")
@pytest.mark.parametrize("n, given", [(9, (3, 4)), (40, ())], ids=["short last batch", "defaults"])
def test_a_loss_per_step(student, n, given):
    """Every name has a list with a float for each step."""
    seen = race_over(student, n, given)
    epochs, batch_size = given or (12, 32)
    what = f"compare_optimizers with {n} points, epochs={epochs}, batch_size={batch_size}"
    judge_lists(seen, RATES, what)
    assert_that(seen["plain"], f"{what}: some losses are not floats.", tensor_returned.keeping(0.3))
    few_digits = is_rounded(*[loss for losses in seen["losses"].values() for loss in losses])
    assert_that(not few_digits, f"{what}: the losses have a few digits only.", rounded.keeping(0.6))


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("batches")
@pytest.mark.parametrize("n, given", [(9, (3, 4)), (40, ())], ids=["short last batch", "defaults"])
def test_number_of_steps(student, n, given):
    """In every epoch there is a step for each batch."""
    seen = race_over(student, n, given)
    epochs, batch_size = given or (12, 32)
    steps = [seen["seen"][name]["steps"] for name in RATES]
    if not all(steps):  # which optimizer takes them is for another check
        steps = [sum(steps) // len(steps)] * len(steps)
    text = f"With {n} points, epochs={epochs}, batch_size={batch_size} the optimizers took {steps} steps."
    assert_that(steps == [epochs * math.ceil(n / batch_size)] * len(RATES), text)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("start")
def test_same_start(student):
    """Every optimizer starts from the same random weights, on a net of its own."""
    x, y = points(24)
    seen = student(race, RATES, x, y, (2, 8))
    fault = start_fault(seen, RATES)
    if fault:
        assert_that(False, *fault)
    start = next((optimizer["start"] for optimizer in seen["seen"].values() if optimizer["steps"]), None)
    presuppose(start, "No optimizer took a step.")
    shapes = sorted(tuple(p.shape) for p in start)
    text = f"The parameters have the shapes {shapes}; the net is Linear(1, 20), ReLU, Linear(20, 1)."
    assert_that(shapes == [(1,), (1, 20), (20,), (20, 1)], text)
    random = all(p.unique().numel() > 1 for p in start if p.numel() == 20 and p.dim() == 2)
    assert_that(random, "All weights of a layer are the same number at the start; they should be random.")
    kind = activation_of(student(race, {"still": 0.0}, x, y, (1, 24), True), "still", x, y)
    assert_that(kind == "ReLU", f"The net has another activation than ReLU: {kind}.")


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("batches")
def test_same_batches(student):
    """Every optimizer sees the same batches in the same order."""
    names = ["one", "two", "three"]
    seen = student(race, dict.fromkeys(names, 0.0), *points(36), (5, 6), True)
    names = with_nets(seen, names)
    fault = start_fault(seen, names)
    different = fault is not None and fault[1] is different_start
    presuppose(not different, "The optimizers start from different weights, so that they see different things in any case.")
    counts = [len(seen["seen"][name]["gradients"]) for name in names]
    assert_that(len(set(counts)) == 1, f"The optimizers took {counts} steps.")
    first, *others = (torch.stack(seen["seen"][name]["gradients"]) for name in names)
    same = all(torch.allclose(first, other, rtol=1e-3, atol=1e-5) for other in others)
    text = "Optimizers that stand still, from the same start, get different gradients."
    assert_that(same, text, different_batches)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("batches")
def test_every_point_in_every_epoch(student):
    """Each epoch goes through all points once."""
    x, y = points(36)
    x = 20 * x  # far out no other activation comes near a ReLU
    seen = student(race, {"still": 0.0}, x, y, (3, 6), True)
    seen_at_once = student(race, {"still": 0.0}, x, y, (1, 36), True)
    with_nets(seen, ["still"])
    with_nets(seen_at_once, ["still"])
    gradients = seen["seen"]["still"]["gradients"]
    steps = len(gradients)
    assert_that(steps == 18, f"36 points in batches of 6 make 18 steps in three epochs; the optimizer took {steps}.")
    parameters = [nn.Parameter(p.clone()) for p in seen["seen"]["still"]["start"]]
    (predict(parameters, x, activation_of(seen_at_once, "still", x, y)) - y).square().mean().backward()
    expected = torch.cat([p.grad.flatten() for p in parameters])
    for gradient in torch.stack(gradients).reshape(3, 6, -1).mean(dim=1):
        same = torch.allclose(gradient / gradient.norm(), expected / expected.norm(), rtol=1e-3, atol=1e-4)
        assert_that(same, "The gradients of an epoch, taken together, are not those of all points.")


ACTIVATIONS = {"ReLU": torch.relu, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid, "no activation": lambda h: h}


def predict(parameters, x, activation="ReLU"):
    """The net Linear(1, k), ReLU, Linear(k, 1) with these parameters, which differ in shape, in any order."""
    k = max(p.numel() for p in parameters)
    named = {tuple(p.shape): p for p in parameters}
    return ACTIVATIONS[activation](x @ named[k, 1].T + named[(k,)]) @ named[1, k].T + named[(1,)]


def activation_of(seen, name, x, y):
    """The activation of the student's net, as its first loss tells: whether it is the ReLU is asked in one place."""
    start, losses = seen["seen"][name]["start"], seen["losses"].get(name)
    for kind in ACTIVATIONS if losses else ():
        if math.isclose((predict(start, x, kind) - y).square().mean().item(), losses[0], rel_tol=1e-3):
            return kind
    return "ReLU"


def train_by_hand(start, lr, x, y, activation, afresh=False, clear=True):
    """Seven losses, each before its step, and the parameters after the sixth step, as one row.

    afresh: with a new optimizer for each step; not clear: gradients add up.
    """
    parameters = [nn.Parameter(p.clone()) for p in start]
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.5)
    losses = []
    for step in range(7):
        if step == 6:
            end = torch.cat([p.detach().flatten() for p in parameters])
        if clear:
            optimizer.zero_grad()
        loss = (predict(parameters, x, activation) - y).square().mean()
        loss.backward()
        optimizer.step()
        if afresh:
            optimizer.state.clear()
        losses.append(loss.item())
    return losses, end


def whole_batches(student):
    """A race in which one batch is the whole data set, so that its order does not matter."""
    x, y = points(20)
    seen = student(race, RATES, x, y, (6, 20))
    with_nets(seen, RATES)
    return seen, x, y


def wrong_trainings(seen, name, x, y):
    """Mistakes in the training, each with the losses and the end to which it leads."""
    start, lr, kind = seen["seen"][name]["start"], RATES[name], activation_of(seen, name, x, y)
    mistakes = {zero_grad_missing: train_by_hand(start, lr, x, y, kind, clear=False)}
    if seen["seen"][name]["made"] > 1:
        mistakes[optimizer_made_anew] = train_by_hand(start, lr, x, y, kind, afresh=True)
    return mistakes


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("training")
def test_training(student):
    """Each optimizer's weights end where its own updates lead, and no other's."""
    seen, x, y = whole_batches(student)
    for name in RATES:
        assert_that(seen["seen"][name]["steps"], f"The optimizer {name!r} never took a step.", optimizer_shared)
    fault = start_fault(seen, RATES)
    if fault and fault[1] is weights_shared:
        assert_that(False, *fault)
    for name, lr in RATES.items():
        _, expected = train_by_hand(seen["seen"][name]["start"], lr, x, y, activation_of(seen, name, x, y))
        end = torch.cat([p.flatten() for p in seen["seen"][name]["end"]])
        what = f"The weights after momentum 0.5 with lr={lr} and one batch per epoch"
        mistakes = {mistake: end for mistake, (_, end) in wrong_trainings(seen, name, x, y).items()}
        assert_matches(end, expected, what, mistakes, rtol=1e-3, atol=1e-5)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("losses")
def test_losses_fall_as_they_should(student):
    """Each optimizer's losses are those of its own updates, each loss before its update."""
    seen, x, y = whole_batches(student)
    judge_lists(seen, RATES, "compare_optimizers with one batch per epoch")
    fault = start_fault(seen, RATES)
    for name, lr in RATES.items():
        expected, _ = train_by_hand(seen["seen"][name]["start"], lr, x, y, activation_of(seen, name, x, y))
        what = f"The list of losses of momentum 0.5 with lr={lr} and one batch per epoch"
        mistakes = {loss_after_update.keeping(0.3): expected[1:]}
        mistakes |= {m.keeping(0.5): losses[:6] for m, (losses, _) in wrong_trainings(seen, name, x, y).items()}
        mistakes |= {weights_shared.keeping(REST): seen["losses"][name]} if fault and fault[1] is weights_shared else {}
        assert_matches(seen["losses"][name], expected[:6], what, mistakes, rtol=1e-3)
