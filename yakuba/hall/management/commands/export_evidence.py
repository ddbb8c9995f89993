"""`yakuba export-evidence`: one file that proves a case, or the whole town, to somebody who trusts nobody."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.journal import sealer
from yakuba.ground.journal.evidence import EvidenceRefused, export
from yakuba.ground.journal.seal_store import SealRefused
from yakuba.hall import evidence
from yakuba.hall.database import require_current
from yakuba.hall.sealing import origin, seal_folder


class Command(BaseCommand):
    help = "証拠ファイルを書き出す"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="受付番号", help="この案件だけ（省くと町全体）")
        parser.add_argument("--out", type=Path, help="書き出す先（省くと evidence-….zip）")
        parser.add_argument("--with-files", action="store_true", help="添付と文書の中身も入れる")

    def handle(self, *args: Any, **options: Any) -> None:
        require_current()
        number = options["case"]
        out = options["out"] or Path(f"evidence-{number or 'town'}.zip")
        self.stdout.write("封印してから書き出します…")
        try:
            proof = evidence.of_case(number) if number else evidence.of_town()
            sealer.seal(seal_folder(), origin=origin())
            files = proof.contents if options["with_files"] else {}
            done = export(proof.subjects, out, seal_dir=seal_folder(), files=files)
        except SealRefused as refused:
            raise CommandError("\n".join(["封印できないので書き出しません。", *refused.reasons])) from None
        except (EvidenceRefused, evidence.NoSuchCase, OSError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{out}: 出来事 {done.sealed} 件（未封印 {done.unsealed} 件）、"
            f"行 {done.rows}、ファイル {done.files}\n"
            f"確かめ方: yakuba verify {out}（または、ファイルの中の verify.html をブラウザで開く）"
        )
