"""`manage.py run_jobs`: a worker process of its own."""

import signal
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand

from yakuba.ground.jobs.worker import JobWorker


class Command(BaseCommand):
    """Work through the queue until the process is told to stop; the job in hand is finished first."""

    help = "後で行う仕事を順に処理します。止めるときは Ctrl+C を押してください。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The wait between looks into an empty queue."""
        parser.add_argument("--interval", type=float, default=1.0, help="空のときに待つ秒数")

    def handle(self, *args: object, interval: float, **options: object) -> None:
        """Run until SIGINT or SIGTERM."""
        worker = JobWorker(interval=interval)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            worker.stop()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        worker.run()
