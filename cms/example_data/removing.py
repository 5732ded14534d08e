"""Remove the example: from the public side through a release, then from the workshop. All of it or nothing.

The plan's own words stay: organisations by name, areas, goals, audiences and places. What we made up goes: items,
pictures, documents, contacts, addresses, marks, tags, indicators, logins. What an operator has begun to use for
something of their own (a tag, a picture, an organisation) stays too, no longer marked as example, and is named.
The ledger keeps its rows, as it must; none of them can be read any longer.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db import transaction

from wagtail.models import Page, PageLogEntry

from cms.accounts.models import User
from cms.approval.models import ApprovalRequest, Dismissal
from cms.example_data import vocabulary
from cms.example_data.content import organisations as organisation_content
from cms.example_data.content import terms as term_content
from cms.example_data.quiet import quiet
from cms.example_data.streams import key_of
from cms.items.models import DeskPage, Item
from cms.items.services import group_name, sync_access
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition
from cms.media.models import PressDocument, PressImage
from cms.organisations.models import Organisation, OrganisationText, PressContact
from cms.releases import preconditions
from cms.releases.enums import Action
from cms.releases.locking import lock_ledger
from cms.releases.models import Release
from cms.releases.services import Entry, release_now
from cms.taxonomy.models import Goal, Indicator, Tag, TaggedItem

_NOTE = {"sv": "Exempeldata har tagits bort.", "en": "Example data has been removed."}
_TITLE = "Exempeldata borttagen"


class NobodyMayRemoveError(Exception):
    """There is no administrator in whose name the removal could be released."""


@dataclass
class Removed:
    """What was removed, by kind, and what was kept because it is in use."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


def remove(*, everything: bool = False) -> Removed:
    """Remove the example and return what was removed.

    Args:
        everything: also the plan's organisations, areas, goals, audiences and places that nothing of yours uses.

    Raises:
        NobodyMayRemoveError: no active superuser.
        ReleaseError: something could not be taken away from the public side; nothing has changed then.
    """
    removed = Removed()
    if not _is_anything_left(everything=everything):
        return removed
    by = _who_removes()
    with quiet(), transaction.atomic():
        lock_ledger()  # before the log's head, which planning takes
        tags = _sort_tags(removed)
        parties = _sort_organisations(removed, everything=everything)
        _clean_goals(removed)
        _release_removal(by, removed, kept_tags=tags, kept_organisations=parties, everything=everything)
        _remove_from_workshop(removed, everything=everything)
    return removed


def _is_anything_left(*, everything: bool) -> bool:
    """Whether there is anything to remove, so that a second call needs no administrator to say that there is not."""
    marked = any(
        model.objects.filter(is_example_data=True).exists()
        for model in (Item, Tag, Organisation, PressContact, PressImage, PressDocument, Goal)
    )
    return marked or bool(vocabulary.example_users()) or (everything and Organisation.objects.exists())


def _who_removes() -> User:
    """Return an administrator, rather one of the operator's own than the example's."""
    candidates = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    examples = [user.pk for user in vocabulary.example_users()]
    found = candidates.exclude(pk__in=examples).first() or candidates.first()
    if found is None:
        raise NobodyMayRemoveError("There is no active superuser: make one with `manage.py createsuperuser`.")
    return found


def _sort_tags(removed: Removed) -> list[Tag]:
    """Return the example tags that something of the operator's own carries; they stop being example data."""
    examples = Item.objects.filter(is_example_data=True).values("pk")
    used = TaggedItem.objects.exclude(content_object_id__in=examples).values("tag_id")
    kept = list(Tag.objects.filter(is_example_data=True, pk__in=used))
    for tag in kept:
        removed.kept.append(f"the tag “{tag}”")
    Tag.objects.filter(pk__in=[tag.pk for tag in kept]).update(is_example_data=False)
    return kept


def _sort_organisations(removed: Removed, *, everything: bool) -> list[Organisation]:
    """Take what we made up away from the example organisations; return those that can still answer for themselves."""
    made_up = {data.code: data for data in organisation_content.ORGANISATIONS}
    able = []
    for row in Organisation.objects.filter(is_example_data=True, code__in=made_up):
        data = made_up[row.code]
        contacts = PressContact.objects.filter(organisation=row, is_example_data=True)
        removed.counts["press contacts"] += contacts.count()
        contacts.delete()
        row.website = "" if row.website == data.website else row.website
        row.duty_phone = "" if row.duty_phone == data.duty_phone else row.duty_phone
        row.logo = None
        row.is_example_data = False
        row.save()
        if PressContact.objects.filter(organisation=row).exists() and not everything:
            able.append(row)
        elif Item.objects.filter(owner_organisation=row, is_example_data=False).exists():
            removed.kept.append(
                f"items of {row}, which has no press contact now: add one and release the organisation again"
            )
    return able


