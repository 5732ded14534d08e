"""Joint approval in the workshop, under /admin/godkannanden/: ask, read, answer, see whose move it is.

Each view asks whether the user may, calls one service, and shows what it says.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from wagtail.admin import messages
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.permissions import can_write_for, organisation_ids_of
from cms.approval import changes, links, services
from cms.approval.enums import STANDING, WAITING, RequestStatus
from cms.approval.exceptions import ApprovalError
from cms.approval.models import ApprovalLink, ApprovalRequest, FrozenVersion, Signature
from cms.approval.moves import whose_move
from cms.approval.permissions import can_sign_for
from cms.approval.queries import find_standing, list_dismissals, list_waiting_for, visible_requests
from cms.common import clock
from cms.common.languages import LANGUAGES
from cms.common.wording import in_words
from cms.ledger.addresses import workshop_file_path
from cms.releases import asking
from cms.releases.admin.approval_forms import AskForm, DeclineForm
from cms.releases.admin.views import ItemView, ReleaseDeskMixin
from cms.releases.exceptions import ReleaseError

_LIST_LENGTH = 40


class AskView(ItemView):
    """Ask every signatory of an item about one frozen version."""

    template_name = "cms/approvals/ask.html"
    page_title = gettext_lazy("Be om godkännande")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self._form()
        dismissed = list_dismissals(self.item_key)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "dismissed": [dismissed[row.pk] for row in form.named if row.pk in dismissed],
            "ready": [row for row in self.standings if _is_ready(row)],
            "names": sorted({name for row in self.standings for name in row.other_signatories}),
            "standing_request": find_standing(self.item_key),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Freeze and ask, or say why not."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        if not form.add_ids and not any(row.other_signatories for row in self.standings):
            services.dismiss(item_key=self.item_key, organisation_ids=form.dismiss_ids, by=self.user)
            messages.success(request, _("Antecknat. Texten behöver inget gemensamt godkännande."))
            return HttpResponseRedirect(reverse("releases:review", args=[self.item_type, self.item_key]))
        try:
            asked = asking.ask_for_approval(
                item_type=self.item_type,
                item_key=self.item_key,
                languages=form.cleaned_data["languages"],
                by=self.user,
                due_at=form.cleaned_data["due_at"],
                release_at=form.cleaned_data["release_at"],
                message=form.cleaned_data["message"],
                add_ids=form.add_ids,
                dismiss_ids=form.dismiss_ids,
            )
        except (ReleaseError, ApprovalError) as error:
            form.add_error(None, str(error))
            return self.refuse(form)
        messages.success(request, _("Undertecknarna är tillfrågade. Texten är låst tills alla har svarat."))
        return HttpResponseRedirect(reverse("approvals:detail", args=[asked.key]))

    def _form(self, data: Any = None) -> AskForm:
        ready = [(row.language, row.name) for row in self.standings if _is_ready(row)]
        named = {each.pk: each for row in self.standings if _is_ready(row) for each in row.named}
        return AskForm(data, languages=ready, named=named.values())


class ApprovalListView(ReleaseDeskMixin, TemplateView):
    """What waits for my answer, what my organisations have asked, what has been decided."""

    template_name = "cms/approvals/list.html"
    page_title = gettext_lazy("Godkännanden")
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Godkännanden")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = visible_requests(self.user).prefetch_related(
            "signatures__organisation__texts", "signatures__claimed_by"
        )
        now = clock.now()
        return {
            **super().get_context_data(**kwargs),
            "waiting": [
                {
                    "signature": row,
                    "request": row.request,
                    "due": in_words(row.request.due_at),
                    "is_late": row.request.due_at <= now,
                }
                for row in list_waiting_for(self.user)
            ],
            "standing": [whose_move(row) for row in requests.filter(status__in=STANDING).order_by("due_at")],
            "decided": requests.exclude(status__in=STANDING)[:_LIST_LENGTH],
        }


class RequestView(ReleaseDeskMixin, TemplateView):
    """One request: the version, what changed since the last one, and per organisation where its answer stands."""

    template_name = "cms/approvals/detail.html"
    header_icon = "check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = get_visible(self.user, kwargs["key"])
        asking.void_if_changed(self.asked)
        self.asked.refresh_from_db()

    def get_page_title(self) -> str:
        return _("Godkännande")

    def get_page_subtitle(self) -> str:
        return self.asked.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; a delegate's first look is noted as read."""
        for signature in self.asked.signatures.all():
            services.mark_read(signature=signature, by=self.user)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, or show why it may not be done."""
        try:
            said = self._act(request)
        except (ApprovalError, ReleaseError) as error:
            self.asked.refresh_from_db()
            return self.render_to_response(self.get_context_data(problem=str(error)), status=422)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("approvals:detail", args=[self.asked.key]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        owner_id = asking.owner_id_of(asked)
        return {
            **super().get_context_data(**kwargs),
            "asked": asked,
            "due": in_words(asked.due_at),
            "release_at": in_words(asked.release_at) if asked.release_at else "",
            "is_late": asked.status == RequestStatus.OPEN and asked.due_at <= clock.now(),
            "is_open": asked.status == RequestStatus.OPEN,
            "dismissals": [
                {"row": row, "when": in_words(row.decided_at)}
                for row in asked.dismissals.select_related("organisation", "decided_by")
            ],
            "stands": asked.status in STANDING,
            "may_take_back": asked.status in STANDING and can_write_for(self.user, owner_id),
            "signatures": [self._row(signature) for signature in asked.signatures.all()],
            "versions": [_version(version, asked) for version in asked.versions.all()],
            "decline": kwargs.get("decline") or DeclineForm(auto_id="decline_%s"),
            "review_url": reverse("releases:review", args=[asked.item_type, asked.item_key]),
        }

    def _row(self, signature: Signature) -> dict[str, Any]:
        may_answer = (
            self.asked.status == RequestStatus.OPEN
            and signature.status in WAITING
            and can_sign_for(self.user, signature.organisation_id)
        )
        is_member = signature.organisation_id in organisation_ids_of(self.user)
        return {
            "signature": signature,
            "may_answer": may_answer,
            "wrote_it": may_answer and self.asked.written_by_id == self.user.pk,
            "may_confirm": (
                is_member
                and self.asked.status == RequestStatus.OPEN
                and signature.status in WAITING
                and signature.emergency_by_id not in {None, self.user.pk}
                and self.asked.written_by_id != self.user.pk
            ),
            "links": signature.links.all() if is_member else signature.links.none(),
            "when": in_words(signature.decided_at) if signature.decided_at else "",
            "since": in_words(signature.read_at or self.asked.asked_at),
        }

    def _act(self, request: HttpRequest) -> str:
        act, digest = request.POST.get("act", ""), request.POST.get("digest", "")
        if act == "take_back":
            asking.take_back(request=self.asked, by=self.user, reason=request.POST.get("reason", ""))
            return _("Begäran är tillbakatagen. Texten går att ändra igen.")
        if act == "revoke":
            return self._revoke(request.POST.get("link", ""))
        signature = get_object_or_404(self.asked.signatures, pk=_number(request.POST.get("signature")))
        if act == "approve":
            services.approve(signature=signature, by=self.user, digest=digest)
            return _("Godkänt.")
        if act == "decline":
            services.decline(
                signature=signature,
                by=self.user,
                digest=digest,
                reason=request.POST.get("reason", ""),
                proposed_wording=request.POST.get("proposed_wording", ""),
            )
            return _("Avböjt. Redaktören får veta varför.")
        if act == "claim":
            services.claim(signature=signature, by=self.user)
            return _("Du har tagit på dig att svara.")
        if act == "emergency":
            reason = request.POST.get("reason", "")
            services.declare_emergency(signature=signature, by=self.user, digest=digest, reason=reason)
            return _("Nödläget är antecknat. En annan person i organisationen behöver bekräfta.")
        if act == "confirm_emergency":
            services.confirm_emergency(signature=signature, by=self.user, digest=digest)
            return _("Bekräftat och godkänt.")
        raise Http404

    def _revoke(self, key: str) -> str:
        link = get_object_or_404(
            ApprovalLink,
            pk=_number(key),
            signature__request=self.asked,
            signature__organisation__in=organisation_ids_of(self.user),
        )
        links.revoke(link=link, by=self.user)
        return _("Länken är återkallad.")


class RenderingView(View):
    """Show one language of the frozen version with the public page's own renderer."""

    def get(self, request: HttpRequest, key: uuid.UUID, language: str) -> HttpResponse:
        """Render it."""
        user: User = request.user  # type: ignore[assignment]
        version = get_object_or_404(get_visible(user, key).versions, language=language)
        response: HttpResponse = import_string(settings.PAYLOAD_RENDERER)(
            request, version.read_payload(), file_url=workshop_file_path
        )
        return response


