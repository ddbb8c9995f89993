"""Searching for cases: whole pages, for a clerk of a small section, of a large one, and for one who sees all.

Run: `python -m bench.searching --data DIR [--rounds 3] [--build]` in a town that `bench.great_town` made
(SQLite in DIR, or the PostgreSQL of DATABASE_URL). Words are taken from the town itself: 40 of two letters
and 40 of four, evenly from the most common to the rarest; then names in their variants,
numbers, telephone numbers, and common words narrowed. A time is a whole page through Django's handler
(session, permission, query, template), without the network; "query" is the finding alone.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.measuring import Spread, heading, seconds
from yakuba.ground.access.actor import Actor, staff_actor
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.people.models import Account, Staff
from yakuba.rooms.cases.actions import indexing
from yakuba.rooms.cases.models import Case, SearchRow
from yakuba.rooms.cases.reading import search as reading
from yakuba.rooms.cases.reading.search import Sought

SAMPLE = 20_000
EACH = 40
NAMES = (
    "渡邉", "渡邊", "渡辺", "髙橋", "高橋", "﨑", "山﨑", "山崎", "齋藤", "斎藤", "斉藤", "吉田", "𠮷田",
    "ワタナベ", "わたなべ", "ﾜﾀﾅﾍﾞ", "渡邉 花子", "髙橋　太郎", "さいとう", "ｻｲﾄｳ",
)  # fmt: skip
PAGE = "/staff/cases/search/"
Query = dict[str, str]


def words_of_town(chance: random.Random) -> tuple[list[str], list[str]]:
    """Forty words of two letters and forty of four, from the most common to the rarest in a sample."""
    rows = SearchRow.objects.order_by("-id").values_list("id", flat=True)
    newest, oldest = rows.first() or 0, rows.last() or 0
    ids = {chance.randint(oldest, newest) for _ in range(SAMPLE)}
    found: dict[int, Counter[str]] = {2: Counter(), 4: Counter()}
    for text in SearchRow.objects.filter(id__in=list(ids)).values_list("text", flat=True).iterator(1000):
        runs = [run for run in text.split() if not run.isascii()]
        for length, counter in found.items():
            counter.update({run[at : at + length] for run in runs for at in range(len(run) - length + 1)})
    return _spread(found[2]), _spread(found[4])


def _spread(counter: Counter[str]) -> list[str]:
    """Evenly by how common they are: the ranks stand in equal ratios."""
    ranked = [word for word, _ in counter.most_common()]
    places = {min(len(ranked) - 1, round(len(ranked) ** (step / (EACH - 1))) - 1) for step in range(EACH)}
    spare = (place for place in range(len(ranked)) if place not in places)
    while len(places) < min(EACH, len(ranked)):
        places.add(next(spare))
    return [ranked[place] for place in sorted(places)]


def queries(chance: random.Random) -> dict[str, list[Query]]:
    """What is asked, group by group."""
    two, four = words_of_town(chance)
    some = list(Case.objects.filter(id__in=_some_cases(chance)).values_list("number", "applicant_phone"))
    phones = [phone for _, phone in some if phone]
    dialled = [phone.replace("-", "") for phone in phones] + [phone[-4:] for phone in phones]
    year = str(clock.today().year - 4)
    by = ({"state": "ended"}, {"state": "open"}, {"state": "withdrawn"}, {"year": year})
    narrowed = [{"q": word, **more} for word in two[:8] for more in by]
    pairs = [{"q": f"{first} {second}"} for first, second in zip(two[:20], four[20:], strict=False)]
    return {
        "2 letters": [{"q": word} for word in two],
        "4 letters": [{"q": word} for word in four],
        "names": [{"q": name} for name in NAMES],
        "numbers": [{"q": number} for number, _ in some],
        "telephone": [{"q": phone} for phone in phones + dialled],
        "two words": pairs,
        "narrowed": narrowed,
        "1 letter": [{"q": word[0]} for word in two[:10]],
    }


def _some_cases(chance: random.Random) -> list[object]:
    ids = SearchRow.objects.order_by("-id").values_list("id", flat=True).first() or 1
    rows = SearchRow.objects.filter(id__in=[chance.randint(1, ids) for _ in range(60)])
    return list(rows.values_list("case_id", flat=True)[:20])


def searchers() -> dict[str, tuple[Staff, Actor, int]]:
    """Who asks: the clerks of the smallest and of the largest reach, and one who sees everything."""
    counts: Counter[str] = Counter()
    for section, work in Case.objects.values_list("section", "work_section").iterator(10_000):
        counts.update({section, work})
    known = []
    for staff in Staff.objects.select_related("account"):
        actor = staff_actor(staff.id, staff.name, day=clock.today())
        reach = actor.sections_with(Right.CASE_READ)
        seen = -1 if reach is None else sum(counts[key] for key in reach)
        if reach is None or seen:
            known.append((staff, actor, seen))
    limited = sorted((one for one in known if one[2] >= 0), key=lambda one: one[2])
    everything = next(one for one in known if one[2] < 0)
    return {"small section": limited[0], "large section": limited[-1], "sees everything": everything}


def browser(account: Account) -> Client:
    """Signed in, as the town's own host."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def page(client: Client, asked: Query) -> Callable[[], object]:
    def get() -> None:
        answer = client.get(PAGE, asked)
        assert answer.status_code in (200, 302), answer.status_code

    return get


