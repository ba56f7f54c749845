"""Settings, one file a subject. Every value from outside is an environment variable named MOTCUA_*."""

from motcua.settings.base import *  # noqa: F403
from motcua.settings.data import *  # noqa: F403
from motcua.settings.logs import *  # noqa: F403
from motcua.settings.outside import *  # noqa: F403
from motcua.settings.security import *  # noqa: F403