def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead from a page's number to the form that asks about its item."""
    page = get_object_or_404(Page, pk=page_id).specific
    code = getattr(page, "item_type", "")
    if not code:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied  # before the address names the item
    return redirect("approvals:ask", code, page.translation_key)


def get_visible(user: User, key: uuid.UUID) -> ApprovalRequest:
    """Return a request, or answer 404 to whom it does not concern."""
    request: ApprovalRequest = get_object_or_404(visible_requests(user), key=key)
    return request


def _is_ready(row: Any) -> bool:
    return row.draft_exists and bool(row.digest) and not row.blocking and row.is_changed


def _version(version: FrozenVersion, asked: ApprovalRequest) -> dict[str, Any]:
    """Return a version with its rendering's address and what differs from the one asked about before."""
    before = (
        FrozenVersion.objects.filter(
            request__item_key=asked.item_key, language=version.language, request__asked_at__lt=asked.asked_at
        )
        .order_by("-request__asked_at")
        .first()
    )
    found = changes.compare(before.read_payload(), version.read_payload()) if before else []
    return {
        "language": LANGUAGES[version.language],
        "title": version.read_payload()["title"],
        "digest": version.digest[:12],
        "released": in_words(version.released_at) if version.released_at else "",
        "url": reverse("approvals:rendering", args=[asked.key, version.language]),
        "changes": found,
        "has_before": before is not None,
    }


def _number(text: str | None) -> int:
    if not text or not text.isdecimal():
        raise Http404
    return int(text)
