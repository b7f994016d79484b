"""Forms of cases."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from plumbline.server.register.models import Account
from plumbline.server.site.language import say


class ExtendForm(forms.Form):
    """A later deadline and why."""

    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = say("New deadline", "新期限")
        self.fields["why"].label = say("Reason", "理由")

    def moment(self) -> datetime:
        """The end of the office's day."""
        return datetime.combine(self.cleaned_data["day"], time(18), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


class IncidentForm(forms.Form):
    """An incident seen by a person."""

    account = forms.ModelChoiceField(Account.objects.none(), to_field_name="account_id", widget=forms.TextInput)
    url = forms.CharField(max_length=1000, required=False)
    why = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101  for the type checker
        account.queryset = accounts
        account.label = say("Account id, such as weibo:123", "账号编号，如 weibo:123")
        self.fields["url"].label = say("Address of the post", "内容链接")
        self.fields["why"].label = say("What was published", "事件情况")
