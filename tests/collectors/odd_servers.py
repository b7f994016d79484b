"""Real servers on the loopback that answer as no server should: raw bytes, slowly, for ever, under a wrong name."""

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Play = Callable[[socket.socket, bytes], None]
"""Answers one request (its head is given) on a connection, which is then closed."""


def says(status: str, *headers: str, body: bytes = b"") -> Play:
    """An ordinary answer."""

    def play(line: socket.socket, head: bytes) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
        line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if head.startswith(b"HEAD") else body))

    return play


def page(html: str, status: str = "200 OK") -> Play:
    """A page of HTML."""
    return says(status, "Content-Type: text/html; charset=utf-8", body=html.encode())


def leads(where: str, status: str = "302 Found") -> Play:
    """A redirect."""
    return says(status, f"Location: {where}")


def raw(*parts: bytes) -> Play:
    """Bytes as they are."""

    def play(line: socket.socket, head: bytes) -> None:
        for part in parts:
            line.sendall(part)

    return play


def forever(first: bytes, then: bytes, pause: float = 0.0) -> Play:
    """A beginning, and the same again until the other side hangs up."""

    def play(line: socket.socket, head: bytes) -> None:
        line.sendall(first)
        stop = threading.Event()
        while not stop.wait(pause):
            line.sendall(then)

    return play


@dataclass
class Odd:
    """A server of plays by path (`*`: all others). `heads` are the requests that came."""

    plays: Mapping[str, Play]
    tls: ssl.SSLContext | None = None
    heads: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def at(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """Method and path of each request that came."""
        return [b" ".join(head.split(b" ", 2)[:2]).decode() for head in self.heads]

    def serve(self, listener: socket.socket) -> None:
        """Until the listener is closed."""
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        try:
            line.settimeout(10)
            line = self.tls.wrap_socket(line, server_side=True) if self.tls else line
            head = _head(line)
            if head:
                self.heads.append(head)
                path = head.split(b" ", 2)[1].decode("latin-1").partition("?")[0]
                self.plays.get(path, self.plays.get("*", says("404 Not Found")))(line, head)
        except OSError:
            pass  # the other side hung up, as it should
        finally:
            line.close()


def _head(line: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        part = line.recv(65536)
        if not part:
            return b""
        head += part
    return head


@contextmanager
def odd(plays: Mapping[str, Play], tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Odd]:
    """Such a server, running."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        listener.listen(32)
        server = Odd(plays, tls, port=listener.getsockname()[1])
        thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class Authority:
    """Certificates of our own making."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def trusted(self) -> ssl.SSLContext:
        """What a client needs to believe them."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server(self, name: str, *, days: int = 30) -> ssl.SSLContext:
        """A server's side for a name, valid for so many days from now (negative: expired)."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _made(name, key, self.certificate.subject, self.key, days, authority=False)
        place = self.folder / f"{name}{days}.pem"
        place.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place)
        return context


def authority(folder: Path) -> Authority:
    """A new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test authority")])
    return Authority(folder, key, _made("test authority", key, name, key, 30, authority=True))


def _made(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    days: int,
    *,
    authority: bool,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(signer, hashes.SHA256())
