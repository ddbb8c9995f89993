"""What stands in the planted town: an address for every route, with the first resident's road matters where a
matter is needed, since the road section is the one "in charge" in the access matrix.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seeds import stories
from seeds.people import Person, holder_of, somebody
from seeds.plant import WORLDS
from seeds.timeline import Timeline
from yakuba.ground import town as facts
from yakuba.ground.access.actor import GUEST, resident_actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.catalogue import shelf
from yakuba.ground.messages.models import Message
from yakuba.ground.people.models import Account, Resident
from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.applications.actions import bundles
from yakuba.rooms.applications.actions.planning import draw_up
from yakuba.rooms.applications.models import Bundle, Plan
from yakuba.rooms.applications.reading import bundles as together
from yakuba.rooms.applications.views.guest_pass import BUNDLE, link_text
from yakuba.rooms.approvals.models import Approval, KoetsuDuty
from yakuba.rooms.cases.models import Case, IssuedLetter
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.payments.models import Assessment, Receipt
from yakuba.rooms.portal.actions import bringing
from yakuba.rooms.portal.models import Upload
from yakuba.rooms.profile import door as profile
from yakuba.rooms.records.models import DocumentNumber, Record, VolumeFile
from yakuba.rooms.registers.models import Entry

END = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # Friday, 15:30 in Japan
ROAD = "construction_road"
NOWHERE = UUID("00000000-0000-7000-8000-000000000000")
OWNER, NEIGHBOUR = "resident1@example.jp", "resident2@example.jp"
Make = Callable[[], str]


@dataclass(frozen=True)
class Town:
    folder: Path

    @cached_property
    def owner(self) -> str:
        return f"resident:{Resident.objects.get(account__login=OWNER).id}"

    def case(self, state: str = "", **wanted: object) -> Case:
        rows = Case.objects.filter(section=ROAD, **wanted).order_by("id")
        return rows.filter(state=state)[0] if state else rows[0]

    def mine(self, state: str) -> Case:
        return self.case(state, applicant_ref=self.owner)

    def draft(self, *, sent: bool = False) -> Draft:
        rows = Draft.objects.filter(owner_ref=self.owner, edition__procedure_key="road_occupancy")
        return rows.filter(submitted_at__isnull=not sent).order_by("id")[0]

    def intake(self, *, filed: bool = False) -> Intake:
        return Intake.objects.filter(section=ROAD, filed_at__isnull=not filed, stopped_at=None).order_by(
            "-id"
        )[0]

    def plan(self) -> str:
        """The token of a guest's list of what to do after a move."""
        found = Plan.objects.filter(life_event="moving").first()
        return found.token if found else draw_up("moving", {"way": "into"}, owner=GUEST)

    def bundle(self, *, sent: bool = False) -> Bundle:
        """The owner's: two applications begun together, or sent."""
        rows = Bundle.objects.filter(owner_ref=self.owner, sent_at__isnull=not sent)
        if not rows.exists():
            self._begin_bundle(send=sent)
        return rows.order_by("id")[0]

    def _begin_bundle(self, *, send: bool) -> None:
        key = answers.Key(resident_actor(UUID(self.owner.partition(":")[2])))
        view = bundles.begin(together.choice(["dog_registration", "water_supply"]).editions, actor=key.actor)
        for member in view.members if send else ():
            example = next(one for one in member.draft.procedure.examples if one.expect.get("valid"))
            known = {name for name in example.answers if member.draft.open(name)}
            answers.save(member.draft.id, key, {name: example.answers[name] for name in known})
        if send:
            bundles.send(view.id, key, declared=True)

    def remembered(self) -> UUID:
        """Something the owner lets the town remember."""
        owner = resident_actor(UUID(self.owner.partition(":")[2]))
        assert owner.id is not None
        if not profile.remembered(owner.id):
            profile.give_consent(owner.id, by=owner)
            told = [profile.Given("organisation", "見本商店")]
            profile.remember(owner.id, told, source="犬の登録申請", by=owner)
        return profile.remembered(owner.id)[0].id

    def letter(self) -> IssuedLetter:
        rows = IssuedLetter.objects.filter(
            case__section=ROAD, case__applicant_ref=self.owner, file_id__isnull=False
        )
        return rows.order_by("id")[0]

    def waiting_letter(self) -> Message:
        about = [f"case:{key}" for key in Case.objects.filter(section=ROAD).values_list("id", flat=True)]
        return Message.objects.filter(channel="post", about__in=about, sent_at=None).order_by("id")[0]

    def addresses(self) -> dict[str, list[str]]:
        """Route → addresses to open, the first of them about the owner's or the road section's own things."""
        found = self._arguments()
        return {name: [reverse(name, args=args) for args in every] for name, every in found.items()}

    def _arguments(self) -> dict[str, list[tuple[object, ...]]]:
        plain = {name: [()] for name, keys in routes() if not keys}
        return (
            plain
            | self._of_residents()
            | self._of_cases()
            | self._of_the_counter()
            | self._of_the_portal()
            | self._of_books()
        )

    def _of_residents(self) -> dict[str, list[tuple[object, ...]]]:
        draft, sent, case, letter = self.draft(), self.draft(sent=True), self.mine("payment"), self.letter()
        asked = self.mine("correction")
        pages = shelf.edition(draft.edition_id).procedure.pages
        keys = [ref.key for ref in shelf.all_in_force(clock.today())]
        tokens = Case.objects.order_by("id").values_list("status_token", flat=True)
        return self._of_bundles() | {
            "maps:picture": [(17, "43.912000,144.665000", 320, 320)],
            "applications:category": [("road",)],
            "applications:life_event": [("start_business",)],
            "applications:form": [("road_occupancy",)],
            "applications:draft_paper": [(draft.id,)],
            "applications:draft_form": [(draft.id,)],
            "applications:status_form": [(case.status_token,)],
            "hall:paper": [("form", draft.edition_id)],
            "applications:eligibility": [(key,) for key in keys if _has_eligibility(key)],
            "applications:plan": [(self.plan(),)],
            "applications:plan_answers": [(self.plan(),)],
            "applications:procedure": [(key,) for key in keys],
            "applications:entry": [(key,) for key in keys],
            "applications:draft": [(draft.id,)],
            "applications:page": [(draft.id, pages[0].key)],
            "applications:draft_file": [(draft.id, _file_in(draft.answers))],
            "applications:summary": [(draft.id,)],
            "applications:pause": [(draft.id,)],
            "applications:receipt": [(sent.id,)],
            "applications:discarded_draft": [(draft.id,)],
            "applications:resume": [(link_text(draft.token),)],
            "applications:status": [(case.status_token,), *((token,) for token in tokens)],
            "applications:correction": [(asked.status_token,)],
            "applications:withdrawal": [(case.status_token,)],
            "applications:letter": [(letter.case.status_token, letter.id)],
            "applications:renewal": [
                (Entry.objects.filter(holder_ref=self.owner, register="road_occupancy").latest("id").id,)
            ],
        }

    def _of_bundles(self) -> dict[str, list[tuple[object, ...]]]:
        bundle, sent = self.bundle(), self.bundle(sent=True)
        member = together.view_of(bundle).members[0].draft
        return {
            **{f"applications:bundle{name}": [(bundle.id,)] for name in ("", "_summary", "_pause")},
            **{
                f"applications:bundle_{name}": [(bundle.id, member.id)]
                for name in ("own", "another_child", "removal")
            },
            "applications:bundle_page": [(bundle.id, member.id, member.procedure.pages[0].key)],
            "applications:bundle_receipt": [(sent.id,)],
            "applications:bundle_resume": [(BUNDLE.link_text(bundle.token),)],
            "applications:remembered_fact": [(self.remembered(),)],
        }

    def _of_the_portal(self) -> dict[str, list[tuple[object, ...]]]:
        upload = self.portal_upload()
        return {
            "portal:upload": [(upload,)],
            "portal:faults": [(upload,)],
            "portal:columns": [("disaster_certificate",)],
        }

    def portal_upload(self) -> UUID:
        """A file from the national portal that the road section's clerk brought in."""
        clerk, sent = holder_of(f"{ROAD}.clerk"), "2026-11-19 09:15"
        row = Upload.objects.filter(brought_by=clerk.ref).first()
        if row is not None:
            return row.id
        text = f"受付番号,手続名,申請日時\nP-1,罹災証明書の発行申請,{sent}\nP-2,ない手続,{sent}\n"
        return bringing.bring(ContentFile(text.encode(), name="portal.csv"), name="portal.csv", actor=clerk)

    def _of_cases(self) -> dict[str, list[tuple[object, ...]]]:
        review = self.mine("review")
        every = [(review.id,), *((key,) for key in Case.objects.order_by("id").values_list("id", flat=True))]
        named = {
            name: [(review.id,)]
            for name, keys in routes()
            if name.startswith("cases:") and keys == ("case_id",)
        }
        approval = Approval.objects.filter(section=ROAD).order_by("-id")[0]
        duty = KoetsuDuty.objects.filter(approval__section=ROAD).order_by("id")[0]
        letter = self.letter()
        mine = Case.objects.filter(section=ROAD, applicant_ref=self.owner).order_by("id")
        drawn = next(one for one in mine if _file_in(answers_of(one)))
        return named | {
            "cases:case": every,
            "cases:next": every[:3],
            "cases:drafting": [(row.id,) for row in Case.objects.filter(section=ROAD, state="drafting")],
            "cases:correction": [(review.id,), (self.case(faulty=True).id,)],
            "cases:delivery": [(letter.case_id, letter.id)],
            "cases:opinion": [(review.id, NOWHERE)],
            "cases:file": [(drawn.id, _file_in(answers_of(drawn)))],
            "approvals:approval": [
                (approval.id,),
                *((key,) for key in Approval.objects.values_list("id", flat=True)),
            ],
            "approvals:acts": [(approval.id,)],
            "approvals:reading": [(duty.approval_id, duty.id)],
            "approvals:attachment": [self._attachment()],
        }

    def _attachment(self) -> tuple[object, ...]:
        """A draft of the road section with a file joined to it."""
        for approval in Approval.objects.filter(section=ROAD).order_by("-id"):
            for item in approval.exhibits.latest("version").content["attachments"]:
                if item["file"]:
                    return approval.id, item["file"]
        raise LookupError("no draft of the road section has a file")

    def _of_the_counter(self) -> dict[str, list[tuple[object, ...]]]:
        open_one, filed, letter = self.intake(), self.intake(filed=True), self.waiting_letter()
        pages = shelf.edition(open_one.edition_id).procedure.pages
        return {
            "counter:posting": [(letter.id,)],
            "counter:enclosure": [(letter.id,)],
            "counter:intake": [("road_occupancy",)],
            "counter:correction": [(self.case("correction", applicant_email="").id,)],
            "counter:entry": [(open_one.id,)],
            "counter:details": [(open_one.id,)],
            "counter:abandonment": [(open_one.id,)],
            "counter:page": [(open_one.id, page.key) for page in pages[:2]],
            "counter:file": [(open_one.id, _file_in(Draft.objects.get(id=open_one.draft_id).answers))],
            "counter:summary": [(open_one.id,)],
            "counter:receipt": [(filed.id,)],
            "counter:slip": [(filed.id,)],
        }

    def _of_books(self) -> dict[str, list[tuple[object, ...]]]:
        owed = Assessment.objects.filter(section=ROAD, state="open").order_by("id")[0]
        paid = Receipt.objects.filter(assessment__section=ROAD).order_by("id")[0]
        record = Record.objects.filter(section=ROAD).order_by("id")[0]
        return {
            **{
                f"payments:{name}": [(owed.id,)]
                for name in ("assessment", "notice", "receipt_form", "cancellation")
            },
            "payments:receipt": [(paid.id,)],
            "payments:receipt_paper": [(paid.id,)],
            "payments:day": [(paid.received_on.isoformat(),)],
            "registers:register": [("road_occupancy",)],
            "registers:entry": [(Entry.objects.filter(section=ROAD).latest("id").id,)],
            "registers:ending": [(Entry.objects.filter(section=ROAD, end=None).latest("id").id,)],
            "records:volume": [
                (record.volume_id,),
                *((key,) for key in VolumeFile.objects.values_list("id", flat=True)),
            ],
            **{f"records:{name}": [(record.id,)] for name in ("record", "hold", "event")},
            "records:content": [(record.id, record.contents.exclude(file_id=None).order_by("id")[0].file_id)],
            "records:number": [(DocumentNumber.objects.filter(section=ROAD).order_by("id")[0].id,)],
        }

    def grow(self) -> None:
        """As many matters again, half a season later, in the same sections and for the same first
        resident.
        """
        later = END + timedelta(days=WORLDS["quiet"].days)
        calendar = business_calendar(facts.read("calendar"))
        with clock.moved(END) as moving:
            timeline = Timeline(calendar, moving, later)
            for at, life in stories.all_of_them(list(_people()), calendar, later, Random(8)):
                timeline.add(max(at, END), life)
            timeline.run(lambda _: None)


