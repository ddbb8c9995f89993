"""`yakuba`: the one command of the house. `verify` needs no town, no database and no Django, the
parent of `serve` no Django; the rest do.
"""

import os
import sys
from pathlib import Path

from yakuba.ground.journal.verifier import verify
from yakuba.hall import environment, server

COMMANDS = {
    "demo": "見本の町をこの機械で動かす（はじめての方はこれ）",
    "serve": "町を動かす（本番）",
    "reload": "動いている町に、新しい版・町のデータ・設定を読ませる（止めずに）",
    "doctor": "設置のぐあいを調べ、危ない所・遅い所を名指しする",
    "town": "町の定義を調べる（town check）、公開する（town publish）、訳の残りを見る（town translate）",
    "seed": "見本の世界を作る（quiet, busy）",
    "search": "検索の索引を作る（search rebuild）",
    "seal": "ジャーナルを封印する",
    "export-evidence": "証拠ファイルを書き出す（--case 番号、または町全体）",
    "verify": "証拠ファイルを確かめる（データベースもネットワークも要らない）",
    "messages": "画面の文の訳を調べる（--check）・書き足す（--update）",
    "screens": "画面の写しを docs/screens/ に撮る",
    "manage": "Django の管理コマンド（migrate など）",
}


def main() -> None:
    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_help())
        return
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        sys.exit(f"「{name}」という命令はありません。\n\n{_help()}")
    if name == "verify":
        sys.exit(verify.main(rest))
    if name in ("serve", "reload"):
        sys.exit(server.serve(rest) if name == "serve" else server.reload(rest))
    try:
        environment.load()
    except environment.Unreadable as problem:
        sys.exit(str(problem))
    if name == "demo":
        _prepare_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
    # Late, so that `verify` and the list of commands work without Django.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from yakuba.ground.languages.compiling import compile_all  # noqa: PLC0415

    compile_all()
    wanted = rest if name == "manage" else [name.replace("-", "_"), *rest]
    execute_from_command_line(["yakuba", *wanted])


def _prepare_demo() -> None:
    """The demo keeps its data apart, so that it can never touch a real town's: not in DATABASE_URL either."""
    os.environ["YAKUBA_DEMO"] = "1"
    os.environ["DATABASE_URL"] = os.environ.get("DEMO_DATABASE_URL", "")
    os.environ.setdefault("YAKUBA_DATA", str(Path("var") / "demo"))


def _help() -> str:
    lines = "\n".join(f"  yakuba {name:<16} {text}" for name, text in COMMANDS.items())
    return f"役場（Yakuba）\n\n{lines}\n\nそれぞれの使い方: yakuba <命令> --help\n"


if __name__ == "__main__":
    main()
