"""The verifier as ONE file that needs nothing but Python: this is what lies in every evidence file."""

import re
from pathlib import Path

_HERE = Path(__file__).parent
_PARTS = ("proofs.py", "quick.py", "archive.py")
_OWN_IMPORT = re.compile(r"from yakuba\.ground\.journal\.verifier\.\w+ import (\(.*?\)|[^(\n]*)\n", re.DOTALL)


def single_file() -> str:
    """Source of the stand-alone ``verify.py``: the parts joined, their own imports taken out."""
    usage, gap, checks = (_HERE / "verify.py").read_text(encoding="utf-8").partition("\nimport argparse")
    parts = [_comment((_HERE / name).read_text(encoding="utf-8")) for name in _PARTS]
    return usage + "\n" + _OWN_IMPORT.sub("", "\n\n".join([*parts, gap + checks]))


def _comment(source: str) -> str:
    """Drop a module docstring, which would stand in the middle of the file."""
    return source.split('"""', 2)[2].strip()


def page() -> str:
    """The verifier as one HTML page with no outside part, to be opened from disk (never served)."""
    script = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("proofs.js", "verify.js"))
    return (_HERE / "shell.html").read_text(encoding="utf-8").replace("{script}", script, 1)


def readme() -> str:
    """What lies in an evidence file and how to check it, in plain Japanese."""
    return (_HERE / "readme.txt").read_text(encoding="utf-8")
