"""What is typed when a departure from a sheet is adopted."""

from decimal import Decimal
from typing import Any

from django import forms


class WorkingDays(forms.DecimalField):
    """With a comma or a point, as people write it."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class AdoptForm(forms.Form):
    """`limit` in working days."""

    limit = WorkingDays(min_value=Decimal("0.05"), max_value=Decimal(200), max_digits=6, decimal_places=3)
