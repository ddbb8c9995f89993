"""Counting tries, for every process of the town together: a guesser has no more of them where the town has
more workers.

Each try is one statement that counts and tells in one (both databases know it), before the try is made: two
at the same moment never see the same count.
"""

from django.db import connection
from django.db.models import F

from yakuba.ground.access.models import Tally
from yakuba.ground.calendar import clock

_COUNT = """
INSERT INTO access_tally (key, count, lapses) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN access_tally.lapses <= %s THEN 1 ELSE access_tally.count + 1 END,
    lapses = CASE WHEN access_tally.lapses <= %s THEN excluded.lapses ELSE access_tally.lapses END
RETURNING count
"""


def count(key: str, *, seconds: int) -> int:
    """One more; returns how many there are since the count began. It begins anew after `seconds`."""
    now = _now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, now + seconds, now, now])
        return int(cursor.fetchone()[0])


def give_back(key: str) -> None:
    """One that was counted and does not count after all."""
    Tally.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def forget(key: str) -> None:
    """As if nobody had tried."""
    Tally.objects.filter(key=key).delete()


def clear_lapsed() -> None:
    Tally.objects.filter(lapses__lte=_now()).delete()


def _now() -> int:
    return int(clock.now().timestamp())
