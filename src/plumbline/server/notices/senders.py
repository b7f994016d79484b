"""How a message leaves: e-mail by the office's server, chats and webhooks through Apprise."""

from urllib.parse import urlsplit

import apprise
from django.conf import settings
from django.core.mail import EmailMessage

from plumbline.server.people.models import Person

CHANNELS = ("email", "dingtalk", "feishu", "wecom", "webhook", "desk")
_TOKEN = {"dingtalk": "dingtalk://{}/", "feishu": "feishu://{}/", "wecom": "wecombot://{}/"}


class Unsendable(ValueError):  # noqa: N818  the person's mistake
    """An address that cannot be used; says why in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


def checked(channel: str, address: str, person: Person) -> str:
    """The address as the sender needs it. Unsendable: not of the channel's kind, or a host that is not allowed.

    Webhooks go only to the hosts that the installation names: nobody makes the server call other addresses.
    """
    if channel == "desk":
        return ""
    if channel == "email":
        if not person.email and not address:
            raise Unsendable("no e-mail address is known", "尚未登记电子邮箱")
        return address or person.email
    if channel in _TOKEN:
        if not address or not all(letter.isalnum() or letter in "-_" for letter in address):
            raise Unsendable("give the robot's token alone", "请只填写机器人令牌")
        return _TOKEN[channel].format(address)
    split = urlsplit(address)
    if split.scheme not in {"https", "http"} or split.netloc not in settings.WEBHOOK_HOSTS:
        raise Unsendable("this host is not allowed by the installation", "该地址不在允许的范围内，请联系管理员")
    scheme = "jsons" if split.scheme == "https" else "json"
    return f"{scheme}://{split.netloc}{split.path}"


def send(channel: str, address: str, person: Person, *, subject: str, body: str, key: str) -> None:
    """Send. Unsendable; OSError where it did not go out. The key goes along, so that a receiver can drop a double."""
    target = checked(channel, address, person)
    if channel == "email":
        EmailMessage(
            subject, body, settings.DEFAULT_FROM_EMAIL, [target], headers={"Message-ID": f"<{key}@plumbline>"}
        ).send()
        return
    if channel == "webhook":
        target += f"?+Idempotency-Key={key}"
    found = apprise.Apprise()
    if not found.add(target) or not found.notify(title=subject, body=body):
        raise OSError(f"{channel}: not delivered")
