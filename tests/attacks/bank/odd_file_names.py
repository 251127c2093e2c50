"""attack: Files whose names have quotes, newlines and leading dashes lie in the submission.
class: framework
aim: next
"""

SHIPS = {
    "--exitfirst": "",
    "-rf.py": "raise SystemExit\n",
    'a "quote".py': "",
    "a'quote;reboot.py": "",
    "new\nline.py": "",
    "test_own.py": "def test_own():\n    pass\n",
}