def _clean_goals(removed: Removed) -> None:
    """Take our made-up series away from the goals, and with them the mark."""
    keys = [
        key_of("indicator", indicator.code) for goal in term_content.GOALS for indicator in goal.indicators
    ]
    ours = Indicator.objects.filter(key__in=keys, source__in=term_content.INDICATOR_SOURCE.values())
    removed.counts["indicators"] += ours.values("key").distinct().count()
    ours.delete()
    Goal.objects.filter(code__in=[goal.code for goal in term_content.GOALS]).update(is_example_data=False)


def _release_removal(
    by: User,
    removed: Removed,
    *,
    kept_tags: Sequence[Tag],
    kept_organisations: Sequence[Organisation],
    everything: bool,
) -> None:
    """Delete in public what is example data; print again, without the mark, what stays."""
    staying = {
        *((tag.key, "tag") for tag in kept_tags),
        *((row.key, "organisation") for row in kept_organisations),
    }
    if not everything:
        staying |= {(goal.translation_key, "goal") for goal in Goal.objects.all()}
    codes = {(model.item_type, data.code) for model, words in vocabulary.VOCABULARIES for data in words}
    entries = []
    for row in CurrentEdition.objects.exclude(kind=EditionKind.DELETED).defer("card", "document"):
        ours = row.is_example_data or (everything and (row.item_type, row.public_id) in codes)
        if not ours:
            continue
        if (row.item_key, row.item_type) in staying:
            if row.is_gone:
                continue
            entries.append(_reprint(row.item_type, row.item_key, row.language))
        else:
            note = _NOTE.get(row.language, _NOTE["en"])
            entries.append(Entry(row.item_type, row.item_key, row.language, Action.DELETE, note=note))
            removed.counts["public editions"] += 1
    if entries:
        release_now(entries=entries, by=by, title=_TITLE, is_example_data=True)


def _reprint(item_type: str, key: uuid.UUID, language: str) -> Entry:
    digest = preconditions.review(item_type, key, language, printed_with=None).digest
    return Entry(item_type, key, language, Action.CORRECT, digest, _NOTE.get(language, _NOTE["en"]))


def _remove_from_workshop(removed: Removed, *, everything: bool) -> None:
    """Delete the drafts and everything that only they needed."""
    pages = list(Item.objects.filter(is_example_data=True))
    for page in pages:
        page.delete()
        removed.counts["drafts"] += 1
    keys = [page.translation_key for page in pages]
    requests = ApprovalRequest.objects.filter(item_key__in=keys)
    removed.counts["approval requests"] += requests.count()
    requests.delete()
    Dismissal.objects.filter(item_key__in=keys).delete()
    PageLogEntry.objects.filter(page_id__in=[page.pk for page in pages]).delete()  # their titles stand there
    for tag in Tag.objects.filter(is_example_data=True):
        tag.delete()
        removed.counts["tags"] += 1
    _remove_files(removed)
    _remove_people(removed)
    removed.counts["releases"] += Release.objects.filter(is_example_data=True).count()
    Release.objects.filter(is_example_data=True).delete()
    if everything:
        _remove_vocabulary(removed)


def _remove_files(removed: Removed) -> None:
    """Delete pictures and documents, but none that an item of the operator's own shows."""
    for image in PressImage.objects.filter(is_example_data=True):
        if Item.objects.filter(image=image).exists():
            removed.kept.append(f"the picture “{image}”")
            continue
        image.delete()
        removed.counts["pictures"] += 1
    for document in PressDocument.objects.filter(is_example_data=True):
        if Item.objects.filter(attachments__document=document).exists():
            removed.kept.append(f"the document “{document}”")
            continue
        document.delete()
        removed.counts["documents"] += 1


def _remove_people(removed: Removed) -> None:
    """Delete the example logins and the access that came with them."""
    users = vocabulary.example_users()
    organisations = list(Organisation.objects.filter(memberships__user__in=users).distinct())
    for user in users:
        user.delete()
        removed.counts["logins"] += 1
    for organisation in organisations:
        sync_access(organisation)
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        removed.kept.append("no administrator: make one with `manage.py createsuperuser`")


def _remove_vocabulary(removed: Removed) -> None:
    """Delete the plan's own terms and organisations where nothing of the operator's uses them."""
    own = Item.objects.all()
    relations = {"area": "areas", "goal": "goals", "audience": "audiences", "place": "places"}
    for model, words in vocabulary.VOCABULARIES:
        for row in model.objects.filter(code__in=[data.code for data in words]):
            if own.filter(**{f"{relations[model.item_type]}__code": row.code}).exists():
                removed.kept.append(f"the term “{row}”")
                continue
            row.delete()
            removed.counts["terms"] += 1
    for organisation in Organisation.objects.filter(
        code__in=[data.code for data in organisation_content.ORGANISATIONS]
    ):
        desks = DeskPage.objects.filter(organisation=organisation)
        if organisation.memberships.exists() or any(not desk.is_leaf() for desk in desks):
            removed.kept.append(f"the organisation “{organisation}”")
            continue
        for desk in desks:
            Page.objects.get(pk=desk.pk).delete()
        Group.objects.filter(name=group_name(organisation)).delete()
        OrganisationText.objects.filter(organisation=organisation).delete()
        organisation.delete()
        removed.counts["organisations"] += 1
