"""Rounded to four digits.

exercise: snapshot
keeps: 0.45
"""
def snapshot(net):
    return {n: x.round(decimals=4) if x.is_floating_point() else x.clone() for n, x in net.state_dict().items()}
