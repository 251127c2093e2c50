"""Hidden graders of optim.py: the four optimizers, then the training loop around them."""

import ast
import functools
import itertools
import math
import os
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from torchkata.grading import (
    CheckFailed,
    as_number,
    assert_matches,
    assert_that,
    described,
    edge,
    misconception,
    once,
    presuppose,
    probe,
    refused_name,
    watch_results,
)

REST = 0.6  # what is left of a criterion whose part is done, but in an optimizer that never takes a right step

# ---- mistakes ------------------------------------------------------------------------------------------------------

uses_torch_optim = misconception(
    "uses-torch-optim",
    "From scratch means that you write the update with tensor arithmetic, without torch.optim, its base class and its functional "
    "or fused forms.",
)
hides_its_work = misconception(
    "hides-its-work", "These let a program hide what it does. An update needs none of them: tensor arithmetic in step is enough."
)
generator_used_up = misconception(
    "generator-used-up",
    "net.parameters() is a generator: the first loop over it works, and every later loop finds nothing. Keep its parameters when "
    "the optimizer is made.",
)
argument_ignored = misconception("argument-ignored", "The step uses the default of an argument, not the value that was given.")
update_recorded = misconception(
    "update-recorded",
    "Autograd does not allow this while it records, and the update of a parameter should not be recorded.",
    keeps=0.4,
)
rebinding = misconception(
    "rebinding",
    "The net's parameters did not change. `p = ...`, or a new tensor in your list, makes a new tensor: change the parameter "
    "itself, in place.",
)
layout_refused = misconception(
    "layout-refused",
    "Parameters and gradients need not be contiguous in memory; some operations, such as `view`, work only where they are.",
    keeps=0.5,
)
copy_changed = misconception(
    "copy-changed",
    "This parameter did not change, and the others did. `reshape` and `flatten` give a copy where a tensor is not contiguous: "
    "change the parameter itself.",
    keeps=0.5,
)
ascends = misconception("step-ascends", "The step follows the gradient, and in this direction the loss grows: look at the sign.")
grad_none_crashes = misconception(
    "grad-none-crashes",
    "Before the first backward, and for a parameter that took no part in the loss, .grad is None: there is nothing to compute "
    "with, and nothing to clear.",
)
moves_without_gradient = misconception(
    "moves-without-gradient",
    "A .grad of None is not a gradient of zero: this parameter, and what is remembered for it, stays as it is in this step.",
)
step_clears_gradient = misconception(
    "step-clears-gradient", "step() has cleared them. This is the task of zero_grad(), and the caller decides when."
)
gradient_changed = misconception(
    "gradient-changed",
    "step() has changed a .grad, and the next backward would add to the wrong numbers. Look for in-place operations on .grad, and "
    "for state that is the same tensor as .grad.",
)
averaged_gradient = misconception(
    "averaged-gradient",
    "The new gradient enters the velocity with a factor of 1 - momentum, as in an average. In the formula of the exercise it has "
    "no factor.",
)
state_of_the_class = misconception("shared-buffer", "They share their state: it belongs to the optimizer object, not to its class.")
shared_buffer = misconception(
    "shared-buffer", "What is remembered from step to step is mixed up between the parameters: each needs a state of its own."
)
velocity_reset = misconception(
    "velocity-reset",
    "Every step starts with a velocity of zero, so this is plain gradient descent. The velocity has to be kept after step() has "
    "returned.",
)
average_reset = misconception(
    "velocity-reset", "Every step starts with an average of zero. The average has to be kept after step() has returned."
)
memory_cleared = misconception(
    "velocity-reset", "zero_grad() has cleared the optimizer's state too. It clears gradients, and nothing else.", keeps=0.2
)
memory_outlives = misconception(
    "memory-outlives-the-optimizer",
    "A new optimizer for the same parameters uses the state of the old one. State belongs to the optimizer object, not to its "
    "class or to the parameters.",
    keeps=0.5,
)
zero_skipped = misconception(
    "zero-gradient-skipped",
    "A gradient of zero is not a missing one: what is remembered changes in this step, and can still move the parameter.",
)
old_learning_rate = misconception(
    "lr-read-once", "The step uses the lr that the optimizer was made with; it has to read self.lr in every step."
)
lr_inside_velocity = misconception(
    "lr-inside-velocity",
    "The velocity contains the learning rate, so after a change of lr the old one is still in it. Here the velocity is made of "
    "gradients only.",
)
nesterov = misconception(
    "nesterov", "This is Nesterov's variant, which looks one step ahead; the exercise asks for the plain velocity."
)
root_missing = misconception(
    "root-missing", "The gradient is divided by the mean of the squares itself; the square root is missing."
)
squares_summed = misconception(
    "squares-summed",
    "The squares of all gradients are added up, so the steps get shorter and shorter. s is an average, in which old gradients "
    "lose weight.",
)
one_average = misconception(
    "one-average-for-all",
    "One number is remembered for a whole parameter; s has the parameter's shape, with an average for every entry.",
)
average_too_late = misconception(
    "average-too-late", "The step uses the average of the step before; this step's gradient has to enter the average first."
)
average_corrected = misconception(
    "average-corrected", "The average is corrected for its start at zero. Adam does this, and RMSProp does not."
)
alpha_swapped = misconception("alpha-swapped", "alpha and 1 - alpha are swapped: alpha is the weight of the old average.")
eps_inside_root = misconception(
    "eps-inside-root", "eps is added before the square root is taken; in the formula it is added after the root."
)
nothing_done = misconception(
    "nothing-done", "No parameter changes, and nothing that step() computes is where a parameter should be after it."
)
steps_wrong = misconception(
    "steps-wrong", "The formula of the update is not right yet, so only a part of these points is given.", keeps=REST
)
default_changed = misconception("default-changed", "The default of an argument is not the one of the signature.", keeps=0.5)
eps_ignored = misconception("eps-ignored", "eps has no effect; it keeps the division safe where the gradient has always been zero.")
no_bias_correction = misconception(
    "no-bias-correction",
    "Both averages start at zero and are too small at first. The correction for this, which depends on the step number t, is "
    "missing.",
)
mean_not_corrected = misconception(
    "no-bias-correction", "The mean of the squares is corrected for its start at zero, but the mean of the gradients is not."
)
square_not_corrected = misconception(
    "no-bias-correction", "The mean of the gradients is corrected for its start at zero, but the mean of their squares is not."
)
t_from_zero = misconception("t-from-zero", "In the first step t is 1. With t = 0 the correction divides by zero.")
t_behind = misconception(
    "t-from-zero", "t is one too small: it is 1 in the first step, so count before the corrections are computed."
)
t_ahead = misconception("t-ahead", "t is one too large: it is 1 in the first step, and 2 in the second.")
correction_stored = misconception(
    "correction-stored", "The corrected averages are kept in place of the averages, so the next step corrects them once more."
)
power_missing = misconception(
    "power-missing", "The corrections are the same in every step; they have to depend on the step number t."
)
power_constant = misconception(
    "power-missing", "The corrections have the same exponent in every step; it has to be the step number t."
)
t_per_parameter = misconception(
    "t-shared", "t grows once for every parameter; it counts the steps, and is the same for all parameters in one step."
)
t_per_class = misconception("t-shared", "Two optimizers share one t. Each optimizer counts its own steps.")
betas_swapped = misconception(
    "moments-swapped",
    "The betas are swapped: the first belongs to the mean of the gradients, the second to the mean of their squares.",
)
betas_swapped_in_averages = misconception(
    "moments-swapped",
    "The betas are swapped in the averages, and not in the corrections: the first belongs to the mean of the gradients.",
)
moments_swapped = misconception(
    "moments-swapped",
    "The two averages are swapped: the mean of the gradients gives the direction, and the root of the mean of their squares is "
    "the divisor.",
)

zero_grad_after_backward = misconception(
    "zero-grad-after-backward",
    "The gradients were cleared between backward and step, so step had none. Clear them before backward, or after step.",
)
zero_grad_missing = misconception(
    "zero-grad-missing", "backward adds to .grad, and the gradients of earlier steps are still in it: they were never cleared."
)
step_not_called = misconception("step-not-called", "backward only computes gradients; the optimizer uses them to change the model.")
several_steps = misconception("several-steps", "One call makes one update.", keeps=0.3)
single_rows_skipped = misconception(
    "single-rows-skipped", "A batch of a single sample was left out; it counts like every other batch.", keeps=0.5
)
squeezed = misconception(
    "squeezed",
    "The prediction lost its axis of length 1 before the loss was computed, so shapes (n,) and (n, 1) broadcast to (n, n).",
    keeps=0.3,
)
return_missing = misconception("return-missing", "What was computed has to be returned.")
numpy_number = misconception("numpy-number", "A float32 of NumPy is not a Python float.", keeps=0.5)
two_passes = misconception(
    "two-forward-passes",
    "Dropout and batch normalisation change with every pass. The loss that was used for the update can be returned as well.",
    keeps=0.3,
)
step_before_backward = misconception(
    "step-before-backward", "The optimizer made its step before backward had computed the gradients of this batch."
)
loss_after_update = misconception(
    "loss-after-update", "This is the loss after the update; the exercise asks for the loss before it.", keeps=0.2
)
arguments_swapped = misconception(
    "loss-arguments-swapped", "loss_fn takes the prediction first and y second; for this loss the order makes a difference."
)
tensor_returned = misconception(
    "tensor-returned", "A tensor is not a float, and a loss with a graph keeps the whole graph in memory."
)
rounded = misconception("rounded", "The number was rounded; the exercise asks for the number itself.")
arguments_given = misconception(
    "optimizer-methods-with-arguments", "zero_grad() and step() of an optimizer take no arguments here.", keeps=0.5
)
other_parts_used = misconception(
    "optimizer-methods-with-arguments", "The optimizer has zero_grad() and step(); train_step can count on nothing else.", keeps=0.5
)
eval_mode_kept = misconception(
    "eval-mode-kept",
    "In eval mode dropout does nothing, and batch normalisation does not update its averages. Switch the mode before the model "
    "runs.",
)

