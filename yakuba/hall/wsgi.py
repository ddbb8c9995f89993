"""The web application; with YAKUBA_JOBS=thread it also does the jobs (one process is enough on SQLite)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
application = get_wsgi_application()

if os.environ.get("YAKUBA_JOBS") == "thread":
    # After the application: the worker needs loaded models.
    from yakuba.ground.jobs.worker import start_thread

    start_thread()
