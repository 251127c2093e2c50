"""What the kit does to the Python that runs its commands."""

import importlib.util
import subprocess
import sys

import pytest

from torchkata.interpreter import python_environment


@pytest.mark.skipif(importlib.util.find_spec("rfc3987_syntax") is None, reason="jsonschema came without its address checker")
def test_address_grammars_are_built_when_an_address_is_checked():
    code = """
import sys
from torchkata.interpreter import build_address_grammars_late
build_address_grammars_late()
import nbformat
from jsonschema import FormatChecker
from jsonschema.exceptions import FormatError
assert "lark" not in sys.modules, "the grammars are built at import"
FormatChecker(["iri"]).check("http://example.org/\u00fc", "iri")
assert "lark" in sys.modules, "nobody has checked the address"
try:
    FormatChecker(["iri"]).check("no address", "iri")
except FormatError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], env=python_environment(), capture_output=True, text=True)
    assert done.stdout == "refused\n", done.stderr
