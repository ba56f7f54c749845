"""Verdicts and reasons in the reader's language."""

from django.utils.translation import gettext as _

from motcua.results.rules.verdicts import Finding, Reason


def verdict_title(finding: Finding) -> str:
    return {
        Finding.GENUINE_IN_FORCE: _("Genuine and in force"),
        Finding.GENUINE_EXPIRED: _("Genuine, but no longer valid: its time is over"),
        Finding.GENUINE_REPLACED: _("Genuine, but replaced by a later result"),
        Finding.GENUINE_REVOKED: _("Genuine, but revoked"),
        Finding.ALTERED: _("Altered: do not rely on this file"),
        Finding.UNKNOWN: _("Not issued here"),
        Finding.UNREADABLE: _("This file cannot be read"),
    }[finding]


def reason_text(reason: Reason) -> str:
    return {
        Reason.SAME_BYTES: _("Every byte is the same as in the file that was issued."),
        Reason.SIGNATURE_VALID: _("The electronic signature is valid and covers the whole file."),
        Reason.SIGNATURE_BROKEN: _("The electronic signature does not fit the content of the file."),
        Reason.NOT_TRUSTED: _("The file is signed, but not with a certificate of this authority."),
        Reason.UNSIGNED: _("The file bears no electronic signature that can be read."),
        Reason.CHANGED_AFTER_SIGNING: _(
            "Something was added to or changed in the file after it was signed. Ask the holder for the file as issued."
        ),
        Reason.NEVER_ISSUED: _("The signature is one of this authority, but no such result was ever issued."),
        Reason.REPLACED: _("A later result has taken its place."),
        Reason.REVOKED: _("The authority has taken it out of force."),
        Reason.EXPIRED: _("It was valid until a day that has passed."),
        Reason.NOT_A_PDF: _("It is not a PDF file. Choose the PDF that you received or downloaded."),
        Reason.OTHER_RESULT: _("This is another result, not the one that this page is about."),
    }[reason]


def tone(finding: Finding) -> str:
    """The colour of the verdict; the words say the same."""
    if finding is Finding.GENUINE_IN_FORCE:
        return "green"
    if finding in (Finding.GENUINE_EXPIRED, Finding.GENUINE_REPLACED):
        return "amber"
    return "grey" if finding is Finding.UNKNOWN else "red"
