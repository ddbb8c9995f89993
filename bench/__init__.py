"""What is measured by hand (`python -m bench.<name>`): Django stands ready, its data folder thrown away."""

import os
import tempfile

import django

_FOLDER = tempfile.TemporaryDirectory()
os.environ["YAKUBA_DATA"] = _FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()
