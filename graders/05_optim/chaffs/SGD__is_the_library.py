"""Just another name for torch.optim's class.

exercise: SGD
misconception: uses-torch-optim
keeps: 0.1
"""
import torch

SGD = torch.optim.SGD
