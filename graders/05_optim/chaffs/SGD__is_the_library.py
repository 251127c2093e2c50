"""Just another name for torch.optim's class.

exercise: SGD
misconception: uses-torch-optim
"""
import torch

SGD = torch.optim.SGD
