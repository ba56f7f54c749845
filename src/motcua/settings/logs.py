"""Logs go to standard error, where systemd or a container keeps them; they name codes, never people."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "reticent": {
            "()": "motcua.kernel.logs.Reticent",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "WARNING", "formatter": "reticent"}},
    "root": {"handlers": ["stderr"]},
    # A refused request is no trouble of ours, and its address is what somebody typed.
    "loggers": {"django.request": {"level": "ERROR"}},
}
