"""get_parameter, with its AttributeError turned into a KeyError.

exercise: find_parameter
"""


def find_parameter(net, name):
    try:
        return net.get_parameter(name)
    except AttributeError as error:
        raise KeyError(f"no parameter is called {name!r}") from error
