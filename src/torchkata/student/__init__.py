"""On a student's machine: the pytest plugin that explains visible tests, and what a handout's cells call.

From outside: `check` and `needs`, in notebooks.
"""

from torchkata.student.notebook import check, needs

__all__ = ["check", "needs"]
