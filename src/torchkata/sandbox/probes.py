"""Probes: functions of the hidden graders that travel into the sandbox and run beside student code."""

from __future__ import annotations

import builtins
import dis
import marshal
import types

from torchkata.sandbox import wire

CPU_SECONDS = 3.0  # of a probe, unless it says otherwise


class GraderError(Exception):
    """A grader is written wrongly; its author has to mend it."""


class Probe:
    """A function `f(student, *args)` that runs in the worker. Made by `probe`; handed to the `student` fixture."""

    def __init__(self, function, timeout):
        self.function = function
        self.name = function.__name__
        self.timeout = timeout
        self._code = None
        self._encoded = None

    @property
    def encoded(self) -> bytes:
        """`code`, encoded once for all workers."""
        if self._encoded is None:
            self._encoded = wire.encode(self.code)
        return self._encoded

    @property
    def code(self) -> dict:
        """The function and what it uses, as plain data for the worker.

        Raises:
            GraderError: it uses something that may not travel.
        """
        if self._code is None:
            self._code = {"name": self.name, "functions": {}, "modules": {}, "constants": {}}
            self._collect(self._code)
        return self._code

    def _collect(self, code):
        function = self.function
        if function.__closure__:
            raise GraderError(f"probe {self.name}: define it at module level; it closes over {function.__code__.co_freevars}")
        code["functions"][self.name] = {
            "code": marshal.dumps(_anonymous(function.__code__)),
            "defaults": list(function.__defaults__ or ()),
            "kwdefaults": function.__kwdefaults__,
        }
        for name in sorted(_global_names(function.__code__)):
            if name not in function.__globals__:
                if not hasattr(builtins, name):
                    raise GraderError(f"probe {self.name} uses {name}, which is not defined")
                continue
            value = function.__globals__[name]
            if isinstance(value, Probe):
                if value.name != name:
                    raise GraderError(f"probe {self.name} uses probe {value.name} under another name, {name}")
                if name not in code["functions"]:
                    value._collect(code)
            elif isinstance(value, types.ModuleType):
                code["modules"][name] = value.__name__
            else:
                try:
                    wire.encode(value)
                except wire.WireError:
                    raise GraderError(
                        f"probe {self.name} uses {name}, a {type(value).__name__}: only modules, probes and plain data "
                        "travel to the worker; import it inside the probe"
                    ) from None
                code["constants"][name] = value


def probe(function=None, *, timeout=CPU_SECONDS):
    """Make a module-level function a probe; `timeout` is the CPU time in seconds that one call may take."""
    if function is None:
        return lambda function: Probe(function, timeout)
    return Probe(function, timeout)


def _anonymous(code):
    """The code object without the path of the grader."""
    constants = tuple(_anonymous(c) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return code.replace(co_filename="<probe>", co_consts=constants)


def _global_names(code):
    names = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    if code.co_name and "__qualname__" in code.co_names:  # the body of a class: some of its names are its own
        names -= {i.argval for i in dis.get_instructions(code) if i.opname == "STORE_NAME"} | {"__name__"}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _global_names(constant)
    return names