def finding(actor: Actor, asked: Query) -> Callable[[], object]:
    year = asked.get("year")
    sought = Sought(asked["q"], asked.get("state", ""), year=int(year) if year else None)
    return lambda: reading.search(actor, sought)


def measure(rounds: int, chance: random.Random) -> Iterator[str]:
    asked = queries(chance)
    for name, (staff, actor, seen) in searchers().items():
        yield f"\n{name} ({'all' if seen < 0 else f'{seen:,}'} cases)"
        client, all_times = browser(staff.account), []
        page(client, {"q": "見本"})()
        for group, listed in asked.items():
            pages, alone = [], []
            for _ in range(rounds):
                for one in listed:
                    pages.append(seconds(page(client, one)) * 1000)
                    alone.append(seconds(finding(actor, one)) * 1000)
            all_times += pages
            yield f"  {group:<10} {len(listed):>3} queries  page {_told(pages)}   query {_told(alone)}"
        yield f"  {'all':<10} {len(all_times):>3} pages    page {_told(all_times)}"


def _told(times: list[float]) -> str:
    if not times:
        return "-"
    spread = Spread(tuple(times))
    return f"p50 {spread.median:6.1f}  p95 {spread.quantile(0.95):6.1f}  max {max(times):6.0f} ms"


def size() -> str:
    """What the index takes on the disk, the folded texts included."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_total_relation_size('cases_searchrow'), pg_relation_size('cases_searchrow_grams')"
            )
        else:
            cursor.execute(
                "SELECT sum(pgsize), sum(CASE WHEN name LIKE '%grams%' THEN pgsize ELSE 0 END) FROM dbstat "
                "WHERE name LIKE '%cases_searchrow%' AND aggregate = 1"
            )
        whole, grams = cursor.fetchone()
    return f"index {whole / 1e6:,.0f} MB with texts, {grams / 1e6:,.0f} MB what leads from grams"


def main() -> None:
    parser = argparse.ArgumentParser(description="案件をさがす画面の速さ")
    parser.add_argument("--data", help="great_town が作った町の置き場所")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", action="store_true", help="索引を初めから作り、その時間も出す")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(heading("Searching for cases"))
    if options.build:
        took = seconds(lambda: list(indexing.rebuild(anew=True)))
        print(f"index of {SearchRow.objects.count():,} cases made in {took:,.0f} s")
    print(f"{SearchRow.objects.count():,} cases; {size()}")
    for line in measure(options.rounds, random.Random(options.seed)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
