"""Django's own command line, for those who know it; people of the town use `yakuba` (yakuba/hall/cli.py)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
    execute_from_command_line(sys.argv)
