"""attack: The function that writes the results writes others.
class: framework
aim: points
"""

import json

dump = json.dumps


def forged(data, *args, **kwargs):
    if isinstance(data, dict) and "scores" in data:
        data["scores"]["mallory"] = 100
    return dump(data, *args, **kwargs)


json.dumps = forged
