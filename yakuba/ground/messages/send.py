"""Queue messages with the act they tell of, and deliver e-mail.

A row and its job are written in the caller's transaction: nobody is told of an act that was undone, and no
act goes untold. Logs and the queue hold the message's id only, never its address, subject or body.
"""

import logging
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.jobs.later import later, later_in
from yakuba.ground.messages.models import Message
from yakuba.ground.writing.write_set import WriteSet

logger = logging.getLogger("yakuba.messages")

DELIVER = "messages.deliver"
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=20),
)
"""The wait before the 2nd, 3rd, … try when the mail server cannot be reached."""

KEEP_SENT = timedelta(days=365)


@dataclass(frozen=True)
class MessageView:
    """A message to be shown; instants are aware UTC."""

    id: uuid.UUID
    channel: str
    channel_text: str
    to_name: str
    address: str
    subject: str
    body: str
    about: str
    enclosure: uuid.UUID | None
    state: str
    state_text: str
    tries: int
    queued_at: datetime
    sent_at: datetime | None


class NotPosted(LookupError):
    """The letter is not among those to be posted (any more)."""


def queue_email(*, to: str, subject: str, body: str, about: str) -> Message:
    """Queue a plain-text e-mail in the running transaction; `about` names its subject (`case:<uuid>`).

    An address that cannot be one never breaks the act: the message is kept as FAILED for the staff to see.
    Line breaks and control signs in the subject become spaces, so that no header can be added through it.
    """
    message = _email(to, subject, body, about)
    with transaction.atomic():
        message.save(force_insert=True)
        if message.state == Message.State.QUEUED:
            later(DELIVER, message_id=message.id)
    return message


def queue_email_in(writes: WriteSet, *, to: str, subject: str, body: str, about: str) -> None:
    """As `queue_email`, with the message and its job put among the `writes` of the act."""
    message = _email(to, subject, body, about)
    writes.insert(message)
    if message.state == Message.State.QUEUED:
        later_in(writes, DELIVER, message_id=message.id)


def _email(to: str, subject: str, body: str, about: str) -> Message:
    address = to.strip()
    sound = _is_address(address)
    return Message(
        channel=Message.Channel.EMAIL,
        address=address,
        subject=_one_line(subject),
        body=body,
        about=about,
        state=Message.State.QUEUED if sound else Message.State.FAILED,
        last_error="" if sound else "not an e-mail address",
    )


def queue_post(
    *, to: str, subject: str, body: str, about: str, enclosure: uuid.UUID | None = None
) -> Message:
    """Put a letter on the list of those to be printed and posted, in the running transaction.

    `to` is the address block, its last line the addressee (`北海道…\\n見本 花子 様`); `enclosure` is a stored
    file to print with it.
    """
    lines = [line.strip() for line in to.strip().splitlines() if line.strip()]
    return Message.objects.create(
        channel=Message.Channel.POST,
        to_name=lines[-1] if lines else "",
        address="\n".join(lines[:-1]),
        subject=_one_line(subject),
        body=body,
        about=about,
        enclosure_id=enclosure,
    )


def posted(message_id: uuid.UUID) -> None:
    """Mark a letter as posted now. Raises NotPosted when it is not waiting (posted already, or no letter)."""
    changed = Message.objects.filter(
        pk=message_id, channel=Message.Channel.POST, state=Message.State.QUEUED
    ).update(state=Message.State.SENT, sent_at=clock.now())
    if not changed:
        raise NotPosted(str(message_id))


def deliver(message_id: str) -> None:
    """The job: send one e-mail through the configured server; on failure try again later, for about a day.

    Safe to run twice: a message that is sent is not sent again, and of two workers one sends.
    """
    message = Message.objects.filter(pk=message_id, channel=Message.Channel.EMAIL).first()
    if message is None or not _claim(message):
        return
    try:
        _envelope(message).send()
    except (SMTPException, OSError, ValueError) as problem:
        _not_sent(message, problem)
        return
    Message.objects.filter(pk=message.pk, state=Message.State.QUEUED).update(
        state=Message.State.SENT, sent_at=clock.now(), last_error=""
    )


