"""Sends UDP packets at a steady rate: flood.py ADDRESS PORT PACKETS PER_SECOND BYTES. Says how many went out and how long it took."""
import ctypes
import os
import socket
import sys
import time

# Packets of one call: sendmmsg of <sys/socket.h>.
BURST = 64


class IoVec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class Header(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint32),
        ("parts", ctypes.POINTER(IoVec)),
        ("part_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    ]


class Message(ctypes.Structure):
    _fields_ = [("header", Header), ("sent", ctypes.c_uint32)]


address, port, count, rate, size = sys.argv[1], *(int(word) for word in sys.argv[2:6])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
out.connect((address, port))
libc = ctypes.CDLL(None, use_errno=True)
payload = ctypes.create_string_buffer(size)
part = IoVec(ctypes.cast(payload, ctypes.c_void_p), size)
messages = (Message * BURST)(*(Message(Header(parts=ctypes.pointer(part), part_count=1)) for _ in range(BURST)))
begun = time.monotonic()
sent = 0
while sent < count:
    if sent <= (time.monotonic() - begun) * rate:
        done = libc.sendmmsg(out.fileno(), messages, min(BURST, count - sent), 0)
        if done < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        sent += done
    else:
        time.sleep(0.0003)
print(sent, time.monotonic() - begun)
