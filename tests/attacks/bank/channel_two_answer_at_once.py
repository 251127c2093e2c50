"""attack: Threads mix their answers with the worker's.
class: framework
aim: points
given: channel
"""

def center(x):
    for _ in range(4):
        threading.Thread(target=lambda: [send(frame({"value": True})) for _ in range(100)], daemon=True).start()
    return x
