"""The web server: granian (WSGI), static files by the server itself, jobs as a thread on SQLite (DESIGN §2).

Beside it runs the sealer, a process of its own (DESIGN §6); both end with the server.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from granian import Granian
from granian.constants import Interfaces

THREADS = 8
BACKLOG = 512
GRACE = 8  # seconds for requests and the job in hand; the whole ends within 10
SEAL_EVERY = 10  # minutes


def run(*, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; what is under way is finished first (the whole within 10 seconds)."""
    call_command("collectstatic", verbosity=0, interactive=False)
    os.environ["YAKUBA_JOBS"] = "thread"
    # The server's processes open connections of their own; an inherited one would corrupt SQLite.
    connections.close_all()
    with _sealer():
        Granian(
            "yakuba.hall.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            backlog=BACKLOG,
            static_path_route=["/static"],
            static_path_mount=[Path(settings.STATIC_ROOT)],
            static_path_expires=300,
            workers_kill_timeout=GRACE,
            log_access=False,
        ).serve()


@contextmanager
def _sealer() -> Iterator[None]:
    """`yakuba seal` beside the server, for as long as the server runs."""
    command = [sys.executable, "-m", "yakuba.hall.cli", "seal", "--every", str(SEAL_EVERY), "--with-parent"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  (our own command)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
