"""Ages (年齢計算ニ関スル法律、明治35年法律第50号; 民法第143条)."""

from datetime import date, timedelta

from yakuba.ground.calendar.months import add_years


def reaches_age_on(birth: date, age: int) -> date:
    """The day on which somebody born on `birth` reaches `age` by law: the day before the birthday.

    The day of birth is counted, so a year is full at the end of the day before the birthday;
    for 29 February that is always 28 February.
    """
    birthday = add_years(birth, age)
    return birthday - timedelta(days=1) if birthday.day == birth.day else birthday


def age_on(birth: date, day: date) -> int:
    """The age by law on `day`, in full years; it advances on the day before the birthday.

    Raises ValueError when `day` is before the day of birth.
    """
    if day < birth:
        raise ValueError("the day is before the day of birth")
    age = day.year - birth.year + 1
    while reaches_age_on(birth, age) > day:
        age -= 1
    return max(age, 0)


def everyday_age(birth: date, day: date) -> int:
    """The age people say on `day`: it advances on the birthday (1 March in common years for 29 February)."""
    return 0 if day == birth else age_on(birth, day - timedelta(days=1))
