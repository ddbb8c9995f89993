"""The one listening socket, opened by the parent and handed to every worker.

All workers take connections from the same queue, so that one may come or go without losing what waits in
it. (granian's own way, a socket for each worker, loses the queue of a worker that ends.)
"""

import os
import socket
from contextlib import suppress
from pathlib import Path

from yakuba.hall.serving.plan import LOOPBACK, Refused

BACKLOG = 2048
"""Connections that may wait to be taken. Each worker says it again of the same socket (granian listens once
more, and the last who says it is obeyed): with none, a rush waits a second for its next try.
"""


def listen(host: str, port: int) -> socket.socket:
    """A TCP socket that listens, to be inherited. Raises Refused where the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as problem:
        raise Refused(
            f"{host}:{port} で待てません（{problem.strerror}）。\n"
            "直し方: ほかのサーバーが動いていないか確かめるか、--port で別の番号にしてください。"
        ) from None
    # Answers are small; what is ready goes out at once.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.listen(BACKLOG)
    return listener


def turn_away(number: int) -> None:
    """This process takes no more connections of the shared socket `number`; the other processes do.

    An ear that nobody knows is put in its place (granian goes on listening to that), so that those already
    taken are still read and answered. Where there is no /proc nothing happens: granian's own end then comes
    without this pause.
    """
    shared = os.fstat(number).st_ino
    own = [int(path.name) for path in Path("/proc/self/fd").glob("*")]
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        deaf.setblocking(False)  # noqa: FBT003  (its order)
        for one in own:
            with suppress(OSError):
                if os.fstat(one).st_ino == shared and one != deaf.fileno():
                    os.dup2(deaf.fileno(), one, inheritable=False)


def listen_for_metrics(place: str) -> socket.socket:
    """Where the figures are told: 127.0.0.1:9464, or unix:/run/yakuba/metrics.sock. Raises Refused."""
    if place.startswith("unix:"):
        return _unix(Path(place.removeprefix("unix:")))
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():
        raise Refused(
            "YAKUBA_METRICS は 127.0.0.1:9464 か unix:/run/yakuba/metrics.sock の形で書いてください。"
        )
    return listen(host, int(port))


def is_private(place: str) -> bool:
    """Whether only this machine reaches that place."""
    return place.startswith(LOOPBACK)


def _unix(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with suppress(FileNotFoundError):
            path.unlink()
        listener.bind(str(path))
        os.chmod(path, 0o660)  # noqa: PTH101  (a socket)
    except OSError as problem:
        raise Refused(
            f"{path} を作れません（{problem.strerror}）。YAKUBA_METRICS を確かめてください。"
        ) from None
    listener.listen(16)
    return listener
