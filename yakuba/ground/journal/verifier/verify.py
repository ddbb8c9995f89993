"""役場の証拠ファイルを確かめる道具。Python 3.11 以上だけで動き、通信もデータベースも使いません。

使い方: python verify.py 証拠.zip [--checkpoint 公開済みの封印.txt]
終了コード: 0 = 全件一致、1 = 一致しないところがある。
"""

import argparse
import gc
import hmac
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yakuba.ground.journal.verifier.archive import Archive, streamed
from yakuba.ground.journal.verifier.proofs import (
    Checkpoint,
    Damaged,
    Finding,
    Frontier,
    consistent,
    dumps,
    from_inclusion,
    parse,
    read_seal,
    sha,
    unhex,
)
from yakuba.ground.journal.verifier.quick import Quick, Sealed, Where, spoken

FORMAT = "yakuba-evidence/1"
BODY_KEYS = [
    *("actor", "assurance", "at", "capacity", "facts", "gone", "kind", "post"),
    *("rows", "subject", "subject_prev", "subject_seq", "version"),
]
MANIFEST_KEYS = [
    *("events", "exported_at", "format", "members", "origin", "scope", "sealed", "subjects", "unsealed"),
]
COUNTED = ("記録", "行", "ファイル", "封印")
HEX64 = re.compile(r"[0-9a-f]{64}")


@dataclass
class Report:
    """The outcome: no findings means that everything agrees."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    unsealed: tuple[int, str] = (0, "")
    disposals: list[str] = field(default_factory=list)
    sealed_at: str = ""

    def add(self, place: str, why: str, kind: str = "破損") -> None:
        self.findings.append(Finding(kind, place, why))

    def text(self) -> str:
        counts = "、".join(f"{name} {number}件" for name, number in self.counts.items())
        lines = [("一致しないところがあります: " if self.findings else "全件一致: ") + counts]
        lines += [str(finding) for finding in self.findings]
        lines += [f"正当廃棄 {line}" for line in self.disposals]
        if self.sealed_at:
            lines.append(f"最後の封印 {self.sealed_at}")
        if self.unsealed[0]:
            count, since = self.unsealed
            lines.append(f"未封印 {count}件（{since} から）: この分はまだ証明できません。")
        return "\n".join(lines)


@dataclass
class Town:
    """What the checks learn on their way through one evidence file."""

    archive: Archive
    report: Report
    manifest: dict[str, Any]
    seals: list[tuple[str, Checkpoint]]
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    rows: dict[tuple[str, str], tuple[str, Where | str, bool]] = field(default_factory=dict)
    sealed: Sealed = field(default_factory=lambda: Sealed([]))
    last_index: int = -1
    subject_proofs: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return bool(self.manifest["scope"] == "whole")

    @property
    def newest(self) -> Checkpoint:
        return next(seal for place, seal in reversed(self.seals) if place != PUBLISHED)


PUBLISHED = "公開済みの封印"


def read_manifest(archive: Archive, report: Report) -> dict[str, Any]:
    """The table of contents, compared with what is really there."""
    raw = archive.read("manifest.json")
    if archive.read("manifest.sha256") != f"{sha(raw).hex()}\n".encode():
        report.add("manifest.json", "目録の照合値が合いません")
    manifest = parse(raw, "manifest.json")
    if sorted(manifest) != MANIFEST_KEYS or manifest["format"] != FORMAT:
        raise Damaged("manifest.json", "この道具で確かめられる形式ではありません")
    listed, here = manifest["members"], set(archive.names) - {"manifest.json", "manifest.sha256"}
    for name in sorted(here | set(listed)):
        if name not in here:
            report.add(name, "目録にあるファイルがありません", "欠落")
        elif name not in listed:
            report.add(name, "目録にないファイルです")
        elif not streamed(name) and listed[name] != archive.digest(name):
            report.add(name, "ファイルの中身が目録と合いません")
    return manifest


def check_passed(town: Town, name: str) -> None:
    if name in town.archive.passed and town.manifest["members"].get(name) != town.archive.passed[name]:
        town.report.add(name, "ファイルの中身が目録と合いません")


def read_seals(town: Town, published: bytes | None) -> None:
    """All checkpoints, signed by the enclosed key; the published one shows whether it is the town's key."""
    key = town.archive.read("public.txt")
    for name in sorted(name for name in town.archive.names if name.startswith("checkpoints/")):
        seal = read_seal(town.archive.read(name), key, name)
        if name != f"checkpoints/{seal.size:012d}.txt" or seal.origin != town.manifest["origin"]:
            raise Damaged(name, "封印の件数か役場の名前が合いません")
        town.seals.append((name, seal))
    if not town.seals:
        raise Damaged("checkpoints", "封印がありません。まだ何も証明できません", "欠落")
    town.report.counts["封印"] = len(town.seals)
    town.report.sealed_at = town.newest.at
    if published is not None:
        seal = read_seal(published, key, PUBLISHED)
        if seal.size > town.newest.size:
            why = f"公開済みの封印は{seal.size}件、このファイルの封印は{town.newest.size}件です"
            raise Damaged(PUBLISHED, why, "欠落")
        town.seals.insert(0, (PUBLISHED, seal))
    town.sealed = Sealed([(name, seal.size, seal.root, seal.chain) for name, seal in town.seals])