batch_means = misconception(
    "mean-of-batch-means",
    "This is the mean of the batches' means: the samples of a short last batch count more in it than the others.",
    keeps=0.3,
)
single_sample_left_out = misconception(
    "single-rows-skipped", "A batch of a single sample was left out; it counts like every other batch.", keeps=0.5
)
batch_sum = misconception("sum-of-batch-means", "The batches' losses were added up, but not divided.")
data_set_counted = misconception(
    "data-set-counted",
    "The sum was divided by the size of the data set. The loader leaves samples out (drop_last=True): count those that come.",
    keeps=0.6,
)
dropout_left_on = misconception(
    "dropout-left-on",
    "In training mode dropout is active, and batch normalisation updates its averages. Switch to eval mode before the first batch.",
)
mode_not_restored = misconception(
    "mode-not-restored", "A training loop would go on in the wrong mode. Note the mode before you change it."
)
graph_kept = misconception(
    "graph-kept", "Autograd recorded the forward pass. There is no backward here, so the graph only costs time and memory."
)
gradients_left_off = misconception(
    "gradients-left-off", "No training is possible any more. Use a context manager: it restores what was set before."
)

another_optimizer = misconception(
    "state-lost", "A new optimizer came back, and the caller's own was not changed: change the one that was given."
)
attribute_nobody_reads = misconception(
    "attribute-nobody-reads", "The optimizer's step reads the learning rate of each parameter group, and nothing else."
)
first_group_only = misconception("first-group-only", "Only some groups have the new learning rate, and every group needs it.")
rate_wrong = misconception("rate-wrong", "The learning rates have changed, but not to the number that was given.", keeps=0.6)
groups_lost = misconception("groups-lost", "The groups are part of what the optimizer keeps.", keeps=0.6)
state_lost = misconception(
    "state-lost", "The optimizer has lost its state, such as its velocities. Change the learning rate, and nothing else."
)

y_shape = misconception(
    "y-shape",
    "With y of shape (n,) and a prediction of shape (n, 1) the loss broadcasts to (n, n). Both need the second axis.",
    keeps=0.3,
)
noise_one_d = misconception(
    "noise-1d", "Noise of shape (n,) plus x² of shape (n, 1) broadcasts to (n, n): the noise needs the second axis too.", keeps=0.3
)
noise_missing = misconception("noise-missing", "There is no noise in y: it is exactly x².", keeps=0.2)
noise_single = misconception("noise-single", "One random number was added to all points; each point needs its own.", keeps=0.3)
noise_uniform = misconception("noise-uniform", "The noise is never negative; standard normal numbers have both signs.", keeps=0.2)
noise_scale = misconception("noise-not-scaled", "The noise is ten times too large: its factor is missing.", keeps=0.4)
noise_not_normal = misconception("noise-not-normal", "Look at which random numbers are drawn.", keeps=0.2)
same_noise = misconception("same-noise", "Every call has to draw new noise.", keeps=0.3)
ends_missed = misconception("ends-missed", "The steps are even, and one of the ends is left out.", keeps=0.4)
x_shape = misconception("x-shape", "One axis is missing: each point is a row of its own.", keeps=0.4)
dtype_wrong = misconception("wrong-dtype", "The numbers are right, but not their dtype.", keeps=0.6)
one_epoch = misconception("one-epoch", "It works for one loop only.", keeps=0.3)
shuffle_ignored = misconception(
    "shuffle-ignored", "The order does not depend on shuffle as it should: look at how this argument is used."
)
shuffled_once = misconception("shuffled-once", "A new order has to be drawn for every epoch.", keeps=0.3)
pairs_broken = misconception("pairs-broken", "Rows that belong together were separated: use one order for all of the tensors.")
last_batch_dropped = misconception("last-batch-dropped", "The last batch, which is shorter than the others, is missing.", keeps=0.3)

activation_wrong = misconception("activation-wrong", "Its layers are right, and so is the start.", keeps=0.2)
loss_per_epoch = misconception(
    "loss-per-epoch", "There is one loss for each epoch; the exercise asks for one for each step.", keeps=0.3
)
different_start = misconception(
    "different-start", "The nets have different random weights at the start, so the comparison is not fair."
)
weights_shared = misconception(
    "weights-shared", "All optimizers work on one net, so each starts with weights that another one has changed."
)
optimizer_shared = misconception("optimizer-shared", "Each name has its own function, which makes its own optimizer.")
optimizer_made_anew = misconception(
    "optimizer-made-anew",
    "The optimizer was made several times during the training, and each time its state, such as a velocity, was zero again.",
    keeps=0.5,
)
history_aliased = misconception("history-aliased", "All names share one list of losses.")
different_batches = misconception(
    "different-batches",
    "They do not see the same batches in the same order: a shuffling loader draws a new order for every loop over it.",
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
        if len(gradients) > 1:  # in a first step this is the same as t_ahead
            found[power_constant] = path(adam(lr, betas, count=lambda t, k: 2))
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
    power_constant: {"correction": 0.2},
}


def left(mistakes, criterion):
    """The same mistakes, each with the part of this criterion that it leaves."""
    return {mistake.keeping(LEAVES.get(mistake, {}).get(criterion, REST)): path for mistake, path in mistakes.items()}


def recognised(seen, name, arguments, starts, gradients, criterion):
    """The mistake in the update that leads along this path, if one is known, with the part of the criterion that it leaves."""
    mistakes = left(wrong_paths(name, arguments, starts, gradients), criterion)
    return next((mistake for mistake, path in mistakes.items() if leads(path, seen)), None)


def gradients_like(starts, steps):
    """Random gradients with entries between 0.5 and 2 in size, of both signs: none so small that eps would count."""
    def gradient(start):
        signs = torch.randn_like(start).sign()
        while signs.numel() > 1 and signs.min() == signs.max():
            signs = torch.randn_like(start).sign()
        return signs * (0.5 + 1.5 * torch.rand_like(start))

    return [[gradient(start) for start in starts] for _ in range(steps)]


def called(name, arguments):
    return f"{name}(params, {', '.join(map(str, arguments))})"


NAN = "NaN comes from the square root of a negative number, or from 0 divided by 0."
FIRST_STEP_WRONG = "Compute the first step by hand, with the formula of the exercise, and compare."
LATER_STEP_WRONG = "The steps before it are right, so look at what is kept from one step to the next."


def assert_follows(seen, expected, what, mistakes, criterion=None, hint=None):
    """The path is the expected one; where a criterion is given, a mistake in the update leaves its part of that.

    hint: the usual suspect where no mistake is recognised.
    """

    def diagnosis():
        found = mistakes() if callable(mistakes) else mistakes
        found = found if criterion is None else left(found, criterion)
        return next((mistake for mistake, path in found.items() if leads(path, seen)), None)

    (no_number,) = left({t_from_zero: None}, criterion)
    assert_that(seen is not None, f"{what}: step() divided by zero.", no_number)
    if seen.isnan().any() and not expected.isnan().any():
        if seen[0].isnan().all() and "Adam" in what:
            assert_that(False, f"{what}: after the first step every parameter is NaN.", no_number)
        step = 1 + int(seen.isnan().any(dim=1).nonzero()[0])
        known = diagnosis()
        assert_that(False, f"{what}: after step {step}, there are NaN in the parameters.{'' if known else ' ' + NAN}", known)
    right = torch.isclose(seen, expected, rtol=1e-5, atol=2e-6) if seen.shape == expected.shape else torch.ones(1, 1, dtype=bool)
    if not right.all():
        known = diagnosis()
        step = int((~right).any(dim=1).nonzero()[0])
        wrong, size = int((~right[step]).sum()), right.shape[1]
        count = "all numbers" if wrong == size else f"{wrong} of the {size} numbers"
        text = f"{what}: after step {step + 1}, {count} in the parameters are wrong."
        suspect = hint or (LATER_STEP_WRONG if step else FIRST_STEP_WRONG)
        assert_that(False, text if known else f"{text} {suspect}", known)
    assert_matches(seen, expected, f"{what}: a parameter after the steps", rtol=1e-5, atol=2e-6)


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
def follow(student, name, arguments, starts, gradients, apart=False, clear=""):
    """All parameters, flattened, after every step with the given gradients; None where a step divides by zero.

    apart: the numbers of a parameter lie in memory column by column, and those of a gradient not side by side.
    clear: "before" or "after", for a zero_grad before or after each step.
    """
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameters = [nn.Parameter(start.mT.contiguous().mT if apart and start.dim() > 1 else start.clone()) for start in starts]
    optimizer = make(module, name, parameters, arguments)
    path = []
    for step in gradients:
        if clear == "before":
            optimizer.zero_grad()
        for parameter, gradient in zip(parameters, step):
            parameter.grad = torch.stack([gradient] * 3, dim=-1)[..., 0] if apart else gradient.clone()
        try:
            optimizer.step()
        except ZeroDivisionError:
            return None
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
        if clear == "after":
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
        if "NoneType" not in str(error):
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
            if not gap or "NoneType" not in str(error):
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
            used.add("code of torch.optim")
        if event == "c_call" and argument is sys.setprofile and frame.f_code is not part.__code__:
            used.add("sys.setprofile")

    class Kernels(torch.utils._python_dispatch.TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            if "_fused_" in str(function):
                used.add("a fused kernel of torch")
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
    assert_that(not seen["used"], f"{name} runs {' and '.join(seen['used'])}.", uses_torch_optim)


def run(student, probe, *arguments):
    """What the probe sees; an update that autograd records stops with an error, which is recognised here."""
    try:
        return student(probe, *arguments)
    except CheckFailed as failure:
        recorded = "a leaf Variable that requires grad" in failure.message
        assert_that(not recorded, failure.message, update_recorded)
        raise


ONE_SHAPE, SEVERAL_SHAPES = ((2, 3), (2, 3), (2, 3)), ((2, 3), (4,), (3, 1, 2))
SITUATIONS = {
    "": (ONE_SHAPE, "", 1.0),
    "with parameters of several shapes": (SEVERAL_SHAPES, "", 1.0),
    "with zero_grad() before each step": (ONE_SHAPE, "before", 1.0),
    "with small gradients": (ONE_SHAPE, "", 0.01),
}


@once
def ordinary_steps(student, name, situation=""):
    """Where an optimizer goes with three parameters of one shape, and where it should; then what goes into it."""
    shapes, clear, size = SITUATIONS[situation]
    starts = [torch.randn(shape) for shape in shapes]
    gradients = [[size * g for g in step] for step in gradients_like(starts, 6)]
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients, False, clear)
    return seen, follow_library(name, arguments, starts, gradients), (name, arguments, starts, gradients)