def _people() -> Iterator[Person]:
    """The first resident with the account they have, and some without one."""
    for number, has_account in ((1, True), (2, True), (50, False), (56, False)):
        person = somebody(Random(number), number)
        account = Account.objects.get(login=person.email) if has_account else None
        found = Resident.objects.get(account=account).id if account else None
        yield Person(person.name, person.address, person.phone, person.email, found)


def _has_eligibility(key: str) -> bool:
    return shelf.in_force(key, clock.today()).procedure.eligibility is not None


def answers_of(case: Case) -> dict[str, object]:
    return dict(Submission.objects.get(id=case.submission_id).answers)


def _file_in(answers: object) -> str:
    """The id of a file somewhere in the answers."""
    if isinstance(answers, dict):
        if "file" in answers:
            return str(answers["file"])
        answers = list(answers.values())
    if isinstance(answers, list):
        return next((found for found in map(_file_in, answers) if found), "")
    return ""


def routes() -> list[tuple[str, tuple[str, ...]]]:
    """Every route of the house with the names of its arguments."""
    return sorted(_routes(get_resolver().url_patterns, "", ()))


def _routes(
    patterns: list[URLPattern | URLResolver], space: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        named = (*keys, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, pattern.namespace or space, named)
        else:
            yield f"{space}:{pattern.name}", named
