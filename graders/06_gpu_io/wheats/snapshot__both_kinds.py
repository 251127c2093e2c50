"""Parameters and buffers, each cloned, graph and all.

exercise: snapshot
"""
def snapshot(net):
    named = [*net.named_parameters(), *net.named_buffers()]
    return dict((name, value.clone()) for name, value in named)
