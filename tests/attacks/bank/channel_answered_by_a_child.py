"""attack: A forked child answers in the place of the worker, again and again.
class: framework
aim: points
given: channel
"""

def next_id():
    if os.fork() == 0:
        for _ in range(40):
            send(frame({"value": [7]}))
            time.sleep(0.05)
        os._exit(0)
    os._exit(0)
