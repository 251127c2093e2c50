"""attack: The worker's socket is kept open, and nothing is ever said.
class: framework
aim: delay
given: channel
"""

def next_id():
    if os.fork() == 0:
        time.sleep(60)
    time.sleep(60)
