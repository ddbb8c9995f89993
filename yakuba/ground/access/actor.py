"""Who is acting, in which posts, with which rights. A frozen value: rules and journal get it passed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from yakuba.ground import town
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.signature import By
from yakuba.ground.people import read
from yakuba.ground.people.read import Holding

Kind = Literal["guest", "resident", "staff", "system"]
EVERYWHERE = "*"


@dataclass(frozen=True)
class Actor:
    kind: Kind
    id: UUID | None
    name: str
    holdings: tuple[Holding, ...] = ()
    # (right, section key or "*"): what this actor may do where.
    grants: frozenset[tuple[str, str]] = frozenset()
    # The actor's own sections and the sections below those they head.
    sections: frozenset[str] = frozenset()
    assurance: str = ""

    @property
    def ref(self) -> str:
        """How the journal names the actor: "staff:<uuid>", "guest:web", "system:<name>"."""
        return f"{self.kind}:{self.id or self.name}"

    @property
    def post_title(self) -> str:
        return self.holdings[0].title if self.holdings else ""

    @property
    def post(self) -> str:
        return self.holdings[0].post_key if self.holdings else ""

    def by(self, capacity: str = "own", post: str = "") -> By:
        """The signature under an event: the post is the highest held one unless named."""
        return By(actor=self.ref, capacity=capacity, post=post or self.post, assurance=self.assurance)

    def may(self, right: Right, *, section: str | None = None) -> bool:
        """Whether the right is held at all, or, with `section`, whether it reaches that section."""
        if section is None:
            return any(granted == right for granted, _ in self.grants)
        return bool(self.grants & {(str(right), section), (str(right), EVERYWHERE)})

    def sections_with(self, right: Right) -> frozenset[str] | None:
        """The sections the right reaches; None means every section."""
        where = {section for granted, section in self.grants if granted == right}
        return None if EVERYWHERE in where else frozenset(where)

    def holds(self, post_key: str) -> bool:
        return any(holding.post_key == post_key for holding in self.holdings)


GUEST = Actor(kind="guest", id=None, name="web")


def system(name: str) -> Actor:
    """The machine itself, doing what a rule with a legal basis lets it do."""
    return Actor(kind="system", id=None, name=name)


def resident_actor(resident_id: UUID, *, assurance: str = "") -> Actor:
    """Raises Resident.DoesNotExist."""
    who = read.resident(resident_id)
    return Actor(kind="resident", id=who.id, name=who.name, assurance=assurance)


def staff_actor(staff_id: UUID, name: str, *, day: date, assurance: str = "") -> Actor:
    """The member of staff in the posts held on `day`."""
    holdings, known = read.standing(staff_id, day)
    reach = {holding: _reach(holding, known) for holding in holdings}
    grants: set[tuple[str, str]] = set()
    for grant in town.read("rights")["grant"]:
        right = Right(grant["right"])
        for holding in holdings:
            if holding.role in grant["roles"] or holding.post_key in grant.get("posts", ()):
                scope = reach[holding] if grant["scope"] == "own" else {EVERYWHERE}
                grants |= {(str(right), section) for section in scope}
    return Actor(
        kind="staff",
        id=staff_id,
        name=name,
        holdings=holdings,
        grants=frozenset(grants),
        sections=frozenset().union(*reach.values()),
        assurance=assurance,
    )


def _reach(holding: Holding, known: Mapping[str, read.SectionRef]) -> frozenset[str]:
    """Own section and those below; a team's people also reach matters kept at their section (課)."""
    if not holding.section:
        return frozenset(known)
    own = read.below(holding.section, known)
    parent = known[holding.section].parent
    return own | {parent} if parent else own
