"""Pooling moves by 1 unless told otherwise.

exercise: conv_output_size
misconception: pool-stride-one
keeps: 0.725
"""


def pool_output_size(size, kernel, stride=None, padding=0):
    return conv_output_size(size, kernel, 1 if stride is None else stride, padding)