def read_events(town: Town) -> None:
    """Every event: its form, its seal, its place in its subject, and what it says about rows."""
    proofs = {}
    for place, raw in town.archive.lines("proofs/inclusion.ndjson"):
        proof = parse(raw, place)
        proofs[proof["index"]] = unhex(proof["path"])
    for place, raw in town.archive.lines("proofs/subjects.ndjson"):
        proof = parse(raw, place)
        town.subject_proofs[proof["subject"]] = proof
    quick = Quick(town.sealed, town.heads, town.rows)
    for place, raw in plain_lines(town, quick):
        try:
            body = read_event(town, place, raw, proofs)
        except Damaged as damaged:
            town.report.findings.append(damaged.finding)
        else:
            if town.whole and not town.report.unsealed[0]:
                quick.learn(raw, body)
    settle(town)
    check_passed(town, "events.ndjson")
    for index in proofs:
        town.report.add(f"封印{index + 1}番", "証明だけがあり、記録がありません", "欠落")
    for subject in town.manifest["subjects"]:
        if subject not in town.heads:
            town.report.add(subject, "記録が1件もありません", "欠落")
    sealed = town.manifest["sealed"], town.manifest["events"] - town.manifest["sealed"]
    if sealed != (town.report.counts["記録"] - town.report.unsealed[0], town.report.unsealed[0]):
        town.report.add("events.ndjson", "記録の件数が目録と合いません", "欠落")


def plain_lines(town: Town, quick: Quick) -> Iterator[tuple[str, bytes]]:
    """Lines that have to go the whole way, with their places.

    All others are taken in on the way, as long as events are sealed.
    """
    number, report, sealed = 0, town.report, town.sealed
    for block in town.archive.blocks("events.ndjson") if "events.ndjson" in town.archive.names else ():
        for raw in block[:-1].split(b"\n"):
            number += 1
            if town.whole and not report.unsealed[0] and quick.take(number, raw, town.last_index + 1):
                town.last_index += 1
                if sealed.wrong:
                    name_wrong(town)
            else:
                yield f"events.ndjson {number}行目", raw
        report.counts["記録"] = number


def settle(town: Town) -> None:
    """Count in what was read."""
    town.sealed.settle()
    name_wrong(town)


def name_wrong(town: Town) -> None:
    """Name the seals that say something else than what was read up to them."""
    while town.sealed.wrong:
        name, size = town.sealed.wrong.pop(0)
        town.report.add(name, f"封印1番から{size}番までの記録が、封印と合いません")


