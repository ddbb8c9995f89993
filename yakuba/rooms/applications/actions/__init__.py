"""Beginning, sending, correcting, taking back: each one transaction over the doors of the rooms below."""

from datetime import date
from uuid import UUID

from django.db import transaction

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_day
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.messages.send import queue_email
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.rules.beginning import Way, renewable_answers, ways_to_begin
from yakuba.rooms.cases import door as cases
from yakuba.rooms.profile import door as profile
from yakuba.rooms.registers import door as registers


class NotTaken(Exception):
    """The procedure is not taken online in this way."""


def begin(*, edition_id: UUID, actor: Actor, email: str = "") -> answers.DraftRef:
    """Begin an application online. Raises NotTaken when the procedure asks for more than this way gives."""
    ways = ways_to_begin(shelf.edition(edition_id).procedure)
    way = Way.ACCOUNT if actor.kind == "resident" else Way.EMAIL if email else Way.NOTHING
    if way not in ways or actor.kind not in ("resident", "guest"):
        raise NotTaken
    return answers.start(edition_id=edition_id, owner=actor, resume_email=email)


def mail_link(draft: answers.DraftView, *, link: str) -> None:
    """Queue the mail with which a guest comes back to the draft; opening it also confirms the address."""
    title = draft.procedure.title
    queue_way_back(
        to=draft.resume_email,
        what=f"「{title}」の入力を続けるためのリンクをお送りします。\n",
        named=title,
        link=link,
        until=draft.expires_on,
        about=f"draft:{draft.id}",
    )


def queue_way_back(*, to: str, what: str, named: str, link: str, until: date, about: str) -> None:
    """The mail with a link to go on writing. `what` says of what, `named` stands in the subject, `until` is
    the last day it is kept.
    """
    facts = town.facts()
    body = (
        f"{facts.name}です。\n\n{what}"
        "次のページを開いて「続ける」を押してください。メールアドレスの確認も同時に終わります。\n\n"
        f"{link}\n\n"
        f"入力した内容は、{format_day(until)}まで保存されています。\n"
        "ほかの人にこのリンクを教えないでください。\n"
        "お心当たりがないときは、このメールを捨ててください。\n\n"
        f"お問い合わせ {facts.name}役場 電話 {facts.phone}\n"
    )
    subject = f"【{facts.name}】入力を続けるためのリンク({named})"
    queue_email(to=to, subject=subject, body=body, about=about)


class InBundle(Exception):
    """The draft is sent together with others; `bundle_id` says with which."""

    def __init__(self, bundle_id: UUID) -> None:
        super().__init__(str(bundle_id))
        self.bundle_id = bundle_id


def bundle_of(draft: answers.DraftView) -> UUID | None:
    """The bundle an unsent draft belongs to."""
    kind, _, identity = draft.about.partition(":")
    return UUID(identity) if kind == "bundle" and draft.submission_id is None else None


@transaction.atomic
def send(draft_id: UUID, key: answers.Key, *, declared: bool, keep: bool = False) -> None:
    """Seal the draft and open a case on it, or answer the request for correction; twice sent is once sent.

    `keep`: the resident wants what was told remembered. Raises answers.NoSuchDraft, answers.NotReady,
    InBundle; cases.CaseRefused when the correction is not asked for now.
    """
    draft = answers.draft(draft_id, key)
    together = bundle_of(draft)
    if together is not None:
        raise InBundle(together)
    sealed = answers.seal(draft_id, key=key, declared=declared)
    if sealed.already:
        return
    if draft.is_correction:
        cases.answer_correction(UUID(draft.about.removeprefix("case:")), sealed.id, by=key.actor)
        return
    cases.open_case(
        submission_id=sealed.id,
        channel=draft.channel,
        arrived_at=clock.now(),
        applicant_ref=draft.owner_ref if draft.owner_ref.startswith("resident:") else None,
        applicant_email=applicant_email(draft, key.actor),
        by=key.actor,
    )
    if keep:
        remember(sealed.id, key.actor)


def remember(submission_id: UUID, actor: Actor) -> None:
    """Let the town remember what a resident's application says; asking for it is the consent. Nothing
    happens for a guest.
    """
    if actor.kind != "resident" or actor.id is None:
        return
    sealed = answers.submission(submission_id)
    known = {key: origin.value for key, origin in answers.account_facts(actor.id).items()}
    told = [
        fact
        for fact in profile.facts_in(sealed.procedure, sealed.answers, sealed.facts)
        if fact.value != known.get(fact.key)
    ]
    profile.give_consent(actor.id, by=actor)
    profile.remember(
        actor.id, told, source=sealed.procedure.title, ref=f"submission:{submission_id}", by=actor
    )


def applicant_email(draft: answers.DraftView, actor: Actor) -> str:
    """Where notices go: what the application says, else the address it was begun with."""
    written = asking.role_text(draft.procedure, draft.answers, "applicant.email")
    if written or draft.resume_email or actor.kind != "resident" or actor.id is None:
        return written or draft.resume_email
    return people.resident(actor.id).email


def mailed(draft: answers.DraftView, sealed: answers.SubmissionView) -> bool:
    """Whether there was an address to send the notice of arrival to."""
    written = asking.role_text(sealed.procedure, sealed.answers, "applicant.email")
    return bool(written or draft.resume_email or draft.owner_ref.startswith("resident:"))


def begin_correction(status: cases.CaseStatus, actor: Actor) -> answers.DraftRef | None:
    """The draft in which just what was asked is answered anew; None when nothing is asked."""
    if not status.asks:
        return None
    ask = status.asks[0]
    return answers.correction(
        ask.submission_id, question_keys=ask.question_keys, owner=actor, about=f"case:{status.case_id}"
    )


def begin_renewal(entry_id: UUID, actor: Actor) -> answers.DraftRef:
    """A new application that begins with what the entry's own application said.

    Raises NotTaken, registers.RegisterRefused, and what registers raises for another's entry.
    """
    renewal = registers.renewal(entry_id, actor)
    edition = shelf.in_force(renewal.procedure_key, clock.today())
    if Way.ACCOUNT not in ways_to_begin(edition.procedure):
        raise NotTaken
    before = answers.submission(renewal.submission_id).answers if renewal.submission_id else {}
    prefill = renewable_answers(edition.procedure, dict(before))
    return answers.start(edition_id=edition.id, owner=actor, prefill=prefill, renewal_of=entry_id)
