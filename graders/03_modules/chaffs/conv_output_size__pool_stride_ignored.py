"""Pooling always moves by the kernel.

exercise: conv_output_size
misconception: pool-stride-ignored
keeps: 0.8
"""


def pool_output_size(size, kernel, stride=None, padding=0):
    return conv_output_size(size, kernel, kernel, padding)
