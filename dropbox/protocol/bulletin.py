"""The bulletin: what the inspectorate signs for everybody (§7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from dropbox.protocol.bulletin_json import check_bulletin_json
from dropbox.protocol.canonical import (
    JsonObject,
    from_base64url,
    from_hex,
    read_canonical,
    to_base64url,
    write_canonical,
)
from dropbox.protocol.certificate import Certificate, verify_certificate
from dropbox.protocol.drop import SID_LEN, drop_id
from dropbox.protocol.errors import (
    BulletinBodyError,
    BulletinChainError,
    BulletinClosedError,
    BulletinForkError,
    BulletinFormError,
    BulletinFutureError,
    BulletinRollbackError,
    BulletinSignatureError,
    BulletinStaleError,
    CertificateDayError,
    ForeignDropError,
    NoIntakeKeyError,
)
from dropbox.protocol.labels import digest, label, u32
from dropbox.protocol.shape import refusing_as
from dropbox.protocol.signing import sign, verify
from dropbox.protocol.sizes import (
    BULLETIN_AHEAD_DAYS_MAX,
    BULLETIN_BEHIND_DAYS_MAX,
    BULLETIN_CLOSED_DAYS,
    BULLETIN_HEADER_LEN,
    BULLETIN_JSON_MAX_LEN,
    BULLETIN_STALE_DAYS,
    INTAKE_PK_LEN,
)

MAGIC = b"titip/1b"


@dataclass(frozen=True)
class Bulletin:
    """A verified bulletin; `content` has the fields of §7.2, `raw` is the whole file."""

    sid: bytes
    root_pk: bytes
    certificate: Certificate
    content: JsonObject = field(repr=False)
    raw: bytes = field(repr=False)

    @property
    def did(self) -> bytes:
        """The drop id, 32 bytes (§3.1)."""
        return drop_id(self.sid, self.root_pk)

    @property
    def number(self) -> int:
        """The number n (§7.2)."""
        return int(self.content["number"])

    @property
    def issued(self) -> int:
        """The day of issue."""
        return int(self.content["issued"])

    @property
    def hash(self) -> bytes:
        """H of the whole file, 32 bytes, by which the next one names it (§7.2)."""
        return digest(self.raw)

    @property
    def sheet_hashes(self) -> list[bytes]:
        """The hashes of the board's sheets, 32 bytes each, in order (§6.5)."""
        return [from_hex(sheet["hash"], 32) for sheet in self.content["sheets"]]

    @property
    def signers(self) -> list[Certificate]:
        """The earlier certificates whose replies are still on the board (§7.2)."""
        return [_read_signer(signer) for signer in self.content["signers"]]

    @property
    def signing_pks(self) -> list[bytes]:
        """The keys that may sign replies, 32 bytes each, the present one first (§6.4)."""
        return [self.certificate.signing_pk, *(signer.signing_pk for signer in self.signers)]


def make_bulletin(
    sid: bytes, root_pk: bytes, certificate: Certificate, signing_seed: bytes, content: JsonObject
) -> bytes:
    """Return the file of a bulletin (§7.1).

    Raises BulletinBodyError where the fields are not those of §7.2 or the JSON is longer than
    65,536 bytes.
    """
    with refusing_as(BulletinBodyError):
        json = write_canonical(check_bulletin_json(content))
    if len(json) > BULLETIN_JSON_MAX_LEN:
        raise BulletinBodyError
    signature = sign(signing_seed, label("bulletin"), drop_id(sid, root_pk), json)
    return b"".join(
        (
            MAGIC,
            sid,
            root_pk,
            certificate.signing_pk,
            u32(certificate.from_day),
            u32(certificate.to_day),
            certificate.signature,
            signature,
            u32(len(json)),
            json,
        )
    )


