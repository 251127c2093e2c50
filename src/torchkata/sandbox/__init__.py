"""Where student code runs, and nothing that is worth stealing.

host.py starts it and handle.py talks to a worker, from outside; zygote.py and worker.py run inside; wire.py is all that passes.
From outside: `open_sandbox`, `Sandbox.worker`, the probes that travel, and wire's data.
"""