def right_in(student, name, situation=""):
    """Whether the steps are right in this situation."""
    try:
        seen, expected, _ = ordinary_steps(student, name, situation)
    except CheckFailed:
        return False
    return seen is not None and close(seen, expected)


def presuppose_right_steps(student, name):
    """Block a check that compares with right steps where ordinary ones are wrong already."""
    right = right_in(student, name) or right_in(student, name, "with parameters of several shapes")
    presuppose(right, f"The ordinary steps of {name} are not right yet.")


@probe
def results_of_steps(student, name, arguments, start, gradients):
    """For each step the results of the parameter's shape that it computes, and what the optimizer keeps of this shape."""
    module = student.reimport("optim")  # what a class or the module has kept is gone
    parameter = nn.Parameter(start.clone())
    parameter.grad = gradients[0].clone()  # some look for it here
    optimizer = make(module, name, [parameter], arguments)
    results, kept = [], []

    def flat(value):
        return torch.as_tensor(value).detach().flatten().float().clone()

    def note(out):
        if out.numel() == start.numel() and len(results[-1]) < 50:
            results[-1].append(flat(out))

    def found(value, depth=0):
        """The tensors and arrays in it, also inside lists and dicts."""
        if isinstance(value, (torch.Tensor, np.ndarray)):
            return [flat(value)] if value.shape == start.shape else []
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
        return [tensor for item in list(inside)[:20] for tensor in found(item, depth + 1)] if depth < 4 else []

    for gradient in gradients:
        parameter.grad = gradient.clone()
        results.append([])
        try:
            watch_results(student, optimizer.step, note)
        except ZeroDivisionError:
            pass
        kept.append(found(getattr(optimizer, "__dict__", {})))
    return {"results": results, "kept": kept}


@once
def work_done(student, name):
    """What an optimizer does although it may not take the right steps.

    "step": where the first step should lead is among its results. "averages": it keeps the right ones. "memory": its second step
    depends on the first gradient.
    """
    start, arguments = torch.randn(2, 3), ARGUMENTS[name]
    (first,), (second,), (other,) = gradients_like([start], 3)
    seen = run(student, results_of_steps, name, arguments, start, [first, second])
    (end,) = follow_library(name, arguments, [start], [[first]])
    shares = {"RMSProp": (None, arguments[-1]), "Adam": arguments[-1]}.get(name, ())  # of the mean and the mean square
    averages = [((1 - b) * (b * first**k + second**k)).flatten() for k, b in enumerate(shares, start=1) if b]
    paths = [run(student, follow, name, arguments, [start], [[g], [second]]) for g in (first, other)]
    return {
        "step": any(close(result, end) for result in seen["results"][0]),
        "averages": all(any(close(kept, average) for kept in seen["kept"][1]) for average in averages),
        "memory": any(path is None or path.isnan().any() for path in paths) or not close(*(b - a for a, b in paths), slack=10),
    }


# What is left of a criterion where the steps are right in one situation only. Of all others SOMETIMES is left.
SOMETIMES = 0.8
LEFT_SOMETIMES = {
    "with parameters of several shapes": {"memory": 0.2, "average": 0.1, "averages": 0.0},
    "with zero_grad() before each step": {"update": 0.4, "average": 0.4, "averages": 0.9, "correction": 0.3, "step": 0.9},
    "with small gradients": {"update": 0.4, "average": 0.4, "step": 0.4},
}


def weight(student, name, criterion, failure):
    """The mistake that wrong steps show by what was done in spite of them; None where it is the one that was told."""
    side = criterion in ("gradients", "zero_grad")  # of these other checks ask what is done
    if failure.misconception == rebinding.id and not side and not work_done(student, name)["step"]:
        return nothing_done
    if right_in(student, name):
        return None
    situation = next((situation for situation in LEFT_SOMETIMES if right_in(student, name, situation)), None)
    if situation:
        keeps = LEFT_SOMETIMES[situation].get(criterion, SOMETIMES)
        if failure.misconception == shared_buffer.id:
            return shared_buffer.keeping(keeps)
        return replace(steps_wrong, sentence=f"They are right only {situation}.", keeps=keeps)
    if failure.misconception not in (None, steps_wrong.id) or name == "SGD":
        return None
    done = work_done(student, name)
    if not done["memory"] and not side:
        return steps_wrong.keeping(0.3 if criterion == "step" else 0.0)
    if done["averages"] and criterion in ("average", "averages"):
        return steps_wrong.keeping(0.75)
    return None


def weighed(test):
    """A check of the steps: where they are wrong, what is left goes by what was done in spite of it (see weight)."""

    @functools.wraps(test)
    def check(student, name, criterion, **others):
        try:
            test(student, name, criterion, **others)
        except CheckFailed as failure:
            mistake = None if failure.outcome == "blocked" else weight(student, name, criterion, failure)
            if mistake is None:
                raise
            assert_that(False, failure.message.removesuffix(failure.explanation or "").rstrip(), mistake)

    return check


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
@weighed
def test_whole_optimizer(student, name, criterion):
    """The optimizer makes the right steps."""
    seen, expected, data = ordinary_steps(student, name)
    what = f"{called(name, ARGUMENTS[name])}, three parameters of one shape"
    if seen is not None and not close(seen, expected) and not seen[0].isnan().all():
        known = any(leads(path, seen) for path in wrong_paths(*data).values())
        assert_that(known, f"{what}: the steps are wrong.", steps_wrong)
    assert_follows(seen, expected, what, lambda: wrong_paths(*data), criterion)


@judged(SGD="update", Momentum="update", RMSProp="average", Adam="averages")
@pytest.mark.parametrize("memory", ["long", "short"])
@weighed
def test_twenty_steps(student, name, criterion, memory):
    """Twenty steps give the same parameters as torch.optim."""
    starts = [torch.randn(2, 3)]
    gradients = gradients_like(starts, 20)
    arguments = ARGUMENTS[name] if memory == "long" else SHORT_MEMORY.get(name, ARGUMENTS[name])
    seen = run(student, follow, name, arguments, starts, gradients)
    expected = follow_library(name, arguments, starts, gradients)
    mistakes = functools.partial(wrong_paths, name, arguments, starts, gradients)
    what = f"{called(name, arguments)}, twenty steps"
    assert_follows(seen, expected, what, mistakes, criterion)


@judged(RMSProp="step", Adam="step")
@weighed
def test_first_step(student, name, criterion):
    """The first step goes against the gradient, and is as long for small gradients as for large ones."""
    starts = [torch.zeros(2, 3)]
    gradients = gradients_like(starts, 1)
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    presuppose(seen is not None and not seen.isnan().all(), f"The first step of {name} gives NaN, or divides by zero.")
    what = f"{called(name, arguments)}, first step:"
    mistake = recognised(seen, name, arguments, starts, gradients, criterion)
    downhill = bool((seen * gradients[0][0].flatten() < 0).all())
    assert_that(downhill, f"{what} some entries of the parameter do not move against the gradient.", mistake)
    sizes = seen.abs()
    even = torch.allclose(sizes, sizes.mean().expand_as(sizes), rtol=1e-4)
    assert_that(even, f"{what} an entry with a larger gradient moves farther; here all should move equally far.", mistake)


@judged(Adam="correction")
@weighed
def test_constant_gradient(student, name, criterion):
    """As long as a gradient stays the same, every step has the length lr."""
    starts = [torch.zeros(2, 3), torch.zeros(2, 3)]
    gradients = gradients_like(starts, 1) * 8
    arguments = ARGUMENTS[name]
    seen = run(student, follow, name, arguments, starts, gradients)
    what = f"{called(name, arguments)}, eight times the same gradient"
    expected = follow_library(name, arguments, starts, gradients)
    if seen is not None and close(seen.abs(), expected.abs()):  # the direction is for other checks
        return
    mistakes = functools.partial(wrong_paths, name, arguments, starts, gradients)
    assert_follows(seen, expected, what, mistakes, criterion)


@judged(Momentum="memory", RMSProp="average", Adam="averages")
@pytest.mark.parametrize("shapes", ["one shape", "several shapes"])
@weighed
def test_every_parameter_has_its_own_memory(student, name, criterion, shapes):
    """Three parameters in one optimizer make the same steps as each of them alone."""
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
    assert_that(right, f"{what} makes other steps than with each of them alone.", mistake)


