"""Moments as whole microseconds since 1970 in UTC: three engines then compute with the same integers."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Since 1970-01-01T00:00Z, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(number: int) -> datetime:
    """The moment, in UTC, of so many microseconds since 1970."""
    return _EPOCH + number * _MICROSECOND


if TYPE_CHECKING:
    Whole = models.BigIntegerField[Any, Any]
else:
    Whole = models.BigIntegerField


class MomentField(Whole):
    """A moment, as an integer in the database."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> datetime | None:
        return None if value is None else moment_of(value)

    def to_python(self, value: Any) -> Any:
        return moment_of(value) if isinstance(value, int) else value

    def get_prep_value(self, value: Any) -> Any:
        return microseconds(value) if isinstance(value, datetime) else super().get_prep_value(value)
