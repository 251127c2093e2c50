"""attack: An exception whose text has control sequences, markup and formulas.
class: machine
aim: next
"""

def center(x):
    raise ValueError("\x1b]0;hacked\x07\x1b[2J\r<script>alert(1)</script>[red]=1+1\x00\ud800")
