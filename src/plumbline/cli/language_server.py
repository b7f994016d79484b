"""A language server over standard input and output: findings about drafts as squiggles in any editor.

Speaks the Language Server Protocol 3.17: JSON-RPC 2.0 messages behind a Content-Length header; positions in UTF-16.
"""

import json
from collections.abc import Sequence
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import plumbline
from plumbline.checks import post_check
from plumbline.cli.check_desk import Desk, Said, record, whole
from plumbline.cli.check_input import LONGEST, Wish, one
from plumbline.cli.check_places import Lines
from plumbline.cli.check_rows import Draft, Rows
from plumbline.cli.words import noted, say
from plumbline.domain.errors import PlumblineError
from plumbline.domain.finding import Failure
from plumbline.domain.vocabulary import Severity
from plumbline.domain.wording import Mark

ERROR, WARNING, INFORMATION = 1, 2, 3
_LEVELS = {Severity.VETO: ERROR, Severity.MAJOR: WARNING, Severity.MINOR: WARNING, Severity.ADVICE: INFORMATION}
_PARSE_ERROR, _INVALID, _UNKNOWN, _INTERNAL, _NOT_READY = -32700, -32600, -32601, -32603, -32002
_FORMS = {"markdown": "markdown", "jsonl": "jsonl", "jsonlines": "jsonl", "ndjson": "jsonl"}
_LONGEST_HEADER = 8_192
Object = dict[str, Any]


class _FaultError(Exception):
    """An answer that is an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def serve(desk: Desk, source: IO[bytes], sink: IO[bytes], wish: Wish) -> int:
    """Answer until `exit` or the end of input; 0 if `shutdown` came before."""
    server = Server(desk, sink, wish)
    while not server.gone:
        body = _body(source)
        if body is None:
            break
        server.take(body)
    return 0 if server.shut else 1


def _body(source: IO[bytes]) -> bytes | None:
    """The next message; None at the end of input, or where headers make no sense."""
    length = None
    while (line := source.readline(_LONGEST_HEADER)) not in (b"\r\n", b"\n"):
        name, _, value = line.partition(b":")
        if not line:
            return None
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    body = source.read(length) if length is not None else None
    return body if body is not None and len(body) == length else None


class Server:
    """One editor's session: open documents, and what was last said of them."""

    def __init__(self, desk: Desk, sink: IO[bytes], wish: Wish) -> None:
        self._desk, self._sink, self._wish = desk, sink, wish
        self._open: dict[str, tuple[str, str]] = {}
        self._ready = False
        self.shut = self.gone = False

    def take(self, body: bytes) -> None:
        """Handle one message; what it asks for is written to the sink."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._answer(None, error=_FaultError(_PARSE_ERROR, "no JSON"))
            return
        if not isinstance(message, dict) or not isinstance(message.get("method"), str):
            if not (isinstance(message, dict) and ("result" in message or "error" in message)):
                self._answer(None, error=_FaultError(_INVALID, "no request"))
            return
        self._handle(message["method"], message.get("params") or {}, message)

    def _handle(self, method: str, params: Object, message: Object) -> None:
        asked = "id" in message
        try:
            if asked:
                self._answer(message["id"], result=self._request(method, params))
            else:
                self._notification(method, params)
        except _FaultError as fault:
            if asked:
                self._answer(message["id"], error=fault)
        except Exception as error:  # one bad message must not end the session
            noted(f"plumbline: {method}: {type(error).__name__}: {error}")
            if asked:
                self._answer(message["id"], error=_FaultError(_INTERNAL, f"{type(error).__name__}: {error}"))

    def _request(self, method: str, params: Object) -> Any:
        if self.shut:
            raise _FaultError(_INVALID, "the server is shutting down")
        if method == "initialize":
            self._ready = True
            return _capabilities()
        if not self._ready:
            raise _FaultError(_NOT_READY, "initialize comes first")
        if method == "shutdown":
            self.shut = True
            return None
        if method == "textDocument/codeAction":
            return self._actions(params)
        raise _FaultError(_UNKNOWN, f"unknown method {method}")

    def _notification(self, method: str, params: Object) -> None:
        if method == "exit":
            self.gone = True
        if not self._ready or self.shut or not method.startswith("textDocument/did"):
            return
        document = params["textDocument"]
        uri = document["uri"]
        if method == "textDocument/didClose":
            self._open.pop(uri, None)
            self._publish(uri, [], None)
            return
        if method == "textDocument/didOpen":
            self._open[uri] = (document["text"], document.get("languageId", ""))
        elif method == "textDocument/didChange":
            self._open[uri] = (params["contentChanges"][-1]["text"], self._open.get(uri, ("", ""))[1])
        elif method == "textDocument/didSave" and "text" in params:
            self._open[uri] = (params["text"], self._open.get(uri, ("", ""))[1])
        if uri in self._open:
            self._publish(uri, self._diagnostics(uri), document.get("version"))

    def _diagnostics(self, uri: str) -> list[Object]:
        text, language = self._open[uri]
        lines = Lines(text)
        return [found for said in self._said(uri, text, language) for found in diagnostics(said, uri, lines)]

    def _said(self, uri: str, text: str, language: str) -> list[Said]:
        if len(text) > LONGEST:
            self._log(say(self._wish.lang, "the text is too long to be checked", "文本过长，未检查"))
            return []
        said = []
        try:
            for draft in self._drafts(unquote(urlsplit(uri).path), text, language):
                said += self._desk.judge(draft, self._crashed)
        except PlumblineError as error:  # a line of JSON that is being written
            self._log(str(error))
        return said

    def _drafts(self, name: str, text: str, language: str) -> list[Draft]:
        form = self._wish.form or _FORMS.get(language) or ("jsonl" if name.endswith((".jsonl", ".ndjson")) else "text")
        if form != "jsonl":
            return [one(name, text, self._wish, "markdown" if name.endswith(".md") else form)]
        rows = Rows(name, self._wish.kind, self._wish.lang, self._wish.said_on, self._log)
        return [rows.draft(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]

    def _actions(self, params: Object) -> list[Object]:
        """A quick fix for every diagnostic in the range that has a better wording."""
        uri = params["textDocument"]["uri"]
        context = params.get("context") or {}
        only = context.get("only")
        if uri not in self._open or (only and not any("quickfix".startswith(kind) for kind in only)):
            return []
        found = [entry for entry in self._diagnostics(uri) if _touches(entry["range"], params["range"])]
        return [self._action(uri, entry) for entry in found if entry["data"]["replacement"] is not None]

    def _action(self, uri: str, entry: Object) -> Object:
        wording = entry["data"]["replacement"]
        title = say(self._wish.lang, f"Write “{wording}”", f"改为“{wording}”")
        return {
            "title": title if wording else say(self._wish.lang, "Delete it", "删除"),
            "kind": "quickfix",
            "diagnostics": [entry],
            "isPreferred": True,
            "edit": {"changes": {uri: [{"range": entry["range"], "newText": wording}]}},
        }

    def _publish(self, uri: str, found: list[Object], version: int | None) -> None:
        numbered = {} if version is None else {"version": version}
        self._notify("textDocument/publishDiagnostics", {"uri": uri, **numbered, "diagnostics": found})

    def _crashed(self, failure: Failure) -> None:
        self._log(f"{failure.check}: {failure.error}")

    def _log(self, text: str) -> None:
        self._notify("window/logMessage", {"type": WARNING, "message": whole(text)})

    def _notify(self, method: str, params: Object) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _answer(self, number: Any, *, result: Any = None, error: _FaultError | None = None) -> None:
        said = {"result": result} if error is None else {"error": {"code": error.code, "message": str(error)}}
        self._send({"jsonrpc": "2.0", "id": number, **said})

    def _send(self, message: Object) -> None:
        body = json.dumps(message, ensure_ascii=True).encode()
        self._sink.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._sink.flush()


def diagnostics(said: Said, uri: str, lines: Lines) -> list[Object]:
    """A diagnostic for each place; of a line of JSON, one for the line."""
    if said.draft.line is not None:
        number = said.draft.line - 1
        line = {"start": {"line": number, "character": 0}, "end": {"line": number, "character": 1_000_000}}
        return [_diagnostic(said, line, None)]
    related = _related(said, uri, lines)
    return [_diagnostic(said, _range(lines, mark), _replacement(said, mark), related) for mark in _spots(said)]


def _spots(said: Said) -> list[Mark]:
    """The places to underline; of a passage that is held against a source, only what the check names as changed."""
    if not any(mark.table for mark in said.marks):
        return list(said.own)
    named = {(mark.start, mark.end): mark for mark in said.own if mark.start < mark.end}
    spots = [mark for mark in said.paired.rest if mark.field == "text" and not mark.table]
    for pair in said.paired.comparisons:
        spots += [named[span] for span, _ in pair.changes if span in named] or [pair.post]
    return spots


def _related(said: Said, uri: str, lines: Lines) -> list[Object]:
    """What the source has where the draft repeats it; told at the draft's passage, as the source has no address."""
    if not any(mark.table for mark in said.marks):
        return []
    return [
        {"location": {"uri": uri, "range": _range(lines, pair.post)}, "message": whole(pair.known.quote)}
        for pair in said.paired.comparisons
    ]


