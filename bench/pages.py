"""The guide, a blank question page and a filled one beside a static file of the same size on the same server.

Run: `python -m bench.pages` (PostgreSQL: `python -m tests.postgres --durable python -m bench.pages`).
The bars of DESIGN §8: guide and blank page at 40 % of the static file's rate or more; a filled draft at three
times the cost of an empty one or less.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from bench.measuring import Spread, heading, in_turns
from bench.page_cost import TOLD, Look
from bench.serving import Town, hammer, run, town

TIMES, SECONDS, CONNECTIONS = 7, 3, 8
BAR, MOST = 0.40, 3.0


def main() -> None:
    print_(heading("Pages"))
    costs: dict[str, list[float]] = {}

    def measure(folder: Path) -> None:
        costs.update(json.loads(run(folder, "bench.page_cost", "--data", str(folder)).splitlines()[-1]))

    with town(residents=1, before=measure) as here:
        _tell_costs({name: Spread(tuple(values)) for name, values in costs.items()})
        looks = {
            name: Look(**look)
            for name, look in json.loads((here.data / TOLD).read_text(encoding="utf-8")).items()
        }
        _tell_rates(here, looks)


def _tell_costs(costs: dict[str, Spread]) -> None:
    print_("\nCPU µs of one answer, in one process without a server")
    for name, spread in costs.items():
        print_(f"  {name:8} {spread}")
    ratio = costs["filled"].median / costs["blank"].median
    print_(f"  filled / blank: {ratio:.2f} (bar: at most {MOST}) {'ok' if ratio <= MOST else 'MISSED'}")


def _tell_rates(here: Town, looks: dict[str, Look]) -> None:
    print_(f"\nthrough `yakuba serve`, {CONNECTIONS} connections, {TIMES} turns of {SECONDS} s each")
    for name, look in looks.items():
        static = _static(here, name, look)
        rates = in_turns(TIMES, [_rate(here, static), _rate(here, look)])
        shares = Spread(
            tuple(page / file for file, page in zip(*(spread.values for spread in rates), strict=True))
        )
        print_(f"  {name:8} {rates[1]} /s; static file of its size {rates[0]} /s; share {shares}")
        if name != "filled":
            print_(f"           bar: {BAR:.0%} {'ok' if shares.median >= BAR else 'MISSED'}")


def _static(here: Town, name: str, look: Look) -> Look:
    """The page itself as a static file."""
    request = Request(here.url + look.path, headers=_headers(look))
    with urlopen(request, timeout=30) as response:
        content = response.read()
    (here.data / "static" / f"{name}.html").write_bytes(content)
    return Look(f"/static/{name}.html")


def _rate(here: Town, look: Look) -> Callable[[], float]:
    def reading() -> float:
        told = hammer(
            [here.url + look.path], seconds=SECONDS, connections=CONNECTIONS, headers=_headers(look)
        )
        if told.errors:
            raise RuntimeError(f"{look.path}: {told}")
        return told.rate

    return reading


def _headers(look: Look) -> dict[str, str]:
    return {"Accept-Language": "ja"} | ({"Cookie": look.cookies} if look.cookies else {})


def print_(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
