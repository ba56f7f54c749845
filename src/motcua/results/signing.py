"""PAdES signatures behind one interface. Key files sign here; a token or remote service is another one."""

import io
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.organizations.models import Officer
from motcua.results import keys
from motcua.results.outcomes import outcome_of

FIELD = "ChuKySo"
ROOM_FOR_SIGNATURE = 16384
"""Bytes kept free for the signature and its time stamp: guessing their size would mean to sign twice."""


class Signer(Protocol):
    """Whoever can put an officer's electronic signature on a PDF."""

    certificate: x509.Certificate

    def sign(self, pdf: bytes, *, at: datetime, place: str) -> bytes:
        """The PDF with one PAdES signature over all of it, which allows no later change."""
        ...


class KeyFileSigner:
    """Signs with a key kept in a file. PAdES B-T with a time-stamping authority, B-B without."""

    def __init__(self, identity: keys.Identity, issuer: x509.Certificate) -> None:
        self.certificate = identity.certificate
        self._signer = _LoadedKey(identity, issuer)

    def sign(self, pdf: bytes, *, at: datetime, place: str) -> bytes:
        return outcome_of(_signed(pdf, self._signer, at=at, place=place))


def signer_for(officer: Officer) -> Signer:
    """The officer's signer. Refuses if he has no certificate."""
    identity = keys.of_officer(officer.code, name=officer.name, body=officer.body.name_vi)
    return _key_file_signer(identity, keys.root().certificate)


@lru_cache(maxsize=512)
def _key_file_signer(identity: keys.Identity, issuer: x509.Certificate) -> KeyFileSigner:
    return KeyFileSigner(identity, issuer)


class _LoadedKey(signers.Signer):
    """pyHanko's own signer parses and checks the key anew for every signature; this one holds it ready."""

    def __init__(self, identity: keys.Identity, issuer: x509.Certificate) -> None:
        chain = _store(issuer)
        self._identity = identity
        algorithm = "sha256_ecdsa" if isinstance(identity.key, ec.EllipticCurvePrivateKey) else "sha256_rsa"
        super().__init__(
            signing_cert=_asn1(identity.certificate),
            cert_registry=chain,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": algorithm}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
        return keys.sign(self._identity, data)


async def _signed(pdf: bytes, signer: signers.Signer, *, at: datetime, place: str) -> bytes:
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        location=place,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    pdf_signer = signers.PdfSigner(
        metadata, signer=signer, timestamper=_time_stamper(at), new_field_spec=fields.SigFieldSpec(FIELD)
    )
    session = pdf_signer.init_signing_session(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    session.system_time = at  # the moment that the database gave, never the application's clock
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=ROOM_FOR_SIGNATURE)
    output = io.BytesIO()
    digest, _written = document.digest_tbs_document(output=output)
    await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=at))
    return output.getvalue()


def _time_stamper(at: datetime) -> timestamps.TimeStamper | None:
    """The authority that is configured; in the demo an own one, whose name says that it proves nothing."""
    if settings.TSA_ADDRESS:
        return timestamps.HTTPTimeStamper(settings.TSA_ADDRESS)
    if not settings.DEMO:
        return None
    identity, chain = keys.time_stamper(), _store(keys.root().certificate)
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return timestamps.DummyTimeStamper(
        _asn1(identity.certificate), asn1_keys.PrivateKeyInfo.load(key), certs_to_embed=chain, fixed_dt=at
    )


def trusted_roots() -> list[Any]:
    """The roots whose signatures are the house's own, as pyHanko reads them."""
    return [_asn1(certificate) for certificate in keys.trusted()]


def _store(certificate: x509.Certificate) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(_asn1(certificate))
    return store


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
