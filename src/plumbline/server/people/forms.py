"""Forms about persons."""

from typing import Any

from django import forms
from django.apps import apps

from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import units_with
from plumbline.server.people.terms import ROLE
from plumbline.server.site.language import lang, say


class PersonForm(forms.Form):
    """Name and addresses of a person."""

    username = forms.RegexField(r"^[\w.@+-]{2,60}$", max_length=60)
    name = forms.CharField(max_length=100)
    email = forms.EmailField(required=False)
    mobile = forms.RegexField(r"^[0-9+() -]{5,30}$", required=False)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = say("Sign-in name", "登录名")
        self.fields["name"].label = say("Name", "姓名")
        self.fields["email"].label = say("E-mail", "电子邮箱")
        self.fields["mobile"].label = say("Mobile number", "手机号码")
        if known:
            del self.fields["username"]


class SettingsForm(PersonForm):
    """What people say of themselves."""

    language = forms.ChoiceField(choices=[("zh", "中文"), ("en", "English")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, known=True, **kwargs)
        self.fields["language"].label = say("Language of messages", "消息语言")


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(max_length=500, min_length=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = say("Reason", "理由")


class GrantForm(WhyForm):
    """A role over a unit, or over one account."""

    role = forms.ChoiceField()
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="unit_id")
    account = forms.CharField(max_length=200, required=False)
    field_order = ("role", "unit", "account", "why")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, unit = self.fields["role"], self.fields["unit"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101  for the type checker
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101  the same
        role.choices = [(one, ROLE[one].of(lang())) for one in Role]
        role.label = say("Role", "角色")
        unit.queryset = units_with(by, Action.PEOPLE_CHANGE)
        unit.label = say("Unit (and all below it)", "单位（含下级）")
        self.fields["account"].label = say(
            "Account, for operators (e.g. weibo:123)", "账号（仅运营人员，如 weibo:123）"
        )

    def clean_account(self) -> Any:
        """The account named."""
        named = self.cleaned_data["account"].strip()
        if not named:
            return None
        found = apps.get_model("register", "Account").objects.filter(account_id=named).first()
        if found is None:
            raise forms.ValidationError(say("no such account in the register", "登记册中没有该账号"))
        return found
