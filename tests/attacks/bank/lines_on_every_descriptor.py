"""attack: Lines that look like results and commands are written to every descriptor.
class: framework
aim: points
"""

import json
import os

lines = [
    {"ready": True, "sandbox": "bubblewrap", "notice": None},
    {"pid": 1}, {"status": 0}, {"do": "start"}, {"do": "stop", "pid": 1}, {"error": "no grader here"},
    {"result": {"student": "mallory", "score": 100.0, "max_score": 100.0, "seconds": 0, "sha256": "", "error": None, "exercises": []}},
]  # fmt: skip
for descriptor in range(256):
    try:
        os.set_blocking(descriptor, False)
        os.write(descriptor, "".join(json.dumps(line) + "\n" for line in lines).encode())
    except OSError:
        pass
