"""Sends UDP packets at a steady rate: flood.py ADDRESS PORT PACKETS PER_SECOND BYTES. Says how many went out and how long it took."""
import socket
import sys
import time

# The kernel makes so many packets of one call (UDP_SEGMENT of <linux/udp.h>).
BURST = 40
UDP_SEGMENT = 103

address, port, count, rate, size = sys.argv[1], *(int(word) for word in sys.argv[2:6])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
out.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, size)
out.connect((address, port))
burst = bytes(size * BURST)
begun = time.monotonic()
sent = 0
while sent < count:
    if sent <= (time.monotonic() - begun) * rate:
        out.send(burst)
        sent += BURST
    else:
        time.sleep(0.0003)
print(sent, time.monotonic() - begun)
