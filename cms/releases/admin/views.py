"""Views of the release desk under /admin/slapp/. Each asks if the user may, calls one service, shows what it says."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.accounts.models import User
from cms.approval.models import Dismissal
from cms.approval.queries import list_dismissals
from cms.approval.services import dismiss
from cms.audit.permissions import can_see_log
from cms.common import clock
from cms.common.wording import in_words
from cms.ledger import addresses, registry
from cms.ledger.models import CurrentEdition, Edition
from cms.releases import naming, permissions, preconditions, queries, services
from cms.releases.admin.forms import ReleaseForm, WithdrawForm
from cms.releases.admin.standing import Standing, names_of_releasers, owner_of, standings
from cms.releases.enums import PRINTABLE, Action, ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.models import Release

_PER_PAGE = 25


class ReleaseDeskMixin(WagtailAdminTemplateMixin):
    """Furniture that the pages of the release desk share."""

    header_icon = "upload"
    request: HttpRequest

    @property
    def user(self) -> User:
        """The editor. The admin's decorator has seen to it that somebody is logged in."""
        return self.request.user  # type: ignore[return-value]  # AUTH_USER_MODEL is cms.User

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("releases:list"), "label": _("Släpp")},
            {"url": "", "label": self.get_page_title()},
        ]


class ItemView(ReleaseDeskMixin, TemplateView):
    """A page of the desk about one item or term. Only for who may write or release it."""

    item_type: str
    item_key: uuid.UUID
    standings: list[Standing]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item_type, self.item_key = _identify(**kwargs)
        if not registry.is_registered(self.item_type):
            raise Http404
        self.standings = standings(self.item_type, self.item_key, self.user)
        if not any(row.draft_exists or row.current for row in self.standings):
            raise Http404
        self.can_release = any(
            permissions.can_release(self.user, self.item_type, self.item_key, row.language)
            for row in self.standings
            if row.draft_exists or row.current
        )
        if not self.can_release and not any(row.edit_url for row in self.standings):
            raise PermissionDenied

    @property
    def title(self) -> str:
        """The item's title in the first language that has one."""
        return next((row.title for row in self.standings if row.title), _("Utan rubrik"))

    def get_page_subtitle(self) -> str:
        return self.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owner = owner_of(self.item_type, self.item_key)
        return {
            **super().get_context_data(**kwargs),
            "item_type": self.item_type,
            "item_key": self.item_key,
            "standings": self.standings,
            "title": self.title,
            "owner": owner,
            "can_release": self.can_release,
            "may_see_log": can_see_log(self.user),
            "releasers": [] if self.can_release else names_of_releasers(owner),
            "is_any_public": any(row.is_public for row in self.standings),
            "review_url": reverse("releases:review", args=[self.item_type, self.item_key]),
            "withdraw_url": reverse("releases:withdraw", args=[self.item_type, self.item_key]),
        }

    def refuse(self, form: Any, error: ReleaseError | None = None) -> HttpResponse:
        """Show the page again with the reason."""
        if error is not None:
            form.add_error(None, str(error))
            # What was looked at may have changed in the meantime: show it as it is now.
            self.standings = standings(self.item_type, self.item_key, self.user)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ReviewView(ItemView):
    """Look through an item in all its languages, then release or correct it, now or at a set time."""

    template_name = "cms/releases/review.html"
    page_title = gettext_lazy("Granska och släpp")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or ReleaseForm(standings=self.standings)
        languages = [row.language for row in self.standings]
        open_release = queries.find_open_release(self.item_key, languages)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "rows": [_bound(form, row) for row in self.standings],
            "can_go": self.can_release and any(row.can_go for row in self.standings),
            "others": sorted({name for row in self.standings for name in row.other_signatories}),
            "open_release": open_release,
            "dismissed": self._dismissed(),
            "open_release_at": in_words(open_release.scheduled_at) if open_release else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Release what is ticked, or say why not."""
        form = ReleaseForm(request.POST, standings=self.standings)
        if not form.is_valid():
            return self.refuse(form)
        if form.add_ids:
            return self._add(form)
        entries = form.entries(self.item_type, self.item_key)
        instant = form.instant
        try:
            dismiss(item_key=self.item_key, organisation_ids=form.dismiss_ids, by=self.user)
            if instant is None:
                release = services.release_now(entries=entries, by=self.user)
                messages.success(request, said_released(release))
            else:
                release = services.plan_release(entries=entries, by=self.user, at=instant)
                when = in_words(instant)
                messages.success(
                    request,
                    _("”%(title)s” släpps %(when)s.") % {"title": release.title, "when": when},
                )
        except ReleaseError as error:
            fresh = ReleaseForm(request.POST, standings=standings(self.item_type, self.item_key, self.user))
            fresh.is_valid()
            return self.refuse(_with_new_digests(fresh), error)
        return HttpResponseRedirect(reverse("releases:review", args=[self.item_type, self.item_key]))

    def _dismissed(self) -> list[Dismissal]:
        """Return the choices not to ask organisations that the drafts name."""
        named = {organisation.pk for row in self.standings for organisation in row.named}
        return [row for pk, row in list_dismissals(self.item_key).items() if pk in named]

    def _add(self, form: ReleaseForm) -> HttpResponse:
        """Make named organisations signatories and go on to asking them: nothing is released."""
        try:
            naming.add_signatories(
                item_type=self.item_type,
                item_key=self.item_key,
                organisation_ids=form.add_ids,
                by=self.user,
            )
        except ReleaseError as error:
            return self.refuse(form, error)
        messages.success(
            self.request, _("Inget är släppt än: texten har fått fler undertecknare, som ska godkänna den.")
        )
        return HttpResponseRedirect(reverse("approvals:ask", args=[self.item_type, self.item_key]))


class WithdrawView(ItemView):
    """Take an item away from the readers, with a reason that they see."""

    template_name = "cms/releases/withdraw.html"
    page_title = gettext_lazy("Dra tillbaka")
    header_icon = "download"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or WithdrawForm(standings=self.standings)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "public_rows": [row for row in self.standings if row.is_public],
            "today": clock.now(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw or delete in the ticked languages, or say why not."""
        form = WithdrawForm(request.POST, standings=self.standings)
        if not form.is_valid():
            return self.refuse(form)
        try:
            release = services.release_now(entries=form.entries(self.item_type, self.item_key), by=self.user)
        except ReleaseError as error:
            return self.refuse(form, error)
        gone = (
            _("”%(title)s” är tillbakadragen. Läsaren ser skälet.")
            if form.cleaned_data["action"] == Action.WITHDRAW
            else _("”%(title)s” är borttagen.")
        )
        messages.success(request, gone % {"title": release.title})
        return HttpResponseRedirect(reverse("releases:review", args=[self.item_type, self.item_key]))


