"""The language server as an editor talks to it."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.cli.check_desk import Desk
from plumbline.cli.check_input import Wish
from plumbline.cli.language_server import serve
from plumbline.rulebook.load import load

NUMBER = "110101199003077897"
URI = "file:///drafts/%E9%80%9A%E7%9F%A5.txt"
DESK = Desk(load("cn-2019"), "en", everyone=False)
Message = dict[str, Any]


def frame(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n%s" % (
        len(body),
        body,
    )


def request(number: int, method: str, **params: Any) -> Message:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def notification(method: str, **params: Any) -> Message:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def opened(text: str, uri: str = URI, language: str = "plaintext") -> Message:
    document = {"uri": uri, "languageId": language, "version": 1, "text": text}
    return notification("textDocument/didOpen", textDocument=document)


START = [request(1, "initialize", processId=None, rootUri=None, capabilities={}), notification("initialized")]
END = [request(99, "shutdown"), notification("exit")]


def talk(*messages: object) -> tuple[int, list[Message]]:
    """The exit code, and everything that the server said."""
    sink = io.BytesIO()
    source = io.BytesIO(b"".join(map(frame, messages)))
    code = serve(DESK, source, sink, Wish(None, "post", "en", "2026-01-01"))
    return code, read(sink.getvalue())


def read(stream: bytes) -> list[Message]:
    said = []
    while stream:
        head, _, rest = stream.partition(b"\r\n\r\n")
        length = int(head.removeprefix(b"Content-Length: "))
        said.append(json.loads(rest[:length]))
        stream = rest[length:]
    return said


def published(said: list[Message]) -> list[list[Message]]:
    return [m["params"]["diagnostics"] for m in said if m.get("method") == "textDocument/publishDiagnostics"]


def test_says_what_it_can_do_and_ends_as_asked() -> None:
    code, said = talk(*START, *END)
    assert code == 0
    assert [message["id"] for message in said] == [1, 99]
    capabilities = said[0]["result"]["capabilities"]
    assert capabilities["positionEncoding"] == "utf-16"
    assert capabilities["textDocumentSync"] == {"openClose": True, "change": 1, "save": {"includeText": True}}
    assert said[1]["result"] is None


def test_an_end_without_shutdown_is_a_fault() -> None:
    assert talk(*START, notification("exit"))[0] == 1
    assert talk(*START)[0] == 1


def test_a_fault_is_shown_where_it_stands_in_utf_16() -> None:
    _, said = talk(*START, opened(f"第一行\r\n😀身份证号{NUMBER}"), *END)
    (found,) = published(said)[0]
    assert found["range"] == {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 24}}
    assert (found["code"], found["source"], found["severity"]) == ("safety.personal_data", "plumbline", 2)
    assert found["codeDescription"]["href"].startswith("file:///")
    assert found["data"]["finding_id"]
    assert NUMBER not in json.dumps(found)


def test_every_change_and_save_is_judged_and_closing_clears() -> None:
    document = {"uri": URI, "version": 2}
    _, said = talk(
        *START,
        opened("无事"),
        notification("textDocument/didChange", textDocument=document, contentChanges=[{"text": f"身份证号{NUMBER}"}]),
        notification("textDocument/didSave", textDocument={"uri": URI}, text="无事"),
        notification("textDocument/didClose", textDocument={"uri": URI}),
        *END,
    )
    assert [len(found) for found in published(said)] == [0, 1, 0, 0]


def test_the_quick_fix_writes_the_better_wording() -> None:
    span = {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 5}}
    asked = request(2, "textDocument/codeAction", textDocument={"uri": URI}, range=span, context={"diagnostics": []})
    beside = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
    missed = request(3, "textDocument/codeAction", textDocument={"uri": URI}, range=beside, context={"diagnostics": []})
    _, said = talk(*START, opened(f"身份证号{NUMBER}。"), asked, missed, *END)
    answers = {message["id"]: message for message in said if "id" in message}
    (action,) = answers[2]["result"]
    assert (action["kind"], action["isPreferred"]) == ("quickfix", True)
    (edit,) = action["edit"]["changes"][URI]
    assert (edit["range"]["start"]["character"], edit["range"]["end"]["character"]) == (4, 22)
    assert edit["newText"] not in ("", NUMBER)
    assert len(edit["newText"]) == len(NUMBER)
    assert answers[3]["result"] == []


def test_markdown_and_json_lines_are_read_as_such() -> None:
    line = json.dumps({"text": f"身份证号{NUMBER}"}, ensure_ascii=False)
    _, said = talk(
        *START,
        opened(f"```\n{NUMBER}\n```\n", "file:///a.md", "markdown"),
        opened(f"\n{line}\n", "file:///a.jsonl", "jsonl"),
        opened('{"text', "file:///b.jsonl", "jsonl"),
        *END,
    )
    plain, lines, broken = published(said)
    assert (plain, broken) == ([], [])
    assert lines[0]["range"]["start"] == {"line": 1, "character": 0}
    assert [message for message in said if message.get("method") == "window/logMessage"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"{no json", -32700),
        ([], -32600),
        ({"jsonrpc": "2.0", "id": 5}, -32600),
        (request(5, "textDocument/hover"), -32601),
        (request(5, "textDocument/codeAction"), -32603),
    ],
)
def test_a_strange_request_gets_an_error_and_the_session_goes_on(message: object, code: int) -> None:
    exit_code, said = talk(*START, message, notification("$/strange"), notification("textDocument/didOpen"), *END)
    assert said[1]["error"]["code"] == code
    assert (exit_code, said[-1]["id"]) == (0, 99)


def test_nothing_is_answered_before_the_beginning_or_after_the_end() -> None:
    _, said = talk(request(7, "shutdown"), opened("文"), *START, END[0], request(8, "textDocument/codeAction"), END[1])
    assert {message["id"]: message["error"]["code"] for message in said if "error" in message} == {7: -32002, 8: -32600}
    assert not published(said)


@given(st.binary(max_size=60))
def test_noise_ends_the_session_without_a_crash(noise: bytes) -> None:
    sink = io.BytesIO()
    assert serve(DESK, io.BytesIO(frame(START[0]) + noise), sink, Wish(None, "post", "en", "2026-01-01")) == 1


def test_speaks_over_standard_input_and_output() -> None:
    messages = b"".join(map(frame, [*START, opened(f"身份证号{NUMBER}"), *END]))
    command = [sys.executable, "-m", "plumbline.cli.main", "check", "--lsp"]
    done = subprocess.run(command, input=messages, capture_output=True, check=True)
    assert len(published(read(done.stdout))[0]) == 1
    assert done.stderr == b""
