"""What `yakuba doctor` looks at. Each look is one function that returns what it found and how to mend it."""

import os
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from yakuba.ground.calendar import clock
from yakuba.ground.jobs import queue
from yakuba.ground.journal import sealer
from yakuba.ground.messages.send import undelivered
from yakuba.hall import database_health, machine, town_data
from yakuba.hall.database import pending
from yakuba.hall.finding import Finding
from yakuba.hall.sealing import seal_folder
from yakuba.rooms.cases import door as cases
from yakuba.rooms.payments import door as payments

SLOW_DISK = 0.02  # seconds for one small write to reach the disk
WRITES = 20
JOB_WAITS = timedelta(minutes=10)
FREE_SPACE = 2 * 1024**3  # bytes below which a town should tidy up
SEAL_AGE = timedelta(hours=24)


def examine() -> list[Finding]:
    """Run every look; a look that breaks is itself a finding."""
    findings: list[Finding] = []
    for name, look in LOOKS.items():
        try:
            findings += look()
        except Exception as problem:
            findings.append(
                Finding(
                    name,
                    "bad",
                    f"調べられません（{type(problem).__name__}: {problem}）",
                    "上の × を直してから、もう一度調べてください。",
                )
            )
    return findings


def _database() -> Iterator[Finding]:
    yield from database_health.look()
    waiting = pending()
    yield Finding(
        "データベースの形", "bad" if waiting else "good",
        f"未適用 {waiting} 件" if waiting else "最新",
        "yakuba manage migrate を実行してください。" if waiting else "",
    )  # fmt: skip


def _data_folder() -> Iterator[Finding]:
    data = Path(settings.YAKUBA_DATA)
    free = shutil.disk_usage(data).free
    yield Finding(
        "空き容量", "good" if free > FREE_SPACE else "warn", f"{free // 1024**3} GiB",
        "" if free > FREE_SPACE else "ディスクを足すか、古い控えを片づけてください。",
    )  # fmt: skip
    for key in (data / "secret.key", data / "remembered.key"):
        if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
            yield Finding(
                "秘密の鍵", "bad", "ほかの利用者が読めます", f"chmod 600 {key.name} を実行してください。"
            )


def _disk() -> Iterator[Finding]:
    """Every act waits for the disk once; the middle of twenty small writes says how long."""
    times = sorted(_one_write() for _ in range(WRITES))
    seconds = times[WRITES // 2]
    slow = seconds > SLOW_DISK
    yield Finding(
        "ディスクの速さ", "warn" if slow else "good",
        f"1回の書き込み {seconds * 1000:.1f}（最大 {times[-1] * 1000:.1f}）ミリ秒",
        "操作のたびに待たされます。SSD に置くか、重い処理を別の時間に移してください。" if slow else "",
    )  # fmt: skip


def _one_write() -> float:
    with tempfile.TemporaryFile(dir=settings.YAKUBA_DATA) as file:
        file.write(b"x" * 4096)
        file.flush()
        began = time.perf_counter()
        os.fsync(file.fileno())
        return time.perf_counter() - began


def _jobs() -> Iterator[Finding]:
    waiting = queue.oldest_due(clock.now())
    late = waiting is not None and waiting > JOB_WAITS
    yield Finding(
        "裏の仕事（メール・通知書）", "warn" if late else "good", f"待っている仕事 {queue.waiting()} 件",
        "10分より長く待っている仕事があります。yakuba serve が動いているか確かめてください。" if late else "",
    )  # fmt: skip
    given_up = [job for job in queue.failures() if job.given_up]
    if given_up:
        names = "、".join(sorted({job.name for job in given_up}))
        yield Finding(
            "できなかった仕事", "warn", f"{len(given_up)} 件（{names}）",
            f"最後のわけ: {given_up[0].error}。直してから、案件の画面でもう一度行ってください。",
        )  # fmt: skip


def _payments() -> Iterator[Finding]:
    problems = payments.check_config()
    if not problems:
        yield Finding("収納", "good", "受け取り方の設定がそろっています")
    for problem in problems:
        what, _, mend = problem.partition(": ")
        yield Finding("収納", "bad", what, mend or problem)


def _seals() -> Iterator[Finding]:
    if sealer.is_restored(seal_folder()):
        yield Finding(
            "封印", "bad", "データベースが、別の PostgreSQL に復元されています。封印が進みません",
            "町を止めて yakuba seal --restored を実行し、また動かしてください。",
        )  # fmt: skip
        return
    rest = sealer.unsealed(seal_folder())
    old = rest.since is not None and clock.now() - rest.since > SEAL_AGE
    yield Finding(
        "封印", "warn" if old else "good", f"未封印 {rest.count} 件",
        "yakuba seal を定期に動かしてください（yakuba serve は自動で動かします）。" if old else "",
    )  # fmt: skip


def _search() -> Iterator[Finding]:
    health = cases.search_health()
    yield Finding(
        "検索", "good" if health.good else "warn",
        "索引はそろっています" if health.good
        else f"索引にない案件 {health.missing} 件、余り {health.strays} 件",
        "" if health.good else "yakuba search rebuild を実行してください（余りがあるときは --anew）。",
    )  # fmt: skip


def _town() -> Iterator[Finding]:
    faults = town_data.check().faults
    yield Finding(
        "町の定義", "bad" if faults else "good", f"直す所 {len(faults)} 件",
        "yakuba town check で一覧が出ます。" if faults else "",
    )  # fmt: skip


def _mail() -> Iterator[Finding]:
    if settings.YAKUBA_DEMO:
        yield Finding("メール", "good", "見本の町なので外へ出しません")
        return
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=3).close()
        yield Finding("メール", "good", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} に届きます")
    except OSError:
        yield Finding(
            "メール", "bad", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} に届きません",
            "YAKUBA_SMTP_HOST と YAKUBA_SMTP_PORT を確かめてください。",
        )  # fmt: skip
    stuck = len(undelivered(100))
    if stuck:
        yield Finding("出せていないメール", "warn", f"{stuck} 通", "宛先と送信の記録を確かめてください。")


def _safety() -> Iterator[Finding]:
    if not settings.YAKUBA_CLAMAV:
        yield Finding(
            "ウイルス検査", "warn", "していません（添付は「未検査」と表示されます）",
            "ClamAV を入れ、YAKUBA_CLAMAV=unix:/run/clamav/clamd.ctl としてください。",
        )  # fmt: skip
    if not settings.HTTPS and not settings.YAKUBA_DEMO:
        yield Finding(
            "暗号化", "bad", "https ではありません",
            "https を受ける中継（nginx など）の後ろに置き、YAKUBA_HTTPS=1 としてください。",
        )  # fmt: skip


def _fonts() -> Iterator[Finding]:
    missing = [name for name in ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold") if not find_spec(name)]
    yield Finding(
        "文書の書体", "bad" if missing else "good", "足りません" if missing else "あります",
        "requirements/run.txt を入れ直してください。" if missing else "",
    )  # fmt: skip


LOOKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "データベース": _database,
    "空き容量と鍵": _data_folder,
    "ディスクの速さ": _disk,
    "封印": _seals,
    "裏の仕事": _jobs,
    "検索": _search,
    "町の定義": _town,
    "収納": _payments,
    "メール": _mail,
    "安全": _safety,
    "設定": machine.switches,
    "データの権限": machine.rights,
    "ディスクの種類": machine.disk_kind,
    "メモリー": machine.memory,
    "サーバー": machine.served,
    "控え": machine.backup,
    "文書の書体": _fonts,
}