def _diagnostic(said: Said, place: Object, replacement: str | None, related: Sequence[Object] = ()) -> Object:
    finding = said.finding
    better = f"\n→ {said.suggestion}" if said.suggestion else ""
    severity = _LEVELS[Severity(finding.severity)] if said.counts else INFORMATION
    return {
        "range": place,
        "severity": severity,
        "source": "plumbline",
        "code": finding.check,
        "codeDescription": {"href": _explained(finding.check)},
        "message": whole(f"{said.message}\n{said.title} · {said.citation}{better}"),
        **({"relatedInformation": list(related)} if related else {}),
        "data": {**record(said), "replacement": replacement},
    }


def _replacement(said: Said, mark: Mark) -> str | None:
    return next((whole(fix.wording) for fix in said.fixes if (fix.start, fix.end) == (mark.start, mark.end)), None)


def _range(lines: Lines, mark: Mark) -> Object:
    return {"start": lines.utf16(mark.start), "end": lines.utf16(mark.end)}


def _explained(check: str) -> str:
    """Where the editor leads who asks what the check finds, how, and where it is blind: its own first lines."""
    from pathlib import Path

    return Path(str(post_check(check).__file__)).as_uri()


def _touches(one: Object, other: Object) -> bool:
    def point(place: Object) -> tuple[int, int]:
        return place["line"], place["character"]

    return point(one["start"]) <= point(other["end"]) and point(other["start"]) <= point(one["end"])


def _capabilities() -> Object:
    return {
        "capabilities": {
            "positionEncoding": "utf-16",
            "textDocumentSync": {"openClose": True, "change": 1, "save": {"includeText": True}},
            "codeActionProvider": {"codeActionKinds": ["quickfix"]},
        },
        "serverInfo": {"name": "plumbline", "version": plumbline.__version__},
    }
