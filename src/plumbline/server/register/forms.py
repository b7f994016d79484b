"""Forms of the register."""

from typing import Any

from django import forms
from django.conf import settings

from plumbline.addresses.address import Address
from plumbline.addresses.canonical import resolve
from plumbline.domain.vocabulary import PLATFORMS
from plumbline.reports.words import PLATFORM
from plumbline.server.people.models import Person
from plumbline.server.people.unit_forms import UnitField
from plumbline.server.register.models import Account
from plumbline.server.register.services.filing import ASKED
from plumbline.server.register.shown import WAYS
from plumbline.server.register.terms import FIELDS
from plumbline.server.site.language import lang, say


class FilingForm(forms.Form):
    """What is to become of an account. Fields follow the kind of filing."""

    unit = UnitField()
    platform = forms.ChoiceField()
    name = forms.CharField(max_length=200)
    url = forms.CharField(max_length=1000, required=False)
    platform_id = forms.CharField(max_length=200, required=False)
    filing_no = forms.CharField(max_length=100, required=False)
    opened_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    notice_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    closed_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    verified = forms.NullBooleanField(required=False)
    verified_as = forms.CharField(max_length=200, required=False)
    verified_until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    main_account = forms.NullBooleanField(required=False)
    interaction = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    mission = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    why = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    exception = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, kind: str, units: Any, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["interaction"] = (
            ["none"] if self.initial.get("interaction") == [] else self.initial.get("interaction")
        )
        self.account, self.kind = account, kind
        kept = {"why", "exception", *ASKED[kind], *({"unit"} if kind in {"open", "change"} else set())}
        for field in [field for field in self.fields if field not in kept]:
            del self.fields[field]
        for field in self.fields:
            self.fields[field].label = FIELDS[field].of(lang()) if field in FIELDS else field
        self._choices(units)
        self.fields["why"].label = say("Reason", "申请理由")
        self.fields["exception"].label = say("Exception: why it shall be done all the same", "例外理由")
        self.fields["exception"].help_text = say(
            "Only where something speaks against it; the approver decides.", "仅在存在限制情形时填写，由审批人决定。"
        )

    def _choices(self, units: Any) -> None:
        if "unit" in self.fields:
            unit = self.fields["unit"]
            assert isinstance(unit, UnitField)  # noqa: S101  for the type checker
            unit.among(units)
            unit.required = self.kind == "open"
        for name, choices in (
            ("platform", [(key, PLATFORM[key].of(lang())) for key in PLATFORMS]),
            ("interaction", [(key, text.of(lang())) for key, text in WAYS.items()]),
        ):
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
                field.choices = choices
        if "url" in self.fields:
            self.fields["url"].help_text = say(
                "The address of the account's page; its number is taken from it.",
                "账号主页链接，系统自动识别账号编号。",
            )

    def clean_interaction(self) -> list[str] | None:
        """Nothing ticked: not known; ``none``: known that there is none."""
        found = list(self.cleaned_data["interaction"])
        if "none" in found and len(found) > 1:
            raise forms.ValidationError(say("either none, or the ways that there are", "“未提供”不得与其他选项同选"))
        return [] if found == ["none"] else found or None

    def clean(self) -> dict[str, Any]:
        """The address tidied; the account's id made of it where the account is new."""
        found = super().clean() or {}
        url, platform = found.get("url"), found.get("platform") or (self.account.platform if self.account else "")
        address = resolve(url) if url else None
        if url and not isinstance(address, Address):
            self.add_error("url", say("this leads to no account", "该链接不指向任何账号"))
        elif isinstance(address, Address):
            if platform not in {address.platform, "website", "app", "other"}:
                self.add_error("url", say("this address is on another platform", "该链接属于其他平台"))
            found["url"] = address.url
            if address.kind == "id" and not found.get("platform_id"):
                found["platform_id"] = address.key
        if self.kind == "open" and not self.errors:
            key = address.key if isinstance(address, Address) else found["name"]
            found["account_id"] = f"{platform}:{found.get('platform_id') or key}"
        return found

    def proposed(self) -> dict[str, Any]:
        """The account's own fields as asked for; with a change, only those that differ."""
        given = {
            name: self.cleaned_data[name] for name in (*ASKED[self.kind], "account_id") if name in self.cleaned_data
        }
        if self.kind == "change" and self.account:
            return {name: value for name, value in given.items() if value != getattr(self.account, name)}
        return {name: value for name, value in given.items() if value not in (None, "")}


class RemarksForm(forms.Form):
    """Remarks of who decides."""

    remarks = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class HandOverForm(forms.Form):
    """Who gives, who takes."""

    giver = forms.ModelChoiceField(Person.objects.none(), to_field_name="username")
    taker = forms.ModelChoiceField(Person.objects.none(), to_field_name="username")
    why = forms.CharField(max_length=1000)

    def __init__(self, *args: Any, givers: Any, takers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (("giver", say("Gives", "移交人")), ("taker", say("Takes", "接收人")), ("why", say("Reason", "理由")))
        for name, label in labels:
            self.fields[name].label = label
        for name, people in (("giver", givers), ("taker", takers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the type checker
            field.queryset = people


class UploadForm(forms.Form):
    """A filing table."""

    table = forms.FileField()
    why = forms.CharField(max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].label = say("Filing table (.xlsx or .csv)", "备案表（.xlsx 或 .csv）")
        self.fields["why"].label = say("Reason", "说明")

    def clean_table(self) -> Any:
        """Bounded in size and kind."""
        found = self.cleaned_data["table"]
        if found.size > settings.UPLOAD_MOST:
            raise forms.ValidationError(say("the file is too large", "文件过大"))
        if not found.name.lower().endswith((".xlsx", ".csv")):
            raise forms.ValidationError(say("an .xlsx or .csv file, please", "请上传 .xlsx 或 .csv 文件"))
        return found
