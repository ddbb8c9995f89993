"""The organisation as the rules want it: sections, posts, and who holds them on a day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from yakuba.ground.people import read
from yakuba.rooms.approvals.rules.route import Organization, PostInfo


def structure() -> Organization:
    """Sections and posts, with nobody in them yet. Two queries."""
    posts = {
        key: PostInfo(post.key, post.title, post.section, post.rank) for key, post in read.posts().items()
    }
    return Organization({key: ref.parent for key, ref in read.sections().items()}, posts, {})


def with_holders(organization: Organization, post_keys: Iterable[str], day: date) -> Organization:
    """The same with the holders of these posts on `day`, and which of them are away. Two queries."""
    found = read.holders_of(post_keys, day)
    holders = {key: tuple(ref.id for ref in refs) for key, refs in found.items()}
    people = {person for ids in holders.values() for person in ids}
    names = {ref.id: ref.name for refs in found.values() for ref in refs}
    away = frozenset(read.absent(people, day))
    return replace(organization, holders=holders, absent=away, names=names)
