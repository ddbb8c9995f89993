"""The page verify.html says the same as verify.py, about the same files, in a real browser without a
network."""

import json
from contextlib import contextmanager

from yakuba.ground.journal.tests.attacks import lines, pack, rewrite_event, unpack, with_lines
from yakuba.ground.journal.tests.test_proofs import RFC8032
from yakuba.ground.journal.verifier.single import page
from yakuba.ground.journal.verifier.verify import verify


@contextmanager
def open_page(tmp_path, browser):
    """The page, opened from disk."""
    (tmp_path / "verify.html").write_text(page(), encoding="utf-8")
    tab = browser.new_page()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((tmp_path / "verify.html").as_uri())
    yield tab
    tab.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []


def ask(tab, evidence, seal=None):
    if seal:
        tab.set_input_files("#seal", seal)
    tab.set_input_files("#file", evidence)
    tab.wait_for_selector("#out[data-report]")
    report = json.loads(tab.get_attribute("#out", "data-report"))
    tab.evaluate("document.getElementById('out').removeAttribute('data-report')")
    return report


def told(findings):
    return [tuple(finding[key] for key in ("kind", "place", "why")) for finding in findings]


def forgeries(members):
    """Evidence files with one thing wrong each."""
    events = lines(members)
    yield (
        "an event rewritten",
        with_lines(members, [rewrite_event(events[0], capacity="daiketsu"), *events[1:]]),
    )
    yield "a byte flipped", with_lines(members, [events[0].replace(b"own", b"owm"), *events[1:]])
    yield "an event taken out", with_lines(members, events[:2] + events[3:])
    yield "two events swapped", with_lines(members, [events[1], events[0], *events[2:]])
    yield "an event doubled", with_lines(members, [events[0], *events])
    yield "the tail cut off", with_lines(members, events[:4])
    yield "half a line", {**members, "events.ndjson": members["events.ndjson"][:-5]}
    yield "a duplicate key", with_lines(members, [b'{"index":7,' + events[0][1:], *events[1:]])
    rows = lines(members, "tables/sample.permit.ndjson")
    yield (
        "a row rewritten",
        with_lines(
            members,
            [rows[0].replace(b"1300", b"1301").replace(b"1200", b"1201"), *rows[1:]],
            "tables/sample.permit.ndjson",
        ),
    )
    yield "a row taken out", with_lines(members, rows[1:], "tables/sample.permit.ndjson")
    yield "a foreign name", {**members, "../evil": b"x"}
    # Leaving out the older of two seals takes nothing away from the proof.
    oldest = min(name for name in members if name.startswith("checkpoints/"))
    for name in sorted(members):
        if name.startswith(("checkpoints/", "proofs/")):
            yield f"{name} changed", {**members, name: members[name].replace(b"a", b"b").replace(b"3", b"4")}
            if name != oldest:
                yield f"{name} missing", {key: value for key, value in members.items() if key != name}


def test_page_and_program_agree_on_honest_and_forged_files(busy_town, tmp_path, browser):
    busy_town.export(name="whole.zip")
    busy_town.export(["case:1", "case:2"], name="cases.zip")
    seals = sorted((busy_town.seal_dir / "checkpoints").iterdir())
    busy_town.seal()
    newer = max((busy_town.seal_dir / "checkpoints").iterdir())
    with open_page(tmp_path, browser) as tab:
        for honest in (tmp_path / "whole.zip", tmp_path / "cases.zip"):
            assert ask(tab, honest)["findings"] == []
            assert "全件一致" in tab.inner_text("#out")
            for number, (what, forged) in enumerate(forgeries(unpack(honest))):
                assert agree(tab, pack(tmp_path / f"forged{number}.zip", forged)), what
            for seal in seals:
                assert ask(tab, honest, seal)["findings"] == []
            (finding,) = ask(tab, honest, newer)["findings"]
            assert told([finding]) == plainly(verify(honest, newer.read_bytes()))
            tab.reload()


def agree(tab, path):
    """Both found something, and the same."""
    by_program, by_page = verify(path), ask(tab, path)
    assert told(by_page["findings"]) == plainly(by_program)
    assert (by_page["counts"], by_page["disposals"]) == (by_program.counts, by_program.disposals)
    return bool(by_program.findings)


def plainly(report):
    return [(found.kind, found.place, found.why) for found in report.findings]


def test_page_verifies_ed25519_by_hand_where_the_browser_cannot(tmp_path, browser):
    script = "([key, message, signature]) => ed25519ByHand(unhex(key), unhex(message), unhex(signature))"
    with open_page(tmp_path, browser) as tab:
        for key, message, signature in RFC8032:
            assert tab.evaluate(script, [key, message, signature]) is True
            wrong = signature[:-4] + ("0000" if signature[-4:] != "0000" else "1111")
            assert tab.evaluate(script, [key, message, wrong]) is False
            assert tab.evaluate(script, [key, message + "00", signature]) is False
