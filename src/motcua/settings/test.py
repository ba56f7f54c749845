"""Settings of the test suite: clusters of its own, which trade durability for speed.

Each worker of a parallel run has its own: the ledger's watermark looks at every transaction of a cluster.
"""

from motcua.settings import *  # noqa: F403
from motcua.settings import environment
from motcua.settings.base import STORAGES
from motcua.settings.data import DATABASE_URL, DATABASES, VAR, embedded_server

HERE = VAR / f"test-{environment.text('PYTEST_XDIST_WORKER', 'alone')}"
EMBEDDED_DATA = HERE / "postgres"
if not DATABASE_URL:
    DATABASES["default"].update(embedded_server(EMBEDDED_DATA))
FILES_ROOT, WITNESS_ROOT, KEYS_ROOT = HERE / "files", HERE / "witnesses", HERE / "keys"
SECRET_KEY = "only-for-tests-" + "x" * 50  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # no collected files while testing
