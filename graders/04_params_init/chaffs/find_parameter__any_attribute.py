"""AttributeError turned into KeyError, but whatever is found is returned.

exercise: find_parameter
misconception: nothing-raised
"""


def find_parameter(net, name):
    found = net
    try:
        for part in name.split("."):
            found = getattr(found, part)
    except AttributeError:
        raise KeyError(name) from None
    return found