class PreviewView(View):
    """Show one language of an item as readers would see it: the very payload whose digest the review shows."""

    def get(self, request: HttpRequest, item_type: str, item_key: uuid.UUID, language: str) -> HttpResponse:
        """Render the payload with the public page's own templates (settings.PAYLOAD_RENDERER)."""
        if not registry.is_registered(item_type):
            raise Http404
        user: User = request.user  # type: ignore[assignment]
        rows = [row for row in standings(item_type, item_key, user) if row.language == language]
        if not rows or not rows[0].draft_exists:
            raise Http404
        if not rows[0].edit_url and not permissions.can_release(user, item_type, item_key, language):
            raise PermissionDenied
        try:
            payload = preconditions.review(item_type, item_key, language, printed_with=None).payload
        except ReleaseError:
            payload = None
        if payload is None:
            raise Http404
        response: HttpResponse = import_string(settings.PAYLOAD_RENDERER)(
            request, payload, file_url=addresses.workshop_file_path
        )
        return response


class ReleaseListView(ReleaseDeskMixin, TemplateView):
    """All releases that concern me: what is planned, what failed, what has gone out."""

    template_name = "cms/releases/list.html"
    page_title = gettext_lazy("Släpp")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Släpp")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        releases = queries.list_releases_for(self.user)
        decided = releases.exclude(status__in=PRINTABLE)
        page = Paginator(decided, _PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "planned": [
                told(row)
                for row in releases.filter(status=ReleaseStatus.PLANNED).order_by("scheduled_at", "pk")
            ],
            "failed": [told(row) for row in releases.filter(status=ReleaseStatus.FAILED)],
            "page": page,
            "decided": [told(row) for row in page],
        }