def read_event(town: Town, place: str, raw: bytes, proofs: dict[int, list[bytes]]) -> dict[str, Any]:
    line = parse(raw, place)
    index, text = line.get("index"), str(line.get("body")).encode()
    body = parse(text, place)
    known = sorted(line) == ["body", "digest", "index"] and sorted(body) == BODY_KEYS
    if not known or dumps(body["version"]) != "1" or not (index is None or type(index) is int):
        raise Damaged(place, "記録の形が正しくありません")
    subject, seq, digest = body["subject"], body["subject_seq"], sha(text)
    number = "未封印" if index is None else f"封印{index + 1}番"
    place = f"{place} {number} {subject} の{seq}番目"
    if digest.hex() != line["digest"]:
        town.last_index = town.last_index if index is None else index
        raise Damaged(place, "記録の内容が書き換えられています")
    if index is None:
        count, since = town.report.unsealed
        town.report.unsealed = (count + 1, since or body["at"])
        if count == 0:
            check_heads(town)
    elif town.report.unsealed[0] or index <= town.last_index:
        raise Damaged(place, "記録の順序が入れ替わっています")
    else:
        check_seal(town, place, index, digest, proofs)
    follow(town, place, body, digest)
    return body


def check_seal(town: Town, place: str, index: int, digest: bytes, proofs: dict[int, list[bytes]]) -> None:
    before, town.last_index = town.last_index, index
    if not town.whole:
        root = from_inclusion(index, town.newest.size, sha(b"\x00" + digest), proofs.pop(index, []))
        if root != town.newest.root:
            raise Damaged(place, "封印に含まれている証明が成り立ちません")
        return
    if index != before + 1:
        town.report.add(f"封印{before + 2}番から{index}番", "記録がありません", "欠落")
    town.sealed.append(digest)
    name_wrong(town)


def follow(town: Town, place: str, body: dict[str, Any], digest: bytes) -> None:
    """The subject's own chain, and the newest commitment to each row."""
    subject = body["subject"]
    mine = town.whole or subject in town.manifest["subjects"]
    seq, head = town.heads.get(subject, (0, ""))
    town.heads[subject] = (body["subject_seq"], digest.hex())
    for table, rows in body["rows"].items():
        for row, said in rows.items():
            kept = town.rows.get((table, row), ("", "", False))[2]
            town.rows[table, row] = (said, place, mine or kept)
    for table, ids in body["gone"].items():
        for row in ids:
            town.rows.pop((table, row), None)
            town.report.disposals.append(f"{table} の行 {row}（決裁番号 {body['facts']['decision']}）")
    if mine and (body["subject_seq"], body["subject_prev"]) != (seq + 1, head):
        raise Damaged(place, f"前の記録（{subject} の{seq}番目）につながっていません", "欠落")


def check_heads(town: Town) -> None:
    """No subject may hide its newest sealed events."""
    seal = town.newest
    if town.whole:
        settle(town)
        tree = Frontier()
        tree.extend([head_leaf(name, *town.heads[name]) for name in sorted(town.heads)])
        if (tree.size, tree.root().hex()) != (seal.subjects, seal.heads):
            town.report.add("封印", "対象ごとの最後の記録が、封印と合いません", "欠落")
        if town.sealed.tree.size != seal.size:
            why = f"封印は{seal.size}件ですが、記録は{town.sealed.tree.size}件です"
            town.report.add("events.ndjson", why, "欠落")
        return
    for subject in town.manifest["subjects"]:
        proof = town.subject_proofs.get(subject)
        if proof is None:
            if subject in town.heads:
                town.report.add(subject, "最後の記録であることの証明がありません", "欠落")
            continue
        leaf = head_leaf(subject, proof["seq"], proof["digest"])
        root = from_inclusion(proof["index"], seal.subjects, leaf, unhex(proof["path"])) or b""
        if root.hex() != seal.heads or town.heads.get(subject) != (proof["seq"], proof["digest"]):
            town.report.add(subject, "封印された最後の記録までそろっていません", "欠落")


def head_leaf(subject: str, seq: int, digest: str) -> bytes:
    return sha(b"\x00" + f"{subject}\n{seq}\n{digest}".encode())


def check_growth(town: Town) -> None:
    """In a partial export: every older checkpoint, and the published one, grew into the newest."""
    proofs = {town.newest.size: list[bytes]()}
    for place, raw in town.archive.lines("proofs/consistency.ndjson"):
        proof = parse(raw, place)
        proofs[proof["from"]] = unhex(proof["path"])
    for name, seal in town.seals:
        new, path = town.newest, proofs.get(seal.size)
        if path is None or not consistent(seal.size, new.size, seal.root, new.root, path):
            town.report.add(name, "最後の封印が、この封印の続きであることを確かめられません")