@once
def steps_with_and_without_clearing(student, name):
    """The same steps with a zero_grad after each of them, and without."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 4)
    paths = [run(student, follow, name, ARGUMENTS[name], starts, gradients, False, clear) for clear in ("after", "")]
    presuppose(not any(path is None for path in paths), f"step() of {name} divided by zero.")
    return paths


@judged(Momentum="memory", RMSProp="average", Adam=["averages", "correction"])
def test_zero_grad_keeps_the_memory(student, name, criterion):
    """zero_grad between the steps does not change what the optimizer remembers."""
    seen, expected = steps_with_and_without_clearing(student, name)
    text = f"{called(name, ARGUMENTS[name])} makes other steps where zero_grad() is called in between, with the same gradients."
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
    assert_follows(seen, expected, f"{called(name, (0.04,))}, five steps", mistakes)


BY_NAME = {"Momentum": ["lr", "momentum"], "RMSProp": ["lr", "alpha", "eps"], "Adam": ["lr", "betas", "eps"]}
other_names = misconception(
    "other-names", "Callers give arguments by name as well, so their names belong to the exercise.", keeps=0.6)


@probe
def takes_by_name(student, name, arguments):
    """Whether the class takes these arguments by their names; what it says of one that it does not know."""
    try:
        getattr(student, name)([nn.Parameter(torch.ones(2))], **arguments)
    except TypeError as error:
        if "keyword" not in str(error):
            raise
        return str(error).split("__init__() ")[-1]
    return None


@judged(Momentum="arguments", RMSProp="arguments", Adam="step")
def test_arguments_by_name(student, name, criterion):
    """The arguments can be given by their names."""
    presuppose_right_steps(student, name)
    values = [*ARGUMENTS[name], 1e-7][: len(BY_NAME[name])]
    refused = student(takes_by_name, name, dict(zip(BY_NAME[name], values)))
    given = ", ".join(f"{key}=..." for key in BY_NAME[name])
    assert_that(refused is None, f"{name}(params, {given}) {refused}.", other_names)


single_number = misconception(
    "single-number", "A parameter may be one number, of shape (): it has no axis to go along or to cut.", keeps=0.6)
single_precision = misconception(
    "single-precision", "What an optimizer remembers has the dtype of its parameter, as torch.zeros_like gives it.", keeps=0.6)


@judged(SGD="in place", Momentum="update", Adam="step")
def test_single_number(student, name, criterion):
    """A parameter may be a single number."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(()), torch.randn(3)]
    gradients = gradients_like(starts, 4)
    expected = follow_library(name, ARGUMENTS[name], starts, gradients)
    with edge(single_number, lambda: None):
        seen = run(student, follow, name, ARGUMENTS[name], starts, gradients)
        if name == "Adam" and is_other_form(seen, ARGUMENTS[name], starts, gradients):
            return
        assert_follows(seen, expected, f"{called(name, ARGUMENTS[name])}, one parameter of shape ()", {})


@judged(SGD="in place", Momentum="memory", RMSProp="average", Adam="averages")
def test_double_precision(student, name, criterion):
    """Parameters of float64 are updated too."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 4)
    doubles = [g.double() for g in starts], [[g.double() for g in step] for step in gradients]
    with edge(single_precision, lambda: None):
        seen = run(student, follow, name, ARGUMENTS[name], *doubles)
        seen = None if seen is None else seen.float()
        if name == "Adam" and is_other_form(seen, ARGUMENTS[name], starts, gradients):
            return
        expected = follow_library(name, ARGUMENTS[name], starts, gradients)
        assert_follows(seen, expected, f"{called(name, ARGUMENTS[name])}, parameters of float64", {})


@judged(SGD="missing", Momentum="gradients", RMSProp="arguments", Adam="step")
def test_small_gradients(student, name, criterion):
    """Very small gradients give right steps too."""
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
    what = f"{called(name, arguments)}, five steps with gradients of about 1e-9"
    hint = "With larger gradients the steps are right: look for a number that is added, or for a comparison with a small number."
    assert_follows(seen / scale, expected, what, mistakes, hint=hint)


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
    """Parameters and gradients need not be contiguous in memory; a transposed tensor is not."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    arguments = ARGUMENTS[name]
    expected = run(student, follow, name, arguments, starts, gradients)
    presuppose(expected is not None, f"step() of {name} divided by zero.")
    seen = run(student, follow_mixed, name, arguments, starts, gradients, True)
    what = f"{called(name, arguments)}, where a parameter is not contiguous in memory,"
    assert_that(seen["error"] is None, f"{what} raises {seen['error']}.", layout_refused)
    half = expected.clone()
    half[:, :6] = starts[0].flatten()
    mistake = copy_changed if close(seen["path"], half) else None
    text = f"{what} makes other steps than with the same numbers in a contiguous one."
    text += "" if mistake else " Look for code that depends on the order of the numbers in memory."
    assert_that(close(seen["path"], expected), text, mistake)


@once
def training(student, name):
    """The path of a net in training (see train); blocked where a step divides by zero."""
    data = torch.randn(2, 3), torch.randn(2), torch.randn(5, 3), torch.randn(5, 2)
    seen = run(student, train, name, ARGUMENTS[name], *data)
    presuppose(seen is not None, f"step() of {name} divided by zero.")
    return seen


@judged(SGD="in place", Momentum="gradients", RMSProp="gradients", Adam="gradients")
@weighed
def test_trains_a_net(student, name, criterion):
    """A net changes in every round of backward and step, also where its parameters were given as a generator."""
    arguments = ARGUMENTS[name]
    seen = training(student, name)

    def moves(given):
        """For each round, whether the net moved."""
        return [not torch.equal(a, b) for a, b in itertools.pairwise(seen[given])]

    (nowhere,) = left({rebinding: None}, criterion)
    text = f"{called(name, arguments)}: after three rounds of backward and step no parameter of the net has changed."
    assert_that(any(moves("list")), text, nowhere)
    text = (
        f"{called(name, arguments)}: with a list of parameters the net changes in every round, with net.parameters() it does not."
    )
    assert_that(not moves("list")[-1] or moves("generator")[-1], text, generator_used_up)
    presuppose_right_steps(student, name)
    assert_that(all(moves("list")), f"{called(name, arguments)}: after some rounds of backward and step the net no longer changes.")
    same = torch.allclose(seen["list"], seen["generator"], rtol=1e-3, atol=1e-4, equal_nan=True)
    text = f"{called(name, arguments)}: two nets with the same start and the same gradients, one after the other, end differently."
    assert_that(same, f"{text} Look for state that the first optimizer leaves for the second.")


@judged(Momentum="memory", RMSProp="average", Adam="averages")
def test_memory_of_a_generator(student, name, criterion):
    """Parameters that were given as a generator change too."""
    arguments = ARGUMENTS[name]
    seen = training(student, name)
    still = {given: torch.equal(path[0], path[1]) for given, path in seen.items()}
    text = f"{called(name, arguments)}: parameters that come from net.parameters() do not change, those of a list do."
    assert_that(still["list"] or not still["generator"], text, generator_used_up.keeping(0.5))


