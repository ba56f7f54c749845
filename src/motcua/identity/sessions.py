"""Sessions in the database, each tied to its account. Named by the setting SESSION_ENGINE."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from motcua.identity.models import Session

OPENED_AT = "opened_at"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.opened_at = datetime.fromisoformat(data[OPENED_AT]) if OPENED_AT in data else None
        return row
