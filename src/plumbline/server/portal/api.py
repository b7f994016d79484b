"""The public API: /api/v1."""

from typing import Annotated, Any, Literal

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Router
from ninja.errors import ValidationError
from pydantic import StringConstraints

from plumbline.domain.vocabulary import PLATFORMS
from plumbline.server.people.models import Unit
from plumbline.server.portal import answers, look_up, schemas
from plumbline.server.portal.paging import CURSOR, MOST, page
from plumbline.server.portal.problems import KIND, Wrong, problem
from plumbline.server.portal.us_registry import us_page
from plumbline.server.register.models import Account

Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]+$")]
Cursor = Annotated[str | None, Query(pattern=CURSOR)]
Size = Annotated[int, Query(ge=1, le=MOST)]
Status = Literal["active", "suspended", "closing", "closed"]
YesNo = bool | None
Platform = Literal[PLATFORMS]  # type: ignore[valid-type]  # the vocabulary is one tuple of names
ADDRESS = (
    r"^https?://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,20}(/[A-Za-z0-9._~@-]*)*(\?[A-Za-z0-9._~=&-]*)?$"
)
"""Addresses that are always answered; names and QR texts are answered where the register has something of the kind."""
_WRONG = {400: schemas.Problem, 429: schemas.Problem}


class PublicAPI(NinjaAPI):
    """The API; its description says that errors are problem+json."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """OpenAPI 3.1."""
        found = super().get_openapi_schema(**kwargs)
        asked = found["paths"]["/api/v1/verify"]["get"]["parameters"][0]
        asked["schema"] |= {"pattern": ADDRESS, "examples": ["https://weibo.com/u/5044281310"]}
        for path in found["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if str(status)[0] in "45" and "application/json" in response.get("content", {}):
                        response["content"] = {KIND: response["content"].pop("application/json")}
        return found


api = PublicAPI(
    title="Plumbline 准绳", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api",
    description="Is this account official? The public register of an authority's accounts. No key, no cookie.",
)  # fmt: skip
router = Router(tags=["register"])


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors)
    return problem(400, told or "the question cannot be read")


@api.exception_handler(Wrong)
def _wrong(request: HttpRequest, error: Wrong) -> HttpResponse:
    return problem(error.status, error.detail)


@router.get("/verify", response={200: schemas.Verdict, 304: None, **_WRONG}, summary="Is this account official?")
def verify(request: HttpRequest, url: Annotated[str, Query(max_length=answers.LONGEST, min_length=1)]) -> HttpResponse:
    """`url`: the address of the account's page. Other spellings are understood too, and so are the text of a QR code
    and a name of the register or one like it; 400 for what is none of these. `verified` is true only of an account that
    stands for the authority now; `lookalikes` are registered accounts that the one asked about may be mistaken for."""
    return look_up.verify(request)


@router.get(
    "/accounts", response={200: schemas.Accounts, 404: schemas.Problem, **_WRONG}, summary="The register, page by page"
)
def accounts(
    request: HttpRequest, q: Words = "", unit: Words = "", platform: Platform | None = None,
    status: Status | None = None, cursor: Cursor = None, limit: Size = 50,
) -> Any:  # fmt: skip
    """Filters: `q` words in name, id or address; `unit` a unit's id with all below it."""
    rows = Account.objects.select_related("unit")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(account_id__icontains=q) | Q(url__icontains=q))
    if unit:
        rows = rows.filter(unit__path__startswith=_unit(unit).path)
    rows = rows.filter(**{name: value for name, value in (("platform", platform), ("status", status)) if value})
    return page(rows, "account_id", cursor, limit, answers.account)


@router.get("/accounts/{path:account_id}", response={200: schemas.AccountOut, 404: schemas.Problem, **_WRONG})
def account(request: HttpRequest, account_id: Key) -> Any:
    """One account of the register."""
    row = Account.objects.select_related("unit").filter(account_id=account_id).first()
    if row is None:
        raise Wrong(404, "no such account in the register")
    return answers.account(row)


@router.get("/units", response={200: schemas.Units, 404: schemas.Problem, **_WRONG})
def units(
    request: HttpRequest, q: Words = "", no_accounts: YesNo = None, cursor: Cursor = None, limit: Size = 50
) -> Any:
    """The units; `no_accounts=true`: those without any account that is not closed."""
    standing = Account.objects.filter(unit=OuterRef("pk")).exclude(status="closed")
    number = standing.order_by().values("unit").annotate(number=Count("pk")).values("number")
    rows = Unit.objects.select_related("parent").annotate(standing=Coalesce(Subquery(number), 0))
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(unit_id__icontains=q))
    if no_accounts is not None:
        rows = rows.filter(~Exists(standing) if no_accounts else Exists(standing))
    return page(rows, "unit_id", cursor, limit, lambda row: answers.unit(row, row.standing))


@router.get(
    "/us/social_media", response={200: schemas.UsPage, **_WRONG}, summary="In the U.S. Digital Registry's shape"
)
def us(request: HttpRequest, page: Annotated[int, Query(ge=1, le=100_000)] = 1, page_size: Size = 50) -> Any:
    """Accounts in use, for programs that read the U.S. Digital Registry."""
    return us_page(page, page_size)


def _unit(unit_id: str) -> Unit:
    found = Unit.objects.filter(unit_id=unit_id).first()
    if found is None:
        raise Wrong(404, "no such unit")
    return found


api.add_router("/v1", router)
