"""Runs a program to its end and prints what it took as one line of JSON.

usage: measure.py SECONDS OUTPUT PROGRAM ARGUMENTS, where OUTPUT is a file, or - to throw the output away.
"""

import json
import os
import signal
import sys
import time

# What programs get of the environment. Others make some of them do more at their start, and others do not: with
# NODE_EXTRA_CA_CERTS Node.js reads certificates for longer than it takes to start.
KEPT = ("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR")


def main():
    limit, output, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment = dict(kept, TZ="UTC", LC_ALL="C.UTF-8")
    target = os.open(os.devnull if output == "-" else output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    complaints, inlet = os.pipe()
    started = time.monotonic()
    child = os.posix_spawnp(
        command[0],
        command,
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, target, 1), (os.POSIX_SPAWN_DUP2, inlet, 2)],
    )
    os.close(inlet)
    timed_out = False

    def stop(_signal, _frame):
        nonlocal timed_out
        timed_out = True
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    said = bytearray()
    while data := os.read(complaints, 65536):
        said.extend(data[: 65536 - len(said)])
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak": usage.ru_maxrss * 1024,
                "status": None if timed_out else os.waitstatus_to_exitcode(status),
                "said": said.decode("utf8", "replace").strip(),
            }
        )
    )


main()
