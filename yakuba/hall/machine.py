"""What `yakuba doctor` looks at on the machine and in the settings: what is unsafe, what makes it slow."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from yakuba.ground.calendar import clock
from yakuba.hall.finding import Finding
from yakuba.hall.serving import plan, standing
from yakuba.hall.serving.listening import is_private

WORKER_MEMORY = 300 * 2**20
"""What a worker takes when it has been used for a while (bytes; `python -m bench.starting`)."""
BACKUP_AGE = timedelta(hours=26)
KEY_LENGTH = 40
FAR_DISKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs"}


def switches() -> Iterator[Finding]:
    """Settings under which no town may run."""
    if settings.DEBUG:
        yield Finding(
            "DEBUG", "bad", "入っています（内部が画面に出ます）", "DEBUG を False に戻してください。"
        )
    if len(settings.SECRET_KEY) < KEY_LENGTH or len(set(settings.SECRET_KEY)) < 10:
        yield Finding(
            "署名の鍵", "bad", "短いか、推測できます",
            "YAKUBA_SECRET_KEY を消してください（長い鍵が自動で作られ、みなさんサインインし直しです）。",
        )  # fmt: skip
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            "受け付けるホスト名", "bad", "どの名前でも受け付けます",
            "YAKUBA_HOSTS に、住民が使うアドレスのホスト名だけを書いてください。",
        )  # fmt: skip
    if place := os.environ.get("YAKUBA_METRICS"):
        private = is_private(place)
        yield Finding(
            "数値の出口", "good" if private else "bad", place,
            "" if private else "YAKUBA_METRICS を、127.0.0.1:9464 など、ほかから届かない所にしてください。",
        )  # fmt: skip


def rights() -> Iterator[Finding]:
    """Whether other users of this machine can read what people have applied for."""
    data = Path(settings.YAKUBA_DATA)
    if _open_to_others(data):
        private = [name for name in ("town.sqlite3", "files", "seals") if _open_to_others(data / name)]
        if private:
            yield Finding(
                "データの権限", "warn" if settings.YAKUBA_DEMO else "bad",
                f"この機械のほかの利用者が読めます（{'、'.join(private)}）",
                f"chmod 750 {data} を実行してください。静的ファイルを読む nginx は、そのグループに入れます。",
            )  # fmt: skip


def _open_to_others(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH)


def disk_kind() -> Iterator[Finding]:
    """SQLite's locks do not hold over a network."""
    kind = filesystem(Path(settings.YAKUBA_DATA), Path("/proc/self/mounts").read_text(encoding="utf-8"))
    if kind in FAR_DISKS and not os.environ.get("DATABASE_URL"):
        yield Finding(
            "ディスクの種類", "bad", f"{kind}（ネットワークの先）です。SQLite が壊れることがあります",
            "YAKUBA_DATA をこの機械のディスクに移すか、PostgreSQL を使ってください。",
        )  # fmt: skip


def filesystem(path: Path, mounts: str) -> str:
    """The kind of file system on which a path lies, by the lines of /proc/self/mounts; "" where none fits."""
    found = ("", "")
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        here = point.encode().decode("unicode_escape")
        if path.is_relative_to(here) and len(here) >= len(found[0]):
            found = here, kind
    return found[1]


def memory() -> Iterator[Finding]:
    """Whether the machine has room for the workers, and whether it has to swap."""
    known = dict(_sizes(Path("/proc/meminfo").read_text(encoding="ascii")))
    total, free = known["MemTotal"], known["MemAvailable"]
    workers, cores = _workers(), len(os.sched_getaffinity(0))
    needed = workers * WORKER_MEMORY + 2 * 100 * 2**20
    tight = needed > total * 0.8
    yield Finding(
        "メモリー", "warn" if tight else "good", f"全部で {total // 2**20} MiB、空き {free // 2**20} MiB",
        f"ワーカー {workers} には、およそ {needed // 2**20} MiB 要ります。"
        "メモリーを足すか、YAKUBA_WORKERS を減らしてください。" if tight else "",
    )  # fmt: skip
    swapped = known["SwapTotal"] - known["SwapFree"]
    if swapped > 0.1 * total:
        yield Finding(
            "スワップ", "warn", f"{swapped // 2**20} MiB 使っています",
            "画面が遅くなります。メモリーを足すか、この機械のほかの仕事を減らしてください。",
        )  # fmt: skip
    if workers > cores + 1:
        yield Finding(
            "ワーカーの数", "warn", f"{workers}（コアは {cores}）",
            f"増やしすぎると遅くなります。YAKUBA_WORKERS を {cores} にしてください。",
        )  # fmt: skip


def _sizes(text: str) -> Iterator[tuple[str, int]]:
    for line in text.splitlines():
        name, _, value = line.partition(":")
        number, *unit = value.split()
        yield name, int(number) * (1024 if unit else 1)


def _workers() -> int:
    try:
        return plan.read(()).workers
    except plan.Refused:
        return 1


def served() -> Iterator[Finding]:
    """Whether the town runs on this data, and whether its last reload went well."""
    told = standing.running(Path(settings.YAKUBA_DATA) / "run")
    if told is None:
        yield Finding(
            "サーバー", "warn", "この町は動いていません",
            "yakuba serve（systemd なら systemctl start yakuba）で動かしてください。",
        )  # fmt: skip
    else:
        yield Finding(
            "サーバー", "warn" if told.failed else "good",
            f"最後の入れ替えに失敗し、前の内容のままです: {told.failed}" if told.failed
            else f"動いています（{told.pid}）",
            "上のわけを直して、もう一度 yakuba reload を実行してください。" if told.failed else "",
        )  # fmt: skip
    missing = _uncollected()
    if missing and told is not None:
        yield Finding(
            "静的ファイル", "warn", f"集めていないもの {len(missing)} 件（{missing[0]} など）",
            "yakuba reload を実行してください。",
        )  # fmt: skip


def _uncollected() -> list[str]:
    root = Path(settings.STATIC_ROOT)
    names = [str(name) for finder in get_finders() for name, _ in finder.list([])]
    return [name for name in names if not (root / name).exists()]


def backup() -> Iterator[Finding]:
    """How old the newest copy is, where it is said where copies lie."""
    named = os.environ.get("YAKUBA_BACKUP")
    if not named:
        if not settings.YAKUBA_DEMO:
            yield Finding(
                "控え", "warn", "どこに取っているか分かりません",
                "控えを毎日取り、その場所を YAKUBA_BACKUP に書いてください（古くなると、ここで知らせます）。",
            )  # fmt: skip
        return
    newest = _newest(Path(named))
    age = None if newest is None else clock.now() - newest
    late = age is None or age > BACKUP_AGE
    yield Finding(
        "控え", "bad" if late else "good",
        "まだありません" if age is None else f"いちばん新しいものは {age.total_seconds() / 3600:.0f} 時間前",
        f"控えを取る仕事が動いているか、{named} に書けるかを確かめてください。" if late else "",
    )  # fmt: skip


def _newest(place: Path) -> datetime | None:
    files = [path for path in (place, *place.glob("*")) if path.is_file()]
    latest = max((path.stat().st_mtime for path in files), default=None)
    return None if latest is None else datetime.fromtimestamp(latest, UTC)
