"""`yakuba export-evidence`: one file that proves a case, or the whole town, to somebody who trusts nobody."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.journal import sealer
from yakuba.ground.journal.evidence import EvidenceRefused, export
from yakuba.ground.journal.seal_store import SealRefused
from yakuba.hall import evidence
from yakuba.hall.sealing import ORIGIN, seal_folder


class Command(BaseCommand):
    help = "証拠ファイルを書き出す"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="受付番号", help="この案件だけ（省くと町全体）")
        parser.add_argument("--out", type=Path, help="書き出す先（省くと evidence-….zip）")
        parser.add_argument("--with-files", action="store_true", help="添付と文書の中身も入れる")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["case"]
        try:
            sealer.seal(seal_folder(), origin=ORIGIN)
            subjects, files = evidence.of_case(number) if number else (None, {})
            out = options["out"] or Path(f"evidence-{number or 'town'}.zip")
            done = export(
                subjects, out, seal_dir=seal_folder(), files=files if options["with_files"] else {}
            )
        except (SealRefused, EvidenceRefused, evidence.NoSuchCase) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{out}: 出来事 {done.sealed} 件（未封印 {done.unsealed} 件）、行 {done.rows}、ファイル {done.files}\n"
            f"確かめ方: yakuba verify {out}（または、ファイルの中の verify.html をブラウザで開く）"
        )
