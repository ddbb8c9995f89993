"""まとめ申請: begun together, shared questions asked once, sent in one transaction or not at all."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import era_year
from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_start
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.record import record
from yakuba.ground.messages.send import queue_email
from yakuba.ground.numbering.next import next_number
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.actions import NotTaken, applicant_email, queue_way_back, remember
from yakuba.rooms.applications.models import Bundle, BundleItem
from yakuba.rooms.applications.reading import bundles as reading
from yakuba.rooms.applications.reading.bundles import BundleView
from yakuba.rooms.applications.rules.beginning import Way, common_ways
from yakuba.rooms.applications.rules.sharing import about_one_child, first_asked
from yakuba.rooms.cases import door as cases

KEPT = timedelta(days=90)


class BundleNotReady(Exception):
    """Nothing was sent: what stops each member, by its draft; or the whole was not `declared`."""

    def __init__(self, reasons: Mapping[UUID, answers.NotReady], *, declared: bool = True) -> None:
        super().__init__("not ready to be sent")
        self.reasons = reasons
        self.declared = declared


@transaction.atomic
def begin(editions: Sequence[EditionRef], *, actor: Actor, email: str = "", plan: str = "") -> BundleView:
    """Begin these applications together, in this order. A resident who begins the same list from the same
    plan again gets the bundle that stands.

    Raises NotTaken when one of them asks for more than this way gives, or there are none.
    """
    way = Way.ACCOUNT if actor.kind == "resident" else Way.EMAIL if email else Way.NOTHING
    procedures = [edition.procedure for edition in editions]
    if way not in common_ways(procedures) or actor.kind not in ("resident", "guest"):
        raise NotTaken
    if actor.kind == "resident":
        # Pressed twice at once, the second sees what the first began.
        hold(actor.ref)
    standing = reading.standing(actor, [edition.key for edition in editions], plan)
    if standing is not None:
        return standing
    row = Bundle.objects.create(owner_ref=actor.ref, resume_email=email, plan=plan)
    for position, (edition, known) in enumerate(zip(editions, first_asked(procedures), strict=True)):
        draft = answers.start(
            edition_id=edition.id, owner=actor, resume_email=email, about=f"bundle:{row.id}",
            known=known, always_new=True,
        )  # fmt: skip
        BundleItem.objects.create(bundle=row, position=position, procedure_key=edition.key, draft_id=draft.id)
    return share(row)


@transaction.atomic
def share(row: Bundle) -> BundleView:
    """Lay what was answered earlier in the bundle over the later applications."""
    view = reading.view_of(row)
    shared = reading.shared_in(view)
    if not shared.given:
        return view
    answers.give(shared.given, shared.told)
    Bundle.objects.filter(id=row.id).update(updated_at=clock.now())
    return reading.view_of(row)


@transaction.atomic
def share_again(bundle_id: UUID, key: answers.Key) -> BundleView:
    """After a page was written. Raises Bundle.DoesNotExist."""
    return share(_locked(bundle_id, key))


@transaction.atomic
def answer_here(bundle_id: UUID, key: answers.Key, *, draft_id: UUID, name: str) -> str:
    """Answer a shared question differently in this one application; the key of the page it stands on.

    Raises Bundle.DoesNotExist, answers.NoSuchDraft, KeyError for a question it does not have.
    """
    row = _locked(bundle_id, key)
    view = reading.view_of(row)
    member = view.member(draft_id)
    page = member.draft.procedure.page_of(name).key
    answers.answer_here(draft_id, view.key_of(member, key.actor), name=name)
    share(row)
    return page


@transaction.atomic
def take_out(bundle_id: UUID, key: answers.Key, *, draft_id: UUID) -> answers.DraftView:
    """Take one application out before sending: it stays as an ordinary draft, with all its answers.

    Raises Bundle.DoesNotExist (also for one that was sent), answers.NoSuchDraft.
    """
    row = _locked(bundle_id, key)
    view = reading.view_of(row)
    if row.sent_at is not None:
        raise Bundle.DoesNotExist
    view.member(draft_id)
    alone = answers.keep_alone(draft_id)
    row.items.filter(draft_id=draft_id).delete()
    if len(view.members) == 1:
        row.delete()
    else:
        share(row)
    return alone


@transaction.atomic
def add_child(bundle_id: UUID, key: answers.Key, *, draft_id: UUID) -> BundleView:
    """One more application of a procedure that asks about one child, for another child; at the end.

    Raises Bundle.DoesNotExist, answers.NoSuchDraft, NotTaken (another kind of procedure, or too many).
    """
    row = _locked(bundle_id, key)
    view = reading.view_of(row)
    like = view.member(draft_id).draft
    if row.sent_at is not None or len(view.members) >= reading.MOST or not about_one_child(like.procedure):
        raise NotTaken
    draft = answers.start(
        edition_id=like.edition_id, owner=key.actor, resume_email=like.resume_email,
        about=f"bundle:{row.id}", known=(), always_new=True,
    )  # fmt: skip
    if like.email_confirmed:
        answers.opened_by_link(draft.token, key.actor)
    last = row.items.order_by("-position").values_list("position", flat=True)[0]
    BundleItem.objects.create(
        bundle=row, position=last + 1, procedure_key=like.procedure.key, draft_id=draft.id
    )
    return share(row)


@transaction.atomic
def opened_by_link(token: str, actor: Actor) -> BundleView:
    """Somebody came by the mailed link: the address is theirs, for every application of the bundle. A
    signed-in resident makes it theirs. Raises Bundle.DoesNotExist.
    """
    row = Bundle.objects.select_for_update().get(token=token)
    for member in reading.view_of(row).members:
        answers.opened_by_link(member.draft.token, actor)
    if actor.kind == "resident" and row.owner_ref.startswith("guest:"):
        row.owner_ref = actor.ref
        row.save(update_fields=["owner_ref"])
    return reading.view_of(row)


@transaction.atomic
def set_resume_email(bundle_id: UUID, key: answers.Key, email: str) -> BundleView:
    """Where the link to go on is sent; another address must be confirmed anew. Raises Bundle.DoesNotExist."""
    row = _locked(bundle_id, key)
    view = reading.view_of(row)
    for member in view.members:
        answers.set_resume_email(member.draft.id, view.key_of(member, key.actor), email)
    row.resume_email = email
    row.save(update_fields=["resume_email"])
    return reading.view_of(row)


def mail_link(view: BundleView, *, link: str) -> None:
    """Queue the mail with which a guest comes back to the whole bundle."""
    titles = "".join(f"・{member.title}\n" for member in view.members)
    queue_way_back(
        to=view.resume_email,
        what=f"まとめて申請する{len(view.members)}つの手続の入力を続けるためのリンクをお送りします。\n{titles}",
        named="まとめて申請",
        link=link,
        until=view.expires_on,
        about=f"bundle:{view.id}",
    )


@transaction.atomic
def send(bundle_id: UUID, key: answers.Key, *, declared: bool, keep: bool = False) -> None:
    """Seal every application and open every case, or none; sent again it is sent once. One number, one mail.

    `keep`: the resident wants what was told remembered. Raises Bundle.DoesNotExist, BundleNotReady.
    """
    row = _locked(bundle_id, key)
    if row.sent_at is not None:
        return
    view = share(row)
    if not declared:
        raise BundleNotReady({}, declared=False)
    sealed = _sealed(view, key.actor)
    now = clock.now()
    opened = {}
    for member in view.members:
        opened[member.draft.id] = cases.open_case(
            submission_id=sealed[member.draft.id],
            channel=member.draft.channel,
            arrived_at=now,
            applicant_ref=row.owner_ref if row.owner_ref.startswith("resident:") else None,
            applicant_email=applicant_email(member.draft, key.actor),
            by=key.actor,
            announce=False,
        )
    _finish(row, view, opened, key.actor)
    if keep:
        for submission_id in sealed.values():
            remember(answers.submission(submission_id), key.actor)


def _sealed(view: BundleView, actor: Actor) -> dict[UUID, UUID]:
    """The submission of each draft. Raises BundleNotReady with everything that stops any of them."""
    sealed: dict[UUID, UUID] = {}
    reasons: dict[UUID, answers.NotReady] = {}
    for member in view.members:
        try:
            ref = answers.seal(member.draft.id, key=view.key_of(member, actor), declared=True)
            sealed[member.draft.id] = ref.id
        except answers.NotReady as reason:
            reasons[member.draft.id] = reason
    if reasons or not sealed:
        raise BundleNotReady(reasons)
    return sealed


def _finish(row: Bundle, view: BundleView, opened: Mapping[UUID, cases.CaseRef], actor: Actor) -> None:
    row.number, row.sent_at, row.updated_at = _number(), clock.now(), clock.now()
    row.save(update_fields=["number", "sent_at", "updated_at"])
    items = list(row.items.filter(draft_id__in=opened))
    for item in items:
        item.case_number = opened[item.draft_id].number
        item.status_token = opened[item.draft_id].status_token
    BundleItem.objects.bulk_update(items, ["case_number", "status_token"])
    record(
        "bundle.sent",
        subject=f"bundle:{row.id}",
        by=actor.by(),
        facts={"number": row.number, "cases": [str(case.id) for case in opened.values()]},
    )
    _mail_receipt(row, view, opened, actor)


def _number() -> str:
    """The next number of the fiscal year: 「M8-0001」 in 令和8年度."""
    year = fiscal_year(clock.today())
    _era, number = era_year(fiscal_year_start(year))
    return f"M{number}-{next_number('bundle', year):04d}"


def _mail_receipt(row: Bundle, view: BundleView, opened: Mapping[UUID, cases.CaseRef], actor: Actor) -> None:
    """One mail with the number and the link of every case, to the first address there is."""
    addresses = [applicant_email(member.draft, actor) for member in view.members]
    to = next((address for address in addresses if address), "")
    if not to:
        return
    facts = town.facts()
    lines = []
    for member in view.members:
        case = opened[member.draft.id]
        url = str(settings.YAKUBA_STATUS_URL).format(token=case.status_token)
        lines.append(f"■ {member.draft.procedure.title}\n受付番号 {case.number}\nいまの状況 {url}\n")
    body = (
        f"{facts.name}です。\n\n"
        f"まとめて送っていただいた{len(lines)}つの申請が届きました。\n"
        f"まとめ番号 {row.number}\n\n" + "\n".join(lines) + "\n"
        "それぞれの手続について、これから担当の係が内容を確かめます。\n"
        "直していただくことがあるときや、結果が出たときは、手続ごとにお知らせします。\n"
        "リンクを知っている人はだれでも状況を見られます。ほかの人に教えないでください。\n\n"
        f"お問い合わせ {facts.name}役場 電話 {facts.phone}\n"
    )
    queue_email(
        to=to,
        subject=f"【{facts.name}】申請が届きました(まとめ番号 {row.number})",
        body=body,
        about=f"bundle:{row.id}",
    )


def expire() -> int:
    """Every day: delete the bundles nobody has touched for 90 days, as their drafts are; how many."""
    old = Bundle.objects.filter(updated_at__lt=clock.now() - KEPT)
    return sum(_expired(old, bundle_id) for bundle_id in list(old.values_list("id", flat=True)))


@transaction.atomic
def _expired(old: QuerySet[Bundle], bundle_id: UUID) -> bool:
    """Deletes it unless somebody has come back to it just now."""
    row = old.select_for_update().filter(id=bundle_id).first()
    if row is not None:
        row.delete()
    return row is not None


def _locked(bundle_id: UUID, key: answers.Key) -> Bundle:
    rows = Bundle.objects.select_for_update().visible_to(key.actor, token=key.token)
    return rows.get(id=bundle_id)
