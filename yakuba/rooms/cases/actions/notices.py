"""Notices to the applicant: an e-mail when there is an address, else a letter for the section to post."""

from datetime import date

from django.conf import settings

from yakuba.ground import town
from yakuba.ground.messages.send import queue_email, queue_email_in, queue_post
from yakuba.ground.people import read as people
from yakuba.ground.writing.write_set import WriteSet
from yakuba.rooms.cases.actions.turn import Turn
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.rules import notices
from yakuba.rooms.payments import door as payments


def status_url(case: Case) -> str:
    """The absolute address of the applicant's status page."""
    return str(settings.YAKUBA_STATUS_URL).format(token=case.status_token)


def send(case: Case, notice: notices.Notice) -> None:
    """Queue one notice in the running transaction."""
    if case.applicant_email:
        queue_email(to=case.applicant_email, subject=notice.subject, body=notice.body, about=case.ref)
        return
    to = f"{case.applicant_address}\n{case.applicant_name} 様".strip()
    queue_post(to=to, subject=notice.subject, body=notice.body, about=case.ref)


def _about(case: Case) -> notices.About:
    return notices.About(case.applicant_name, case.title, case.number, status_url(case))


def sender(case: Case) -> notices.Sender:
    """Who writes about this case."""
    facts = town.facts()
    return notices.Sender(facts.name, people.section_name(case.section), facts.phone)


def received(case: Case, by: notices.Sender, writes: WriteSet) -> None:
    """Tell the applicant that it has arrived; who came to the counter without an e-mail was told there. The
    mail goes among the `writes` of the act.
    """
    if case.applicant_email:
        notice = notices.received(_about(case), by, case.due_on)
        queue_email_in(
            writes, to=case.applicant_email, subject=notice.subject, body=notice.body, about=case.ref
        )


def accepted(turn: Turn) -> None:
    """Tell those who can be told at once that it was accepted; nobody gets a paper letter for that."""
    if turn.case.applicant_email:
        send(turn.case, notices.accepted(_about(turn.case), sender(turn.case)))


def correction(turn: Turn, text: str, labels: list[str], due: date | None) -> None:
    """Ask for a correction."""
    send(turn.case, notices.correction(_about(turn.case), sender(turn.case), text, labels, due))


def correction_cancelled(turn: Turn) -> None:
    """Take the request for a correction back."""
    send(turn.case, notices.correction_cancelled(_about(turn.case), sender(turn.case)))


def to_pay(turn: Turn, refs: list[payments.AssessmentRef]) -> None:
    """Say what is to be paid and by when."""
    total = sum(ref.amount for ref in refs)
    due = min((ref.due_on for ref in refs if ref.due_on), default=None)
    send(turn.case, notices.to_pay(_about(turn.case), sender(turn.case), total, due))


def issued(case: Case, letter: str, delivery: str) -> None:
    """Say that a letter is ready; one that goes by post speaks for itself unless there is an e-mail
    address.
    """
    if delivery == "post" and not case.applicant_email:
        return
    send(case, notices.issued(_about(case), sender(case), letter, delivery))


def returned(turn: Turn, reason: str) -> None:
    """Hand the application back with the reason."""
    send(turn.case, notices.returned(_about(turn.case), sender(turn.case), reason))


def withdrawn(turn: Turn) -> None:
    """Confirm that the application was taken back."""
    send(turn.case, notices.withdrawn(_about(turn.case), sender(turn.case)))


def finished(turn: Turn) -> None:
    """Say that a matter without a letter is finished."""
    if turn.case.applicant_email:
        send(turn.case, notices.finished(_about(turn.case), sender(turn.case)))
