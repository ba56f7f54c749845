import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every room's pages are read now, not while the first visitor waits for them
