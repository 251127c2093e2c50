"""What an exception means, for a beginner of PyTorch: one plain sentence to stand before what Python or torch says.

An exception is recognised by the name of its type and by its text, so that one that was raised in another process can be explained
as well. tests/test_explain.py makes the libraries really raise each of them: a new version that says it differently is seen there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

NUMBER = r"'?(?:int|float|bool|complex)'?"
LAYER = (
    "ReLU|Sigmoid|Tanh|Softmax|LogSoftmax|Dropout|Linear|Flatten|Sequential|ModuleList|BatchNorm1d|BatchNorm2d|LayerNorm|Conv2d|"
    "MaxPool2d|AvgPool2d|Embedding|LSTM|MSELoss|CrossEntropyLoss|NLLLoss"
)
OF_A_TENSOR = "shape|size|dim|dtype|device|sum|mean|view|reshape|flatten|backward|grad|detach|item|to|t|T"
IMPORTS = {"nn": "from torch import nn", "F": "import torch.nn.functional as F", "np": "import numpy as np"}
IMPORTS |= {name: f"import {name}" for name in ("torch", "math", "copy", "random", "os")}


@dataclass(frozen=True)
class Explanation:
    """A kind of exception: its types, what is found in its text, and the sentence, with the groups of the pattern by name."""

    types: tuple[str, ...]
    pattern: re.Pattern
    sentence: str | Callable[[re.Match], str]

    def of(self, kind: str, text: str) -> str | None:
        found = self.pattern.search(text) if kind in self.types else None
        if found is None:
            return None
        return self.sentence(found) if callable(self.sentence) else self.sentence.format(**found.groupdict())


def explain(kind: str, text: str) -> str | None:
    """What it means that an exception of the type `kind` was raised with this text; None if it is not one of those known here."""
    return next((said for each in EXPLANATIONS if (said := each.of(kind, text))), None)


def _when(types: str, pattern: str, sentence) -> Explanation:
    return Explanation(tuple(types.split()), re.compile(pattern, re.DOTALL), sentence)


def _matrices(found):
    a, b, c, d = (found[name] for name in "abcd")
    return (
        f"A matrix of shape ({a}, {b}) cannot be multiplied by one of shape ({c}, {d}): the second size of the first matrix, {b}, "
        f"has to be the first size of the second one, {c}."
    )


def _not_defined(found):
    name = found["name"]
    if name in IMPORTS:
        return f"The name {name} is not known: the line `{IMPORTS[name]}` is missing at the top of the file."
    return f"The name {name} is not known here: look at how it is spelled, and whether it is set before this line runs."


def _arguments(found):
    method = "; for a method the object itself is counted, as the first one, `self`" if "." in found["name"] else ""
    given = f"{found['given']} argument{'s' if found['given'] != '1' else ''}"
    return f"{found['name']} was called with {given}, and its `def` line has {found['takes']}{method}."


def _no_tensor(found):
    several = ": a function or layer that returns several values, as an LSTM does, gives a tuple of them" * (
        "tuple" in found["given"]
    )
    return f"A tensor is needed here, and {found['given']} was given{several}."


def _nothing_of_the_name(found):
    return (
        f"{_a(found['kind'])} has nothing of the name {found['name']}: look at how it is spelled, and, if the class is yours, "
        "whether it was set, with `self.` before it."
    )


def _a(kind):
    """The name with its article at the start of a sentence: A Linear, An Adam, An LSTM."""
    letters = kind[:2].isupper() and kind[0] in "FHLMNRSX"  # said letter by letter: "ess-gee-dee"
    return f"{'An' if letters or kind[0] in 'AEIOaeio' else 'A'} {kind}"


NO_RETURN = "a function that ends without `return`, or only prints, gives None"
NONE_OF_TORCH = f"{NO_RETURN}, and so does backward(); a .grad is None before backward, and that of a tensor that is no leaf"
NONE = f"There is None where a value is needed: {NONE_OF_TORCH}."
INIT = "`super().__init__()` is missing, or comes too late: it has to be the first line of a module's __init__."
NOT_CALLED = "nn.{layer} is a class and not a function: make an object of it first, and then call that object with the tensors."
ONE_NUMBER = "One number is asked for, and the tensor or array has several: reduce it first, for example with a mean or a sum."
SAME_DTYPE = "The two tensors have different dtypes (float32 is PyTorch's default, float64 is NumPy's): convert one of them."
SAME_DEVICE = "The tensors are on different devices: move all of them, and the module, to the same one."
UNPACK = (
    "The names do not fit the values in number: count the names, and the values to the right of the `=`, or what the loop gives "
    "in each round."
)
BROADCAST = (
    "The shapes do not fit for an operation entry by entry: compare them from the right; each pair of sizes has to be equal, or "
    "one of the two has to be 1."
)
RESHAPE = "A new shape has to hold exactly as many numbers as there are: multiply its sizes and compare."
WHOLE = (
    "This works only on numbers with a fraction, and these are whole (of the type {dtype}): look at the dtype, and at the order of "
    "the arguments."
)
SAVED = "Python cannot read the file, as it is not saved as UTF-8: choose UTF-8 where your editor saves it."
INDENT = "The line starts at the wrong column: Python reads from the indentation which lines belong together."

EXPLANATIONS = (
    # ---- nothing where something was expected ----
    _when("AttributeError", r"'NoneType' object has no attribute", NONE),
    _when(
        "TypeError",
        r"object of type 'NoneType' has no len|unsupported operand type.*NoneType|'NoneType' object (is not|cannot)",
        NONE,
    ),
    _when("TypeError", r"must be (Tensor|an iterable), not NoneType", NONE),
    _when(
        "TypeError", r"cannot unpack non-iterable NoneType|(not supported between|bad operand type).*NoneType|got NoneType", NONE
    ),
    # ---- modules ----
    _when("AttributeError", r"(before|prior to) Module\.__init__\(\) call", INIT),
    _when(
        "AttributeError", r"object has no attribute '_(forward|backward|parameters|modules|buffers|non_persistent|state_dict)", INIT
    ),
    _when("TypeError", r"'__init__' of 'super' object needs an argument", "super has to be called: `super().__init__()`."),
    _when(
        "TypeError",
        r"__init__\(\) should return None",
        "__init__ cannot return anything. If an error was meant: it is raised and not returned.",
    ),
    _when(
        "TypeError",
        rf'can only concatenate str \(not "({LAYER})"\)',
        "A module stands where the name of one is needed: the names by which a module keeps its parts are strings.",
    ),
    _when("TypeError", rf"must be Tensor, not (?P<layer>{LAYER})\b", NOT_CALLED),
    _when("TypeError", rf"unsupported operand type.*'(?P<layer>{LAYER})'", NOT_CALLED),
    _when(
        "AttributeError",
        rf"'(?P<layer>{LAYER})' object has no attribute '(shape|sum|mean|view|backward|size|grad|item)'",
        NOT_CALLED,
    ),
    _when(
        "NotImplementedError",
        r'missing the required "forward"',
        "The module has no method forward: look at how it is spelled, and at its indentation.",
    ),
    _when(
        "TypeError",
        r"cannot assign '.*' as parameter '(?P<name>\w+)'",
        "{name} is a parameter of the module, so only an nn.Parameter (or None) can take its place, and no other tensor.",
    ),
    _when(
        "TypeError",
        r"is not a Module subclass|as child module",
        "Only modules can be put here, and a function, a class or a list is none: look for a layer that was not made, or a missing "
        "`*`.",
    ),
    _when(
        "TypeError KeyError",
        r"module name (should be a string|can.{1,2}t (contain|be empty))",
        "A module's name has to be a string that is not empty and has no dot in it.",
    ),
    _when(
        "ValueError",
        r"optimizer got an empty parameter list",
        "The optimizer got no parameters: a generator that was used up already is empty, and so is a module whose layers lie in a "
        "plain list.",
    ),
    _when(
        "TypeError",
        r"optimizer can only optimize Tensors, but one of the params is (?P<given>[\w.]+)|params argument given to the optimizer",
        "An optimizer is given parameters, and here it got something else: look at what is passed to it.",
    ),
    _when(
        "ValueError",
        r"can't optimize a non-leaf Tensor",
        "An optimizer can change leaves only: tensors that you made yourself, and not results of an operation.",
    ),
    _when(
        "ValueError",
        r"Expected more than 1 value per channel",
        "Batch normalisation in training mode needs more than one row: a batch of one has no variance.",
    ),
    # ---- shapes ----
    _when(
        "RuntimeError", r"mat1 and mat2 shapes cannot be multiplied \((?P<a>\d+)x(?P<b>\d+) and (?P<c>\d+)x(?P<d>\d+)\)", _matrices
    ),
    _when("ValueError", r"shapes \((?P<a>\d+),(?P<b>\d+)\) and \((?P<c>\d+),(?P<d>\d+)\) not aligned", _matrices),
    _when(
        "RuntimeError ValueError",
        r"size mismatch, got input|inconsistent tensor size|mismatch in its core dimension|not aligned",
        "The two sizes along which a product is summed are different: write the shapes next to each other and compare.",
    ),
    _when("RuntimeError", r"must match the (existing )?size.* at non-singleton dimension", BROADCAST),
    _when("ValueError", r"could not be broadcast", BROADCAST),
    _when("RuntimeError", r"shape '.*' is invalid for input of size (?P<size>\d+)", RESHAPE),
    _when("ValueError", r"cannot reshape array of size", RESHAPE),
    _when(
        "RuntimeError",
        r"view size is not compatible",
        "`view` needs the numbers side by side in memory, and those of a transposed or cut tensor are not.",
    ),
    _when(
        "RuntimeError",
        r"expected input\[.*\] to have (?P<wanted>\d+) channels, but got (?P<given>\d+)",
        "The convolution expects {wanted} channels, the second size of its input, and the input has {given}.",
    ),
    _when(
        "RuntimeError",
        r"Tensors must have same number of dimensions|Sizes of tensors must match except|stack expects each tensor",
        "Tensors that are put together have to have equal sizes, but for the one axis along which `cat` joins them.",
    ),
    _when(
        "IndexError",
        r"Dimension out of range|axis \d+ is out of bounds|dimension specified as",
        "The tensor has fewer axes than this: the first axis is 0, and the last one -1.",
    ),
    _when("AxisError", r"out of bounds", "The array has fewer axes than this: the first axis is 0, and the last one -1."),
    _when("ValueError", r"(not enough|too many) values to unpack", UNPACK),
    # ---- autograd ----
    _when(
        "RuntimeError",
        r"leaf Variable that requires grad is being used in an in-place",
        "A leaf, a tensor that requires grad, was changed in place while autograd records. An update should not be recorded: read "
        "about no_grad.",
    ),
    _when(
        "RuntimeError",
        r"backward through the graph a second time",
        "backward was called twice on the same graph, which is gone after the first time: look for a loss or a hidden result that "
        "is used again in the next step.",
    ),
    _when(
        "RuntimeError",
        r"does not require grad and does not have a grad_fn",
        "Nothing that this loss was made from requires a gradient: look for `.detach()`, `.item()`, `.data`, `torch.tensor(...)` "
        "around a result, or `no_grad` on the way.",
    ),
    _when(
        "RuntimeError",
        r"grad can be implicitly created only for scalar",
        "backward without an argument needs a loss that is one number, and this tensor has several.",
    ),
    _when(
        "RuntimeError",
        r"needed for gradient computation has been modified by an inplace",
        "A tensor that backward needs was changed in place after it had been used: look for `+=`, `[...] =` and methods that end "
        "in an underscore.",
    ),
    _when(
        "RuntimeError",
        r"Can't call numpy\(\) on Tensor that requires grad",
        "A tensor that autograd follows cannot become a NumPy array as it is: call detach() first.",
    ),
    _when(
        "RuntimeError",
        r"[Oo]nly Tensors of floating point.*can require gradients",
        "Only numbers with a fraction can have a gradient, and this tensor has whole numbers: write 1. and not 1, or give a dtype.",
    ),
    # ---- one number, many numbers, truth ----
    _when("RuntimeError ValueError", r"cannot be converted to Scalar|only one element tensors can be converted", ONE_NUMBER),
    _when(
        "TypeError",
        r"only (length-1|0-dimensional|size-1) arrays can be converted|only integer tensors of a single element",
        ONE_NUMBER,
    ),
    _when(
        "RuntimeError ValueError",
        r"truth value of an array|Boolean value of Tensor with more than one",
        "`if`, `and`, `or` and `not` need one truth value, and a comparison of tensors gives one for each entry: use a "
        "mask, `where`, .all() or .any().",
    ),
    _when(
        "AttributeError",
        rf"{NUMBER} object has no attribute '(?P<name>backward|detach|item|shape|grad|to|size|numpy|requires_grad)'",
        "This is a plain number and no tensor, so it has no {name}: look for `.item()` or float(...) that came too early.",
    ),
    _when("TypeError", rf"must be Tensor, not (?P<given>{NUMBER}|list|tuple|str|numpy\.ndarray)\b", _no_tensor),
    _when("TypeError", r"expected Tensor as element \d+ in argument \d+, but got (?P<given>\w+)", _no_tensor),
    _when(
        "AttributeError",
        rf"'(?P<kind>list|tuple|str|dict|set|generator)' object has no attribute '(?P<name>{OF_A_TENSOR})'",
        "This is a {kind} and no tensor, so it has no {name}: look for a value that has to be taken out of it, or a missing `*`.",
    ),
    _when(
        "AttributeError",
        r"'(?P<kind>list|tuple|set|str)' object has no attribute '(?P<name>items|keys|values)'",
        "This is a {kind} and no dict, so it has no {name}.",
    ),
    _when(
        "TypeError",
        r"'(?P<given>list|tuple|str|numpy.ndarray)' object cannot be interpreted|sequence by non-int of type 'Tensor'",
        "A list is used where a tensor or a number is needed.",
    ),
    # ---- dtypes and devices ----
    _when("RuntimeError", r"[Ee]xpected all tensors to be on the same device|is not on the expected device", SAME_DEVICE),
    _when(
        "RuntimeError",
        r"Invalid device string",
        "No device has this name: names are such as cpu, cuda and cuda:0; look at how the text was put together.",
    ),
    _when("RuntimeError NotImplementedError", r"not implemented for '(?P<dtype>Long|Int|Short|Char|Byte|Bool)'", WHOLE),
    _when(
        "TypeError RuntimeError NotImplementedError",
        r"bitwise_xor|unsupported operand type\(s\) for \^",
        "`^` is no power in Python, it works on single bits: a power is written with two stars.",
    ),
    _when("RuntimeError", r"(Input|weight) type .* and .* should be the same", SAME_DTYPE),
    _when(
        "RuntimeError", r"must have the same dtype|to have the same dtype|expected scalar type (?!Long)\w+ but found", SAME_DTYPE
    ),
    _when(
        "RuntimeError IndexError",
        r"one of the following scalar types: Long|expected scalar type Long|used as indices must be long",
        "Indices and class numbers have to be whole numbers, of dtype int64 (torch.long), and these are not.",
    ),
    _when(
        "RuntimeError UFuncTypeError _UFuncOutputCastingError",
        r"can't be cast to the desired output type|Cannot cast ufunc",
        "The result has a fraction and cannot be written into a tensor of whole numbers: give it a float dtype when it is made.",
    ),
    _when(
        "AssertionError RuntimeError",
        r"not compiled with CUDA|Found no NVIDIA driver",
        "This machine has no GPU that PyTorch can use: ask torch.cuda.is_available() before you use one.",
    ),
    # ---- indices and keys ----
    _when(
        "IndexError",
        r"index out of range in self",
        "An index is not below the number of rows of the embedding: the first row is 0, and the last one num_embeddings - 1.",
    ),
    _when(
        "IndexError",
        r"index (?P<index>-?\d+) is out of bounds for (dimension|axis) \d+ with size (?P<size>\d+)",
        "Index {index} does not exist along an axis of size {size}: the first is 0, and the last is the size minus 1.",
    ),
    _when(
        "IndexError",
        r"(list|tuple|string) index out of range|pop from empty list",
        "The list has fewer items than this index needs: the first is 0, and the last is the length minus 1.",
    ),
    _when(
        "IndexError",
        r"invalid index of a 0-dim|too many indices",
        "The tensor has fewer axes than there are indices; a tensor with one number has none.",
    ),
    _when(
        "IndexError RuntimeError",
        r"Target -?\d+ is out of bounds",
        "A class number has to be 0 or more, and smaller than the number of columns that the prediction has.",
    ),
    _when(
        "KeyError",
        r"^(?P<key>'[^'\n]+'|-?\d+)$",
        "There is no entry {key} in the dict: compare with the keys under which its values were put there.",
    ),
    _when(
        "StopIteration",
        r"^$",
        "`next` was called where nothing is left: what it goes through is empty here, or used up.",
    ),
    _when(
        "RuntimeError",
        r"Missing key\(s\) in state_dict|Unexpected key\(s\) in state_dict|size mismatch for",
        "The entries that were saved do not fit this module: compare their names and shapes with those of its own state_dict().",
    ),
    _when(
        "UnpicklingError",
        r"[Ww]eights.only",
        "The file holds more than tensors and plain containers, and torch.load refuses such a file unless you say that you trust "
        "it: read about its argument weights_only.",
    ),
    _when(
        "TypeError",
        r"Expected state_dict to be dict-like, got <class '(?P<kind>[\w.]+)'>",
        "load_state_dict needs a dict of the values themselves, and it got a {kind}: look at where they are read from the file.",
    ),
    _when(
        "AttributeError",
        r"expected 'f' to be string, path, or a file-like object",
        "The file has to be given as a path or an open file, and it is neither: look at the order of the arguments.",
    ),
    _when(
        "TypeError",
        r"write\(\) argument must be str, not (bytes|memoryview)",
        "The file was opened for text, and what is written to it are bytes: look at how it was opened.",
    ),
    _when(
        "TypeError PicklingError AttributeError",
        r"cannot pickle '(?P<kind>[\w.]+)' object",
        "A {kind} cannot be saved to a file: look at what is passed on to be saved.",
    ),
    _when(
        "TypeError",
        r"unhashable type: '(?P<kind>\w+)'",
        "A {kind} can change, so it cannot be a key of a dict or a member of a set; a tuple or a string can.",
    ),
    # ---- calls ----
    _when(
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) missing \d+ required (positional|keyword-only) arguments?: (?P<missing>.+)",
        "{name} was called without {missing}: compare the call with the `def` line, or with the library's documentation.",
    ),
    _when(
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) takes (from \d+ to )?(?P<takes>\d+) positional arguments? but (?P<given>\d+) w",
        _arguments,
    ),
    _when(
        "TypeError",
        r"got an unexpected keyword argument '(?P<name>\w+)'",
        "The function that is called has no argument named {name}: compare the call with the `def` line.",
    ),
    _when(
        "TypeError",
        r"'torch.Size' object is not callable",
        "A shape stands without round brackets behind it; only size() is called.",
    ),
    _when(
        "TypeError",
        r"'(?P<kind>[\w.]+)' object is not callable",
        "Round brackets after a {kind} call it like a function, and it is none: look for a missing `*`, or a name used twice.",
    ),
    _when(
        "TypeError",
        r"'(?P<kind>method|builtin_function_or_method|function|type)' object is not subscriptable|unsupported operand type.*"
        r"'(method|builtin_function_or_method|function)'|'(method|builtin_function_or_method)' object is not iterable",
        "A function is used as if it were its result: the round brackets of the call are missing.",
    ),
    _when(
        "TypeError",
        r"object of type 'generator' has no len|'generator' object is not subscriptable",
        "A generator gives its values one after the other, and only once: it has no length and no index. A list of them has.",
    ),
    _when(
        "TypeError",
        rf"(?P<kind>{NUMBER}) object is not iterable",
        "A loop, or a list, needs several values to go through, and this is one number.",
    ),
    # ---- names and imports ----
    _when("NameError", r"name '(?P<name>\w+)' is not defined", _not_defined),
    _when(
        "UnboundLocalError",
        r"local variable '(?P<name>\w+)'",
        "{name} is set somewhere in this function, and so it belongs to it; at this line it has no value yet.",
    ),
    _when(
        "ImportError",
        r"partially initialized module '(?P<module>[\w.]+)'|circular import",
        "A file of yours has the name of a library, or two files import each other, so that one is not ready when it is needed.",
    ),
    _when(
        "AttributeError",
        r"partially initialized module|circular import",
        "A file of yours has the name of a library, and Python finds your file first: give it another name.",
    ),
    _when(
        "ModuleNotFoundError",
        r"No module named '(?P<module>[\w.]+)'",
        "There is no library or file of the name {module} here: look at how it is spelled, and whether it is installed.",
    ),
    _when(
        "AttributeError",
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
        "{module} has nothing of the name {name}: look at how it is spelled, upper and lower case too.",
    ),
    _when(
        "AttributeError",
        r"'(?P<kind>\w+)' object has no attribute '(?P<name>[^']+)'",
        _nothing_of_the_name,
    ),
    # ---- Python's grammar ----
    _when("TabError", r"", "Tabs and spaces are mixed at the start of lines: use four spaces everywhere."),
    _when("IndentationError", r"", INDENT),
    _when(
        "SyntaxError", r"expected ':'", "A colon is missing at the end of a line that opens a block, such as def, if, for or class."
    ),
    _when(
        "SyntaxError",
        r"was never closed|unmatched '|does not match opening",
        "A bracket is open or closed once too often; the missing one may stand some lines above.",
    ),
    _when(
        "SyntaxError",
        r"unterminated|EOL while scanning",
        "A quotation mark is missing: a text has to end where it began, on its line.",
    ),
    _when(
        "SyntaxError",
        r"cannot assign to|Maybe you meant '=='",
        "`=` sets a name and `==` compares: here it has to be the other one.",
    ),
    _when(
        "SyntaxError",
        r"invalid (non-printable )?character",
        "Python does not know this sign. Quotation marks, dashes and spaces from a web page or a text program only look like those "
        "of Python: type them again.",
    ),
    _when("SyntaxError", r"forgot a comma", "Something is missing between two values, most often a comma."),
    _when("SyntaxError", r"null bytes|[Nn]on-UTF-8|utf-8", SAVED),
    _when("SyntaxError", r"Missing parentheses in call to 'print'", "print is a function: its arguments stand in round brackets."),
    _when("SyntaxError", r"invalid syntax", "Python cannot read this line: look at its signs, and at the end of the line above."),
    # ---- the rest ----
    _when("SystemExit", r"", "exit(), quit() and sys.exit() end Python, and the tests with it: remove the call."),
    _when("RecursionError", r"", "A function calls itself without an end: something has to stop it."),
    _when("ZeroDivisionError", r"", "A number was divided by zero: look at what the divisor is in this case."),
    _when("FileNotFoundError", r"", "There is no file of that name: a path starts in the folder in which Python was started."),
    _when(
        "EOFError OSError",
        r"EOF when reading a line|reading from stdin",
        "input() waits for a keyboard, and there is none while code is tested or graded.",
    ),
    _when(
        "ValueError",
        r"setting an array element with a sequence|expected sequence of length",
        "The rows of a list have different lengths, so that no array or tensor can be made of it.",
    ),
    _when(
        "TypeError",
        r"can only concatenate (?P<left>\w+) \(not \"(?P<right>[\w.]+)\"\)",
        "`+` does not work between {left} and {right}: look at which of the two is not what you expect.",
    ),
    _when(
        "TypeError",
        r"'(?P<sign>[<>]=?)' not supported between instances of '(?P<left>[\w.]+)' and '(?P<right>[\w.]+)'",
        "`{sign}` does not work between {left} and {right}: look at which of the two is not what you expect.",
    ),
    _when(
        "TypeError",
        r"unsupported operand type\(s\) for (?P<sign>\S+): '(?P<left>[\w.]+)' and '(?P<right>[\w.]+)'",
        "`{sign}` does not work between {left} and {right}: look at which of the two is not what you expect.",
    ),
)
