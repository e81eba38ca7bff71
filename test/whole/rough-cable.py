"""Two cables that carry badly: what one end sends comes out at the other late, in another order, or never.

Makes two TAP devices and passes frames between them, as a kernel with netem would. Its arguments are both
names, the share of frames that is lost, how long each is under way and how much longer it may be (in
milliseconds), and a seed. It ends when its standard input does.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000
FRAME_BYTES_MAX = 65_536
# A cable that is full loses what comes next, as a slow modem does.
WAITING_FRAMES_MAX = 2_000


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP_NO_PI))
    return tap


def main():
    first, second, loss, delay, jitter, seed = sys.argv[1:]
    taps = [open_tap(first), open_tap(second)]
    loss, delay, jitter = float(loss), float(delay) / 1000, float(jitter) / 1000
    chance = random.Random(int(seed))
    waiting = []
    count = [0, 0, 0]
    print("laid", flush=True)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, tap, frame = heapq.heappop(waiting)
            try:
                os.write(tap, frame)
            except OSError:
                pass  # The device is down for a moment: the frame is lost.
        pause = max(0, waiting[0][0] - now) if waiting else None
        ready, _, _ = select.select([*taps, sys.stdin], [], [], pause)
        if sys.stdin in ready and not sys.stdin.readline():
            print(*count, flush=True)
            return
        for at, tap in enumerate(taps):
            if tap not in ready:
                continue
            try:
                frame = os.read(tap, FRAME_BYTES_MAX)
            except OSError:
                continue
            count[0] += 1
            if chance.random() < loss or len(waiting) >= WAITING_FRAMES_MAX:
                count[1] += 1
                continue
            # Each frame is late by itself, so a later one may come first.
            due = time.monotonic() + delay + chance.random() * jitter
            if waiting and due < max(waiting)[0]:
                count[2] += 1
            heapq.heappush(waiting, (due, count[0], taps[1 - at], frame))


main()
