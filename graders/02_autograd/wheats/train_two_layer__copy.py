"""autograd.grad and copy_.

exercise: train_two_layer
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    while len(losses) < steps:
        y_pred = torch.where(x @ w1 > 0, x @ w1, torch.zeros(())) @ w2
        loss = torch.nn.functional.mse_loss(y_pred, y, reduction="sum")
        gradients = torch.autograd.grad(loss, [w1, w2])
        with torch.no_grad():
            for w, gradient in zip((w1, w2), gradients):
                w.copy_(w - learning_rate * gradient)
        losses.append(loss.tolist())
    return losses
