"""attack: Timers and limits are lifted, and then a loop begins.
class: framework
aim: delay
"""

import resource
import signal
import time


def next_id():
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NPROC):
        try:
            resource.setrlimit(limit, (resource.RLIM_INFINITY,) * 2)
        except ValueError:
            pass
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass
