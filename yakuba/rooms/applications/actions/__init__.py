"""Beginning, sending, correcting, taking back: each one transaction over the doors of the rooms below."""

from datetime import date
from uuid import UUID

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_day
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.messages.send import queue_email
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.actions.sending import InBundle, applicant_email, bundle_of, remember, send
from yakuba.rooms.applications.rules.beginning import Way, renewable_answers, ways_to_begin
from yakuba.rooms.cases import door as cases
from yakuba.rooms.registers import door as registers

__all__ = [
    "InBundle",
    "NotTaken",
    "applicant_email",
    "begin",
    "begin_correction",
    "begin_renewal",
    "bundle_of",
    "mail_link",
    "mailed",
    "queue_way_back",
    "remember",
    "send",
]


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
