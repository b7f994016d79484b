"""Forms of reviews."""

from typing import Any

from django import forms

from plumbline.server.people.models import Person
from plumbline.server.register.models import Account
from plumbline.server.site.language import lang, say
from plumbline.workflow.draft import CLASSES


class DraftForm(forms.Form):
    """A draft."""

    account = forms.ModelChoiceField(Account.objects.none())
    content_class = forms.ChoiceField()
    title = forms.CharField(max_length=200)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 14}), strip=False)
    urgent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, accounts: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "account": say("Account", "账号"), "content_class": say("Class of content", "信息类别"),
            "title": say("Title", "标题"), "text": say("Text, as it is to be published", "正文（与发布内容一致）"),
            "urgent": say("Urgent: two hours a step", "加急（每级两小时）"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        kind, account = self.fields["content_class"], self.fields["account"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  for the type checker
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101  the same
        kind.choices = [(key, text.of(lang())) for key, text in CLASSES.items()]
        kind.initial = "B"
        if accounts is None:
            del self.fields["account"]
        else:
            account.queryset = accounts


class DeputyForm(forms.Form):
    """Who decides in somebody's place."""

    person = forms.ModelChoiceField(Person.objects.none(), to_field_name="username")
    deputy = forms.ModelChoiceField(Person.objects.none(), to_field_name="username")
    since = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    until = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def __init__(self, *args: Any, persons: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (
            ("person", say("Who is away", "不在岗的审核人")), ("deputy", say("Deputy", "代审人")),
            ("since", say("from", "自")), ("until", say("until", "至")),
        )  # fmt: skip
        for name, label in labels:
            self.fields[name].label = label
        for name, rows in (("person", persons), ("deputy", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the type checker
            field.queryset = rows
