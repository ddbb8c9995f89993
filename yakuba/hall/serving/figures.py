"""What the operator may watch: requests by route, lines, refusals, database errors. No addresses, no people.

`Silent` where nobody asked for figures (YAKUBA_METRICS), so that nothing of it is loaded then.
"""

from typing import Protocol

from yakuba.hall.serving.noting import METHODS, Line


class Figures(Protocol):
    """What the application tells of each request."""

    def began(self) -> None: ...
    def answered(self, line: Line) -> None: ...
    def shed(self, gate: str) -> None: ...
    def waits(self, gate: str, count: int) -> None: ...
    def failed(self, count: int) -> None: ...


class Silent:
    """Counts nothing."""

    def began(self) -> None:
        """A request has come."""

    def answered(self, line: Line) -> None:
        """It has its answer."""

    def shed(self, gate: str) -> None:
        """It was sent away."""

    def waits(self, gate: str, count: int) -> None:
        """So many wait before this gate."""

    def failed(self, count: int) -> None:
        """So many database calls failed in operation."""


class Counted:
    """In files that all workers share (prometheus_client's multiprocess mode)."""

    def __init__(self) -> None:
        # Where its files lie is read from the environment when it is loaded; and few servers want it.
        from prometheus_client import Counter, Gauge, Histogram  # noqa: PLC0415

        self._requests = Counter("yakuba_requests", "Requests answered", ["route", "method", "status"])
        self._seconds = Histogram(
            "yakuba_request_seconds", "Time to answer, waiting included", ["route"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
        )  # fmt: skip
        self._database = Counter("yakuba_database_seconds", "Time spent in database queries")
        self._queries = Counter("yakuba_database_queries", "Database queries")
        self._errors = Counter("yakuba_database_errors", "Database calls that failed in operation")
        self._in_flight = Gauge(
            "yakuba_requests_in_flight", "Requests under way", multiprocess_mode="livesum"
        )
        self._waiting = Gauge(
            "yakuba_requests_waiting", "Requests waiting for a slot", ["who"], multiprocess_mode="livesum"
        )
        self._shed = Counter("yakuba_requests_shed", "Requests sent away (503)", ["who"])

    def began(self) -> None:
        self._in_flight.inc()

    def answered(self, line: Line) -> None:
        self._in_flight.dec()
        route = line.route or "-"
        method = line.method if line.method in METHODS else "OTHER"
        self._requests.labels(route, method, str(line.status)).inc()
        self._seconds.labels(route).observe(line.seconds)
        self._queries.inc(line.queries)
        self._database.inc(line.database)

    def shed(self, gate: str) -> None:
        self._shed.labels(gate).inc()

    def waits(self, gate: str, count: int) -> None:
        self._waiting.labels(gate).set(count)

    def failed(self, count: int) -> None:
        self._errors.inc(count)
