"""An autograding exercise kit for a PyTorch course."""

__version__ = "0.1.0"
