"""Runs a program in a terminal of its own and measures when a text appears, and how long each key takes until a frame is drawn.

usage: screen.py ROWS COLUMNS MARKER KEYS PROGRAM ARGUMENTS, where KEYS is a JSON list of what each key sends.
Prints one line of JSON, times in seconds.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

# Longest wait for the first packets, and for the frame of one key.
START_LIMIT, KEY_LIMIT = 30, 1
# Nothing came for this long: the program has settled.
QUIET = 0.05
# A frame has been drawn: the end of a synchronized update.
FRAME = b"\x1b[?2026l"


def main():
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    marker, keys, command = sys.argv[3].encode(), json.loads(sys.argv[4]), sys.argv[5:]
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        for name in ("CI", "NO_COLOR", "TMUX"):
            os.environ.pop(name, None)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TZ="UTC", LC_ALL="C.UTF-8")
        os.execvp(command[0], command)
    os.set_blocking(terminal, False)

    def read(wait):
        if not select.select([terminal], [], [], max(0, wait))[0]:
            return b""
        try:
            return os.read(terminal, 1 << 20)
        except (BlockingIOError, OSError):
            return b""

    def settle():
        while read(QUIET):
            pass

    def processor():
        with open(f"/proc/{child}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory():
        with open(f"/proc/{child}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    seen, shown, starting = b"", None, 0
    while shown is None and time.perf_counter() - started < START_LIMIT:
        seen += read(0.1)
        if marker in seen:
            shown, starting = time.perf_counter() - started, processor()
    settle()
    times, silent = [], 0
    before = processor() if shown is not None else 0
    for key in keys if shown is not None else []:
        settle()
        pressed = time.perf_counter()
        os.write(terminal, key.encode())
        answer = b""
        while FRAME not in answer and time.perf_counter() - pressed < KEY_LIMIT:
            answer += read(KEY_LIMIT - (time.perf_counter() - pressed))
        if FRAME in answer:
            times.append(time.perf_counter() - pressed)
        else:
            silent += 1
    spent = processor() - before if shown is not None else 0
    resident = memory() if shown is not None else 0
    try:
        os.write(terminal, b"q")
        deadline = time.monotonic() + 3
        while os.waitpid(child, os.WNOHANG)[0] == 0:
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                break
            read(0.05)
    except OSError:
        pass
    print(json.dumps({"shown": shown, "starting": starting, "times": times, "silent": silent, "processor": spent, "memory": resident, "seen": seen[-500:].decode("utf8", "replace") if shown is None else ""}))


main()
