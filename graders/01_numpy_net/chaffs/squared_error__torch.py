"""torch's loss.

exercise: squared_error
misconception: uses-torch
keeps: 0.3
"""
import torch


def squared_error(y_pred, y):
    loss = torch.nn.functional.mse_loss(torch.from_numpy(y_pred), torch.from_numpy(y), reduction="sum")
    return loss.item()
