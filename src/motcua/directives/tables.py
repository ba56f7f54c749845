"""The list as a file: exactly the lines that the page shows, all pages of it."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from motcua.directives.queries.boards import Line
from motcua.kernel.spreadsheets import guarded


def as_csv(lines: Iterable[Line]) -> bytes:
    """UTF-8 with a byte-order mark, ISO dates, numbers plain."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(
        [
            _("Code"), _("Directive"), _("Source document"), _("Lead"), _("Given by"), _("Deadline"),
            _("Working days left"), _("State"), _("Criterion"), _("Measured body"), _("Rate found"), _("Aim"),
            _("Gain"),
        ]
    )  # fmt: skip
    for line in lines:
        writer.writerow([guarded("" if cell is None else str(cell)) for cell in _cells(line)])
    return ("\ufeff" + kept.getvalue()).encode()


def _cells(line: Line) -> list[object]:
    one = line.directive
    found = None
    if one.found_numerator is not None and one.found_denominator:
        found = round(float(one.found_numerator) / float(one.found_denominator) * 100, 2)
    return [
        one.code, one.title, one.source, f"{one.lead_unit.body.name} – {one.lead_unit.name}", one.giver.name,
        one.due_on.isoformat(), line.days, one.get_state_display(), one.criterion, one.body, found, one.target,
        (one.measured or {}).get("gain"),
    ]  # fmt: skip
