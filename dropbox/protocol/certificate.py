"""The certificate by which the root lends its authority to a signing key (§3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from dropbox.protocol.errors import CertificatePeriodError, CertificateSignatureError
from dropbox.protocol.labels import label, u32
from dropbox.protocol.signing import sign, verify
from dropbox.protocol.sizes import CERTIFICATE_DAYS_MAX


@dataclass(frozen=True)
class Certificate:
    """A signing public key (32 bytes), its days, half open, the root's signature (64 bytes)."""

    signing_pk: bytes
    from_day: int
    to_day: int
    signature: bytes

    def holds_on(self, day: int) -> bool:
        """Tell whether the period contains `day`."""
        return self.from_day <= day < self.to_day


def make_certificate(
    root_seed: bytes, did: bytes, signing_pk: bytes, from_day: int, to_day: int
) -> Certificate:
    """Return the root's certificate for `signing_pk`; raises CertificatePeriodError (§3.3)."""
    _check_period(from_day, to_day)
    signature = sign(root_seed, *_signed(did, signing_pk, from_day, to_day))
    return Certificate(signing_pk, from_day, to_day, signature)


def verify_certificate(certificate: Certificate, did: bytes, root_pk: bytes) -> Certificate:
    """Return the certificate if it is the root's (§3.3).

    Raises CertificatePeriodError, CertificateSignatureError.
    """
    _check_period(certificate.from_day, certificate.to_day)
    pieces = _signed(did, certificate.signing_pk, certificate.from_day, certificate.to_day)
    verify(root_pk, certificate.signature, CertificateSignatureError, *pieces)
    return certificate


def _check_period(from_day: int, to_day: int) -> None:
    if not from_day < to_day <= from_day + CERTIFICATE_DAYS_MAX:
        raise CertificatePeriodError


def _signed(did: bytes, signing_pk: bytes, from_day: int, to_day: int) -> tuple[bytes, ...]:
    return label("cert"), did, signing_pk, u32(from_day), u32(to_day)
