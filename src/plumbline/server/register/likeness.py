"""Which accounts of the register a new name or address may be mistaken for."""

from collections.abc import Iterator
from functools import lru_cache

from django.db.models import Q, QuerySet

from plumbline.addresses.names import bare, one_edit, skeleton
from plumbline.addresses.registered import account_address
from plumbline.server.register.models import Account

SHORTEST = 4
"""Shorter names are alike only where they look the same."""
LISTED = 10
"""So many are told at most."""


def at_address(keys: frozenset[str], platform: str, others: "QuerySet[Account]") -> Iterator[Account]:
    """The accounts on a platform that stand at one of these addresses (``platform:key``)."""
    for one in others.filter(platform=platform).filter(_holding(keys)).select_related("unit"):
        if keys & account_address(platform, one.platform_id, one.url, one.account_id):
            yield one


def named_alike(name: str, platform: str, others: "QuerySet[Account]") -> list[Account]:
    """The accounts on a platform whose name is this one, looks like it, or lacks or has a letter more.

    Names with another letter in the same place are mostly those of other places (云川发布, 临川发布) and are no matter.
    """
    bone = _bone(name)
    if not bone:
        return []
    rows = others.filter(platform=platform).values_list("pk", "name")
    found = [pk for pk, other in rows if _alike(bone, _bone(other))]
    return list(Account.objects.filter(pk__in=found[:LISTED]).select_related("unit"))


def _holding(keys: frozenset[str]) -> Q:
    """A first sieve by the database: the address's own part stands somewhere in the row. The keys decide."""
    found = Q(pk__in=[])
    for key in keys:
        part = key.partition(":")[2].removeprefix("n/").removeprefix("@").partition("@")[0]
        found |= Q(url__icontains=part) | Q(platform_id__icontains=part) | Q(account_id__icontains=part)
    return found


@lru_cache(maxsize=200_000)
def _bone(name: str) -> str:
    return skeleton(bare(name))


def _alike(bone: str, other: str) -> bool:
    if bone == other:
        return True
    swapped = len(bone) == len(other) and sorted(bone) == sorted(other)
    return len(bone) >= SHORTEST and (swapped or abs(len(bone) - len(other)) == 1) and one_edit(bone, other)
