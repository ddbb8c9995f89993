"""`yakuba town check`: every fault of the town's data, with file, key and mend; `yakuba town publish`:
editions; `yakuba town translate`: what is not yet said in another language.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.journal.signature import By
from yakuba.hall import town_data, town_plan, town_texts
from yakuba.hall.database import require_current
from yakuba.hall.town_texts import Spoken


class Command(BaseCommand):
    help = "町の定義を調べる・公開する・訳の残りを調べる"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "publish", "translate"])
        parser.add_argument("keys", nargs="*", help="調べる手続・出来事の key（書かなければ全部）")
        parser.add_argument(
            "--from", dest="valid_from", type=date.fromisoformat, help="施行日（例 2027-04-01）"
        )
        parser.add_argument(
            "--translations", action="store_true", help="訳がない文・古くなった訳があれば誤りにする"
        )
        parser.add_argument(
            "--plan", action="store_true", help="手続のない計画の行、例の足りない手続があれば誤りにする"
        )
        parser.add_argument("--language", choices=town_texts.LANGUAGES, help="この言語だけ")
        parser.add_argument(
            "--stamp", action="store_true", help="いまの訳が、いまの日本語の訳であると印を付ける"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        what, keys = options["what"], options["keys"]
        if what == "publish" and keys:
            raise CommandError("公開は町の全部の手続について行います。key を書かずに実行してください。")
        languages = [options["language"]] if options["language"] else list(town_texts.LANGUAGES)
        town = town_data.check(keys)
        self._faults(town.faults)
        if what == "translate":
            self._translate(town.spoken, languages, stamp=options["stamp"])
            return
        self.stdout.write(f"手続 {len(town.procedures)} 件、例 {town.examples} 件: 問題ありません。")
        self._untold(town.spoken, languages, fail=options["translations"], each=bool(keys))
        if not keys:
            self._plan(town.procedures, fail=options["plan"])
        if what == "publish":
            self._publish(town, options["valid_from"] or clock.today())

    def _faults(self, faults: Sequence[str]) -> None:
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"直す所が {len(faults)} 件あります。公開していません。")

    def _untold(self, spoken: Sequence[Spoken], languages: Sequence[str], *, fail: bool, each: bool) -> None:
        untold = town_texts.untold(spoken, languages)
        if not untold:
            return
        for one in untold if fail or each else ():
            (self.stderr if fail else self.stdout).write(str(one))
        missing, stale = (sum(len(getattr(one, kind)) for one in untold) for kind in ("missing", "stale"))
        said = f"訳がない文 {missing} 件、古くなった訳 {stale} 件。"
        if fail:
            raise CommandError(f"{said}`yakuba town translate <key>` で一覧を見て、訳してください。")
        self.stdout.write(f"{said}その文は日本語で出ます。")

    def _plan(self, procedures: Sequence[Procedure], *, fail: bool) -> None:
        rows, thin = town_plan.unanswered(procedures), town_plan.thin(procedures)
        for row in rows:
            (self.stderr if fail else self.stdout).write(
                f"計画の {row.ref}「{row.title}」: 手続がありません。"
            )
        for said in thin:
            (self.stderr if fail else self.stdout).write(said)
        if fail and (rows or thin):
            raise CommandError(
                f"手続のない計画の行 {len(rows)} 行、例の足りない手続 {len(thin)} 件。"
                "procedure.toml の plan に行を書き、例を足してください。"
            )

    def _translate(self, subjects: Sequence[Spoken], languages: Sequence[str], *, stamp: bool) -> None:
        for spoken in subjects:
            for language in languages:
                if stamp:
                    self._stamp(spoken, language)
                else:
                    self._list(spoken, language)

    def _stamp(self, spoken: Spoken, language: str) -> None:
        try:
            count = town_texts.stamp(spoken, language)
        except ValueError as problem:
            raise CommandError(f"{spoken.key}: {problem}") from None
        said = "ファイルがありません。" if count is None else f"{count} 件に印を付けました。"
        self.stdout.write(f"{spoken.in_file(language)}: {said}")

    def _list(self, spoken: Spoken, language: str) -> None:
        left = next(iter(town_texts.untold([spoken], [language])), None)
        if left is None:
            self.stdout.write(f"# {spoken.in_file(language)}: 訳は全部そろっています。")
            return
        paths = [*left.missing, *left.stale]
        self.stdout.write(f"# {spoken.in_file(language)}: 残り {len(paths)} 件（日本語）")
        for path in paths:
            text = spoken.japanese[path].replace("\n", "\\n").replace('"', '\\"')
            self.stdout.write(f'"{path}" = "{text}"{"  # 古い訳" if path in left.stale else ""}')

    def _publish(self, town: town_data.TownData, day: date) -> None:
        require_current()
        for title, fresh in town_data.publish(town, valid_from=day, by=By(actor="system:command-line")):
            self.stdout.write(f"  {'公開' if fresh else '変更なし'}: {title}")
