"""What a newcomer looks for of the three digital principles: things remembered, a list for a life event,
several applications sent together, and a file from the national portal half taken in.
"""

from datetime import timedelta
from random import Random

from seeds import filing, portal_file
from seeds.people import Person, holder_of
from seeds.timeline import Life
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.actions import bundles, planning
from yakuba.rooms.portal.actions import bringing, taking
from yakuba.rooms.portal.models import Upload
from yakuba.rooms.profile import door as profile

MOVED_IN = ("water_supply", "dog_registration")
FROM_PORTAL = ("child_allowance_claim", "care_insurance_card_reissue", "child_allowance_claim")
SPOILT = {"phone": "12"}
ACCOUNT = {"bank": "見本銀行", "branch": "斜里支店", "type": "ordinary", "number": "0012345"}


def remembering(person: Person) -> Life:
    """A resident lets the town remember the account that money goes to."""
    who = filing.applicant(person)
    if who.id is not None:
        kana = f"{person.name['family_kana']} {person.name['given_kana']}"
        told = [profile.Given("bank_account", {**ACCOUNT, "holder_kana": kana})]
        profile.give_consent(who.id, by=who)
        profile.remember(who.id, told, source="児童手当の認定請求（はじめて受けるとき）", by=who)
    yield from ()


def moving_in(person: Person, chance: Random) -> Life:
    """A family that moved here draws up its list and sends two applications together."""
    who = filing.applicant(person)
    moved_on = (clock.today() - timedelta(days=5)).isoformat()
    token = planning.draw_up("moving", {"moved_on": moved_on}, owner=who)
    editions = [shelf.in_force(key, clock.today()) for key in MOVED_IN]
    begun = bundles.begin(editions, actor=who, plan=token)
    key = answers.Key(who)
    for member in begun.members:
        given = _given(shelf.edition(member.draft.edition_id), person)
        filing.fill(member.draft.id, key, given, chance)
        bundles.share_again(begun.id, key)
    bundles.send(begun.id, key, declared=True)
    yield from ()


def from_the_portal(chance: Random) -> Life:
    """The counter's clerk brings a file in and takes what is whole; a row with a fault still waits."""
    clerk, rows = holder_of(filing.COUNTER), []
    sent_at = clock.local(clock.now() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    for at, key in enumerate(FROM_PORTAL):
        edition = shelf.in_force(key, clock.today())
        row = portal_file.row(
            edition.procedure,
            _held(edition, chance),
            number=f"P{clock.today():%Y%m%d}-{at + 1:04d}",
            sent_at=sent_at,
            email=f"portal{at + 1}@example.jp",
        )
        rows.append(row if at < len(FROM_PORTAL) - 1 else {**row, **SPOILT})
    upload_id = bringing.bring(portal_file.parcel(rows), name=portal_file.NAME, actor=clerk)
    taking.take(Upload.objects.get(id=upload_id), actor=clerk, as_they_are=False)
    yield from ()


def _given(edition: EditionRef, person: Person) -> dict[str, object]:
    """The first worked example that holds today, in this person's name."""
    for example in edition.procedure.examples:
        given = filing.variation(edition.procedure, example, person, clock.today())
        if example.expect.get("valid") and filing.holds(edition.procedure, given, "online"):
            return given
    raise LookupError(f"no example of {edition.key} holds online today")


def _held(edition: EditionRef, chance: Random) -> dict[str, object]:
    """A worked example that holds the way the portal sends it."""
    examples = [one for one in edition.procedure.examples if one.expect.get("valid")]
    chance.shuffle(examples)
    for example in examples:
        given = filing.moved(example, clock.today() - timedelta(days=1))
        if filing.holds(edition.procedure, given, "portal"):
            return given
    raise LookupError(f"no example of {edition.key} holds from the portal today")
