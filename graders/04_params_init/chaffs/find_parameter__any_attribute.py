"""AttributeError turned into KeyError, but whatever is found is returned.

exercise: find_parameter
misconception: nothing-raised
keeps: 0.65
"""


def find_parameter(net, name):
    found = net
    try:
        for part in name.split("."):
            found = getattr(found, part)
    except AttributeError:
        raise KeyError(name) from None
    return found
