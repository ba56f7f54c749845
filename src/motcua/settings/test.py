"""Settings of the test suite: its own cluster, which trades durability for speed."""

from motcua.settings import *  # noqa: F403
from motcua.settings.base import STORAGES
from motcua.settings.data import DATABASE_URL, DATABASES, VAR, embedded_server

EMBEDDED_DATA = VAR / "test-postgres"
if not DATABASE_URL:
    DATABASES["default"].update(embedded_server(EMBEDDED_DATA))
FILES_ROOT = VAR / "test-files"
WITNESS_ROOT = VAR / "test-witnesses"
KEYS_ROOT = VAR / "test-keys"
SECRET_KEY = "only-for-tests-" + "x" * 50  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # no collected files while testing
