"""The quick way through a whole town's events: it takes what is plain and right, and nothing else."""

import json

import pytest

from yakuba.ground.journal.tests.attacks import lines, pack, unpack
from yakuba.ground.journal.verifier import quick, verify
from yakuba.ground.journal.verifier.proofs import parse, sha


@pytest.fixture
def exported(town):
    """Ten cases of two events each, sealed, as the lines of their evidence."""
    rows = [town.permit(f"case:{number}") for number in range(10)]
    for number, row in enumerate(rows):
        town.change(f"case:{number}", row, amount=number)
    town.seal()
    town.export()
    return [line.decode().removesuffix("\n") for line in lines(unpack(town.evidence))]


def learned(texts):
    """A reader that has met the first event and stands before the second."""
    reader = quick.Quick(quick.Sealed([]), {}, {})
    first = json.loads(texts[0])
    body = parse(first["body"].encode(), "here")
    reader.learn(texts[0].encode(), body)
    reader._heads[body["subject"]] = (1, first["digest"])
    return reader


def signed_anew(text, old, new):
    """The line with a body changed by somebody who also reckons its digest anew."""
    line = json.loads(text)
    body = line["body"].replace(old, new)
    assert body != line["body"]
    return text.replace(escaped(line["body"]), escaped(body)).replace(
        line["digest"], sha(body.encode()).hex()
    )


def escaped(body):
    return json.dumps(body, ensure_ascii=False)


def test_an_event_of_a_known_shape_is_taken_with_its_head_and_its_row(exported):
    reader = learned(exported)
    assert reader.take(2, exported[1].encode(), 1)
    said = json.loads(json.loads(exported[1])["body"])
    assert reader._heads[said["subject"]] == (1, json.loads(exported[1])["digest"])
    ((row, commitment),) = said["rows"]["sample.permit"].items()
    assert reader._rows["sample.permit", row] == (commitment, (2, 1, said["subject"], 1), True)
    assert quick.spoken((2, 1, "case:1", 1)) == "events.ndjson 2行目 封印2番 case:1 の1番目"


def test_an_event_of_the_same_shape_with_another_number_is_taken(exported):
    reader = learned(exported)
    said = json.loads(json.loads(exported[10])["body"])
    reader.learn(exported[10].encode(), said)
    before = said["subject_prev"]
    changed = signed_anew(exported[10], '"subject_seq":2', '"subject_seq":37')
    reader._heads[said["subject"]] = (36, before)
    assert reader.take(11, changed.encode(), 10)


def test_a_line_that_is_no_text_is_left_to_the_whole_way(exported):
    reader = learned(exported)
    assert not reader.take(2, exported[1].encode().replace(b"intake", b"inta\xffke"), 1)


def test_an_event_of_a_shape_not_met_yet_goes_the_whole_way(exported):
    assert not learned(exported).take(11, exported[10].encode(), 1)


CHANGES = {
    "another place among the sealed": lambda text: text.replace('"index":1}', '"index":2}'),
    "a place spelled otherwise": lambda text: text.replace('"index":1}', '"index":01}'),
    "a blank after the line": lambda text: text + " ",
    "a blank in the line": lambda text: text.replace('"digest":', '"digest": '),
    "one letter of the body": lambda text: text.replace("intake", "intakE"),
    "another digest": lambda text: text.replace('"digest":"', '"digest":"0')[:-1],
    "a quotation mark that is not escaped": lambda text: text.replace('\\"totp', '"totp'),
    "another number in its subject": lambda text: signed_anew(text, '"subject_seq":1', '"subject_seq":2'),
    "another event before it": lambda text: signed_anew(
        text, '"subject_prev":""', f'"subject_prev":"{"0" * 64}"'
    ),
    "a blank in the body": lambda text: signed_anew(text, '"kind":', '"kind": '),
    "another name of a field": lambda text: signed_anew(text, '"step":', '"stop":'),
    "a letter of the body spelled as an escape": lambda text: signed_anew(text, "intake", "\\u0069ntake"),
    "a line break in the body": lambda text: signed_anew(text, "intake", "in\\ntake"),
    "a number instead of a text": lambda text: signed_anew(text, '"intake"', "1"),
    "rows that are gone": lambda text: signed_anew(text, '"gone":{}', '"gone":{"a.b":["c"]}'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_not_plain_is_left_to_the_whole_way(exported, change):
    reader = learned(exported)
    changed = change(exported[1])
    assert changed != exported[1]
    assert not reader.take(2, changed.encode(), 1)
    assert reader.take(2, exported[1].encode(), 1), "a refusal must leave nothing behind"


def test_rows_out_of_their_order_are_left_to_the_whole_way():
    assert quick.ordered(["1", "2", "3"])
    assert not quick.ordered(["1", "3", "2"])
    assert not quick.ordered(["1", "1"])


def test_both_ways_say_the_same_of_honest_and_of_damaged_towns(exported, town, monkeypatch):
    members = unpack(town.evidence)
    whole = members["events.ndjson"].splitlines(keepends=True)
    files = [town.evidence]
    for at, changed in enumerate(
        (whole[:-1], whole[1:], [whole[1], whole[0], *whole[2:]], [*whole, whole[-1]])
    ):
        files.append(pack(town.folder / f"{at}.zip", {**members, "events.ndjson": b"".join(changed)}))
    quickly = [verify.verify(path).text() for path in files]
    monkeypatch.setattr(quick.Quick, "take", lambda self, line, raw, index: False)
    assert [verify.verify(path).text() for path in files] == quickly
    assert quickly[0].startswith("全件一致")
    assert all(text.startswith("一致しない") for text in quickly[1:])
