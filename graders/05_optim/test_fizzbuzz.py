"""Hidden graders of fizzbuzz.py."""

import contextlib
import io
import itertools
import math

import numpy as np
import pytest
import torch
from torch import nn

from torchkata.grading import CheckFailed, as_number, assert_matches, assert_that, misconception, once, presuppose, probe

fifteen_late = misconception(
    "fifteen-tested-late", "A multiple of 15 is a multiple of 3 and of 5 too, and the test for one of these came first."
)
large_numbers = misconception("large-numbers", "It works for small numbers, and the exercise sets no limit.", keeps=0.6)
class_as_string = misconception("class-as-string", "A class is a number.", keeps=0.6)
one_two_swapped = misconception("one-and-two-swapped", "Fizz and buzz are swapped: 1 stands for fizz, 2 for buzz.")
other_codes = misconception(
    "other-codes",
    "The four kinds of numbers are told apart, but the classes of the exercise are the numbers 0, 1, 2 and 3.", keeps=0.4)
one_kind_wrong = misconception("one-kind-wrong", "For two of these three kinds of numbers it is right.", keeps=0.5)
class_zero = misconception("class-zero-returns-0", 'Class 0 stands for the number itself: a player says the number, and never "0".')
prediction_without_effect = misconception("prediction-ignored", "The prediction decides what is said, even where it is wrong.")
not_a_str = misconception("not-a-str", "For class 0 a number came back; the answer is a string in every case.", keeps=0.1)
prediction_ignored = misconception(
    "prediction-ignored",
    "The answer follows the number, and not the prediction. A net makes mistakes, and decoding has to show them.",
    keeps=0.4,
)
printed = misconception("printed", "It was printed, and nothing came back: what was found has to be returned.", keeps=0.4)
capital_letters = misconception(
    "capital-letters", "The words are right but for their capital letters; the exercise has none.", keeps=0.25
)
most_significant_first = misconception(
    "most-significant-first",
    "The digits are in the usual order, with the largest power of two first; here the least significant digit is first.",
)
refused_too_early = misconception(
    "refused-too-early", "The largest number with so many digits still fits; only the next one does not.", keeps=0.1
)
other_exception = misconception("other-exception", "The exercise asks for another exception.", keeps=0.25)
digits_wrong = misconception("digits-wrong", "Only the exception for numbers that do not fit counts here.", keeps=0.5)
few_digits = misconception("few-digits", "It works for small numbers, and num_digits may be any number.", keeps=0.6)
overflow_lost = misconception("overflow-lost", "Its upper digits were dropped, so it looks like a smaller number.")
overflow_longer = misconception("overflow-lost", "The result has more than num_digits digits.")
strings = misconception("strings", "A net computes with numbers, not with characters.")
stop_included = misconception(
    "stop-included", "The number stop itself is in the data; as in range, the last one is stop - 1.", keeps=0.5
)
start_ignored = misconception("start-ignored", "The numbers begin with 1, and not with start.", keeps=0.3)
other_numbers = misconception(
    "other-numbers", "Most of these numbers are right, but they do not go from start up to stop - 1.", keeps=0.5
)
other_order = misconception(
    "other-order", "The numbers are right, but they do not come in turn, from start up to stop - 1.", keeps=0.5
)
columns = misconception("columns", "Each number is a column of x, and it should be a row.", keeps=0.4)
row_lost = misconception("row-lost", "A single number makes a batch of one row.", keeps=0.6)
arrays = misconception("arrays", "The numbers are right; torch computes with tensors.", keeps=0.6)
ten_digits = misconception("ten-digits", "There are always ten digits, whatever num_digits is.", keeps=0.35)
one_hot = misconception(
    "one-hot-labels", "Each label is a row of zeros and a one; the exercise asks for the number of the class.", keeps=0.5
)
float_labels = misconception(
    "float-labels", "The labels are floating-point numbers; for the cross-entropy class labels are integers."
)
wrong_dtype = misconception("wrong-dtype", "The exercise asks for float32 in x, and for int64 in y.", keeps=0.3)
softmax_first = misconception(
    "softmax-before-cross-entropy",
    "Cross-entropy computes a softmax itself. With probabilities in place of plain scores it is applied twice, and training is "
    "slow.",
)
labels_out_of_step = misconception(
    "labels-out-of-step", "The labels in the loss belong to other rows than the inputs: a new order has to be the same for both."
)
last_batch_dropped = misconception(
    "last-batch-dropped", "All batches have one size, and the rows that are left for a shorter last batch are left out."
)
undertrained = misconception(
    "undertrained", "It learns something, but not enough: think of how long it trains, and with which learning rate.", keeps=0.4
)
another_net = misconception("another-net", "The net and its training have to fit together.", keeps=0.3)
tensors = misconception("tensor-returned", "A loss that is kept as a tensor keeps its whole graph in memory.", keeps=0.3)
return_missing = misconception("return-missing", "What was computed has to be returned.")
trains_on_test = misconception(
    "trains-on-1-to-100",
    "The net is tested with 1 to 100, so they must not take part: x and y are all that it may be trained with.",
)
argmax_axis = misconception(
    "argmax-over-axis-0",
    "argmax was taken over axis 0, which finds the best row for each class; the best class for each row needs the other axis.",
)
rounded = misconception("rounded", "The numbers were rounded; the exercise asks for the losses themselves.", keeps=0.6)
sizes_ignored = misconception("sizes-ignored", "The net's size does not depend on its arguments as it should.", keeps=0.6)


