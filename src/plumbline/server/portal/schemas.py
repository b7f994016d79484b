"""The shapes of the API's answers."""

from ninja import Schema


class Found(Schema):
    """An account in an answer of the look-up."""

    account_id: str
    platform: str
    name: str
    unit: str | None
    status: str
    url: str | None
    since: str | None


class Verdict(Schema):
    """Is this account official?"""

    verified: bool
    account_id: str | None
    platform: str | None
    name: str | None
    unit: str | None
    status: str | None
    url: str | None
    since: str | None
    lookalikes: list[Found]
    updated_at: str


class AccountOut(Schema):
    """An account of the public register."""

    account_id: str
    platform: str
    name: str
    url: str | None
    unit_id: str | None
    unit: str | None
    status: str
    opened_on: str | None
    closed_on: str | None
    notice_on: str | None
    filed_on: str | None
    verified_as: str | None
    main_account: bool | None


class Accounts(Schema):
    """A page of accounts; `next` is the cursor of the following page."""

    results: list[AccountOut]
    next: str | None


class UnitOut(Schema):
    """A unit; `accounts` counts those not closed."""

    unit_id: str
    name: str
    parent_id: str | None
    level: str | None
    region_code: str | None
    accounts: int


class Units(Schema):
    """A page of units."""

    results: list[UnitOut]
    next: str | None


class Agency(Schema):
    """A unit, as the U.S. Digital Registry names it."""

    id: int
    name: str
    info_url: str | None


class Tag(Schema):
    """A word for an account there; this register has none."""

    id: int
    tag_text: str


class UsAccount(Schema):
    """An account in the shape of the U.S. Digital Registry."""

    id: int
    organization: str
    account: str | None
    service_key: str
    service_display_name: str
    service_url: str | None
    language: str
    short_description: str | None
    long_description: str | None
    agencies: list[Agency]
    tags: list[Tag]
    created_at: str | None
    updated_at: str | None


class UsMetadata(Schema):
    """The head of a page there."""

    count: int
    page: int
    page_size: int
    pages: int


class UsPage(Schema):
    """A page in the shape of the U.S. Digital Registry."""

    metadata: UsMetadata
    results: list[UsAccount]


class Problem(Schema):
    """What was wrong with the question (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
