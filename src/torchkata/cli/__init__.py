"""The command kata: a file of commands for students, for instructors and for authors."""

from torchkata.cli.instructors import app, cores, main

__all__ = ["app", "cores", "main"]
