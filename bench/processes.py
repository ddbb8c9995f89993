"""What a process and its children take: CPU time and memory, as Linux tells them in /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """The process and everything it started that still runs."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time of the process and its children, those that have ended and were waited for included."""
    times = [fields[11:15] for one in family(pid) if (fields := _stat(one))]
    return sum(int(ticks) for four in times for ticks in four) / TICKS


def memory(pid: int) -> int:
    """Memory of the process and its children in bytes; a page that several share counts once (PSS)."""
    return sum(_proportional(one) for one in family(pid))


def _proportional(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name (which may hold anything); [] when it is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
