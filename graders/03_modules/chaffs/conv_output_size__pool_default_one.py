"""The stride of pooling is 1 by default.

exercise: conv_output_size
misconception: pool-stride-one
keeps: 0.75
"""


def pool_output_size(size, kernel, stride=1, padding=0):
    return conv_output_size(size, kernel, stride, padding)
