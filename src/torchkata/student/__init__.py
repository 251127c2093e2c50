"""On a student's machine: the pytest plugin that explains visible tests, what a handout's cells call, watch, hint, status, pack.

From outside: `check`, `hint`, `import_file` and `needs`, in notebooks.
"""

from torchkata.student.imports import import_file
from torchkata.student.notebook import check, hint, needs

__all__ = ["check", "hint", "import_file", "needs"]
