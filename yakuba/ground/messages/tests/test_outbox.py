"""Messages stand with the act they tell of, reach a real mail server, and say when they could not."""

import email
import logging
import socket
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.jobs import queue, registry
from yakuba.ground.messages import send
from yakuba.ground.messages.models import Message

MONDAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
HANAKO = "hanako@example.jp"
CASE = "case:01"

pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


class Server:
    """What the mail server answers to each recipient and message, and what it received."""

    def __init__(self):
        self.received = []
        self.answers = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 no such user nobody@example.jp"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        self.received.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 OK"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(autouse=True)
def _jobs():
    if send.DELIVER not in registry.names():
        registry.register({send.DELIVER: "yakuba.ground.messages.send.deliver"})


@pytest.fixture
def moved():
    with clock.moved(MONDAY) as clock_put:
        yield clock_put


@pytest.fixture
def server(settings, moved):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield handler
    controller.stop()


@pytest.fixture
def no_server(settings, moved):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def hand_over(to=HANAKO, subject="【見本町】補正のお願い", body="見本 花子 様\n\n図面を足してください。\n"):
    return send.queue_email(to=to, subject=subject, body=body, about=CASE)


def state(message):
    message.refresh_from_db()
    return message.state


def test_an_email_reaches_the_server_as_it_was_written(server):
    message = hand_over()
    queue.run_due()
    [(recipients, mail)] = server.received
    assert recipients == [HANAKO]
    assert str(make_header(decode_header(mail["Subject"]))) == "【見本町】補正のお願い"
    assert mail.get_content_type() == "text/plain"
    assert "図面を足してください。" in mail.get_payload(decode=True).decode()
    sender = str(make_header(decode_header(mail["From"])))
    assert town.facts().name in sender
    assert town.facts().email in sender
    assert str(message.id) in mail["Message-ID"]
    assert mail["Date"] == "Mon, 02 Nov 2026 12:00:00 +0900"
    assert state(message) == Message.State.SENT
    assert message.sent_at == MONDAY


def test_nobody_is_told_of_an_act_that_was_undone(server):
    with pytest.raises(Undone), transaction.atomic():
        hand_over()
        raise Undone
    queue.run_due()
    assert server.received == []
    assert not Message.objects.exists()


def test_a_job_run_twice_sends_once(server):
    message = hand_over()
    queue.run_due()
    send.deliver(str(message.id))
    send.deliver(str(uuid4()))
    assert len(server.received) == 1


def test_of_two_workers_one_sends(server):
    message = hand_over()
    stale = Message.objects.get(pk=message.pk)
    assert send._claim(stale)
    assert not send._claim(stale)


def test_no_header_can_be_added_through_the_subject(server):
    hand_over(subject="件名\r\nBcc: evil@example.com\n\x00\u2028終わり")
    queue.run_due()
    [(recipients, mail)] = server.received
    assert recipients == [HANAKO]
    assert mail["Bcc"] is None
    assert str(make_header(decode_header(mail["Subject"]))) == "件名 Bcc: evil@example.com 終わり"


@pytest.mark.parametrize(
    "address",
    ["hanako@example.jp\nBcc: evil@example.com", "a@example.jp, b@example.jp", "hanako", "", "@", "花子"],
)
def test_an_address_that_cannot_be_one_is_shown_to_the_staff_and_never_sent(server, address):
    message = hand_over(to=address)
    assert queue.run_due() == 0
    assert message.state == Message.State.FAILED
    assert [view.id for view in send.undelivered(10)] == [message.id]


def test_a_very_long_japanese_subject_and_an_empty_body_are_sent(server):
    message = hand_over(subject="道路占用許可申請について" * 50, body="")
    queue.run_due()
    assert state(message) == Message.State.SENT
    assert len(message.subject) == 300


def test_an_unknown_recipient_is_a_failure_at_once(server):
    message = hand_over(to="nobody@example.jp")
    queue.run_due()
    assert state(message) == Message.State.FAILED
    assert message.last_error == "SMTPRecipientsRefused 550"
    assert queue.waiting() == 0


def test_a_server_that_is_busy_is_asked_again_a_minute_later(server, moved):
    server.answers = ["451 4.3.0 try again later"]
    message = hand_over()
    queue.run_due()
    assert state(message) == Message.State.QUEUED
    assert message.last_error == "SMTPDataError 451"
    assert queue.run_due() == 0
    moved.advance(send.BACKOFF[0])
    queue.run_due()
    assert state(message) == Message.State.SENT
    assert (message.tries, message.last_error) == (2, "")


def test_a_server_that_cannot_be_reached_for_a_day_is_given_up(no_server, moved, caplog):
    caplog.set_level(logging.DEBUG)
    message = hand_over()
    for wait in (timedelta(0), *send.BACKOFF, timedelta(days=2)):
        moved.advance(wait)
        queue.run_due()
    assert state(message) == Message.State.GIVEN_UP
    assert message.tries == len(send.BACKOFF) + 1
    assert queue.waiting() == 0
    assert str(message.id) in caplog.text
    assert not any(secret in caplog.text for secret in (HANAKO, "補正", "花子", "図面"))


def test_the_queue_holds_the_messages_id_only(no_server):
    message = hand_over()
    [row] = queue.DBTaskResult.objects.all()
    assert row.args_kwargs == {"args": [send.DELIVER, {"message_id": str(message.id)}, 0], "kwargs": {}}


def test_the_mailbox_shows_the_latest_first_and_one_address_alone(server):
    hand_over(subject="一通目")
    hand_over(subject="二通目", to="Taro@example.jp")
    hand_over(subject="三通目")
    assert [mail.subject for mail in send.mailbox(2)] == ["三通目", "二通目"]
    assert [mail.subject for mail in send.mailbox(9, "taro@example.jp")] == ["二通目"]
    assert [mail.subject for mail in send.messages_about(CASE)] == ["一通目", "二通目", "三通目"]


def test_a_letter_waits_on_the_list_until_it_is_posted(moved):
    letter = send.queue_post(
        to="北海道見本郡見本町1番地\n 見本荘2号\n見本 花子 様\n", subject="許可書", body="", about=CASE
    )
    assert (letter.to_name, letter.address) == ("見本 花子 様", "北海道見本郡見本町1番地\n見本荘2号")
    assert [view.id for view in send.to_be_posted(10)] == [letter.id]
    assert send.mailbox(10) == []
    send.posted(letter.id)
    assert state(letter) == Message.State.SENT
    assert send.to_be_posted(10) == []
    with pytest.raises(send.NotPosted):
        send.posted(letter.id)


def test_only_a_letter_can_be_posted(server):
    with pytest.raises(send.NotPosted):
        send.posted(hand_over().id)


def test_messages_go_a_year_after_they_were_sent(server, moved):
    hand_over()
    queue.run_due()
    waiting = send.queue_post(to="見本 花子", subject="許可書", body="", about=CASE)
    moved.advance(timedelta(days=365))
    assert send.prune() == 0
    moved.advance(timedelta(seconds=1))
    assert send.prune() == 1
    assert [message.id for message in Message.objects.all()] == [waiting.id]


def test_a_server_that_hangs_up_counts_as_a_try(server):
    server.answers = ["421 4.7.0 closing"]
    message = hand_over()
    queue.run_due()
    assert state(message) == Message.State.QUEUED
    assert message.tries == 1