def label(i):
    """The right class, as a sum: 1 for a 3 among the divisors, 2 for a 5."""
    return int(i % 3 == 0) + 2 * int(i % 5 == 0)


def digits(numbers, count=10):
    return (torch.as_tensor(numbers).unsqueeze(1) // 2 ** torch.arange(count)) % 2


def assert_right_for_each(numbers, seen, expected, call, mistakes):
    """Say for which number the answer is not right; `call` is the call with {} for the number."""
    for number, answer, right in zip(numbers, seen, expected, strict=True):
        if answer != right:
            mistake = next((m for m, answers in mistakes.items() if seen == answers), None)
            assert_that(False, f"{call.format(number)} gives {repr(answer)[:80]}, which is not right.", mistake)


# ---- encoding and decoding -----------------------------------------------------------------------------------------


@probe
def encode(student, numbers):
    """The classes; None where there is none for a large number."""
    seen = []
    for i in numbers:
        try:
            seen.append(student.fizz_buzz_encode(i))
        except Exception:
            if i < 1000:
                raise
            seen.append(None)
    kinds = sorted({type(v).__name__ for v in seen if v is not None})
    texts = [None if v is None else str(v) for v in seen]
    values = []
    for v in seen:
        try:
            values.append(None if v is None else int(v))
        except (TypeError, ValueError, RuntimeError):
            values.append("no number")
    return {"values": values, "texts": texts, "types": kinds}


def some(condition):
    """Twelve numbers below 5000 for which the condition holds, and the first one."""
    numbers = [i for i in range(1, 5000) if condition(i)]
    return numbers[:1] + [numbers[k] for k in torch.randint(len(numbers), (12,)).tolist()]


@once
def kinds_right(student):
    """How many of the classes 0, 1 and 2 numbers below 1000 get as they should."""
    numbers = {kind: [i for i in range(1, 1000) if label(i) == kind] for kind in range(3)}
    return sum(student(encode, numbers[kind])["values"] == [kind] * len(numbers[kind]) for kind in numbers)


@once
def kinds_told_apart(student):
    """Whether each of the four kinds of numbers below 1000 has one code, and no other kind has the same."""
    codes = [set(student(encode, [i for i in range(1, 1000) if label(i) == kind])["texts"]) for kind in range(4)]
    return all(len(code) == 1 for code in codes) and len(set.union(*codes)) == 4


def judge_classes(student, number):
    """The class of some numbers that all have the class `number`."""
    numbers = some(lambda i: label(i) == number)
    numbers += some(lambda i: label(i) == number and i < 1000)
    seen = student(encode, numbers)
    text = f"fizz_buzz_encode({numbers[0]}) returned a value of type {' or '.join(seen['types'])}; an int is expected."
    assert_that("no number" not in seen["values"], text, lambda: other_codes if kinds_told_apart(student) else None)
    wrong = [i for i, value in zip(numbers, seen["values"], strict=True) if value != number]
    text = f"fizz_buzz_encode({max(wrong, default=0)}) is not right."
    assert_that(not wrong or min(wrong) < 1000, text, large_numbers)
    mistakes = {one_two_swapped: [{1: 2, 2: 1}.get(number, number)] * len(numbers)}
    if number < 3 and kinds_right(student) == 2:
        mistakes = {one_kind_wrong: seen["values"]}
    elif wrong and kinds_told_apart(student):
        mistakes[other_codes] = seen["values"]
    if number == 3 and wrong and not kinds_told_apart(student):
        answers = {i: value for i, value in zip(numbers, seen["values"], strict=True) if i in wrong}
        first, others = student(encode, [3, 5]), student(encode, [1, 2])
        text = f"fizz_buzz_encode({wrong[0]}) gives {answers[wrong[0]]}, which is not right."
        late = set(answers.values()) <= set(first["values"]) - set(others["values"])
        assert_that(not late, text, fifteen_late)
    text = f"fizz_buzz_encode({numbers[0]}) gives {seen['values'][0]}: the number itself comes back, and not its class."
    assert_that(seen["values"] != numbers, text)
    assert_right_for_each(numbers, seen["values"], [number] * len(numbers), "fizz_buzz_encode({})", mistakes)
    text = f"fizz_buzz_encode({numbers[0]}) returned a string."
    assert_that(seen["types"] != ["str"], text, class_as_string)


@pytest.mark.exercise("fizz_buzz_encode")
@pytest.mark.criterion("fifteen")
def test_encode_fifteen(student):
    """Multiples of 15 have their class."""
    judge_classes(student, 3)


@pytest.mark.exercise("fizz_buzz_encode")
@pytest.mark.criterion("classes")
@pytest.mark.parametrize("kind", ["five", "three", "others"])
def test_encode(student, kind):
    """The other kinds of numbers have theirs."""
    judge_classes(student, {"five": 2, "three": 1, "others": 0}[kind])


@pytest.mark.exercise("fizz_buzz_encode")
@pytest.mark.criterion("int")
def test_encode_gives_an_int(student):
    """The class is an int."""
    seen = student(encode, list(range(1, 31)))
    assert_that(
        seen["types"] == ["int"],
        f"fizz_buzz_encode returned values of type {' and '.join(seen['types'])}; an int is expected for every number.",
    )
    assert_that(len(set(seen["values"])) > 1, "From 1 to 30 all numbers have the same class.")
    assert_that(seen["values"] != list(range(1, 31)), "For every number the number itself comes back, and not its class.")


@probe
def decode(student, numbers, prediction):
    """The answers, and the type of the first that is neither text nor a number; and what was printed where nothing came back."""
    answers, lines = [], []
    for i in numbers:
        with contextlib.redirect_stdout(io.StringIO()) as screen:
            answers.append(student.fizz_buzz_decode(i, prediction))
        lines.append(screen.getvalue().strip())
    odd = [type(answer).__name__ for answer in answers if type(answer) not in (str, int, float, bool, type(None))]
    return {"answers": [None] * len(answers) if odd else answers, "odd": odd[:1], "printed": lines}


def decoded(student, numbers, prediction):
    seen = student(decode, numbers, prediction)
    text = f"fizz_buzz_decode(i, {prediction}) returned a value of type {''.join(seen['odd'])}; a string is expected."
    assert_that(not seen["odd"], text)
    if seen["answers"] == [None] * len(numbers) and seen["printed"] == [said(i, prediction) for i in numbers]:
        assert_that(False, f"fizz_buzz_decode({numbers[0]}, {prediction}) returned None.", printed)
    return seen["answers"]


def said(i, prediction):
    return ("fizz", "buzz", "fizzbuzz")[prediction - 1] if prediction else str(i)


@pytest.mark.exercise("fizz_buzz_decode")
@pytest.mark.criterion("number")
def test_decode_the_number(student):
    """For class 0 a player says the number, as a string, whatever the number."""
    numbers = [7, 9, 10, 30, *some(lambda i: True)]
    seen = decoded(student, numbers, 0)
    mistakes = {class_zero: ["0"] * len(numbers), prediction_ignored: [said(i, label(i)) for i in numbers]}
    assert_that(seen[0] != 0, f"fizz_buzz_decode({numbers[0]}, 0) returned 0.", class_zero)
    assert_that(all(type(v) is not int for v in seen), f"fizz_buzz_decode({numbers[0]}, 0) returned an int.", not_a_str)
    assert_right_for_each(numbers, seen, [str(i) for i in numbers], "fizz_buzz_decode({}, 0)", mistakes)


@pytest.mark.exercise("fizz_buzz_decode")
@pytest.mark.criterion("words")
@pytest.mark.parametrize("prediction", [1, 2, 3])
def test_decode_words(student, prediction):
    """For the other classes a player says a word, whatever the number."""
    numbers = [7, 9, 10, 30, *some(lambda i: True)]
    expected = [said(i, prediction) for i in numbers]
    seen = decoded(student, numbers, prediction)
    mistakes = {
        one_two_swapped: [said(i, {1: 2, 2: 1}.get(prediction, 3)) for i in numbers],
        prediction_ignored: [said(i, label(i)) for i in numbers],
    }
    if [word.lower() if isinstance(word, str) else word for word in seen] == expected:
        mistakes[capital_letters] = seen
    spaced = seen != expected and [word.replace(" ", "") if isinstance(word, str) else word for word in seen] == expected
    assert_that(not spaced, f"fizz_buzz_decode({numbers[0]}, {prediction}) gives {seen[0]!r}, which has a space too many.")
    assert_right_for_each(numbers, seen, expected, f"fizz_buzz_decode({{}}, {prediction})", mistakes)


@pytest.mark.exercise("fizz_buzz_decode")
@pytest.mark.criterion("prediction")
def test_prediction_decides(student):
    """The four classes give four answers for one number, and a word is the same for every number."""
    numbers = [7, 9, 10, 30, *some(lambda i: True)]
    answers = [decoded(student, numbers, prediction) for prediction in range(4)]
    for number, *each in zip(numbers, *answers, strict=True):
        different = all(a != b for a, b in itertools.combinations(each, 2))
        text = f"fizz_buzz_decode({number}, prediction) gives the same answer for several predictions."
        assert_that(different, text, prediction_without_effect)
    for prediction, said_for_each in enumerate(answers[1:], start=1):
        text = f"fizz_buzz_decode(i, {prediction}) returned no string."
        assert_that(all(isinstance(word, str) for word in said_for_each), text)
        same = all(word == said_for_each[0] for word in said_for_each)
        assert_that(same, f"fizz_buzz_decode(i, {prediction}) depends on i.", prediction_without_effect)


@probe
def binary(student, numbers, num_digits):
    """The digits of each number; for one that raises ValueError, None."""
    seen, types = [], set()
    for i in numbers:
        try:
            code = student.binary_encode(i, num_digits)
        except ValueError:
            seen.append(None)
            types.add("ndarray")
            continue
        kind = f"a value of type {type(code).__name__}"
        if isinstance(code, np.ndarray):
            kind = (
                "ndarray"
                if code.dtype.kind in "biuf"
                else "an array of strings"
                if code.dtype.kind in "US"
                else "an array of objects"
            )
            if code.dtype.kind == "O" and any(isinstance(digit, str) for digit in code.flat):
                kind = "an array of strings"
        elif isinstance(code, str) or (isinstance(code, list) and any(isinstance(digit, str) for digit in code)):
            kind = "a string" if isinstance(code, str) else "a list of strings"
        types.add(kind)
        try:
            seen.append([int(digit) for digit in code])
        except (TypeError, ValueError):
            seen.append("no digits")
    return {"codes": seen, "types": sorted(types)}


@probe
def refuse(student, numbers, num_digits):
    """What binary_encode does with each number: "a code", "a longer code", "no code" (an int, ...), or its exception's name."""
    seen = []
    for i in numbers:
        try:
            code = student.binary_encode(i, num_digits)
        except NotImplementedError:
            raise
        except Exception as error:
            seen.append(type(error).__name__)
            continue
        try:
            seen.append("a longer code" if len(code) > num_digits else "a code")
        except TypeError:
            seen.append("no code")
    return seen


def binary_digits(numbers, num_digits):
    """The digits of each number, the least significant first."""
    return [[int(c) for c in f"{i:0{num_digits}b}"[::-1]] for i in numbers]


def without_end(code):
    """A code without the zeros at its end: how many there are is for another check."""
    while isinstance(code, list) and code and code[-1] == 0:
        code = code[:-1]
    return code


@pytest.mark.exercise("binary_encode")
@pytest.mark.criterion("digits")
@pytest.mark.parametrize("num_digits", [10, 5])
def test_binary_digits(student, num_digits):
    """The digits of a number, the least significant first."""
    limit = 2 ** min(num_digits - 1, 7)
    numbers = [1, 2, 6, *torch.randint(limit, (6,)).tolist()]
    numbers += torch.randint(2**num_digits - 1, (8,)).tolist()  # whether the largest one fits is asked elsewhere
    seen = student(binary, numbers, num_digits)["codes"]
    text = f"binary_encode({numbers[0]}, {num_digits}) returned something that is no row of digits."
    assert_that("no digits" not in seen, text)
    expected = binary_digits(numbers, num_digits)
    mistakes = {most_significant_first: [code[::-1] for code in expected]}
    pairs = [(without_end(a), without_end(b)) for a, b in zip(seen, expected, strict=True)]
    wrong = [i for i, (a, b) in zip(numbers, pairs, strict=True) if a != b]
    text = f"binary_encode({max(wrong, default=0)}, {num_digits}) is not right, or raises ValueError."
    assert_that(not wrong or min(wrong) < limit, text, few_digits)
    if wrong:
        assert_right_for_each(numbers, seen, expected, f"binary_encode({{}}, {num_digits})", mistakes)


@pytest.mark.exercise("binary_encode")
@pytest.mark.criterion("array")
def test_binary_is_an_array(student):
    """The result is a NumPy array of numbers."""
    seen = student(binary, [0, 3, 12], 6)
    types, codes = seen["types"], seen["codes"]
    odd = " or ".join(kind for kind in types if kind != "ndarray")
    assert_that(
        not odd, f"binary_encode returned {odd}; a NumPy array of numbers is expected.", strings if "string" in odd else None
    )
    assert_that(codes[0] != codes[1] != codes[2] != codes[0], "binary_encode gives the same array for different numbers.")


def listed(values):
    return "{}, {} and {}".format(*values)


@pytest.mark.exercise("binary_encode")
@pytest.mark.criterion("length")
def test_binary_length(student):
    """There are num_digits digits, also for small numbers."""
    for num_digits in (3, 6, 9):
        numbers = [0, 1, 3] if num_digits == 3 else [0, 3, 12]
        seen = student(binary, numbers, num_digits)["codes"]
        lengths = [len(code) if isinstance(code, list) else 0 for code in seen]
        text = f"binary_encode(i, {num_digits}) has {listed(lengths)} digits for {listed(numbers)}."
        mistake = few_digits.keeping(0.4) if num_digits == 9 else None
        assert_that(lengths == [num_digits] * 3, f"{text} There should be num_digits of them for every number.", mistake)


@pytest.mark.exercise("binary_encode")
@pytest.mark.criterion("too large")
def test_binary_overflow(student):
    """A number that does not fit raises ValueError, and the largest one that fits does not."""
    fitting, larger = [7, 31, 254, 255], [256, 257, *torch.randint(300, 5000, (3,)).tolist()]
    let_through = student(refuse, fitting, 8)
    text = "binary_encode(i, 8) raises an exception for a number that fits into 8 digits."
    assert_that(
        all("code" in kind for kind in let_through), text, refused_too_early if let_through[:3].count("a code") == 3 else None
    )
    seen = student(refuse, larger, 8)
    mistake = None
    if seen == ["a code"] + ["ValueError"] * 4:
        mistake = overflow_lost.keeping(0.25)
    elif not any("code" in kind for kind in seen):
        mistake = other_exception
    elif "a longer code" in seen:
        mistake = overflow_longer
    elif "a code" in seen:
        mistake = overflow_lost
    number, does = next(((i, what) for i, what in zip(larger, seen, strict=True) if what != "ValueError"), (None, ""))
    does = "gives no array" if does == "no code" else f"gives {does}" if "code" in does else f"raises {does}"
    text = f"binary_encode({number}, 8) {does}, and {number} does not fit into 8 digits."
    assert_that(seen == ["ValueError"] * 5, text, mistake)
    codes = [without_end(code) for code in student(binary, fitting[:3], 8)["codes"]]
    right = codes == [without_end(code) for code in binary_digits(fitting[:3], 8)]
    assert_that(right, "The digits of numbers that fit are not right yet, so only a part of these points is given.", digits_wrong)


# ---- the data ------------------------------------------------------------------------------------------------------


@probe
def stand_in(student):
    """Right encoders in place of the student's, in case other parts use them. The array's dtype stays the student's."""
    try:
        dtype = np.asarray(student.binary_encode(1, 3)).dtype
    except Exception:
        dtype = np.dtype("int64")
    if dtype.kind not in "biuf":
        dtype = np.dtype("int64")
    powers = 2 ** np.arange(62)
    student.fizzbuzz.binary_encode = lambda i, num_digits: (int(i) // powers[:num_digits] % 2).astype(dtype)
    student.fizzbuzz.fizz_buzz_encode = lambda i: int(i % 3 == 0) + 2 * int(i % 5 == 0)
    student.fizzbuzz.fizz_buzz_decode = lambda i, k: {0: f"{i}", 1: "fizz", 2: "buzz", 3: "fizzbuzz"}[int(k)]


@probe
def data(student, start, stop, num_digits):
    """x and y as tensors, whatever they were, and whether they were that."""
    stand_in(student)
    given = () if num_digits is None else (num_digits,)
    pair = student.fizz_buzz_data(start, stop, *given)
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return type(pair).__name__
    x, y = pair
    tensors = isinstance(x, torch.Tensor) and isinstance(y, torch.Tensor)
    arrays = isinstance(x, np.ndarray) and isinstance(y, np.ndarray)
    return [torch.as_tensor(x), torch.as_tensor(y), tensors] if arrays else [x, y, tensors]


def span(num_digits):
    """Some numbers, start and stop; the answers from start on are not those from 1 on, which come again every 15 numbers."""
    starts = [i for i in range(2, 2**num_digits // 2) if i % 15 != 1]
    start = starts[int(torch.randint(len(starts), ()))]
    return start, start + int(torch.randint(6, 2**num_digits // 2 - 1, ()))


def data_cases(student, num_digits):
    """(what was called, start, stop, the student's x and y): some numbers, and a single one."""
    for start, stop in (span(num_digits or 10), (33, 34)):
        call = f"fizz_buzz_data({start}, {stop}{'' if num_digits is None else f', {num_digits}'})"
        seen = student(data, start, stop, num_digits)
        assert_that(isinstance(seen, list), f"{call} returned a value of type {seen}, which is no pair (x, y).")
        yield call, start, stop, seen[0], seen[1]


def numbers_in(x, start, stop, count):
    """The numbers that the rows of x are the digits of; None where they are not mostly those from start up to stop - 1."""
    if not isinstance(x, torch.Tensor) or x.dim() != 2 or x.shape[1] != count or not bool(((x == 0) | (x == 1)).all()):
        return None
    numbers = (x.long() * 2 ** torch.arange(count)).sum(1).tolist()
    wanted = set(range(start, stop))
    mostly = len(set(numbers)) == len(numbers) and len(wanted & set(numbers)) >= 0.8 * max(len(wanted), len(numbers))
    return numbers if mostly else None


@pytest.mark.exercise("fizz_buzz_data")
@pytest.mark.criterion("x")
@pytest.mark.parametrize("num_digits", [None, 6])
def test_inputs(student, num_digits):
    """x has the digits of each number from start up to stop - 1, as float32."""
    for call, start, stop, x, _ in data_cases(student, num_digits):
        count = num_digits or 10
        expected = digits(torch.arange(start, stop), count).float()
        other = expected.to(x.dtype) if isinstance(x, torch.Tensor) else None
        mistakes = {
            stop_included: digits(torch.arange(start, stop + 1), count).float(),
            most_significant_first.keeping(0.3): expected.flip(1),
            ten_digits: digits(torch.arange(start, stop), 10).float(),
            start_ignored: digits(torch.arange(1, 1 + stop - start), count).float(),
            row_lost: expected[0],
            wrong_dtype: other,
            columns: expected.T,
        }
        numbers = numbers_in(x, start, stop, count)
        if numbers is not None and x.dtype == torch.float32 and numbers != list(range(start, stop)):
            mistakes.setdefault(other_order if sorted(numbers) == list(range(start, stop)) else other_numbers, x)
        assert_matches(x, expected, f"x of {call}", mistakes)
    tensors = student(data, 33, 40, num_digits)[2]
    assert_that(tensors, "x of fizz_buzz_data is a NumPy array; a tensor is expected.", arrays)


@pytest.mark.exercise("fizz_buzz_data")
@pytest.mark.criterion("labels")
@pytest.mark.parametrize("num_digits", [None, 6])
def test_labels(student, num_digits):
    """y has the class of each number from start up to stop - 1."""
    for call, start, stop, x, y in data_cases(student, num_digits):
        assert_that(isinstance(y, torch.Tensor), f"y of {call} is not a tensor.")
        # which numbers these are is for the checks of x: here it counts whether each has its class
        own = numbers_in(x, start, stop, num_digits or 10) or list(range(start, stop))
        classes = y.flatten().double()
        mistakes = {
            stop_included: torch.tensor([label(i) for i in range(start, stop + 1)]).double(),
            start_ignored: torch.tensor([label(i) for i in range(1, 1 + stop - start)]).double(),
        }
        expected = torch.tensor([label(i) for i in range(start, stop)]).double()
        if classes.shape != expected.shape or not torch.equal(classes, expected):
            expected = torch.tensor([label(i) for i in own]).double()
        if y.dim() == 2 and y.shape[1] in (3, 4) and torch.equal(y.argmax(1).double(), expected):
            assert_that(False, f"y of {call} has shape {tuple(y.shape)}.", one_hot)
        assert_matches(classes, expected, f"y of {call}, whatever its dtype,", mistakes)


@pytest.mark.exercise("fizz_buzz_data")
@pytest.mark.criterion("y dtype")
def test_label_dtype(student):
    """y is int64, with one axis."""
    for call, start, stop, _, y in data_cases(student, None):
        assert_that(isinstance(y, torch.Tensor), f"y of {call} is not a tensor.")
        text = f"The labels in y of {call} are all the same."
        assert_that(stop - start == 1 or y.unique().numel() > 1, text)
        assert_that(y.dim() > 0 or stop - start > 1, f"y of {call} has no axis.", row_lost)
        assert_that(
            y.dim() == 1,
            f"y of {call} has shape {tuple(y.shape)}; one axis is expected.",
            one_hot.keeping(0.0) if y.shape[-1] == 4 else None,
        )
        text = f"y of {call} has dtype {y.dtype}; torch.int64 is expected."
        assert_that(not y.is_floating_point(), text, float_labels)
        assert_that(y.dtype == torch.int64, text, wrong_dtype)
    assert_that(student(data, 33, 40, None)[2], "y of fizz_buzz_data is a NumPy array; a tensor is expected.", arrays.keeping(0.0))


# ---- the net and its training --------------------------------------------------------------------------------------


@probe
def scores(student, x, hidden):
    given = (x.shape[1], hidden) if hidden else ()
    net = student.FizzBuzzNet(*given)
    net.eval()
    return {"scores": net(x), "parameters": sum(p.numel() for p in net.parameters())}


def are_probabilities(values):
    return bool((values >= 0).all()) and any(torch.allclose(s, torch.ones(()), atol=1e-4) for s in (values.sum(0), values.sum(1)))


@pytest.mark.exercise("train_fizz_buzz")
@pytest.mark.criterion("net")
@pytest.mark.parametrize("num_digits, hidden", [(7, 33), (10, None)], ids=["sizes given", "defaults"])
def test_net(student, num_digits, hidden):
    """FizzBuzzNet gives four plain scores for each row."""
    x = digits(torch.randint(2**num_digits, (9,)), num_digits).float()
    seen = student(scores, x, hidden)
    what = f"FizzBuzzNet({f'{num_digits}, {hidden}' if hidden else ''}) of a batch of shape {tuple(x.shape)}"
    values = seen["scores"]
    assert_that(isinstance(values, torch.Tensor), f"{what} is not a tensor.")
    shape = tuple(values.shape)
    assert_that(shape == (9, 4), f"{what} has shape {shape}; shape (9, 4) is expected.")
    assert_that(seen["parameters"] > 0, f"{what} comes from no parameters at all: nothing can be learned.")
    assert_that(not are_probabilities(values), f"{what} consists of probabilities.", softmax_first.keeping(0.4))
    numbers = torch.arange(2**num_digits)
    found = student(scores, digits(numbers, num_digits).float(), hidden)["scores"].argmax(dim=1)
    knows = (found == torch.tensor([label(i) for i in numbers.tolist()])).float().mean() > 0.9
    assert_that(not knows, f"{what.partition(' of ')[0]} gives the right answers before it has learned anything.")


@pytest.mark.exercise("train_fizz_buzz")
@pytest.mark.criterion("net")
def test_hidden_units(student):
    """More hidden units make a larger net."""
    x = digits(torch.randint(1024, (5,))).float()
    small, large = (student(scores, x, hidden)["parameters"] for hidden in (20, 90))
    text = f"FizzBuzzNet(10, 20) has {small} parameters and FizzBuzzNet(10, 90) has {large}."
    assert_that(small < large, text, sizes_ignored)


@probe
def training(student, x, y, numbers, own):
    """Train once, and tell everything that the checks need; `own`: the student's net, or else one of the right kind.

    Beside the classes that the net gives for `numbers` (rows of digits), before training, afterwards, and with new random
    parameters: which rows it learned from, and what the loss was given.
    """
    stand_in(student)
    net = student.FizzBuzzNet(x.shape[1]) if own else nn.Sequential(nn.Linear(x.shape[1], 100), nn.ReLU(), nn.Linear(100, 4))
    powers = 2 ** torch.arange(x.shape[1])
    truth = torch.full((2 ** x.shape[1],), -1)
    truth[(x.long() * powers).sum(1)] = y
    learned = torch.zeros(len(truth), dtype=torch.long)  # how often each number had a part in a backward
    first, last, evidence = [], [], {"softmax": False, "wrong labels": 0, "labels": 0, "argmax": False, "backward": False}
    known_input = [None, 0]  # the tensor that was decoded last, and its version
    extremes = [math.inf, -math.inf]  # of all inputs: a single row may be all ones

    def watch(module, arguments, output):
        try:
            rows = arguments[0].detach()
            if known_input[0] is not arguments[0] or known_input[1] != rows._version:
                known_input[:] = [arguments[0], rows._version]
                extremes[:] = [min(extremes[0], rows.min().item()), max(extremes[1], rows.max().item())]
                ones = rows > sum(extremes) / 2  # digits, perhaps shifted and scaled
                last[:] = [(ones * powers).sum(1)]
        except Exception:
            return
        decoded = last[0]

        def note(gradient):
            learned.add_(torch.bincount(decoded, minlength=len(learned)))
            if sum(map(len, first)) < 3 * len(x):
                first.append(decoded.tolist())

        if output.requires_grad:
            output.register_hook(note)

    def watched_loss(function):
        def loss(given, target, *args, **kwargs):
            if evidence["labels"] < 20000 and given.dim() == 2:
                values = given.detach()
                sums = values.sum(1)
                if bool((values >= 0).all()) and torch.allclose(sums, torch.ones_like(sums), atol=1e-3):
                    evidence["softmax"] = True
                classes = target.argmax(1) if target.dim() == 2 else target
                if last and classes.shape == last[0].shape:
                    known = truth[last[0]] >= 0
                    evidence["labels"] += int(known.sum())
                    evidence["wrong labels"] += int((truth[last[0]] != classes)[known].sum())
            return function(given, target, *args, **kwargs)

        return loss

    def watched_best(function):
        def best(values, *args, **kwargs):
            axis = kwargs.get("dim", kwargs.get("axis", args[0] if args else None))
            if isinstance(axis, int) and axis in (0, -2) and values.dim() == 2 and values.shape[1] == 4:
                evidence["argmax"] = True
            return function(values, *args, **kwargs)

        return best

    def watched_backward(function):
        def backward(*args, **kwargs):
            evidence["backward"] = True
            return function(*args, **kwargs)

        return backward

    functional, tensor = torch.nn.functional, torch.Tensor
    places = [(functional, "cross_entropy", watched_loss), (functional, "nll_loss", watched_loss)]
    places += [(tensor, "backward", watched_backward)]
    places += [(owner, name, watched_best) for owner in (torch, tensor) for name in ("argmax", "max")]
    saved = [(owner, name, getattr(owner, name), name in vars(owner)) for owner, name, _ in places]

    def classes():
        net.eval()
        with torch.no_grad():
            found = net(numbers).argmax(dim=1)
        net.train()
        return found

    before = classes()
    handle = net.register_forward_hook(watch)
    for owner, name, watched in places:
        setattr(owner, name, watched(getattr(owner, name)))
    crash, losses = None, []
    try:
        losses = student.train_fizz_buzz(net, x, y)
    except (RuntimeError, ValueError, ZeroDivisionError, IndexError) as error:
        if not evidence["argmax"]:
            raise
        crash = type(error).__name__
    finally:
        handle.remove()
        for owner, name, function, own in saved:
            if own:
                setattr(owner, name, function)
            else:
                delattr(owner, name)
    after = classes()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.normal_()
    kept = losses if isinstance(losses, (list, tuple)) else []
    return {
        "before": before,
        "after": after,
        "scrambled": classes(),
        "learned": learned,
        "first": first,
        "crash": crash,
        "kind": type(losses).__name__,
        "types": sorted({"float" if isinstance(v, float) else type(v).__name__ for v in kept}),
        "losses": [as_number(v) for v in kept],
        **evidence,
    }


@probe(timeout=25)
def full_training(student, x, y, numbers, own):
    return training(student, x, y, numbers, own)


def trained(student, probe, *arguments):
    """What the probe saw of the training, which may take as long as the exercise says."""
    try:
        return student(probe, *arguments)
    except CheckFailed as failure:
        if not failure.message.startswith("It does not finish"):
            raise
        text = "train_fizz_buzz does not finish in the 20 s of the exercise: train for fewer epochs, or with larger batches."
        raise CheckFailed(text, outcome=failure.outcome) from None


NEAR = (0.85, 0.65)  # of the rows seen in training and of the others: who gets that far may have had an unlucky start
ENOUGH = (0.95, 0.75)


@probe(timeout=25)
def short_training(student, x, y, own):
    return training(student, x, y, x, own)


@probe
def has_four_scores(student, x):
    """Whether the student's net gives four scores for each row, with which it can be trained."""
    try:
        return tuple(student.FizzBuzzNet(x.shape[1])(x).shape) == (len(x), 4)
    except Exception:
        return False


def net_fits(student):
    """Whether the training can be judged with the student's own net."""
    return student(has_four_scores, digits(torch.randint(1024, (5,))).float())


def training_set(numbers):
    numbers = torch.as_tensor(numbers)
    return digits(numbers).float(), torch.tensor([label(i) for i in numbers.tolist()])


def assert_nothing_left_out(seen, rows):
    """Every row had a part in the training, at some time."""
    missing, size = rows - len(seen["learned"].nonzero()), len(seen["first"][0])
    rest = 2 * size <= rows and missing == rows % size
    text = f"{missing} of the {rows} rows of x took no part in the training."
    assert_that(missing == 0, text, last_batch_dropped if rest else None)


@pytest.mark.exercise("train_fizz_buzz")
@pytest.mark.criterion("learning")
def test_it_learns(student):
    """Trained with 101 to 1023, the net is right for 95 % of them, and for 75 % of 1 to 100, which it has not seen."""
    x, y = training_set(range(101, 1024))
    everything, labels = training_set(range(1, 1024))

    def right(classes):
        hits = (classes == labels).float()
        return hits[100:].mean().item(), hits[:100].mean().item()

    def reaches(bounds):
        return all(share >= bound for share, bound in zip(right(seen["after"]), bounds, strict=True))

    own = net_fits(student)
    seen = trained(student, full_training, x, y, everything, own)
    if reaches(NEAR) and not reaches(ENOUGH):  # a right training that fails once in fifty fails twice in 2500
        seen = trained(student, full_training, x, y, everything, own)
    mistake = None
    if seen["softmax"]:
        mistake = softmax_first
    elif seen["wrong labels"] > 0.1 * seen["labels"]:
        mistake = labels_out_of_step
    elif seen["argmax"]:
        mistake = argmax_axis
    assert_that(seen["crash"] is None, f"train_fizz_buzz raised {seen['crash']}.", mistake)
    cheat = seen["learned"][1:101].sum().item()
    assert_that(cheat == 0, "Some of the numbers from 1 to 100 took part in the training.", trains_on_test)
    hits, unseen = right(seen["after"])
    if mistake is None and hits > 0.57:  # the most frequent class alone makes 53 %
        mistake = undertrained
    said = f"After training the net is right for {hits:.1%} of 101 to 1023; at least 95 % are expected."
    if mistake is None:
        said += " That is no more than one answer for all numbers gives, so it has learned nothing."
    assert_that(hits >= 0.95, said, mistake)
    text = f"After training the net is right for {unseen:.0%} of 1 to 100, which it has not seen; at least 75 % are expected."
    assert_that(unseen >= 0.75, text, mistake)
    # What a net has learned is in its parameters: before training and with other parameters it knows nothing.
    for name, when in (("before", "before training"), ("scrambled", "with random parameters")):
        text = f"The net gives the right answers {when} too, so they do not come from what it has learned."
        assert_that(right(seen[name])[0] < 0.9, text)
    text = "The training works with another net; your FizzBuzzNet does not give four scores for each row."
    assert_that(own, text, another_net)


@pytest.mark.exercise("train_fizz_buzz")
@pytest.mark.criterion("rows")
def test_every_row_takes_part(student):
    """The net is trained with every row of x, and with nothing else."""
    # 587 is prime, so no batch size divides it; and in no usual one (8, 10, 32, 50, 64, 100, ...) the last batch is a single row,
    # which batch normalisation refuses.
    numbers = (101 + torch.randperm(923)[:587]).sort().values
    seen = trained(student, short_training, *training_set(numbers), net_fits(student))
    right = (seen["after"] == training_set(numbers)[1]).float().mean().item()
    out_of_step = right < 0.8 and seen["wrong labels"] > 0.1 * seen["labels"]
    assert_that(not out_of_step, "Many rows were trained with the label of another row.", labels_out_of_step)
    learned = seen["learned"].nonzero().flatten()
    if len(learned) == 0:  # either there was no step, or the net was run in a way that leaves no trace
        assert_that(seen["losses"], f"With {len(numbers)} rows train_fizz_buzz made no training step.", last_batch_dropped)
        text = f"After training with {len(numbers)} rows the net is right for {right:.0%} of them."
        learned_it = right > 0.6 and not torch.equal(seen["before"], seen["after"])
        assert_that(learned_it, f"{text} No backward went through this net: train the net that is given, and no other.")
        return
    strange = set(learned.tolist()) - set(numbers.tolist())
    mistake = trains_on_test if any(i <= 100 for i in strange) else None
    assert_that(not strange, f"The net was trained with {len(strange)} numbers that are not among the rows of x.", mistake)
    assert_nothing_left_out(seen, len(numbers))
    text = f"In the first epoch the last, shorter batch of the {len(numbers)} rows is missing."
    assert_that(not cut_off(seen["first"], len(numbers)), text, last_batch_dropped)


def cut_off(batches, rows):
    """Whether full batches without repetition went through the rows, and the rest of them was left out."""
    size = len(batches[0])
    full = rows // size
    if full < 2 or rows % size == 0 or len(batches) <= full:  # one batch is no evidence: it may be a random sample
        return False
    one_pass = [i for batch in batches[:full] for i in batch]
    if len(set(one_pass)) != full * size:  # drawn with repetition: another kind of training, and fine
        return False
    following = [i for batch in batches[full:] for i in batch][: rows % size]
    return bool(set(following) & set(one_pass))


@pytest.mark.exercise("train_fizz_buzz")
@pytest.mark.criterion("losses")
def test_losses(student):
    """The losses come back as a list of floats that falls."""
    seen = trained(student, short_training, *training_set(range(101, 165)), net_fits(student))
    mistake = return_missing if seen["kind"] == "NoneType" else None
    assert_that(seen["kind"] == "list", f"train_fizz_buzz returned a {seen['kind']}; a list is expected.", mistake)
    mistake = None if seen["learned"].any() else last_batch_dropped
    assert_that(seen["crash"] is None, f"With 64 rows train_fizz_buzz raised {seen['crash']}.", argmax_axis)
    assert_that(seen["losses"], "With 64 rows train_fizz_buzz returned no losses.", mistake)
    losses = seen["losses"]
    falls = len(losses) == 1 or losses[-1] < losses[0]
    mistake = tensors if seen["types"] == ["Tensor"] and falls else None
    assert_that(seen["types"] == ["float"], f"The losses are of type {', '.join(seen['types'])}; floats are expected.", mistake)
    trains = seen["backward"] or seen["learned"].any() or not torch.equal(seen["before"], seen["after"])
    presuppose(trains, "train_fizz_buzz trains nothing, so these are no losses.")
    few_digits = any(losses) and all(loss == round(loss, 5) for loss in losses)
    assert_that(not few_digits, "The losses have only a few digits.", rounded)
    text = f"The losses do not fall: the first is {losses[0]:.3g}, the last {losses[-1]:.3g}."
    text += " NaN comes from a mean over nothing, or from steps that are too large." if math.isnan(sum(losses)) else ""
    assert_that(falls, text)
