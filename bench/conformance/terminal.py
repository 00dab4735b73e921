"""Runs a program in a terminal of its own, presses keys, and prints what was seen as one line of JSON.

usage: terminal.py SECONDS KEYS PROGRAM ARGUMENTS, where KEYS is a JSON list of what each key sends.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

ROWS, COLUMNS = 24, 80
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
# A screen counts as drawn when this long nothing more came.
QUIET = 0.12


def drawn(seen):
    """The characters drawn since the alternate screen was entered, without escape sequences and space."""
    return re.sub(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]|\s", b"", seen[max(0, seen.find(ENTER)) :])


def main():
    limit, keys, command = float(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
    started = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.environ.update(TERM="xterm-256color", TZ="UTC", LC_ALL="C.UTF-8")
        os.execvp(command[0], command)
    seen = bytearray()
    ended = False

    def left():
        return limit - (time.monotonic() - started)

    def read(wait):
        """Reads what comes within `wait` seconds; False when nothing did, or at the end."""
        nonlocal ended
        if ended or not select.select([terminal], [], [], max(0, min(wait, left())))[0]:
            return False
        try:
            data = os.read(terminal, 65536)
        except OSError:
            data = b""
        ended = data == b""
        seen.extend(data)
        return not ended

    while left() > 0 and not ended and ENTER not in seen:
        read(0.5)
    opened = ENTER in seen
    first = None
    while left() > 0 and not ended and len(drawn(seen)) < COLUMNS:
        read(0.5)
    if opened and not ended:
        first = time.monotonic() - started
    pressed = 0
    for key in keys if opened else []:
        while read(QUIET):
            pass
        if ended or left() <= 0:
            break
        os.write(terminal, key.encode())
        pressed += 1
    while left() > 0 and not ended:
        read(0.5)
    hung = not ended
    if hung:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    after = bytes(seen[max(0, seen.rfind(LEAVE)) :]) if opened else bytes(seen)
    print(
        json.dumps(
            {
                "opened": opened,
                "left": opened and seen.rfind(LEAVE) > seen.rfind(ENTER),
                "pressed": pressed,
                "hung": hung,
                "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
                "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
                "first": first,
                "seconds": time.monotonic() - started,
                "text": after.decode("utf8", "replace")[-2000:],
            }
        )
    )


main()
