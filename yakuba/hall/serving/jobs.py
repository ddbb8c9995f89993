"""The jobs as a process of their own, beside the web workers (PostgreSQL). Ends with the job in hand."""

import os
import signal
import sys

import django

from yakuba.hall.logs import guard_threads
from yakuba.hall.parent import end_with_parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
    django.setup()
    guard_threads()
    from yakuba.ground.jobs.worker import JobWorker  # noqa: PLC0415  (needs loaded models)

    worker = JobWorker()
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    end_with_parent(int(sys.argv[1]))
    worker.run()


if __name__ == "__main__":
    main()