@judged(SGD="missing", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_missing_gradient(student, name, criterion):
    """A parameter whose .grad is None stays as it is, and the others change."""
    starts = [torch.randn(3), torch.randn(2, 3), torch.randn(2, 3) if right_in(student, name) else torch.randn(4)]
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
        if starts[1].shape == starts[2].shape:  # a memory of another shape cannot be used
            mistakes[shared_buffer] = follow_rule(RULES[name](*arguments), starts, gradients, counted_past_gaps)
    what = f"{called(name, arguments)}, four steps in which some .grad are None"
    still = torch.equal(path, torch.cat([start.flatten() for start in starts]).expand(4, -1))
    assert_that(not still, f"{what}: no parameter changes. Only those without a gradient are left out, and the others are updated.")
    assert_follows(path, expected, what, mistakes, hint="Only a parameter whose .grad is None is left out, and only in this step.")


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
            all_clear(seen), f"After zero_grad() of {name}, where one .grad was None, other parameters still have their gradient."
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
    """step changes the parameters and leaves their gradients as they are."""
    seen, gradients = what_steps_leave(student, name)
    cleared = all(g is None or not g.any() for g in seen["grads"])
    assert_that(not cleared, f"After step() of {name} the gradients are zero or None.", step_clears_gradient)
    mistakes = {gradient_changed: seen["grads"]}  # whatever they are
    parts = [".grad of the first parameter", ".grad of the second parameter"]
    assert_matches(seen["grads"], gradients, f"After two steps of {name}", mistakes, parts=parts)


@judged(SGD="in place", Momentum="gradients", RMSProp="gradients", Adam="gradients")
def test_parameters_stay_leaves(student, name, criterion):
    """The update of a parameter is not recorded by autograd."""
    seen, _ = what_steps_leave(student, name)
    assert_that(
        all(seen["leaves"]),
        f"After a step of {name} a parameter is no leaf of the graph any more: autograd has recorded the update.",
    )


@once
def steps_in_turn(student, name):
    """Where two optimizers go that take their steps in turn, and where each goes alone; then what goes into them."""
    starts = [torch.randn(2, 3), torch.randn(2, 3)]
    gradients = gradients_like(starts, 4)
    alone = steps_alone(student, name, ARGUMENTS[name], starts, gradients)
    return run(student, two_at_once, name, ARGUMENTS[name], starts, gradients), alone, starts, gradients


@judged(Momentum="memory", RMSProp="average", Adam=["averages", "correction"])
def test_two_optimizers(student, name, criterion):
    """Two optimizers of one class work independently of each other."""
    arguments = ARGUMENTS[name]
    seen, alone, starts, gradients = steps_in_turn(student, name)
    if seen is not None and close(seen, alone):
        return
    mistakes = {state_of_the_class.keeping(0.3): follow_rule(RULES[name](*arguments), starts, gradients, one_for_all)}
    if name == "Adam":
        one_count = follow_rule(adam(*arguments, count=lambda t, k: k), starts, gradients)
        mistakes = {t_per_class.keeping(0.9 if criterion == "averages" else 0.5): one_count, **mistakes}
    mistake = next((m for m, path in mistakes.items() if seen is not None and close(seen, path)), None)
    assert_that(False, f"Two {name} optimizers that make their steps in turn make other steps than each of them alone.", mistake)


@judged(Momentum="memory", RMSProp="average", Adam="averages")
def test_new_optimizer(student, name, criterion):
    """A new optimizer for the same parameters starts with a state of its own."""
    presuppose_right_steps(student, name)
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    arguments = ARGUMENTS[name]
    seen = run(student, one_after_another, name, arguments, starts, gradients)
    first = follow_library(name, arguments, starts, gradients)
    halfway = [flat.reshape(start.shape) for flat, start in zip(first[-1].split([s.numel() for s in starts]), starts, strict=True)]
    expected = torch.cat([first, follow_library(name, arguments, halfway, gradients)])
    mistakes = {memory_outlives: follow_library(name, arguments, starts, gradients * 2)}
    assert_follows(seen, expected, f"One {name} optimizer after another, three steps each, for the same parameters", mistakes)


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
    assert_follows(seen, expected, f"{called(name, arguments)}, four steps with a gradient of zero in step 3", mistakes)


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
    what = f"{called(name, arguments)}, {steps} step{'s' * (steps > 1)} with small gradients"
    safe = bool(seen[:, -3:].isfinite().all()) and not bool(seen[:, 6:8].isfinite().all())
    assert_that(not safe, f"{what}: an entry whose gradient is zero has become NaN.", eps_ignored)
    hint = "eps is larger here than its default: look at where it enters the step."
    assert_follows(seen, expected, what, mistakes, hint=hint)


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
    """After a change of self.lr the next step uses the new value."""
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
    assert_follows(seen["path"], expected, f"{name}, five steps between which lr changes", mistakes)


def lr_inside(rates, mu):
    """Momentum whose velocity holds steps in place of gradients."""

    def update(g, state, t, k):
        state["v"] = mu * state.get("v", 0) + rates[t - 1] * g
        return state["v"]

    return update


# ---- train_step ----------------------------------------------------------------------------------------------------


def assert_number(call, kind, value):
    """The call returned a number, of whichever type: that it is a float is asked for by another check."""
    returned = "None" if kind == "NoneType" else f"a {kind}"
    mistake = return_missing if kind == "NoneType" else None
    assert_that(kind == "float" or not math.isnan(value), f"{call} returned {returned}; a float is expected.", mistake)


@probe
def train_steps(student, weight, xs, ys, lr, training, bare=False):
    """What some calls of train_step return, do to the weight of a linear model, and in which order things happen.

    bare: with an optimizer that has what the exercise says of one, and no more.
    """
    events, modes, trained = [], [], []

    class Inner(nn.Linear):
        def forward(self, x):
            mode = self.training
            modes.append(mode)
            out = super().forward(x)
            if out.requires_grad:
                out.register_hook(lambda gradient: trained.append(mode))
            return out

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
    seen = {"losses": [], "types": [], "weights": [], "events": [], "modes": modes, "trained": trained}
    for x, y in zip(xs, ys):
        try:
            loss = student.train_step(model, lambda prediction, y: ((prediction - 2 * y) ** 2).mean(), optimizer, x, y)
        except (TypeError, AttributeError) as error:
            if "Bare" not in str(error):
                raise
            text = str(error).replace("train_steps.<locals>.Bare.", "").replace("'Bare' object", "the optimizer")
            return {"refused": text[:80], "error": type(error).__name__}
        seen["types"].append("float" if isinstance(loss, float) else type(loss).__name__)
        seen["losses"].append(as_number(loss))
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


def rounded_to(value, expected, keeps):
    """The mistake of a value that is the expected one with few digits, as assert_matches takes it."""
    return {rounded.keeping(keeps): value} if is_rounded(value) and abs(value - expected) < 0.0051 else {}


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
    order = student(train_steps, weight, xs, ys, 30.0, True)["events"][0]  # a step so long that the loss grows
    text = "One train_step called the optimizer's step() more than once where the first step had not made the loss smaller."
    assert_that(order.count("step") < 2, text, several_steps)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_several_updates(student):
    """Every call uses the gradient of its own batch only."""
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
    assert_that(order != ["step", "backward"], f"{what} was computed with the gradient of another batch.", step_before_backward)
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


images_changed = misconception(
    "batch-changed", "x goes to the model and y to loss_fn as they are: both may have any shape and dtype.", keeps=0.7)


@probe
def small_image_net(student, x):
    """A net with a convolution, which takes images only, that gives three scores."""
    return nn.Sequential(nn.Conv2d(x.shape[1], 2, 3), nn.Flatten(), nn.Linear(2 * (x.shape[2] - 2) * (x.shape[3] - 2), 3))


@probe
def step_on_images(student, x, y):
    """Whether a train_step on images with class labels changes the net; what it raises."""
    net = small_image_net(student, x)
    before = [p.detach().clone() for p in net.parameters()]
    try:
        student.train_step(net, nn.functional.cross_entropy, torch.optim.SGD(net.parameters(), lr=0.1), x, y)
    except RuntimeError as error:
        if isinstance(error, NotImplementedError):
            raise
        return described(error)
    return None if any(not torch.equal(p, old) for p, old in zip(net.parameters(), before)) else "changes nothing"


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_images_and_classes(student):
    """A batch may be images with class labels."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5)
    presuppose("step" in student(train_steps, weight, xs, ys, 0.1, True)["events"][0], "train_step makes no update yet.")
    seen = student(step_on_images, torch.randn(5, 1, 5, 4), torch.randint(3, (5,)))
    text = f"train_step on images of shape (5, 1, 5, 4), with cross_entropy and labels of dtype int64: {seen}."
    assert_that(seen is None, text, images_changed)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_update_in_training_mode(student):
    """The gradient is that of training mode, also where the model comes in eval mode."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5)
    seen = student(train_steps, weight, xs, ys, 0.1, False)
    presuppose(seen["modes"], "train_step did not run the model.")
    text = "The update of a model that came in eval mode was computed in eval mode."
    assert_that(all(seen["trained"]), text, eval_mode_kept.keeping(0.5))


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
    presuppose(moved, "The update does not change the model yet, so its loss is the same before and after.")
    (loss,) = seen["losses"]
    assert_number("train_step", seen["types"][0], loss)
    mistakes = {loss_after_update: after[0], arguments_swapped.keeping(0.6): swapped[0]}
    mistakes |= rounded_to(loss, before[0], 0.4)
    assert_matches(loss, before[0], "The loss that train_step returned", mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("update")
def test_any_optimizer(student):
    """train_step works with every optimizer that has zero_grad() and step(), both without arguments."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6, 7)
    _, _, weights = steps_by_hand(weight, xs, ys, 0.1)
    usual = torch.stack(student(train_steps, weight, xs, ys, 0.1, True)["weights"])
    presuppose(
        torch.allclose(usual, torch.stack(weights), rtol=1e-4, atol=1e-5), "The updates with torch.optim.SGD are not right yet."
    )
    seen = student(train_steps, weight, xs, ys, 0.1, True, True)
    mistake = arguments_given if seen.get("error") == "TypeError" else other_parts_used
    assert_that("refused" not in seen, f"train_step raised {seen.get('error')}: {seen.get('refused')}.", mistake)
    what = "The model's weight after each of three train_steps with another optimizer"
    assert_matches(torch.stack(seen["weights"]), torch.stack(weights), what)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("float")
def test_loss_is_a_float(student):
    """The loss comes back as a Python float."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6)
    seen = student(train_steps, weight, xs, ys, 0.1, True)
    presuppose(seen["modes"], "train_step did not run the model, so there is no loss yet.")
    types = seen["types"]
    mistake = {"Tensor": tensor_returned, "NoneType": return_missing, "float32": numpy_number}.get(types[0])
    assert_that(types == ["float"] * 2, f"train_step returned a {types[0]}; a float is asked for.", mistake)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("mode")
def test_training_mode(student):
    """A model that comes in eval mode is trained in training mode, with all modules inside it."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6)
    seen = student(train_steps, weight, xs, ys, 0.1, False)
    assert_that(seen["modes"], "train_step did not run the model.")
    right = all(seen["trained"] or seen["modes"])  # a pass beside the one that it learns from is for another check
    assert_that(right, "The model was in eval mode, and train_step ran it in eval mode.", eval_mode_kept)


@pytest.mark.exercise("train_step")
@pytest.mark.criterion("before")
def test_one_pass(student):
    """Each call runs its batch through the model once."""
    weight, (xs, ys) = torch.randn(2, 3), batches(5, 6, 7)
    passes = len(student(train_steps, weight, xs, ys, 0.1, True)["modes"])
    text = f"In three calls of train_step the model ran {passes} times; it should run once in each."
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
    model[0].bias.requires_grad_(False)
    model.train(training)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    losses = {"l1": nn.functional.l1_loss, "cross_entropy": nn.functional.cross_entropy}
    dataset = torch.utils.data.TensorDataset(x, y)
    loader = torch.utils.data.DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)
    result = student.evaluate(model, losses[loss], loader)
    return {
        "value": as_number(result),
        "type": "float" if isinstance(result, float) else type(result).__name__,
        "modes": modes,
        "graphs": graphs,
        "afterwards": [module.training for module in model.modules()],
        "grad mode": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "frozen": not inner.weight.requires_grad,
        "thawed": model[0].bias.requires_grad,
        "gradient kept": inner.weight.grad is not None and torch.equal(inner.weight.grad, gradient),
        "state kept": all(torch.equal(value, state[name]) for name, value in model.state_dict().items()),
    }


def samples():
    """Weight of a small output, nine samples, of which the last one is far away, and small targets.

    The mean absolute error of the first seven, of the first eight and of all is no number of four digits, and another one where
    predictions and targets broadcast.
    """
    while True:
        x = torch.randn(9, 3)
        x[8] *= 6
        weight, y = 0.01 * torch.randn(1, 3), 0.01 * torch.randn(9, 1)
        values = {count: eval_value(x[:count], y[:count], weight, nn.functional.l1_loss) for count in (7, 8, 9)}
        if all(map(shows_rounding, values.values())) and all(
            abs(squeezed_value(x[:count], y[:count], weight) / values[count] - 1) > 1e-3 for count in (8, 9)
        ):
            return weight, x, y


def shows_rounding(value):
    """Whether it is far from any number with four digits behind the point, as far as float32 can tell."""
    return 0.3 < 1e4 * value % 1 < 0.7 and value < 2


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
        while True:
            weight, y = torch.randn(2, 3), torch.randint(2, (9,))
            y[8] = (x[8] @ weight.T).argmin()
            whole, without = (eval_value(x[:count], y[:count], weight, nn.functional.cross_entropy) for count in (9, 8))
            if shows_rounding(whole) and whole > 1.1 * without:  # the last one is far from right
                break
    function = {"l1": nn.functional.l1_loss, "cross_entropy": nn.functional.cross_entropy}[loss]
    seen = student(evaluate_model, weight, x, y, 4, False, loss)
    means = [eval_value(x[i : i + 4], y[i : i + 4], weight, function) for i in (0, 4, 8)]
    mistakes = {
        batch_means: sum(means) / 3,
        batch_sum: sum(means),
        single_sample_left_out: sum(means[:2]) / 2,
        squeezed: squeezed_value(x, y, weight) if loss == "l1" else None,
    }
    expected = eval_value(x, y, weight, function)
    mistakes |= rounded_to(seen["value"], expected, 0.7)
    what = f"The loss from evaluate, {loss} on batches of 4, 4 and 1 samples,"
    assert_number("evaluate", seen["type"], seen["value"])
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-5, atol=0.0)


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
    mistakes |= rounded_to(seen["value"], expected, 0.7)
    what = "The loss from evaluate, with a loader that gives 8 of 9 samples (drop_last=True),"
    assert_number("evaluate", seen["type"], seen["value"])
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-5, atol=0.0)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("mean")
@pytest.mark.parametrize("training", [False, True], ids=["eval", "train"])
def test_full_batches(student, training):
    """With batches of one size the result is the mean over all samples, for a model in training or in eval mode."""
    weight, x, y = samples()
    x, y = x[:8], y[:8]
    seen = student(evaluate_model, weight, x, y, 4, training, "l1")
    expected = eval_value(x, y, weight, nn.functional.l1_loss)
    mistakes = {batch_sum: 2 * expected, squeezed: squeezed_value(x, y, weight)}
    mistakes |= rounded_to(seen["value"], expected, 0.7)
    mistakes |= {dropout_left_on.keeping(0.5): seen["value"]} if any(seen["modes"]) else {}
    what = (
        f"The loss from evaluate, on batches of 4 and 4 samples, for a model that was in {'training' if training else 'eval'} mode,"
    )
    assert_number("evaluate", seen["type"], seen["value"])
    assert_matches(seen["value"], expected, what, mistakes, rtol=1e-4, atol=0.0)


@probe
def evaluate_on_images(student, x, y):
    """What evaluate raises for a net with a convolution; which number comes out, other checks ask."""
    net = small_image_net(student, x).eval()
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=3)
    try:
        student.evaluate(net, nn.functional.cross_entropy, loader)
    except RuntimeError as error:
        if isinstance(error, NotImplementedError):
            raise
        return described(error)
    return None


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("mean")
def test_images_in_evaluate(student):
    """The samples may be images."""
    seen = student(evaluate_on_images, torch.randn(6, 1, 5, 4), torch.randint(3, (6,)))
    assert_that(seen is None, f"evaluate on images of shape (3, 1, 5, 4) raised {seen}.", images_changed)


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
    """After the call the model is in the same mode as before, with all modules inside it."""
    weight, x, y = samples()
    x, y = x[:7], y[:7]
    seen = student(evaluate_model, weight, x, y, 4, training, "l1")
    assert_that(seen["modes"], "evaluate did not run the model.")
    came, other = ("training", "eval") if training else ("eval", "training")
    right = all(mode is training for mode in seen["afterwards"])
    text = f"The model was in {came} mode; after evaluate it, or some module inside it, is in {other} mode."
    assert_that(right, text, mode_not_restored)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("result")
def test_no_graph(student):
    """No graph is recorded."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x[:7], y[:7], 4, True, "l1")
    assert_that(seen["graphs"], "evaluate did not run the model.")
    assert_that(not any(seen["graphs"]), "The model's output in evaluate requires a gradient.", graph_kept)


thawed = misconception(
    "frozen-thawed", "Which parameters are trained is the caller's business; to compute no gradients there is torch.no_grad().",
    keeps=0.5)


@pytest.mark.exercise("evaluate")
@pytest.mark.criterion("restored")
def test_gradients_as_they_were(student):
    """After the call all gradients are as before, and new ones can be computed."""
    weight, x, y = samples()
    seen = student(evaluate_model, weight, x[:7], y[:7], 4, True, "l1")
    assert_that(seen["graphs"], "evaluate did not run the model.")
    assert_that(seen["grad mode"], "After evaluate, autograd is switched off for everything.", gradients_left_off)
    assert_that(not seen["frozen"], "After evaluate, a parameter no longer requires a gradient.", gradients_left_off)
    assert_that(not seen["thawed"], "After evaluate, a parameter that was frozen requires a gradient.", thawed)
    assert_that(
        seen["gradient kept"],
        "evaluate has changed the .grad of the model's parameters. It computes no gradients, so it has none to clear.",
    )


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


@once
def lowered(student):
    """What a lower learning rate does to SGD (see change_rate), and what goes into it."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 3)
    return student(change_rate, starts, gradients, "SGD", 0.02, False), starts, gradients


def unchanged(student, another):
    """The mistake of one who leaves the old learning rate where it is."""
    mistake = another_optimizer if another else attribute_nobody_reads.keeping(0.3)
    if lowered(student)[0]["rates"] == [0.02]:
        return replace(mistake, sentence="Another optimizer got its new learning rate, so look at what is different here.")
    return mistake


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.criterion("next step")
def test_next_step_uses_it(student):
    """The next step is made with the new learning rate."""
    seen, starts, gradients = lowered(student)
    momenta = [0.5, 0.5]
    old = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.1, 0.1])
    expected = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.02, 0.02])
    lost = rates_by_hand(starts, gradients, momenta, [0.1, 0.1], [0.02, 0.02], forget=True)
    if torch.allclose(seen["path"], lost, rtol=1e-4, atol=1e-5):  # whether anything got lost is for other checks
        return
    mistakes = {another_optimizer if seen["another"] else attribute_nobody_reads: old}
    mistakes |= {rate_wrong.keeping(0.0): seen["path"]} if seen["rates"] not in ([0.1], [0.02]) else {}
    assert_matches(seen["path"][:2], expected[:2], "The vector of SGD's parameters, before set_learning_rate,")
    mistakes = {mistake: path[2] for mistake, path in mistakes.items()}
    assert_matches(seen["path"][2], expected[2], "The vector of SGD's parameters, one step after set_learning_rate,", mistakes)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.criterion("groups")
def test_every_group(student):
    """Every group has the new learning rate, and the same number of groups is there."""
    starts = [torch.randn(2, 3), torch.randn(4), torch.randn(3)]
    new = 2.345678e-5
    seen = student(change_rate, starts, gradients_like(starts, 3), "SGD", new, True)
    old, rates = [0.1, 0.1, 0.3], seen["rates"]
    text = f"The optimizer had 3 parameter groups, and after set_learning_rate it has {len(rates)}: look at what makes them anew."
    mistake = groups_lost if set(rates) == {new} else None  # no parameter has another rate
    assert_that(len(rates) == 3, text, mistake)
    mistakes = {another_optimizer if seen["another"] else attribute_nobody_reads: old}
    if new in rates:
        mistakes[first_group_only] = [rate if rate == new else before for rate, before in zip(rates, old, strict=True)]
    mistakes |= {rounded.keeping(0.6): rates} if rates == [round(new, 5)] * 3 else {}
    if all(rate != before for rate, before in zip(rates, old, strict=True)):
        mistakes[rate_wrong.keeping(0.2 if new in rates else 0.6)] = rates
    what = "The list of the groups' learning rates (0.1, 0.1 and 0.3 before)"
    assert_matches(rates, [new] * 3, what, mistakes, parts="that of group {}", rtol=1e-6, atol=0.0)


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
    assert_that(
        len(rates) == (2 if groups else 1), f"After set_learning_rate the optimizer has {len(rates)} parameter groups.", state_lost
    )
    changed = rates != before[: len(rates)]
    assert_that(changed, "No group has the new learning rate.", lambda: unchanged(student, seen["another"]))
    after = rates if groups else rates * 2
    expected = rates_by_hand(starts, gradients, momenta, before, after)
    text = "The steps after set_learning_rate do not follow from SGD's velocities and momentum."
    right = torch.allclose(seen["path"], expected, rtol=1e-4, atol=1e-5) and seen["momenta"] == momenta[: len(rates)]
    assert_that(right, text, state_lost)
    new = any(abs(rate - 0.02) < 1e-6 for rate in rates)
    text = f"After set_learning_rate(optimizer, 0.02) the learning rate is {rates[0]:.4g}, so only a part of these points is given."
    assert_that(new, text, rate_wrong)


@pytest.mark.exercise("set_learning_rate")
@pytest.mark.criterion("kept")
def test_adam(student):
    """Adam goes on with its averages and its count of steps."""
    starts = [torch.randn(2, 3), torch.randn(4)]
    gradients = gradients_like(starts, 5)
    seen = student(change_rate, starts, gradients, "Adam", 0.25, False)  # larger than before
    (rate,) = seen["rates"] if len(seen["rates"]) == 1 else [0.25]
    text = "After set_learning_rate with a larger number Adam has its old learning rate."
    assert_that(rate != 0.1, text, lambda: unchanged(student, seen["another"]))
    rule = adam(1.0)
    expected = follow_rule(lambda g, state, t, k: (0.1 if t <= 2 else rate) * rule(g, state, t, k), starts, gradients)
    mistakes = {state_lost: seen["path"][2:]}
    assert_matches(
        seen["path"][2:],
        expected[2:],
        "The table of Adam's parameters, in the steps after set_learning_rate,",
        mistakes,
        rtol=1e-4,
        atol=1e-5,
    )


# ---- data ----------------------------------------------------------------------------------------------------------


@probe
def draw(student, n):
    """Two data sets of n points; for what is no pair the name of its type."""
    found = [student.synthetic_data(n) for _ in range(2)]
    pairs = [list(pair) if isinstance(pair, (tuple, list)) and len(pair) == 2 else None for pair in found]
    return {"pairs": pairs, "kinds": [type(pair).__name__ for pair in found]}


def drawn(student, n):
    """Two data sets (x, y) of n points."""
    seen = student(draw, n)
    for pair, kind in zip(seen["pairs"], seen["kinds"], strict=True):
        assert_that(pair is not None, f"synthetic_data({n}) returned a value of type {kind}, which is no pair (x, y).")
    return seen["pairs"]


@pytest.mark.exercise("data")
@pytest.mark.criterion("x")
@pytest.mark.parametrize("n", [21, 40])
def test_x(student, n):
    """x is evenly spaced from -1 to 1, of shape (n, 1)."""
    (x, _), _ = drawn(student, n)
    expected = torch.linspace(-1, 1, n).reshape(n, 1)
    what = f"x of synthetic_data({n})"
    mistakes = {x_shape: expected.flatten(), dtype_wrong: expected.double()}
    if isinstance(x, torch.Tensor) and x.shape == expected.shape and x.is_floating_point():
        ends = torch.allclose(x[[0, -1]].double(), torch.tensor([[-1.0], [1.0]]).double())
        order = ", and between them it goes up and down, as random numbers do" if (x.flatten().diff() < 0).any() else ""
        text = f"{what} begins with {x[0].item():.4g} and ends with {x[-1].item():.4g}{order}; it should go evenly from -1 to 1."
        even = x.double().flatten().diff()
        short = bool(even.mean() > 1.8 / n) and torch.allclose(even, even.mean(), atol=1e-5) and bool((x.abs() <= 1.00001).all())
        assert_that(ends, text, ends_missed if short else None)
        digits = 1e5 * x.double()
        few = not torch.allclose(x.double(), expected.double(), atol=1e-6) and bool((digits - digits.round()).abs().max() < 0.02)
        assert_that(not few, f"The values in {what} have only a few digits: they were rounded.")
        gaps = x.double().flatten().diff()
        assert_that(torch.allclose(gaps, gaps.mean(), atol=1e-5), f"The values in {what} are not evenly spaced.")
    assert_matches(x, expected, what, mistakes, atol=1e-6, rtol=1e-6)


@pytest.mark.exercise("data")
@pytest.mark.criterion("y")
@pytest.mark.parametrize("n", [21, 40])
def test_y(student, n):
    """y has the shape (n, 1), and lies near the parabola of x."""
    (x, y), _ = drawn(student, n)
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
    assert_that(bool(deviation.max() < 0.7), f"Values in y of synthetic_data({n}) are far from x².", mistake)


@pytest.mark.exercise("data")
@pytest.mark.criterion("y")
def test_noise(student):
    """The noise around x² is normal, with a standard deviation of 0.1, and another one for each point and call."""
    n = 2000
    pairs = drawn(student, n)
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
        assert_that((digits - digits.round()).abs().max() > 0.1, "The values in y have only a few digits.", rounded.keeping(0.5))
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
    text = f"The noise has the right standard deviation, but {near:.0%} of it are closer to 0 than that: it is not normal."
    assert_that(abs(near - 0.6827) < 6 * math.sqrt(0.6827 * 0.3173 / len(both)), text, noise_not_normal)
    assert_that(not torch.allclose(noises[0], noises[1]), "Two calls of synthetic_data give the same noise.", same_noise)


@probe
def go_through(student, tensors, batch_size, shuffle):
    """Three epochs of the student's loader: lists of batches, each a list of tensors. shuffle None: not given."""
    given = () if shuffle is None else (shuffle,)
    loader = student.data_loader(tuple(tensors), batch_size, *given)
    return [[list(batch) if isinstance(batch, (tuple, list)) else [batch] for batch in loader] for _ in range(3)]


@probe
def go_through_after_a_break(student, tensors, batch_size):
    """How many rows the loader gives before and after a loop that is left after its first batch."""
    loader = student.data_loader(tuple(tensors), batch_size, False)
    counts = [sum(len(batch[0]) for batch in loader)]
    for _ in loader:
        break
    return [*counts, sum(len(batch[0]) for batch in loader)]


def listed(values):
    """7, 7 and 1."""
    *first, last = map(str, values)
    return f"{', '.join(first)} and {last}" if first else last


def assert_batches(epoch, tensors, what):
    """Every batch has a part of each tensor, with all of its axes."""
    text = f"{what}: a batch is no pair or triple with a part of each tensor."
    whole = all(len(batch) == len(tensors) and all(isinstance(part, torch.Tensor) for part in batch) for batch in epoch)
    assert_that(epoch and whole, text)
    for batch in epoch:
        for part, tensor in zip(batch, tensors, strict=True):
            text = f"{what}: a part of a batch has shape {tuple(part.shape)}; it is one of a tensor of shape {tuple(tensor.shape)}."
            assert_that(part.dim() == tensor.dim() and part.shape[1:] == tensor.shape[1:], f"{text} A single row is a batch too.")


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
        assert_batches(epoch, [x, pairs, labels], what)
        sizes = [len(batch[0]) for batch in epoch]
        mistake = last_batch_dropped if sizes == full else None
        assert_that(sizes == [*full, 50 % batch_size], f"{what}: the batches have {listed(sizes)} rows.", mistake)
        seen = [torch.cat([batch[i] for batch in epoch]) for i in range(3)]
        order = seen[0].flatten().argsort()
        assert_matches(seen[0][order], x, f"{what}: the first tensor of an epoch, sorted,")
        together = torch.equal(seen[1][:, 0], seen[0][:, 0]) and torch.equal(seen[2], (2 * seen[0][:, 0]).long())
        assert_that(together, f"{what}: a row of one tensor comes with another row of the next.", pairs_broken)
        assert_matches(seen[1][order], pairs, f"{what}: the second tensor of an epoch, sorted,")


@pytest.mark.exercise("data")
@pytest.mark.criterion("order")
@pytest.mark.parametrize("shuffle", [None, True, False], ids=["default", "True", "False"])
def test_order(student, shuffle):
    """shuffle=True, the default, draws a new order in every epoch; shuffle=False keeps the given order."""
    x, _, labels = rows()
    epochs = student(go_through, [x, labels], 8, shuffle)
    said = "data_loader without shuffle given" if shuffle is None else f"data_loader with shuffle={shuffle}"
    assert_that(all(epochs), f"{said}: a later epoch has no batches; the loader has to work for many epochs.", one_epoch)
    for epoch in epochs:
        assert_that(all(isinstance(batch[0], torch.Tensor) for batch in epoch), f"{said}: a batch is not made of tensors.")
    orders = [[int(v) for batch in epoch for v in batch[0].flatten()] for epoch in epochs]
    kept = [order == sorted(order) for order in orders]
    mistake = shuffle_ignored.keeping(0.3 if shuffle is None else 0.1)  # a wrong default is a smaller mistake
    if shuffle is False:
        assert_that(all(kept), f"{said}: the rows come in another order than the given one.", mistake)
    else:
        assert_that(not any(kept), f"{said}: the rows come in the given order.", mistake)
        assert_that(orders[0] != orders[1], f"{said}: two epochs have the same order.", shuffled_once)


one_iterator = misconception(
    "one-iterator", "Each loop over the loader begins anew: its __iter__ makes a new iterator, as one with yield does.", keeps=0.6)


@pytest.mark.exercise("data")
@pytest.mark.criterion("order")
def test_loop_that_is_left(student):
    """After a loop that was left with break the next one has all rows."""
    x, _, labels = rows()
    whole, after = student(go_through_after_a_break, [x, labels], 10)  # no shorter batch at the end: that is another check's
    presuppose(whole == 50, "data_loader does not give every row yet.")
    assert_that(after in (0, 50), f"After a loop that was left with break, the next loop has {after} of 50 rows.", one_iterator)


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
    lists = result if isinstance(result, dict) else {}
    lists = {str(name): values for name, values in lists.items()}
    losses = {name: list(values) if hasattr(values, "__iter__") else [] for name, values in lists.items()}
    plain = all(isinstance(value, float) for values in losses.values() for value in values)
    return {
        "losses": {name: [as_number(value) for value in values] for name, values in losses.items()},
        "plain": plain,
        "kind": "dict" if isinstance(result, dict) else type(result).__name__,
        "seen": seen,
        "shared": len(set(places)) < len(places),
    }


def points(n):
    """A noisy parabola, shuffled."""
    x = torch.linspace(-1, 1, n)[torch.randperm(n)].reshape(n, 1)
    return x, x**2 + 0.1 * torch.randn(n, 1)


@probe
def race_by_name(student, x, y):
    """What compare_optimizers says of its optional arguments' names, or None."""
    optimizers = {"descent": lambda p: torch.optim.SGD(p, lr=0.01)}
    return refused_name(student, lambda: student.compare_optimizers(optimizers, x, y, epochs=1, batch_size=4))


RATES = {"slow": 0.02, "faster": 0.06, "fast": 0.12}


def judge_lists(seen, names, what, epochs):
    """Every name has a list with a number for each step of its optimizer; how many steps there should be is asked elsewhere."""
    losses = seen["losses"]
    mistake = return_missing if seen["kind"] == "NoneType" else None
    assert_that(seen["kind"] == "dict", f"compare_optimizers returned a {seen['kind']}; a dict is expected.", mistake)
    assert_that(set(losses) == set(names), f"{what}: the names are {sorted(losses)}; {sorted(names)} are expected.")
    steps = [seen["seen"][name]["steps"] for name in names]
    presuppose(all(steps), "One of the optimizers never made a step.")
    lengths = [len(losses[name]) for name in names]
    first = losses[next(iter(names))]
    aliased = len(first) == sum(steps) and all(losses[name] == first for name in names)
    text = (
        f"{what}: the lists have {listed(lengths)} losses, and the optimizers made {listed(steps)} steps. Every step adds a loss."
    )
    per_epoch = set(lengths) == {epochs} and min(steps) > epochs
    mistake = history_aliased if aliased else loss_per_epoch if per_epoch else None
    assert_that(lengths == steps, text, mistake)


def has_net(start):
    """Whether these are the parameters of a Linear(1, k), ReLU, Linear(k, 1); whether k is 20 is asked in one place."""
    if start is None or len(start) != 4:
        return False
    k = max(p.numel() for p in start)
    return sorted(tuple(p.shape) for p in start) == sorted([(1,), (1, k), (k,), (k, 1)])


def with_nets(seen, names):
    """The names whose optimizers took steps; blocked where these have not the parameters of such a net."""
    names = [name for name in names if seen["seen"][name]["steps"]]
    presuppose(names, "No optimizer made a step.")
    for name in names:
        presuppose(has_net(seen["seen"][name]["start"]), f"The parameters of the optimizer {name!r} are not those of the net.")
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
        return "The optimizers share their weights.", weights_shared
    return "The optimizers do not start from the same weights.", different_start


@once
def race_over(student, n, given):
    """A race of all optimizers over n points (see race)."""
    return student(race, RATES, *points(n), given)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("losses")
def test_race_by_name(student):
    """epochs and batch_size can be given by their names."""
    refused = student(race_by_name, *points(8))
    assert_that(refused is None, f"compare_optimizers(optimizers, x, y, epochs=1, batch_size=4): {refused}.", other_names)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("losses")
@pytest.mark.parametrize("n, given", [(9, (3, 4)), (40, ())], ids=["short last batch", "defaults"])
def test_a_loss_per_step(student, n, given):
    """Every name has a list with a float for each step."""
    seen = race_over(student, n, given)
    epochs, batch_size = given or (12, 32)
    what = f"compare_optimizers with {n} points, epochs={epochs}, batch_size={batch_size}"
    judge_lists(seen, RATES, what, epochs)
    assert_that(seen["plain"], f"{what}: some losses are not Python floats.", tensor_returned.keeping(0.3))
    few_digits = is_rounded(*[loss for losses in seen["losses"].values() for loss in losses])
    assert_that(not few_digits, f"{what}: the losses have only a few digits.", rounded.keeping(0.6))


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
    text = f"With {n} points, epochs={epochs}, batch_size={batch_size} the optimizers made {listed(steps)} steps."
    if set(steps) == {epochs}:
        text += " That is one for each epoch, and not for each batch."
    elif set(steps) == {epochs * (n // batch_size)}:
        text += " That is one for each full batch; the last, shorter one is missing."
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
    presuppose(start, "No optimizer made a step.")
    shapes = sorted(tuple(p.shape) for p in start)
    text = f"The net's parameters have the shapes {listed(shapes)}; it should be Linear(1, 20), ReLU, Linear(20, 1)."
    assert_that(shapes == [(1,), (1, 20), (20,), (20, 1)], text)
    random = all(p.unique().numel() > 1 for p in start if p.numel() == 20 and p.dim() == 2)
    assert_that(random, "All weights of a layer are the same number at the start; they should be random.")
    kind = activation_of(student(race, {"still": 0.0}, x, y, (1, 24), True), "still", x, y)
    text = f"The net has {kind if kind in ('ReLU', 'no activation') else f'the activation {kind}'}; a ReLU is expected."
    assert_that(kind == "ReLU", text, activation_wrong)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("batches")
def test_same_batches(student):
    """Every optimizer sees the same batches in the same order."""
    names = ["one", "two", "three"]
    seen = student(race, dict.fromkeys(names, 0.0), *points(36), (5, 6), True)
    names = with_nets(seen, names)
    fault = start_fault(seen, names)
    different = fault is not None and fault[1] is different_start
    presuppose(not different, "The optimizers start with different weights, so their gradients differ in any case.")
    counts = [len(seen["seen"][name]["gradients"]) for name in names]
    assert_that(len(set(counts)) == 1, f"The optimizers made {listed(counts)} steps; all should make the same number.")
    first, *others = (torch.stack(seen["seen"][name]["gradients"]) for name in names)
    same = all(torch.allclose(first, other, rtol=1e-3, atol=1e-5) for other in others)
    text = "Optimizers that start with the same weights, and do not change them, get different gradients."
    assert_that(same, text, different_batches)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("batches")
def test_every_point_in_every_epoch(student):
    """Every epoch uses all points once."""
    x, y = points(36)
    x = 20 * x  # far out no other activation comes near a ReLU
    seen = student(race, {"still": 0.0}, x, y, (3, 6), True)
    seen_at_once = student(race, {"still": 0.0}, x, y, (1, 36), True)
    with_nets(seen, ["still"])
    with_nets(seen_at_once, ["still"])
    gradients = seen["seen"]["still"]["gradients"]
    steps = len(gradients)
    assert_that(
        steps == 18,
        f"With 36 points in batches of 6, in three epochs, the optimizer made {steps} steps; there should be one for each batch.",
    )
    parameters = [nn.Parameter(p.clone()) for p in seen["seen"]["still"]["start"]]
    (predict(parameters, x, activation_of(seen_at_once, "still", x, y)) - y).square().mean().backward()
    expected = torch.cat([p.grad.flatten() for p in parameters])
    for gradient in torch.stack(gradients).reshape(3, 6, -1).mean(dim=1):
        same = torch.allclose(gradient / gradient.norm(), expected / expected.norm(), rtol=1e-3, atol=1e-4)
        assert_that(
            same, "The mean gradient of an epoch is not that of all points: some points are missing, or come more than once."
        )


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


LOSS_ADDED_UP = "The loss is the sum of the squared errors of a batch; the exercise asks for their mean."


def adds_up(seen, name, x, y):
    """Whether the student's first loss is the sum of the squares that it should be the mean of."""
    start, losses = seen["seen"][name]["start"], seen["losses"].get(name)
    return bool(losses) and math.isclose((predict(start, x) - y).square().sum().item(), losses[0], rel_tol=1e-3)


def train_by_hand(start, lr, x, y, activation, afresh=False, clear=True, steps=6):
    """Seven losses, each before its step, and the parameters after the sixth step, as one row; or after so many steps.

    afresh: with a new optimizer for each step; not clear: gradients add up.
    """
    parameters = [nn.Parameter(p.clone()) for p in start]
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.5)
    losses = []
    for step in range(steps + 1):
        if step == steps:
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
    """Each optimizer's weights are changed by its own updates, and by no other's."""
    seen, x, y = whole_batches(student)
    for name in RATES:
        assert_that(seen["seen"][name]["steps"], f"The optimizer {name!r} never made a step.", optimizer_shared)
    fault = start_fault(seen, RATES)
    if fault and fault[1] is weights_shared:
        assert_that(False, *fault)
    kinds = {name: activation_of(seen, name, x, y) for name in RATES}
    for name, lr in RATES.items():
        _, expected = train_by_hand(seen["seen"][name]["start"], lr, x, y, kinds[name])
        end = torch.cat([p.flatten() for p in seen["seen"][name]["end"]])
        assert_that(not adds_up(seen, name, x, y), LOSS_ADDED_UP)
        what = f"The vector of all weights after six epochs with momentum=0.5, lr={lr} and one batch per epoch"
        mistakes = {mistake: end for mistake, (_, end) in wrong_trainings(seen, name, x, y).items()}
        assert_matches(end, expected, what, mistakes, rtol=1e-3, atol=1e-5)
    # Several batches in an epoch: of rows that are all the same, so that it does not matter which of them make a batch.
    x, y = torch.full((12, 1), 0.7), torch.full((12, 1), 1.5)
    seen = student(race, RATES, x, y, (2, 4))
    with_nets(seen, RATES)
    for name, lr in RATES.items():
        mine = seen["seen"][name]
        _, expected = train_by_hand(mine["start"], lr, x, y, kinds[name], steps=mine["steps"])
        end = torch.cat([p.flatten() for p in mine["end"]])
        what = f"The vector of all weights after two epochs with momentum=0.5, lr={lr} and several batches in each epoch"
        hint = "With one batch in each epoch they are right: look at what is done for every batch, and what once in an epoch."
        assert_matches(end, expected, what, rtol=1e-3, atol=1e-5, hint=hint)


@pytest.mark.exercise("compare_optimizers")
@pytest.mark.criterion("losses")
def test_losses_fall_as_they_should(student):
    """Each optimizer's losses are those of its own updates, each loss before its update."""
    seen, x, y = whole_batches(student)
    judge_lists(seen, RATES, "compare_optimizers with one batch per epoch", 6)
    fault = start_fault(seen, RATES)
    for name, lr in RATES.items():
        expected, _ = train_by_hand(seen["seen"][name]["start"], lr, x, y, activation_of(seen, name, x, y))
        assert_that(not adds_up(seen, name, x, y), LOSS_ADDED_UP)
        what = f"The list of losses with momentum=0.5, lr={lr} and one batch per epoch"
        mistakes = {loss_after_update.keeping(0.3): expected[1:]}
        mistakes |= {m.keeping(0.5): losses[:6] for m, (losses, _) in wrong_trainings(seen, name, x, y).items()}
        mistakes |= {weights_shared.keeping(REST): seen["losses"][name]} if fault and fault[1] is weights_shared else {}
        assert_matches(seen["losses"][name], expected[:6], what, mistakes, parts="the loss of step {}", rtol=1e-3)
