"""`yakuba doctor`: what is missing, unsafe or slow in this installation, each with its mend."""

from typing import Any

from django.core.management.base import BaseCommand

from yakuba.hall import diagnosis


class Command(BaseCommand):
    help = "設置のぐあいを調べる"

    def handle(self, *args: Any, **options: Any) -> None:
        findings = diagnosis.examine()
        for finding in findings:
            mark = {"good": "○", "warn": "△", "bad": "×"}[finding.grade]
            self.stdout.write(f"{mark} {finding.what}: {finding.text}")
            if finding.mend:
                self.stdout.write(f"    直し方: {finding.mend}")
        if any(finding.grade == "bad" for finding in findings):
            raise SystemExit(1)
