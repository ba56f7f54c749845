"""Keys, cookies, headers. The demo's secret is made once and kept in var/keys; production gives its own."""

import secrets

from motcua.settings import environment
from motcua.settings.data import KEYS_ROOT

DEBUG = False
DEMO = environment.flag("MOTCUA_DEMO", default=True)
# Known to everybody, as the sign-in page says: they open only the invented officers of a demonstration.
DEMO_PASSWORD = "ban-mo-phong-mot-cua"  # noqa: S105
DEMO_ONE_TIME_SECRET = "MOTCUAMOTCUAMOTCUAMOTCUAMOTCUAMO"  # noqa: S105


def secret_key() -> str:
    if given := environment.text("MOTCUA_SECRET_KEY"):
        return given
    if not DEMO:
        raise SystemExit(
            "MOTCUA_SECRET_KEY is not set. It signs sessions and look-up secrets: make one with\n"
            "  python -c 'import secrets; print(secrets.token_urlsafe(50))'\n"
            "and keep it out of the database and out of the code."
        )
    kept = KEYS_ROOT / "secret-key"
    if not kept.exists():
        KEYS_ROOT.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = environment.text("MOTCUA_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
PROXIES = environment.number("MOTCUA_PROXIES", 0)  # how many of ours stand before this server
HTTPS = environment.flag("MOTCUA_HTTPS", default=False)
SESSION_COOKIE_NAME = "__Host-motcua" if HTTPS else "motcua"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "motcua.identity.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "motcua.web.views.errors.form_too_old"
HOMES = {"officer": "dossiers:queue", "citizen": "dossiers:mine", "enterprise": "dossiers:mine"}
LOGIN_URL = "/dang-nhap/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
