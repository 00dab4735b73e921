"""Runs a program in a terminal of its own, does what a list of steps says, and measures what the screen answers.

usage: screen.py ROWS COLUMNS STEPS PROGRAM ARGUMENTS, where STEPS is a JSON list of objects; each has one of
  {"wait": PATTERN}                    seconds until a line is like that, of the first step from the start of the program
  {"gone": PATTERN}                    seconds until no line is like that any more
  {"keys": [KEY], "times": N}          each key in turn: seconds until a frame changed more than the last line
  {"keys": [KEY], "while": PATTERN}    the same, every `gap` seconds, as long as a line is like that
  {"type": TEXT}                       sends text and waits until nothing comes any more
  {"press": KEY, "shows": [PATTERN]}   seconds until a line was like each of the patterns, one after the other
and perhaps a "limit" in seconds. Prints in JSON what each step gave, with when it began and ended (`from`, `to`, in milliseconds since
1970), and what the screen showed at the end.
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

# Longest wait for the frame of one key.
KEY_LIMIT = 2
# Nothing came for this long: the program has settled.
QUIET = 0.05
# A frame has been drawn: the end of a synchronized update.
FRAME = b"\x1b[?2026l"
LINE = re.compile(rb"\x1b\[(\d+);1H")
STYLE = re.compile(rb"\x1b\[[\d;?<>=]*[A-Za-z]")


class Terminal:
    """A program in a terminal, and the lines that it shows. It writes whole lines, each at its place."""

    def __init__(self, rows, columns, command):
        self.rows = rows
        self.lines = {}
        self.rest = b""
        self.started = time.perf_counter()
        self.child, self.file = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            for name in ("CI", "NO_COLOR", "TMUX"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TZ="UTC", LC_ALL="C.UTF-8")
            os.execvp(command[0], command)
        os.set_blocking(self.file, False)

    def frames(self, wait):
        """Waits for something to be drawn; gives, for each whole frame, which lines are other ones now."""
        if select.select([self.file], [], [], max(0, wait))[0]:
            try:
                self.rest += os.read(self.file, 1 << 20)
            except (BlockingIOError, OSError):
                pass
        *frames, self.rest = self.rest.split(FRAME)
        return [self.draw(frame) for frame in frames]

    def draw(self, frame):
        changed = set()
        parts = LINE.split(frame)
        for number, text in zip(parts[1::2], parts[2::2]):
            row, line = int(number), STYLE.sub(b"", text).decode("utf8", "replace")
            if self.lines.get(row) != line:
                changed.add(row)
            self.lines[row] = line
        return changed

    def settle(self):
        quiet = time.perf_counter() + QUIET
        while (left := quiet - time.perf_counter()) > 0:
            # The last line counts what is read: it never settles.
            if any(changed - {self.rows} for changed in self.frames(left)):
                quiet = time.perf_counter() + QUIET

    def send(self, text):
        os.write(self.file, text.encode())

    def shows(self, pattern):
        return any(re.search(pattern, line) for line in self.lines.values())

    def until(self, test, limit):
        """Seconds until a frame passes the test; None where none does."""
        since = time.perf_counter()
        while not test():
            left = limit - (time.perf_counter() - since)
            if left <= 0:
                return None
            self.frames(min(left, 0.1))
        return time.perf_counter() - since

    def processor(self):
        with open(f"/proc/{self.child}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        with open(f"/proc/{self.child}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def end(self):
        try:
            deadline = time.monotonic() + 5
            while os.waitpid(self.child, os.WNOHANG)[0] == 0:
                if time.monotonic() > deadline:
                    os.kill(self.child, signal.SIGKILL)
                    os.waitpid(self.child, 0)
                    break
                # What is open in front of the packets is left first.
                self.send("q")
                self.frames(0.05)
                self.settle()
        except OSError:
            pass


def press(terminal, key):
    """Seconds until a key changed more than the last line; None where it did not."""
    pressed = time.perf_counter()
    terminal.send(key)
    while (left := KEY_LIMIT - (time.perf_counter() - pressed)) > 0:
        if any(changed - {terminal.rows} for changed in terminal.frames(left)):
            return time.perf_counter() - pressed
    return None


def keys(terminal, step):
    going, limit = step.get("while"), step.get("limit", 60)
    count = step.get("times", len(step["keys"])) if going is None else 1 << 30
    since, times, silent = time.perf_counter(), [], 0
    for n in range(count):
        if time.perf_counter() - since > limit or (going is not None and not terminal.shows(going)):
            break
        pause = time.perf_counter() + step.get("gap", 0)
        while (left := pause - time.perf_counter()) > 0:
            terminal.frames(left)
        terminal.settle()
        took = press(terminal, step["keys"][n % len(step["keys"])])
        if took is None:
            silent += 1
        else:
            times.append(took)
    return {"times": times, "silent": silent}


def do(terminal, step):
    limit = step.get("limit", 30)
    if "wait" in step:
        return {"took": terminal.until(lambda: terminal.shows(step["wait"]), limit)}
    if "gone" in step:
        return {"took": terminal.until(lambda: not terminal.shows(step["gone"]), limit)}
    if "keys" in step:
        return keys(terminal, step)
    if "type" in step:
        terminal.send(step["type"])
        terminal.frames(1)
        terminal.settle()
        return {}
    pressed = time.perf_counter()
    terminal.send(step["press"])
    took = []
    for pattern in step["shows"]:
        shown = terminal.until(lambda: terminal.shows(pattern), limit)
        took.append(None if shown is None else time.perf_counter() - pressed)
    return {"took": took}


def main():
    terminal = Terminal(int(sys.argv[1]), int(sys.argv[2]), sys.argv[4:])
    results = []
    for step in json.loads(sys.argv[3]):
        begun, processor = time.time(), terminal.processor() if results else 0
        done = do(terminal, step)
        if not results and done.get("took") is not None:
            done["took"] = time.perf_counter() - terminal.started
        spent = terminal.processor() - processor
        results.append({**done, "from": begun * 1000, "to": time.time() * 1000, "processor": spent, "memory": terminal.memory()})
        if done.get("took", 0) is None:
            break
    screen = [terminal.lines.get(row, "").rstrip() for row in range(1, terminal.rows + 1)]
    terminal.end()
    print(json.dumps({"steps": results, "screen": screen}))


main()
