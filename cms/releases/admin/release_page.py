"""The page of one release under /admin/slapp/nr/: how it stands, check it, move it, announce it, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from wagtail.admin import messages

from cms.approval.queries import find_newest
from cms.audit.permissions import can_see_log
from cms.common.wording import in_words
from cms.organisations.models import Organisation
from cms.releases import calendar, permissions, queries, rescheduling, services
from cms.releases.admin.set_forms import AnnounceForm, MoveForm, ReasonForm
from cms.releases.admin.views import ReleaseDeskMixin, said_released, told
from cms.releases.calendar_payload import public_rows
from cms.releases.enums import ANNOUNCED, PRINTABLE, REMOVALS, Action, ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.models import CalendarEntry, ReleaseItem
from cms.releases.preconditions import check_all
from cms.releases.preflight import preflight
from cms.releases.services import Entry


class _OneRelease(ReleaseDeskMixin, TemplateView):
    """A page about one release that the person may see."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.release = get_object_or_404(queries.list_releases_for(self.user), pk=kwargs["release_id"])

    def get_page_subtitle(self) -> str:
        return self.release.title

    @property
    def may_release(self) -> bool:
        """Whether the person may release all of it."""
        return all(
            permissions.can_release(self.user, item.item_type, item.item_key, item.language)
            for item in self.release.items.all()
        )


class ReleaseView(_OneRelease):
    """One release: its items and their signatures, the last check, and everything that may be done with it."""

    template_name = "cms/releases/detail.html"
    page_title = gettext_lazy("Släpp")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release = self.release
        entry = CalendarEntry.objects.filter(release=release).first()
        is_printable = release.status in PRINTABLE
        wants_check = is_printable and "kontroll" in self.request.GET
        problems = self._problems() if wants_check else {}
        return {
            **super().get_context_data(**kwargs),
            "told": told(release),
            "release": release,
            "rows": [
                {**row, "request": find_newest(row["item"].item_key), "problem": problems.get(row["item"].pk)}
                for row in told(release)["items"]
            ],
            "is_checked": wants_check,
            "preflight_at": in_words(release.preflight_at) if release.preflight_at else "",
            "preflight_problems": release.preflight_problems.splitlines(),
            "is_printable": is_printable,
            "is_failed": release.status == ReleaseStatus.FAILED,
            "may_release": self.may_release,
            "may_see_log": can_see_log(self.user),
            "still_public": _still_public(self.release.items.all()),
            "entry": entry,
            "entry_stands": entry is not None and entry.status in ANNOUNCED,
            "entry_rows": public_rows(entry) if entry else [],
            "move": kwargs.get("move") or MoveForm(auto_id="move_%s"),
            "announce": kwargs.get("announce") or self._announce_form(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, or show why it may not be done."""
        act = _ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            return act(self)
        except ReleaseError as error:
            self.release.refresh_from_db()
            return self.render_to_response(self.get_context_data(problem=str(error)), status=422)

    def check(self) -> HttpResponse:
        """Look now at what would stop the release."""
        if self.release.status in PRINTABLE:
            preflight(self.release)
        return HttpResponseRedirect(f"{reverse('releases:detail', args=[self.release.pk])}?kontroll")

    def retry(self) -> HttpResponse:
        """Print a failed release again."""
        return self._done(said_released(services.retry_release(release=self.release, by=self.user)))

    def cancel(self) -> HttpResponse:
        """Cancel it, and its announcement."""
        rescheduling.cancel_release(
            release=self.release, by=self.user, reason=self.request.POST.get("reason", "")
        )
        return self._done(_("Släppet är inställt. Inget av det är publikt."))

    def move_it(self) -> HttpResponse:
        """Give it another time."""
        form = MoveForm(self.request.POST, auto_id="move_%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(move=form), status=422)
        at = form.cleaned_data["instant"]
        rescheduling.move_release(
            release=self.release, at=at, by=self.user, reason=form.cleaned_data["reason"]
        )
        return self._done(_("Släppet är flyttat till %(when)s.") % {"when": in_words(at)})

    def announce_it(self) -> HttpResponse:
        """Put it into the public calendar."""
        form = self._announce_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(announce=form), status=422)
        calendar.announce(
            release=self.release,
            organisation=form.cleaned_data["organisation"],
            texts=form.texts(),
            by=self.user,
            is_confirmed=form.cleaned_data["status"] == "confirmed",
        )
        return self._done(_("Släppet står i den publika kalendern."))

    def confirm(self) -> HttpResponse:
        """Promise its time."""
        entry = get_object_or_404(CalendarEntry, release=self.release)
        calendar.confirm(entry=entry, by=self.user)
        return self._done(_("Tiden är bekräftad i kalendern."))

    def _done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return HttpResponseRedirect(reverse("releases:detail", args=[self.release.pk]))

    def _announce_form(self, data: Any = None) -> AnnounceForm:
        organisations = Organisation.objects.all()
        if not self.user.is_superuser:
            organisations = organisations.filter(code__in=queries.releasing_codes(self.user))
        return AnnounceForm(data, organisations=organisations, auto_id="announce_%s")

    def _problems(self) -> dict[int, str]:
        """Return what stops each item. A reference within the set is no hindrance, so the set is asked first."""
        items = list(self.release.items.all())
        at = self.release.scheduled_at
        set_is_sound = _problem_of(items, at) == ""
        return {} if set_is_sound else {item.pk: _problem_of([item], at) for item in items}


class WithdrawSetView(_OneRelease):
    """Take everything of a release that readers still see away from them, in one release with one reason."""

    template_name = "cms/releases/withdraw_set.html"
    page_title = gettext_lazy("Dra tillbaka allt")
    header_icon = "download"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "release": self.release,
            "still_public": _still_public(self.release.items.all()),
            "may_release": self.may_release,
            "form": kwargs.get("form") or ReasonForm(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw, or say why not."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        entries = [
            Entry(
                item_type=item.item_type,
                item_key=item.item_key,
                language=item.language,
                action=Action.WITHDRAW,
                note=form.cleaned_data["reason"],
            )
            for item in _still_public(self.release.items.all())
        ]
        try:
            withdrawal = services.release_now(
                entries=entries,
                by=self.user,
                title=_("Tillbakadraget: %(title)s") % {"title": self.release.title[:200]},
            )
        except ReleaseError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("Allt i släppet är tillbakadraget. Läsaren ser skälet."))
        return HttpResponseRedirect(reverse("releases:detail", args=[withdrawal.pk]))


_ACTS: dict[str, Callable[[ReleaseView], HttpResponse]] = {
    "check": ReleaseView.check,
    "retry": ReleaseView.retry,
    "cancel": ReleaseView.cancel,
    "move": ReleaseView.move_it,
    "announce": ReleaseView.announce_it,
    "confirm": ReleaseView.confirm,
}


def _problem_of(items: list[ReleaseItem], at: Any) -> str:
    try:
        check_all(items, scheduled_at=at)
    except ReleaseError as error:
        return str(error)
    return ""


def _still_public(items: Any) -> list[ReleaseItem]:
    """Return what the release made public and readers still see."""
    released = [item for item in items if item.action not in REMOVALS]
    current = queries.current_of({item.item_key for item in released})
    rows = ((item, current.get((item.item_key, item.language))) for item in released)
    return [item for item, row in rows if row is not None and not row.is_gone]
