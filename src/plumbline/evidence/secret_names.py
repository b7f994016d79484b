"""The one list of names under which secrets travel: in what is asked, and in what is answered."""

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_EXACT = frozenset(
    ("key", "ak", "sk", "code", "sid", "pass", "pw", "session", "devicecode", "usercode", "verifycode", "smscode",
     "verificationcode", "authorizationcode", "appsecretproof")
)  # fmt: skip
_PARTS = frozenset(
    ("token", "tokens", "secret", "secrets", "password", "passwd", "passphrase", "authorization", "cookie", "cookies",
     "signature", "sig", "sign", "hmac", "auth", "bearer", "pwd", "credential", "credentials", "jwt", "assertion",
     "verifier", "ticket", "csrf", "xsrf", "otp")
)  # fmt: skip
_ENDS = (
    "token", "secret", "password", "passwd", "signature", "cookie", "jwt", "apikey", "accesskey", "accesskeyid",
    "secretkey", "privatekey", "sessionkey", "sessionid", "sessid", "subscriptionkey", "authkey", "signkey", "ticket",
)  # fmt: skip
_HARMLESS = ("method", "version", "type", "expires", "expiresin", "expiresat")
_CURSORS = frozenset(
    ("pagetoken", "nextpagetoken", "prevpagetoken", "previouspagetoken", "nexttoken", "previoustoken",
     "paginationtoken", "synctoken", "continuationtoken")
)  # fmt: skip
_ANSWERED = (
    "accesstoken", "refreshtoken", "idtoken", "sessiontoken", "bearertoken", "authtoken", "oauthtoken", "usertoken",
    "clientsecret", "appsecret", "consumersecret", "tokensecret", "secretkey", "privatekey", "password", "passwd",
    "accessjwt", "refreshjwt", "servicejwt", "jwt", "apikey", "sessionkey", "sessionid", "authorizationcode",
    "authorization", "jsapiticket", "verifyticket", "csrftoken", "cookie", "accesstokens", "refreshtokens",
    "sessiontokens", "passwords",
)  # fmt: skip
_ANSWERED_ALONE = frozenset(("token", "secret", "ticket"))


def asked_secret(name: str) -> bool:
    """Whether a parameter, header or field of a request by that name holds a secret."""
    words = [word.lower() for word in _WORDS.findall(name)]
    joined = "".join(words)
    if joined in _CURSORS or joined.endswith(_HARMLESS):
        return False
    return joined in _EXACT or joined.endswith(_ENDS) or not _PARTS.isdisjoint(words)


def answered_secret(name: str, value: str = "") -> bool:
    """Whether a field of an answer by that name holds a secret.

    Narrower than `asked_secret`: in answers `code` is an error's number, `sign` a motto, `key` a key of a row, and
    `nextPageToken` a place in a list. A bare `token` or `ticket` counts from 16 characters on (`value`).
    """
    joined = "".join(_WORDS.findall(name)).lower()
    if joined in _CURSORS or joined.endswith(_HARMLESS):
        return False
    return joined.endswith(_ANSWERED) or (joined in _ANSWERED_ALONE and len(value) >= 16)
