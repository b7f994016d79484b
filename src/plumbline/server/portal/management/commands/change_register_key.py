"""`plumbline manage change_register_key`: the register is signed with a new key from now on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plumbline.server.portal.keys import change, public_pem


class Command(BaseCommand):
    """Change the key."""

    help = "Sign the public register with a new key from now on. 登记册改用新密钥签名。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The option --lost."""
        parser.add_argument(
            "--lost", action="store_true",
            help="a stranger has the old key: it does not endorse the new one. 旧密钥已泄露，不为新密钥背书。",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the new key and show its public half."""
        self.stdout.write(f"key_id {change(lost=options['lost'])}")
        self.stdout.write(public_pem())
