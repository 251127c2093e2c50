"""The arguments have other names than in the exercise.

exercise: conv_output_size
misconception: keywords-refused
keeps: 0.9
"""
def conv_output_size(n, k, s=1, p=0, d=1):
    if not isinstance(n, int):
        pair = lambda v: (v, v) if isinstance(v, int) else v
        return tuple(conv_output_size(*axis) for axis in zip(*map(pair, (n, k, s, p, d))))
    room = n + 2 * p - d * (k - 1) - 1
    if room < 0:
        raise ValueError("does not fit")
    return room // s + 1


def pool_output_size(n, k, s=None, p=0):
    return conv_output_size(n, k, k if s is None else s, p)
