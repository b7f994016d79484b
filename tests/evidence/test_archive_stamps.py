"""A time stamp over the chain says that the archive was so at that moment; one that says otherwise is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from plumbline.evidence.archive import Archive
from plumbline.evidence.chain import links
from plumbline.evidence.der_order import ordered
from plumbline.evidence.journal import journal_lines
from plumbline.evidence.proofs import checked, prove
from plumbline.evidence.stamping import keep_stamp, stamp_faults
from plumbline.evidence.stamps import StampError, check_stamp, read_stamp, request
from plumbline.evidence.verify import examine

Open = Callable[[], Archive]
MOMENT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (size if len(body) < 128 else bytes([0x80 | len(size)]) + size) + body


def oid(text: str) -> bytes:
    first, second, *rest = map(int, text.split("."))
    out = [first * 40 + second]
    for number in rest:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        out += reversed(digits)
    return der(6, bytes(out))


SHA256 = der(0x30, oid("2.16.840.1.101.3.4.2.1"))
ECDSA = der(0x30, oid("1.2.840.10045.4.3.2"))


@dataclass
class Authority:
    """A time-stamping authority: a root and a signer below it. It speaks DER."""

    name: str

    def __post_init__(self) -> None:
        self.root_key, self.key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate(f"{self.name} root", self.root_key, root=True)
        self.signer = self._certificate(self.name, self.key, root=False)

    def _certificate(self, name: str, key: ec.EllipticCurvePrivateKey, *, root: bool) -> x509.Certificate:
        named, issuer = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
                         for text in (name, f"{self.name} root"))  # fmt: skip
        built = (
            x509.CertificateBuilder().subject_name(named).issuer_name(issuer).public_key(key.public_key())
            .serial_number(1 if root else 2).not_valid_before(MOMENT - timedelta(days=9))
            .not_valid_after(MOMENT + timedelta(days=99))
            .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        )  # fmt: skip
        if not root:
            usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
            built = built.add_extension(usage, critical=True)
        return built.sign(self.root_key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return self.root.public_bytes(serialization.Encoding.PEM)

    def stamp(self, line: bytes, *, backwards: bool = False) -> bytes:
        """A response over a line (RFC 3161, RFC 5652)."""
        imprint = der(0x30, SHA256, der(4, sha256(line).digest()))
        told = der(
            0x30, der(2, b"\1"), oid("1.2.3.4"), imprint, der(2, b"\7"), der(0x18, f"{MOMENT:%Y%m%d%H%M%SZ}".encode())
        )
        content = oid("1.2.840.113549.1.9.16.1.4")
        signer, root = (one.public_bytes(serialization.Encoding.DER) for one in (self.signer, self.root))
        seen = der(0x30, der(0x30, der(0x30, der(4, sha256(signer).digest()))))
        attributes = sorted((
            der(0x30, oid("1.2.840.113549.1.9.3"), der(0x31, content)),
            der(0x30, oid("1.2.840.113549.1.9.4"), der(0x31, der(4, sha256(told).digest()))),
            der(0x30, oid("1.2.840.113549.1.9.16.2.47"), der(0x31, seen)),
        ))  # fmt: skip
        signature = self.key.sign(der(0x31, *attributes), ec.ECDSA(hashes.SHA256()))
        issued = der(0x30, self.signer.issuer.public_bytes(), der(2, b"\2"))
        info = der(0x30, der(2, b"\1"), issued, SHA256, der(0xA0, *attributes), ECDSA, der(4, signature))
        certificates = sorted((signer, root), reverse=backwards)
        signed = der(0x30, der(2, b"\3"), der(0x31, SHA256), der(0x30, content, der(0xA0, der(4, told))),
                     der(0xA0, *certificates), der(0x31, info))  # fmt: skip
        token = der(0x30, oid("1.2.840.113549.1.7.2"), der(0xA0, signed))
        return der(0x30, der(0x30, der(2, b"\0")), token)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("stamps")


@pytest.fixture(scope="module")
def stranger() -> Authority:
    return Authority("strange")


def last_line(folder: Path) -> bytes:
    return links(folder)[-1].written()


@pytest.mark.parametrize("order", ["sorted", "backwards"])
def test_a_stamp_over_the_last_closed_day_is_kept_and_found_right(
    three_days: Path, archive: Open, authority: Authority, order: str
) -> None:
    response = authority.stamp(last_line(three_days), backwards=order == "backwards")
    with archive() as kept:
        link, stamp = keep_stamp(kept, response, [authority.pem])
    assert (link.day, stamp.time) == ("2026-03-02", MOMENT)
    found = examine(three_days)
    assert found.faults == []
    assert list(stamp_faults(three_days, found.links, found.notes["stamp"], [authority.pem])) == []


def test_a_request_asks_for_the_digest_of_the_chains_last_line(three_days: Path) -> None:
    assert sha256(last_line(three_days)).digest() in request(last_line(three_days))


@pytest.mark.parametrize("response", [b"", b"no stamp", der(0x30, der(0x30, der(2, b"\2")))])
def test_what_is_no_stamp_is_not_kept(three_days: Path, archive: Open, response: bytes) -> None:
    with archive() as kept, pytest.raises(StampError):
        keep_stamp(kept, response, [])
    assert not (three_days / "stamps").exists()
    assert ordered(response) == response


def test_a_stamp_over_something_else_is_not_kept(three_days: Path, archive: Open, authority: Authority) -> None:
    with archive() as kept, pytest.raises(StampError, match="something else"):
        keep_stamp(kept, authority.stamp(b"another line\n"), [])
    assert not (three_days / "stamps").exists()


def test_a_stamp_of_an_authority_that_is_not_trusted_is_not_kept(
    three_days: Path, archive: Open, authority: Authority, stranger: Authority
) -> None:
    with archive() as kept, pytest.raises(StampError):
        keep_stamp(kept, stranger.stamp(last_line(three_days)), [authority.pem])


def test_a_stamp_whose_time_was_changed_does_not_hold(three_days: Path, authority: Authority) -> None:
    line = last_line(three_days)
    forged = authority.stamp(line).replace(f"{MOMENT:%Y%m%d}".encode(), b"20260101")
    assert read_stamp(forged).time.month == 1
    with pytest.raises(StampError):
        check_stamp(forged, line, [authority.pem])


@pytest.fixture
def stamped(three_days: Path, archive: Open, authority: Authority) -> Path:
    with archive() as kept:
        keep_stamp(kept, authority.stamp(last_line(three_days)), [])
    return three_days


def faults(folder: Path, *certificates: bytes) -> list[str]:
    found = examine(folder)
    stamps = stamp_faults(folder, found.links, found.notes["stamp"], certificates)
    return [fault.code for fault in (*found.faults, *stamps)]


def test_a_stamp_that_was_removed_or_altered_is_told(stamped: Path) -> None:
    (file,) = (stamped / "stamps").iterdir()
    data = file.read_bytes()
    file.write_bytes(data[:-1] + b"\0")
    assert faults(stamped) == ["stamp"]
    file.unlink()
    assert faults(stamped) == ["stamp"]


def test_a_stamp_put_beside_is_told(stamped: Path) -> None:
    (file,) = (stamped / "stamps").iterdir()
    file.with_name("2026-03-02-000000000000-9.tsr").write_bytes(b"x")
    assert faults(stamped) == ["file_stranger"]


def test_a_stamp_of_a_stranger_is_told_once_certificates_are_given(
    stamped: Path, authority: Authority, stranger: Authority
) -> None:
    assert faults(stamped) == []
    assert faults(stamped, authority.pem) == []
    assert faults(stamped, stranger.pem) == ["stamp_unread"]


def test_a_chain_made_anew_is_told_by_the_stamp(stamped: Path) -> None:
    found = examine(stamped)
    other = [type(link)(link.day, link.records, "0" * 64, link.previous, link.first_n, link.last_n, link.made_at)
             for link in found.links]  # fmt: skip
    told = [fault.code for fault in stamp_faults(stamped, other, found.notes["stamp"], [])]
    assert told == ["stamp_other"]


def test_a_proof_carries_the_stamps_over_its_chain(stamped: Path, authority: Authority, stranger: Authority) -> None:
    record = next(line.record for _, line in journal_lines(stamped))
    proof = prove(stamped, record)
    assert checked(proof, certificates=[authority.pem]).stamps == 1
    assert checked(proof, certificates=[authority.pem]).faults == ()
    assert checked(proof, certificates=[stranger.pem]).faults
