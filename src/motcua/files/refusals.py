"""The sentences with which a file is refused. Each says what to do; each code is stable for machines."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from motcua.files.rules.kinds import MIB, Kind
from motcua.files.rules.unacceptable import Unacceptable
from motcua.kernel.refusals import Refusal


def nothing_chosen() -> Refusal:
    return Refusal(_("No file has been chosen. Choose a file or take a photo."), code="file-missing")


def too_many(limit: int) -> Refusal:
    return Refusal(
        _("At most %(limit)s files may be sent for one paper. Remove some, or join them into one PDF.")
        % {"limit": limit},
        code="file-too-many",
    )


def failed() -> Refusal:
    return Refusal(_("The file did not arrive whole. Send it again."), code="file-failed")


def gone() -> Refusal:
    return Refusal(_("This upload is finished or has expired. Choose the file again."), code="file-expired")


def out_of_step() -> Refusal:
    return Refusal(
        _("The upload lost its place. Ask where it stands and go on from there."), code="file-offset"
    )


def infected() -> Refusal:
    return Refusal(
        _("A virus was found in this file and it was not kept. Check your device, then send a clean file."),
        code="file-infected",
    )


def in_words(finding: Unacceptable, kinds: Sequence[Kind]) -> Refusal:
    """The refusal for what an inspection found."""
    largest = max(kind.max_bytes for kind in kinds)
    limit = finding.details.get("limit", largest) // MIB
    accepted = ", ".join(kind.extensions[0].upper() for kind in kinds)
    sentences = {
        "wrong-type": _("The file is not of an accepted kind. Send one of these: %(kinds)s.")
        % {"kinds": accepted},
        "too-big": _(
            "The file is larger than %(limit)s MB. Send a smaller file, for example scanned at 150 dpi."
        )
        % {"limit": limit},
        "empty": _("The file is empty. Choose the file again."),
        "locked": _("The file is protected by a password. Remove the password and send it again."),
        "damaged": _(
            "The file is damaged or holds something else besides. Make it again and send the new file."
        ),
        "active": _(
            "The file contains a program or a link that opens by itself. Save it without macros and scripts "
            "and send it again."
        ),
        "bomb": _("The file unpacks to far more than a paper needs. Send a plain scan or a simpler file."),
    }
    return Refusal(sentences[finding.reason], code=f"file-{finding.reason}")
