"""Sharing in the workshop: a release with its links, one item's draft, all that the person may see, and the archive."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages

from cms.approval.queries import find_standing
from cms.common.acting import ActingView
from cms.common.languages import LANGUAGES
from cms.common.wording import in_words
from cms.ledger import registry
from cms.releases.embargo import change_embargo_text
from cms.releases.enums import ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.queries import list_releases_for
from cms.sharing import freezing, permissions, services
from cms.sharing.admin.desk import MEDIA_TYPES, SharingDeskMixin, download
from cms.sharing.admin.forms import DraftForm, ShareForm, TermsForm
from cms.sharing.enums import Kind
from cms.sharing.exceptions import SharingError
from cms.sharing.models import Freeze, ShareEvent
from cms.sharing.standing import database_now

_LIST_LENGTH = 200
_EVENTS_SHOWN = 50
_DEFAULT_LIFE = dt.timedelta(days=14)


class _Unreadable(Exception):
    """A form to be shown again with its errors."""

    def __init__(self, **forms: Any) -> None:
        super().__init__()
        self.forms = forms


class _ActingView(SharingDeskMixin, ActingView):
    """A page whose buttons post `act`."""

    refusals = (_Unreadable, SharingError, ReleaseError)

    def told_refusal(self, error: Exception) -> dict[str, Any]:
        return error.forms if isinstance(error, _Unreadable) else super().told_refusal(error)

    def tell(self, said: str) -> None:
        messages.success(self.request, said)


class ShareListView(_ActingView):
    """Every share that the person may see, the newest first."""

    template_name = "cms/sharing/admin/list.html"
    page_title = gettext_lazy("Delning")
    acts = {"revoke": SharingDeskMixin.revoke, "extend": SharingDeskMixin.extend}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Delning")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shares = permissions.shares_seen_by(self.user)[:_LIST_LENGTH]
        return {**super().get_context_data(**kwargs), "rows": self.rows(shares)}


class ReleaseSharesView(_ActingView):
    """One release: show it to colleagues, give the press early access, see what became of each link, stop it all."""

    template_name = "cms/sharing/admin/release.html"
    page_title = gettext_lazy("Delning och förhandsläsning")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.release = get_object_or_404(list_releases_for(self.user), pk=kwargs["release_id"])

    def get_page_subtitle(self) -> str:
        return self.release.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release = self.release
        release.refresh_from_db()
        items = list(release.items.all())
        shares = permissions.shares_seen_by(self.user).filter(content__release=release)
        is_planned = release.status == ReleaseStatus.PLANNED
        return {
            **super().get_context_data(**kwargs),
            "release": release,
            "release_at": in_words(release.scheduled_at),
            "is_planned": is_planned,
            "may_preview": is_planned and permissions.may_preview(self.user, items),
            "may_give": is_planned and permissions.may_give_early_access(self.user, items),
            "may_freeze": permissions.may_freeze(self.user, items),
            "may_open": permissions.may_give_early_access(self.user, items),
            "freeze": Freeze.objects.filter(release=release).first(),
            "rows": self.rows(shares),
            "preview_form": kwargs.get("preview_form") or self._form("preview"),
            "early_form": kwargs.get("early_form") or self._form("early"),
            "terms_form": TermsForm(initial={"embargo_text": release.embargo_text}),
            "events": [
                {"event": event, "at": in_words(event.at)}
                for event in ShareEvent.objects.filter(release_key=release.key)
                .select_related("share")
                .order_by("-pk")[:_EVENTS_SHOWN]
            ],
        }

    def share_preview(self) -> str:
        """Show it to the named colleagues."""
        return self._share(Kind.PREVIEW, "preview")

    def give_early_access(self) -> str:
        """Let the named journalists read it early."""
        return self._share(Kind.EARLY_ACCESS, "early")

    def freeze(self) -> str:
        """Stop all early access."""
        freezing.freeze(release=self.release, by=self.user, reason=self.request.POST.get("reason", ""))
        return _("All förhandsläsning är fryst. Ingen journalist kan läsa mer.")

    def unfreeze(self) -> str:
        """Open it again."""
        freezing.unfreeze(release=self.release, by=self.user, reason=self.request.POST.get("reason", ""))
        return _("Förhandsläsningen är öppen igen.")

    def change_terms(self) -> str:
        """Give the embargo other words."""
        form = TermsForm(self.request.POST)
        text = form.cleaned_data["embargo_text"] if form.is_valid() else ""
        change_embargo_text(release=self.release, text=text, by=self.user)
        return _("Embargotexten är ändrad. Den som har godtagit en äldre måste godta den nya.")

    def _share(self, kind: Kind, prefix: str) -> str:
        form = self._form(prefix, self.request.POST)
        if not form.is_valid():
            raise _Unreadable(**{f"{prefix}_form": form})
        shares = services.share_release(
            release=self.release,
            kind=kind,
            recipients=form.cleaned_data["people"],
            by=self.user,
            expires_at=form.cleaned_data["expires_at"],
            message=form.cleaned_data["message"],
        )
        return _said(len(shares))

    def _form(self, prefix: str, data: Any = None) -> ShareForm:
        later = max(self.release.scheduled_at, database_now()) + dt.timedelta(days=1)
        return ShareForm(data, prefix=prefix, initial={"expires_at": later})

    acts = {
        "preview": share_preview,
        "early": give_early_access,
        "freeze": freeze,
        "unfreeze": unfreeze,
        "terms": change_terms,
        "revoke": SharingDeskMixin.revoke,
        "extend": SharingDeskMixin.extend,
    }


@dataclass(frozen=True)
class _Row:
    """One language of an item, for the permission to show it."""

    item_type: str
    item_key: uuid.UUID
    language: str


class DraftSharesView(_ActingView):
    """One item without a release: show its draft, or the version that the signatories are asked about."""

    template_name = "cms/sharing/admin/draft.html"
    page_title = gettext_lazy("Dela en text")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item_type, self.item_key = kwargs["item_type"], kwargs["item_key"]
        if not registry.is_registered(self.item_type):
            raise Http404
        kind = registry.get(self.item_type)
        self.sources = {
            code: source
            for code in LANGUAGES
            if (source := kind.find_source(self.item_key, code)) is not None
        }
        if not self.sources:
            raise Http404
        rows = [_Row(self.item_type, self.item_key, code) for code in self.sources]
        if not permissions.may_preview(self.user, rows):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return next(iter(self.sources.values())).title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shares = permissions.shares_seen_by(self.user).filter(
            content__release_key__isnull=True, content__versions__item_key=self.item_key
        )
        return {
            **super().get_context_data(**kwargs),
            "title": self.get_page_subtitle(),
            "standing_request": find_standing(self.item_key),
            "form": kwargs.get("form") or self._form(),
            "rows": self.rows(shares.distinct()),
        }

    def share_draft(self) -> str:
        """Show the drafts of the ticked languages."""
        data = self._read()
        shares = services.share_draft(
            item_type=self.item_type,
            item_key=self.item_key,
            languages=data["languages"],
            recipients=data["people"],
            by=self.user,
            expires_at=data["expires_at"],
            message=data["message"],
        )
        return _said(len(shares))

    def share_request(self) -> str:
        """Show the frozen version that the signatories are asked about."""
        data = self._read()
        asked = find_standing(self.item_key)
        if asked is None:
            raise Http404
        shares = services.share_request(
            request=asked,
            recipients=data["people"],
            by=self.user,
            expires_at=data["expires_at"],
            message=data["message"],
        )
        return _said(len(shares))

    def _read(self) -> dict[str, Any]:
        form = self._form(self.request.POST)
        if not form.is_valid():
            raise _Unreadable(form=form)
        return form.cleaned_data

    def _form(self, data: Any = None) -> DraftForm:
        languages = [(code, LANGUAGES[code].swedish_name) for code in self.sources]
        return DraftForm(data, languages=languages, initial={"expires_at": database_now() + _DEFAULT_LIFE})

    acts = {
        "draft": share_draft,
        "request": share_request,
        "revoke": SharingDeskMixin.revoke,
        "extend": SharingDeskMixin.extend,
    }


def archive_all(request: HttpRequest, kind: str) -> Any:
    """Give the record of everything that the person may see, as a file."""
    if kind not in MEDIA_TYPES:
        raise Http404
    return download(permissions.shares_seen_by(request.user), kind, "delning")  # type: ignore[arg-type]  # cms.User


def archive_release(request: HttpRequest, release_id: int, kind: str) -> Any:
    """Give the record of one release, as a file."""
    user: Any = request.user
    release = get_object_or_404(list_releases_for(user), pk=release_id)
    if kind not in MEDIA_TYPES:
        raise Http404
    shares = permissions.shares_seen_by(user).filter(content__release=release)
    return download(shares, kind, f"delning-slapp-{release.pk}")


def _said(count: int) -> str:
    return _("Delat med %(count)s. Länkarna är på väg med mejl.") % {"count": count}
