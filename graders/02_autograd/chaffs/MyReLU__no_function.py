"""No Function at all.

exercise: MyReLU
misconception: no-own-backward
keeps: 0.1
"""
import torch


class MyReLU:
    @staticmethod
    def apply(x):
        return x.clamp(min=0)
