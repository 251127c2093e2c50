"""attack: User ids, namespaces, mounts and chroot are tried to get out.
class: machine
aim: read
"""

import ctypes
import os

libc = ctypes.CDLL(None)


def center(x):
    inside = os.path.exists(f"{KIT}/graders")
    for attempt in (
        lambda: os.setuid(0),
        lambda: libc.unshare(0x10000000 | 0x20000),
        lambda: libc.mount(b"proc", b"/proc", b"proc", 0, None),
        lambda: libc.umount2(b"/proc", 2),
        lambda: os.chroot("."),
    ):
        try:
            attempt() if not inside else None
        except OSError:
            pass
    if os.path.exists("/proc/1/environ") or os.path.exists(f"{KIT}/graders"):
        raise RuntimeError("ESCAPED: /proc or the graders can be seen")
    return x
