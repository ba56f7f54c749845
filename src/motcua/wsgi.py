import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every room's pages are read now, not while the first visitor waits for them
gc.collect()
gc.freeze()  # what is loaded now stays: no later collection holds up a visitor by walking through all of it