class PublicListView(ReleaseDeskMixin, TemplateView):
    """Everything that is public of my organisations, from the ledger: also when the page in Wagtail is gone."""

    template_name = "cms/releases/public.html"
    page_title = gettext_lazy("Ute nu")
    header_icon = "view"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(queries.list_public_for(self.user), _PER_PAGE).get_page(self.request.GET.get("p"))
        mine = queries.releasing_codes(self.user)
        agreed = self.user.is_superuser or permissions.can_release_terms(self.user)
        rows = []
        for row in page:
            card = row.read_card()
            owner = card["owner"]
            rows.append(
                {
                    "current": row,
                    "card": card,
                    "language": row.language,
                    "is_mine": self.user.is_superuser or (owner["id"] in mine if owner else agreed),
                }
            )
        return {**super().get_context_data(**kwargs), "rows": rows, "page": page}


class DecideView(View):
    """Retry or cancel a planned or failed release. POST only."""

    http_method_names = ["post"]
    decision = ""

    def post(self, request: HttpRequest, release_id: int) -> HttpResponse:
        """Do it, and say how it went."""
        user: User = request.user  # type: ignore[assignment]
        release = get_object_or_404(queries.list_releases_for(user), pk=release_id)
        try:
            if self.decision == "retry":
                messages.success(request, said_released(services.retry_release(release=release, by=user)))
            else:
                services.cancel_release(release=release, by=user)
                messages.success(
                    request,
                    _("Släppet ”%(title)s” är inställt. Inget av det är publikt.") % {"title": release.title},
                )
        except ReleaseError as error:
            messages.error(request, str(error))
        return redirect("releases:list")


def _identify(
    *, page_id: int | None = None, item_type: str = "", item_key: uuid.UUID | None = None, **_more: Any
) -> tuple[str, uuid.UUID]:
    """Return the type and identity that an address names, by a page's number or directly."""
    if item_key is not None:
        return item_type, item_key
    page = get_object_or_404(Page, pk=page_id).specific
    code = getattr(page, "item_type", "")
    if not code:
        raise Http404
    return code, page.translation_key


def _bound(form: ReleaseForm, row: Standing) -> dict[str, Any]:
    """Return a language with its fields of the form, for the template."""
    names = ("take", "digest", "note")
    fields = {
        name: form[f"{name}_{row.language}"] for name in names if f"{name}_{row.language}" in form.fields
    }
    return {"standing": row, **fields}


def _with_new_digests(form: ReleaseForm) -> ReleaseForm:
    """Show the digests of the drafts as they are now, so that a second press releases what the page then shows."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for row in form.standings:
        data[f"digest_{row.language}"] = row.digest
    form.data = data
    return form


def said_released(release: Release) -> SafeString:
    """Return the sentence on what went out, with links to the public pages."""
    editions = Edition.objects.filter(seq__gte=release.first_seq, seq__lte=release.last_seq).defer("payload")
    keys = {(item.item_key, item.language) for item in release.items.all()}
    rows = [
        row
        for row in CurrentEdition.objects.filter(seq__in=[edition.seq for edition in editions]).defer(
            "card", "document"
        )
        if (row.item_key, row.language) in keys and not row.is_gone
    ]
    links = format_html_join(
        " · ",
        '<a href="{}" target="_blank" rel="noreferrer">{}</a>',
        ((addresses.absolute(row.path), f"{row.title} ({row.language})") for row in rows),
    )
    return format_html("{} {}", _("”%(title)s” är ute.") % {"title": release.title}, links)


def told(release: Release) -> dict[str, Any]:
    """Return a release with its times in words and its items' addresses, for the template."""
    return {
        "release": release,
        "scheduled": in_words(release.scheduled_at),
        "released": in_words(release.released_at) if release.released_at else "",
        "items": [
            {
                "item": item,
                "action": Action(item.action).label,
                "edition": _edition_of(release, item.item_key, item.language),
            }
            for item in release.items.all()
        ],
    }


def _edition_of(release: Release, item_key: uuid.UUID, language: str) -> dict[str, Any] | None:
    if release.first_seq is None:
        return None
    edition = Edition.objects.defer("payload").get(
        item_key=item_key, language=language, seq__gte=release.first_seq, seq__lte=release.last_seq
    )
    return {
        "number": edition.number,
        "digest": edition.digest[:12],
        "url": "" if edition.is_gone else addresses.absolute(edition.path()),
    }
