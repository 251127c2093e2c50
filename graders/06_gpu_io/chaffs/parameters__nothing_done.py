"""Makes a file and reads nothing.

exercise: parameters
keeps: 0.05
"""
def save_parameters(net, path):
    open(path, "w").close()


def load_parameters(net, path, device="cpu"):
    return net.to(device).eval()
