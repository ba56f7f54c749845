"""Keys and certificates of the demo, made once below KEYS_ROOT; none is ever in the database or in the code.

A real house puts its own files there (`officers/<code>.pem` and `.key`, `root.pem`), or signs through another
Signer.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal

FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey


def trusted() -> list[x509.Certificate]:
    """The present root, and earlier ones kept in `trusted/*.pem`: what they signed stays genuine."""
    earlier = sorted((home() / "trusted").glob("*.pem"))
    return [root().certificate, *(x509.load_pem_x509_certificate(path.read_bytes()) for path in earlier)]


def root() -> Identity:
    """The certification authority of the house; in the demo its own, made on first use."""
    return _kept("root") or _made("root", "Một Cửa CA thử nghiệm, không giá trị pháp lý", "Một Cửa")


def time_stamper() -> Identity:
    """The demo's time-stamping authority: RSA, because that is what the in-process one can use."""
    return _kept("tsa") or _made("tsa", "Một Cửa TSA thử nghiệm, không giá trị pháp lý", "Một Cửa")


def of_officer(code: str, *, name: str, body: str) -> Identity:
    """The officer's own certificate. Elsewhere than in the demo its absence is a refusal.

    The demo makes it on first use, and anew when the code has become somebody else's: a world loaded again gives
    the codes out again. Papers signed before carry their own certificate and stay genuine.
    """
    kept = _kept(f"officers/{code}")
    if kept and (not settings.DEMO or _is_for(kept, name)):
        return kept
    return _made(f"officers/{code}", name, body)


def sign(identity: Identity, content: bytes) -> bytes:
    """The bare signature: ECDSA, or RSA with PKCS #1 v1.5, both with SHA-256."""
    if isinstance(identity.key, ec.EllipticCurvePrivateKey):
        return identity.key.sign(content, ec.ECDSA(hashes.SHA256()))
    return identity.key.sign(content, padding.PKCS1v15(), hashes.SHA256())


def check(certificate: x509.Certificate, *, at: datetime) -> None:
    """Refuse a certificate that cannot sign at this moment: not yet valid, expired, or revoked."""
    serial = f"{certificate.serial_number:x}"
    if at < certificate.not_valid_before_utc:
        raise Refusal(
            _("Your signing certificate is not valid yet. It begins on %(day)s.")
            % {"day": f"{certificate.not_valid_before_utc:%d/%m/%Y}"},
            code="certificate-not-yet-valid",
        )
    if at > certificate.not_valid_after_utc:
        raise Refusal(
            _("Your signing certificate expired on %(day)s. Ask the operator for a new one, then sign again.")
            % {"day": f"{certificate.not_valid_after_utc:%d/%m/%Y}"},
            code="certificate-expired",
        )
    if serial in revoked_serials():
        raise Refusal(
            _("Your signing certificate %(serial)s has been revoked. Ask the operator for a new one.")
            % {"serial": serial},
            code="certificate-revoked",
        )


def revoked_serials() -> frozenset[str]:
    """Serial numbers in hexadecimal, one a line, in the file `revoked.txt`; absent: none."""
    listed = home() / "revoked.txt"
    return frozenset(listed.read_text().split()) if listed.exists() else frozenset()


def home() -> Path:
    return Path(settings.KEYS_ROOT) / "signing"


def write(name: str, identity: Identity) -> None:
    """Keep an identity: the key readable by its owner only, and there before the certificate is."""
    key = identity.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(home() / f"{name}.key", key)
    _write(home() / f"{name}.pem", identity.certificate.public_bytes(serialization.Encoding.PEM))


def _kept(name: str) -> Identity | None:
    path = home() / f"{name}.pem"
    return _loaded(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=512)
def _loaded(path: Path, written: int) -> Identity:
    """Parsing an RSA key costs more than signing with it, so it is done once for each time the file is
    `written`.
    """
    key = serialization.load_pem_private_key(path.with_suffix(".key").read_bytes(), password=None)
    if not isinstance(key, PrivateKey):
        raise TypeError(f"{path.stem}.key is neither an elliptic-curve key nor an RSA key.")
    return Identity(x509.load_pem_x509_certificate(path.read_bytes()), key)


def _is_for(identity: Identity, common_name: str) -> bool:
    named = identity.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return [attribute.value for attribute in named] == [_fitting(common_name)]


def _made(name: str, common_name: str, organization: str) -> Identity:
    if not settings.DEMO:
        raise Refusal(
            _("The house has no signing certificate %(name)s. Ask the operator to install it.")
            % {"name": name},
            code="no-certificate",
        )
    issuer = None if name == "root" else root()
    with _alone(name):
        kept = _kept(name)
        if kept and _is_for(kept, common_name):
            return kept
        key: PrivateKey = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            if name == "tsa"
            else ec.generate_private_key(ec.SECP256R1())
        )
        identity = Identity(certificate(name, common_name, organization, key=key, issuer=issuer), key)
        write(name, identity)
        return identity


def certificate(  # noqa: PLR0913
    name: str,
    common_name: str,
    organization: str,
    *,
    key: PrivateKey,
    issuer: Identity | None,
    valid: tuple[datetime, datetime] = (FROM, UNTIL),
) -> x509.Certificate:
    """A certificate for `key` by `issuer`; by itself if there is none."""
    subject = _subject(common_name, organization)
    is_root = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if name == "tsa":
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    signing_key = issuer.key if issuer else key
    return builder.sign(signing_key, hashes.SHA256())


def _subject(common_name: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(organization)),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitting(common_name)),
        ]
    )


def _fitting(text: str) -> str:
    """X.520 allows 64 bytes; what is cut is cut between characters."""
    return text.encode()[:64].decode(errors="ignore").strip()


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time makes a key of this name."""
    path = home() / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(path.suffix + ".partial")
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.rename(path)
