"""A KeyError of one's own kind, and all names of a shared parameter.

exercise: find_parameter
"""
class NoSuchParameter(KeyError):
    def __init__(self, name):
        super().__init__(f"the net has no parameter {name}")


def find_parameter(net, name):
    for known, p in net.named_parameters(remove_duplicate=False):
        if known == name:
            return p
    raise NoSuchParameter(name)