def read_tables(town: Town) -> None:
    """Every row against its newest commitment."""
    for name in sorted(name for name in town.archive.names if name.startswith("tables/")):
        table = name.removeprefix("tables/").removesuffix(".ndjson")
        for place, raw in town.archive.lines(name):
            town.report.counts["行"] += 1
            try:
                read_row(town, table, place, raw)
            except Damaged as damaged:
                town.report.findings.append(damaged.finding)
        check_passed(town, name)
    for (table, row), (_, event, required) in town.rows.items():
        if required:
            town.report.add(f"{table} の行 {row}", f"行がありません。最後の記録は {spoken(event)}", "欠落")


COLUMNS, AFTER_COLUMNS = len('{"columns":'), -len(',"salt":"') - 32 - len('"}')


def read_row(town: Town, table: str, place: str, raw: bytes) -> None:
    line = parse(raw, place)
    if sorted(line) != ["columns", "salt"] or not re.fullmatch("[0-9a-f]{32}", str(line["salt"])):
        raise Damaged(place, "行の形が正しくありません")
    row = str(line["columns"].get("id"))
    place = f"{place} {table} の行 {row}"
    said, event, _ = town.rows.pop((table, row), ("", "", False))
    if not said:
        raise Damaged(place, "この行を書いた記録がありません")
    # The line is canonical, so what stands in it of the columns is their one spelling.
    mac = hmac.digest(bytes.fromhex(line["salt"]), raw[COLUMNS:AFTER_COLUMNS], "sha256")
    if mac.hex() != said:
        raise Damaged(place, f"記録のあとに書き換えられています。最後の記録は {spoken(event)}")


def check_files(town: Town) -> None:
    """Every file is what its name says, and some event or row speaks of it."""
    files = {name.removeprefix("files/") for name in town.archive.names if name.startswith("files/")}
    named: set[str] = set()
    for name in sorted(filter(streamed, town.archive.names), reverse=True):  # the journal last: it is large
        for block in town.archive.blocks(name) if named < files else ():
            named |= files & set(HEX64.findall(block.decode(errors="replace")))
    for digest in sorted(files):
        if town.archive.digest(f"files/{digest}")["sha256"] != digest:
            town.report.add(f"files/{digest}", "ファイルの中身が名前と合いません")
        elif digest not in named:
            town.report.add(f"files/{digest}", "どの記録にも出てこないファイルです")
    town.report.counts["ファイル"] = len(files)


def verify(path: str | Path, checkpoint: bytes | None = None) -> Report:
    """Check one evidence file, and against a published checkpoint when given. Never raises for what is
    in it."""
    report, collecting = Report(), gc.isenabled()
    gc.disable()  # nothing here refers to itself, and a million rows would be looked through over and over
    try:
        archive = Archive(Path(path))
        with archive.zip:
            town = Town(archive, report, read_manifest(archive, report), [])
            read_seals(town, checkpoint)
            read_events(town)
            if not report.unsealed[0]:
                check_heads(town)
            if not town.whole:
                check_growth(town)
            read_tables(town)
            check_files(town)
            since = {"count": report.unsealed[0], "since": report.unsealed[1]}
            if since != town.manifest["unsealed"]:
                report.add("manifest.json", "未封印の範囲が目録と合いません")
    except Damaged as damaged:
        report.findings.append(damaged.finding)
    except Exception:
        # Whatever a hostile file makes Python raise, the answer is: damaged.
        report.add("証拠ファイル", "読み取れません")
    finally:
        if collecting:
            gc.enable()
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description="役場の証拠ファイルを確かめます。")
    options.add_argument("file", type=Path, help="証拠ファイル（ZIP）")
    options.add_argument("--checkpoint", type=Path, help="公開済みの封印（ホームページなど）")
    chosen = options.parse_args(arguments)
    report = verify(chosen.file, chosen.checkpoint.read_bytes() if chosen.checkpoint else None)
    sys.stdout.write(report.text() + "\n")
    if not chosen.checkpoint:
        sys.stdout.write("公開済みの封印とは比べていません（--checkpoint で比べられます）。\n")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
