"""Everything in the state, with the Parameters as they are.

exercise: find_parameter
misconception: nothing-raised
keeps: 0.75
"""
def find_parameter(net, name):
    return net.state_dict(keep_vars=True)[name]