def mailbox(limit: int, address: str | None = None) -> list[MessageView]:
    """The latest e-mails (of one address, or of all), newest first: for the demo's visible mailbox."""
    rows = Message.objects.filter(channel=Message.Channel.EMAIL)
    if address is not None:
        rows = rows.filter(address__iexact=address)
    return [_view(row) for row in rows.order_by("-queued_at", "-id")[:limit]]


def to_be_posted(limit: int) -> list[MessageView]:
    """The letters waiting to be printed and posted, oldest first."""
    rows = Message.objects.filter(channel=Message.Channel.POST, state=Message.State.QUEUED)
    return [_view(row) for row in rows.order_by("queued_at", "id")[:limit]]


def messages_about(about: str) -> list[MessageView]:
    """All messages about one subject, oldest first: for its timeline."""
    return [_view(row) for row in Message.objects.filter(about=about).order_by("queued_at", "id")]


def undelivered(limit: int) -> list[MessageView]:
    """E-mails that were refused or given up, newest first: these people must be reached in another way."""
    rows = Message.objects.filter(state__in=[Message.State.FAILED, Message.State.GIVEN_UP])
    return [_view(row) for row in rows.order_by("-queued_at", "-id")[:limit]]


def prune() -> int:
    """The nightly job: delete messages sent more than a year ago; returns how many."""
    deleted, _by_model = Message.objects.filter(
        state=Message.State.SENT, sent_at__lt=clock.now() - KEEP_SENT
    ).delete()
    return deleted


def _claim(message: Message) -> bool:
    """Count this try; False when the message is no longer queued or another worker counted first."""
    return bool(
        Message.objects.filter(pk=message.pk, state=Message.State.QUEUED, tries=message.tries).update(
            tries=F("tries") + 1
        )
    )


def _envelope(message: Message) -> EmailMessage:
    facts = town.facts()
    domain = facts.email.rpartition("@")[2]
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((facts.name, facts.email)),
        to=[message.address],
        headers={
            # The same id on every try lets a mailbox drop a second copy.
            "Message-ID": f"<{message.id}@{domain}>",
            "Date": format_datetime(clock.local(clock.now())),
            "Auto-Submitted": "auto-generated",
        },
    )


def _not_sent(message: Message, problem: Exception) -> None:
    tries = message.tries + 1
    error = _error(problem)
    refused = _for_good(problem)
    if refused or tries > len(BACKOFF):
        state = Message.State.FAILED if refused else Message.State.GIVEN_UP
        Message.objects.filter(pk=message.pk).update(state=state, last_error=error)
        logger.error("message %s was not sent (%s)", message.id, error)
        return
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(last_error=error)
        later(DELIVER, run_after=clock.now() + BACKOFF[tries - 1], message_id=message.id)


def _codes(problem: Exception) -> list[int]:
    if isinstance(problem, SMTPRecipientsRefused):
        return [code for code, _text in problem.recipients.values()]
    return [problem.smtp_code] if isinstance(problem, SMTPResponseException) else []


def _for_good(problem: Exception) -> bool:
    """Whether trying again is useless: the server said 5xx, or the message itself cannot be sent."""
    codes = _codes(problem)
    if codes:
        return all(code >= 500 for code in codes)
    return not isinstance(problem, SMTPException | OSError)


def _error(problem: Exception) -> str:
    """The kind of error and the server's code; never its text, which repeats addresses."""
    return " ".join([type(problem).__name__, *map(str, _codes(problem))])[:100]


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.isprintable()


def _one_line(text: str) -> str:
    plain = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in text)
    return " ".join(plain.split())[:300]


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.id,
        channel=row.channel,
        channel_text=str(Message.Channel(row.channel).label),
        to_name=row.to_name,
        address=row.address,
        subject=row.subject,
        body=row.body,
        about=row.about,
        enclosure=row.enclosure_id,
        state=row.state,
        state_text=str(Message.State(row.state).label),
        tries=row.tries,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
    )
