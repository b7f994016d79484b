"""The entry for a web server: ``plumbline.server.site.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.server.site.settings")
application = get_wsgi_application()
