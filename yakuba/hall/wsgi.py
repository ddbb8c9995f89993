"""The web application; with YAKUBA_JOBS=thread (`yakuba serve`) it also does the jobs (one process is
enough on SQLite), and reads beforehand what its first readers would wait for.
"""

import os
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
application = get_wsgi_application()

if os.environ.get("YAKUBA_JOBS") == "thread":
    # After the application: the worker needs loaded models.
    from yakuba.ground.jobs.worker import start_thread
    from yakuba.hall import warming
    from yakuba.hall.parent import end_with_parent

    end_with_parent()
    # The server's child process leaves without atexit; this way the job in hand is finished.
    Finalize(None, start_thread().stop, exitpriority=1)
    warming.start_thread()
