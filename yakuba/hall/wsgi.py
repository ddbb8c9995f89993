"""The web application for any WSGI server (`yakuba serve` brings its own: hall/serving/). Jobs and the sealer
then run beside it: `yakuba manage run_jobs`, `yakuba seal --every 10`.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
application = get_wsgi_application()
