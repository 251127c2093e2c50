"""A student's files in a notebook: always as they were saved last, and a broken one says so in a sentence.

`import_file("layers.py")` gives a stand-in for the module, which is also what `import layers` finds from then on. Each look at one
of its names loads the file anew if any Python file of the folder has changed. So no old code runs after a mistake, and a mistake
in one file is told once.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
from pathlib import Path


class FileBroken(Exception):
    """A student's file cannot be used as it is; the message is a sentence."""


class StudentFile(types.ModuleType):
    """A module that is always the file as it is now."""

    def __init__(self, files: StudentFiles, path: Path):
        super().__init__(path.stem)
        self.__file__ = str(path)
        self._files = files

    def __getattr__(self, name):
        if name.startswith("__"):  # what Python asks of every module
            raise AttributeError(name)
        return getattr(self._files.loaded(self), name)

    def __dir__(self):
        return dir(self._files.loaded(self))


class StudentFiles:
    """The files of one folder, which are loaded together: one may import another."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._stand_ins: dict[str, StudentFile] = {}
        self._loaded: dict[str, types.ModuleType] = {}
        self._broken: dict[str, str] = {}
        self._stamp = None

    def stand_in(self, file: str) -> StudentFile:
        """The stand-in for a file, which is what `import` finds, too."""
        name = file.removesuffix(".py")
        if name not in self._stand_ins:
            self._stand_ins[name] = StudentFile(self, self.folder / f"{name}.py")
            if str(self.folder) not in sys.path:
                sys.path.insert(0, str(self.folder))
        sys.modules[name] = self._stand_ins[name]
        return self._stand_ins[name]

    def loaded(self, stand_in: StudentFile) -> types.ModuleType:
        """The module as the file is now.

        Raises:
            FileBroken: it cannot be imported.
        """
        self._forget_what_has_changed()
        name = stand_in.__name__
        if name in self._broken:
            raise FileBroken(self._broken[name])
        if name not in self._loaded:
            self._load(name, Path(stand_in.__file__))
        return self._loaded[name]

    def _load(self, name, path):
        if not path.exists():
            self._fail(name, f"{path.name} is not in {self.folder}.")
        spec = importlib.util.spec_from_file_location(name, path)
        module = self._loaded[name] = importlib.util.module_from_spec(spec)  # there already for one that imports it back
        before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # kept code of the same second would be taken for the new
        try:
            code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
            exec(code, vars(module))
        except FileBroken as broken:  # another file, which it imports
            del self._loaded[name]
            self._fail(name, f"{path.name} needs another file. {broken}")
        except (Exception, SystemExit) as error:
            del self._loaded[name]
            self._fail(name, self._why(path.name, error))
        finally:
            sys.dont_write_bytecode = before

    def _fail(self, name, sentence):
        self._broken[name] = sentence
        raise FileBroken(sentence) from None

    def _why(self, file, error):
        import pytest

        from torchkata.student.sentences import import_problem, student_frames

        excinfo = pytest.ExceptionInfo.from_exception(error)
        return f"{file} cannot be imported: {import_problem(excinfo, student_frames(excinfo, self.folder.resolve()), 0)}."

    def _forget_what_has_changed(self):
        stamp = {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in self.folder.glob("*.py")}
        if stamp == self._stamp:
            return
        self._stamp, self._loaded, self._broken = stamp, {}, {}
        importlib.invalidate_caches()
        for name, module in list(sys.modules.items()):  # other files of the student's, which these import
            if name not in self._stand_ins and Path(getattr(module, "__file__", None) or "/").parent == self.folder:
                del sys.modules[name]


_folders: dict[Path, StudentFiles] = {}


def import_file(file: str) -> StudentFile:
    """A student's file beside the notebook, as a module that is always the file as it was saved last.

    A mistake in the file shows where something of it is used: `needs` says it in a sentence, once.
    """
    folder = Path.cwd()
    return _folders.setdefault(folder, StudentFiles(folder)).stand_in(file)
