"""What a forger can do to an evidence file: take it apart, change it, and put it together again."""

import json
import zipfile
from hashlib import sha256

from yakuba.ground.journal.bundle import stamp
from yakuba.ground.journal.canonical import canonical

MANIFEST = ("manifest.json", "manifest.sha256")


def unpack(path):
    """Members of an evidence file, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path, members, *, forge_manifest=True):
    """Write members as a ZIP; a forger also rewrites the table of contents."""
    members = dict(members)
    if forge_manifest:
        manifest = json.loads(members["manifest.json"])
        manifest["members"] = {
            name: {"sha256": sha256(content).hexdigest(), "size": len(content)}
            for name, content in members.items()
            if name not in MANIFEST
        }
        members["manifest.json"] = canonical(manifest)
        members["manifest.sha256"] = (sha256(members["manifest.json"]).hexdigest() + "\n").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.comment = b"0" * 64
    stamp(path)
    return path


def lines(members, name="events.ndjson"):
    return members[name].splitlines(keepends=True)


def with_lines(members, changed, name="events.ndjson"):
    """The same members with these lines, and the counts of the manifest made to fit."""
    result = {**members, name: b"".join(changed)}
    if name == "events.ndjson":
        manifest = json.loads(members["manifest.json"])
        unsealed = sum(line.endswith(b'"index":null}\n') for line in changed)
        manifest["events"] = len(changed)
        manifest["sealed"] = len(changed) - unsealed
        result["manifest.json"] = canonical(manifest)
    return result


def rewrite_event(line, **changes):
    """A forged event whose own digest fits."""
    outer = json.loads(line)
    body = {**json.loads(outer["body"]), **changes}
    text = canonical(body)
    digest = sha256(text).hexdigest()
    return canonical({**outer, "body": text.decode(), "digest": digest}) + b"\n"
