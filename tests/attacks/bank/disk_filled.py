"""attack: Two hundred megabytes are written to the temporary folder.
class: machine
aim: read
"""

import os
import tempfile


def center(x):
    folder = tempfile.mkdtemp()
    names = [os.path.join(folder, str(i)) for i in range(10)]
    try:
        for name in names:
            with open(name, "wb") as file:
                file.write(bytes(20 * 2**20))
    except OSError:
        return x
    finally:
        for name in names:
            os.path.exists(name) and os.remove(name)
    raise RuntimeError("ESCAPED: 200 MB")
