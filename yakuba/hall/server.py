"""The web server: granian (WSGI), static files by the server itself, jobs as a thread on SQLite (DESIGN §2)."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

THREADS = 8
BACKLOG = 512


def run(*, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are answered first (up to 10 seconds)."""
    call_command("collectstatic", verbosity=0, interactive=False)
    os.environ["YAKUBA_JOBS"] = "thread"
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
        workers_kill_timeout=10,
        log_access=False,
    ).serve()
