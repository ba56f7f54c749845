"""Whether a PDF is what was issued here. The whole file's SHA-256 decides; the signature has to agree.

Three readers disagree about files that were rotated, extended or overlaid after signing (some call them
valid), so no file that differs by one byte from the one issued is genuine. Only files that were issued here
are read as PDF.
"""

import hashlib
import io
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import Certificate, load_der_x509_certificate
from django.utils.timezone import localdate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from motcua.results import keys, signing
from motcua.results.models import Instrument
from motcua.results.outcomes import outcome_of
from motcua.results.queries import by_digest
from motcua.results.rules import byteranges, verdicts
from motcua.results.rules.verdicts import Finding, Reason, Signature, Verdict

log = logging.getLogger(__name__)


def verify(pdf: bytes, *, at: datetime) -> Verdict:
    """The verdict on these bytes at this moment. Never raises, whatever the bytes are."""
    digest = hashlib.sha256(pdf).hexdigest()
    if issued := by_digest(digest):
        return _on_issued(pdf, digest, issued, at=at)
    if b"%PDF-" not in pdf[:1024]:
        return Verdict(Finding.UNREADABLE, (Reason.NOT_A_PDF,), digest)
    return _on_stranger(pdf, digest, at=at)


def signature_of(pdf: bytes, *, at: datetime) -> Signature | None:
    """The last signature of a PDF that this house made, fully validated; None if it has none or cannot be
    read.
    """
    try:
        return outcome_of(_validated(pdf, at=at))
    except (
        Exception
    ):  # the border with foreign bytes: whatever a parser raises, the answer is that it holds nothing
        log.info("a PDF could not be validated", exc_info=True)
        return None


def _on_issued(pdf: bytes, digest: str, issued: Instrument, *, at: datetime) -> Verdict:
    signature = signature_of(pdf, at=issued.signed_at or at)
    if signature is None or not signature.holds:
        return _verdict(Finding.ALTERED, (Reason.SIGNATURE_BROKEN,), digest, signature, issued)
    finding, reasons = verdicts.of_issued(issued.standing, issued.valid_until, localdate(at))
    reasons = (Reason.SAME_BYTES, Reason.SIGNATURE_VALID, *reasons)
    return _verdict(finding, reasons, digest, signature, issued)


def _on_stranger(pdf: bytes, digest: str, *, at: datetime) -> Verdict:
    found = list(byteranges.signatures(pdf))
    for signed in found:
        if origin := by_digest(hashlib.sha256(signed.revision).hexdigest()):
            finding, reasons = verdicts.of_stranger(None, made_from_issued=True)
            return _verdict(finding, reasons, digest, _checked(signed, len(pdf), at=at), origin)
    signature = _checked(found[-1], len(pdf), at=at) if found else None
    finding, reasons = verdicts.of_stranger(signature, made_from_issued=False)
    return _verdict(finding, reasons, digest, signature, None)


def _verdict(
    finding: Finding,
    reasons: Sequence[Reason],
    digest: str,
    signature: Signature | None,
    issued: Instrument | None,
) -> Verdict:
    said = signature or Signature()
    return Verdict(
        finding,
        tuple(reasons),
        digest,
        signer=said.signer,
        signed_at=said.signed_at,
        covers_whole_file=said.covers_whole_file,
        known_instrument=issued is not None,
        number=issued.number if issued else "",
        token=issued.token if issued else "",
        standing=issued.standing if issued else "",
    )


async def _validated(pdf: bytes, *, at: datetime) -> Signature | None:
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    if not signatures:
        return None
    embedded = signatures[-1]
    status = await async_validate_pdf_signature(embedded, _trust(at))
    return Signature(
        signer=_name(status.signing_cert),
        signed_at=status.signer_reported_dt,
        intact=bool(status.intact and status.valid),
        trusted=bool(status.bottom_line),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def _checked(signed: byteranges.Signed, size: int, *, at: datetime) -> Signature | None:
    """A signature over raw bytes, of a file that is not read otherwise."""
    try:
        status = outcome_of(_cms_status(signed, at=at))
    except Exception:  # as above: the container is foreign
        log.info("a signature could not be validated", exc_info=True)
        return None
    return Signature(
        signer=_name(status.signing_cert),
        signed_at=status.signer_reported_dt,
        intact=bool(status.intact and status.valid),
        trusted=_is_ours(status.signing_cert),
        covers_whole_file=len(signed.revision) == size,
    )


async def _cms_status(signed: byteranges.Signed, *, at: datetime) -> Any:
    container = cms.ContentInfo.load(signed.container)
    return await async_validate_detached_cms(signed.covered, container["content"], _trust(at))


def _trust(at: datetime) -> ValidationContext:
    return ValidationContext(trust_roots=signing.trusted_roots(), allow_fetching=False, moment=at)


def _is_ours(certificate: Any) -> bool:
    """Whether one of our roots issued it: asked also of signatures that are broken, whose chain pyHanko
    leaves be.
    """
    issued = load_der_x509_certificate(certificate.dump())
    return any(_issued_by(issued, root) for root in keys.trusted())


def _issued_by(certificate: Certificate, root: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _name(certificate: Any) -> str:
    return str(certificate.subject.native.get("common_name", "")) if certificate else ""
