"""`yakuba serve` and `yakuba reload`: before Django is loaded, so that the server's parent stays small."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import rmtree

from yakuba.hall import environment
from yakuba.hall.serving import plan as planning
from yakuba.hall.serving.listening import listen, listen_for_metrics
from yakuba.hall.serving.plan import Refused
from yakuba.hall.serving.standing import Standing, ask_reload
from yakuba.hall.serving.supervisor import STARTS_WITHIN, Supervisor

REPOSITORY = Path(__file__).resolve().parents[2]


def serve(words: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT; what is under way is finished first (the whole within 10 seconds).
    The exit code.
    """
    try:
        return _supervise(words, dict(os.environ))
    except (Refused, environment.Unreadable) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def reload(words: Sequence[str]) -> int:
    """New code, town data and settings into the running server; waits for the outcome. The exit code."""
    if words:
        sys.stderr.write("yakuba reload に続ける言葉はありません。\n")
        return 2
    try:
        problem = ask_reload(_home(environment.complete(os.environ)), within=2 * STARTS_WITHIN)
    except (Refused, environment.Unreadable) as refused:
        problem = str(refused)
    sys.stderr.write(f"{problem}\n" if problem else "")
    return 1 if problem else 0


def become(*, host: str, port: int) -> None:
    """Turn this process into `yakuba serve` (same number, nothing of what was loaded stays)."""
    sys.stdout.flush()
    sys.stderr.flush()
    words = [sys.executable, "-m", "yakuba.hall.cli", "serve", "--host", host, "--port", str(port)]
    os.execv(sys.executable, words)  # noqa: S606  (our own command)


def _supervise(words: Sequence[str], given: dict[str, str]) -> int:
    environ = environment.complete(given)
    plan = planning.read(words, environ)
    log = environ.get("YAKUBA_LOG") or "json"
    if log not in ("json", "text", "off"):
        raise Refused(f"YAKUBA_LOG が「{log}」です。json、text、off のどれかにしてください。")
    home = Standing(_home(environ), log=log)
    given |= {"YAKUBA_LOG": log}
    metrics = -1
    if plan.metrics:
        # Figures of workers long gone count on in these files; a new server begins anew.
        rmtree(home.folder / "metrics", ignore_errors=True)
        (home.folder / "metrics").mkdir()
        given |= {"PROMETHEUS_MULTIPROC_DIR": str(home.folder / "metrics")}
        told = listen_for_metrics(plan.metrics)
        metrics = told.fileno()
    listener = listen(plan.host, plan.port)
    return Supervisor(plan, listener.fileno(), metrics, given, home).run()


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("YAKUBA_DATA", REPOSITORY / "var")).resolve() / "run"
