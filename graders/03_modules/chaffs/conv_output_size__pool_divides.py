"""Pooling as a division.

exercise: conv_output_size
keeps: 0.65
"""


def pool_output_size(size, kernel, stride=None, padding=0):
    if isinstance(size, int):
        return size // kernel
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    return size[0] // kernel[0], size[1] // kernel[1]
