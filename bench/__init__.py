"""What is measured by hand (`python -m bench.<name>`): Django stands ready before the module is read.

The data folder is thrown away, unless `--data DIR` on the command line or YAKUBA_DATA names one that stays.
"""

import os
import sys
import tempfile

import django


def _named() -> str:
    """The folder the command line or the environment asks for; empty when neither does."""
    for at, word in enumerate(sys.argv):
        if word == "--data" and at + 1 < len(sys.argv):
            return sys.argv[at + 1]
        if word.startswith("--data="):
            return word.partition("=")[2]
    return os.environ.get("YAKUBA_DATA", "")


_FOLDER = tempfile.TemporaryDirectory()
os.environ["YAKUBA_DATA"] = _named() or _FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()