def verify_bulletin(raw: bytes, did: bytes | None) -> Bulletin:
    """Return the bulletin if it is the drop's own (§7.3).

    `did` is the drop that the reader trusts; None where it has nothing to go by and shows the
    digits instead (§7.6). Raises BulletinFormError, ForeignDropError, CertificatePeriodError,
    CertificateSignatureError, BulletinSignatureError, BulletinBodyError, CertificateDayError.
    """
    if len(raw) < BULLETIN_HEADER_LEN or raw[:8] != MAGIC:
        raise BulletinFormError
    json_len = int.from_bytes(raw[224:228], "big")
    if json_len > BULLETIN_JSON_MAX_LEN or len(raw) != BULLETIN_HEADER_LEN + json_len:
        raise BulletinFormError
    sid, root_pk = raw[8 : 8 + SID_LEN], raw[24:56]
    own = drop_id(sid, root_pk)
    if did is not None and own != did:
        raise ForeignDropError
    from_day, to_day = int.from_bytes(raw[88:92], "big"), int.from_bytes(raw[92:96], "big")
    certificate = Certificate(raw[56:88], from_day, to_day, raw[96:160])
    verify_certificate(certificate, own, root_pk)
    json = raw[BULLETIN_HEADER_LEN:]
    signed = (label("bulletin"), own, json)
    verify(certificate.signing_pk, raw[160:224], BulletinSignatureError, *signed)
    with refusing_as(BulletinBodyError):
        content = check_bulletin_json(read_canonical(json))
    if not certificate.holds_on(content["issued"]):
        raise CertificateDayError
    bulletin = Bulletin(sid, root_pk, certificate, content, raw)
    for signer in bulletin.signers:
        verify_certificate(signer, own, root_pk)
    return bulletin


def write_signer(certificate: Certificate) -> JsonObject:
    """Return an earlier certificate as an entry of `signers` (§7.2)."""
    return {
        "pk": to_base64url(certificate.signing_pk),
        "from": certificate.from_day,
        "to": certificate.to_day,
        "cert": to_base64url(certificate.signature),
    }


def _read_signer(signer: JsonObject) -> Certificate:
    return Certificate(
        from_base64url(signer["pk"], 32),
        signer["from"],
        signer["to"],
        from_base64url(signer["cert"], 64),
    )


def effective_day(bulletin: Bulletin, device_day: int) -> int:
    """Return today as §7.4 defines it: the later of the device's day and the day of issue."""
    return max(device_day, bulletin.issued)


def is_stale(bulletin: Bulletin, today: int) -> bool:
    """Tell whether the reporter is warned: the bulletin is more than 10 days old (§7.4)."""
    return today - bulletin.issued > BULLETIN_STALE_DAYS


def choose_intake_pk(bulletin: Bulletin, today: int) -> bytes:
    """Return the intake public key, 1,216 bytes, to seal to on the day `today` (§7.4).

    Raises BulletinClosedError, NoIntakeKeyError.
    """
    if today - bulletin.issued >= BULLETIN_CLOSED_DAYS or today >= bulletin.content["expires"]:
        raise BulletinClosedError
    for key in bulletin.content["keys"]:
        if key["from"] <= today < key["to"]:
            return from_base64url(key["pk"], INTAKE_PK_LEN)
    raise NoIntakeKeyError


def check_succession(earlier: Bulletin | None, later: Bulletin) -> Bulletin:
    """Return `later` if a reader that has seen `earlier` may follow it (§7.5).

    A later certificate goes before a higher number, so that the root can end the reign of a stolen
    signing key. Raises BulletinRollbackError, BulletinForkError, BulletinChainError.
    """
    if earlier is None or later.raw == earlier.raw:
        return later
    if later.certificate.from_day > earlier.certificate.from_day:
        return later
    if later.certificate.from_day < earlier.certificate.from_day:
        raise BulletinRollbackError
    if later.number < earlier.number:
        raise BulletinRollbackError
    if later.number == earlier.number:
        raise BulletinForkError
    if later.number == earlier.number + 1 and later.content["prev"] != earlier.hash.hex():
        raise BulletinChainError
    return later


def check_issue_day(bulletin: Bulletin, today: int) -> Bulletin:
    """Return the bulletin if the site may start to show it on its own day `today` (§7.5).

    Raises BulletinFutureError, BulletinStaleError.
    """
    if bulletin.issued > today + BULLETIN_AHEAD_DAYS_MAX:
        raise BulletinFutureError
    if bulletin.issued < today - BULLETIN_BEHIND_DAYS_MAX:
        raise BulletinStaleError
    return bulletin
