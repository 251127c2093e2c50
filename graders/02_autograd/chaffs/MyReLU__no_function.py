"""No Function at all.

exercise: MyReLU
misconception: no-own-backward
"""
import torch


class MyReLU:
    @staticmethod
    def apply(x):
        return x.clamp(min=0)
