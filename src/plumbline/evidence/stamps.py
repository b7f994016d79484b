"""Time stamps over the chain (RFC 3161): what is asked, what was answered, and whether the answer holds.

Nothing is sent here. The library is an extra (`pip install 'plumbline[stamp]'`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, sha384, sha512
from typing import TYPE_CHECKING, Any

from plumbline.evidence.der_order import ordered
from plumbline.evidence.sentences import ArchiveUsageError

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

_HASHES: dict[str, Any] = {
    "2.16.840.1.101.3.4.2.1": sha256,
    "2.16.840.1.101.3.4.2.2": sha384,
    "2.16.840.1.101.3.4.2.3": sha512,
}


class StampError(ValueError):
    """A time stamp that does not hold."""


@dataclass(frozen=True)
class Stamp:
    """What an authority answered: the moment it vouches for, and the digest that it saw."""

    time: datetime
    imprint: bytes
    algorithm: str

    def over(self, line: bytes) -> bool:
        """Whether the stamp is over this line (with its line feed)."""
        hashed = _HASHES.get(self.algorithm)
        return hashed is not None and hashed(line).digest() == self.imprint


def available() -> bool:
    """Whether the extra is installed."""
    try:
        import rfc3161_client  # noqa: F401  # only whether it is there
    except ImportError:
        return False
    return True


def request(line: bytes) -> bytes:
    """A request for a stamp over a line of the chain: SHA-256, with the authority's certificate asked for.

    Without a nonce: each seal is asked for once, and an older answer over the same seal would say no less.
    """
    _needed()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # here and below: the extra may be missing

    built = TimestampRequestBuilder().data(line).hash_algorithm(HashAlgorithm.SHA256)
    return built.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes()


def read_stamp(response: bytes) -> Stamp:
    """What a response says, its signature not looked at. StampError: no stamp in it."""
    decoded = _decoded(response)
    try:
        told = decoded.tst_info
        imprint = told.message_imprint
        return Stamp(told.gen_time, bytes(imprint.message), imprint.hash_algorithm.dotted_string)
    except ValueError as error:
        raise StampError(str(error)) from None


def check_stamp(response: bytes, line: bytes, certificates: Sequence[bytes]) -> None:
    """The response is over `line` and signed by an authority below one of `certificates` (PEM). StampError if not."""
    _needed()
    from rfc3161_client import VerificationError, VerifierBuilder

    builder = VerifierBuilder()
    for certificate in _certificates(certificates):
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify_message(_decoded(response), line)
    except (VerificationError, ValueError) as error:
        raise StampError(str(error)) from None


def _certificates(files: Sequence[bytes]) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        found = [certificate for pem in files for certificate in load_pem_x509_certificates(pem)]
    except ValueError as error:
        raise ArchiveUsageError("certificates", how=error) from None
    return list(dict.fromkeys(found))


def _decoded(response: bytes) -> "TimeStampResponse":
    _needed()
    from rfc3161_client import decode_timestamp_response

    try:
        decoded = decode_timestamp_response(ordered(response))
    except ValueError as error:
        raise StampError(f"not a time-stamp response ({error})") from None
    if decoded.status not in (0, 1):
        raise StampError(f"refused by the authority ({decoded.status}: {'; '.join(decoded.status_string)})")
    return decoded


def _needed() -> None:
    if not available():
        raise ArchiveUsageError("extra")
