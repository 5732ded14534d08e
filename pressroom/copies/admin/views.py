"""Partners' pages in the workshop: all of them or one partner's, and one with what differs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.common.acting import ActingView
from pressroom.copies import queries, services
from pressroom.copies.admin.forms import PagesForm
from pressroom.copies.admin.wording import tell_page
from pressroom.copies.models import PartnerPage
from pressroom.partners.desk_access import ForPartnerDesk, asked_partner
from pressroom.partners.exceptions import PartnerError
from pressroom.partners.models import Partner


class CopiesView(WagtailAdminTemplateMixin, ForPartnerDesk, ActingView):
    """A page for those who may see partners. Its buttons post `act`."""

    header_icon = "doc-full-inverse"
    refusals = (PartnerError,)

    def tell(self, said: str) -> None:
        messages.success(self.request, said)


class PageListView(CopiesView):
    """Every page, what needs somebody first. With `partner`, that partner's, and a form to add some."""

    template_name = "pressroom/copies/list.html"
    page_title = gettext_lazy("Partnersidor")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.partner: Partner | None = asked_partner(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Partnersidor")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only_flagged = self.request.GET.get("visa") == "avviker"
        rows = queries.list_pages(self.partner, only_flagged=only_flagged)
        titles = queries.titles_in(rows)
        newest = queries.newest_numbers(titles)
        return {
            **super().get_context_data(**kwargs),
            "rows": [tell_page(row, titles, newest) for row in rows],
            "partner": self.partner,
            "only_flagged": only_flagged,
            "form": PagesForm(self.request.POST or None),
            "query": f"partner={self.partner.pk}&" if self.partner else "",
        }

    def add(self) -> str:
        """Have the pages of the form visited."""
        if self.partner is None:
            raise Http404
        lines = services.read_lines(self.request.POST.get("pages", "")[: PagesForm.MOST])
        count = services.add_pages(partner=self.partner, lines=lines, by=self.user)
        return ngettext("%(n)s ny sida besöks inom kort.", "%(n)s nya sidor besöks inom kort.", count) % {
            "n": count
        }

    acts = {"add": add}


class PageView(CopiesView):
    """One page: what was found, and where it differs from what we say now."""

    template_name = "pressroom/copies/page.html"
    page_title = gettext_lazy("Partnersida")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = PartnerPage.objects.select_related("partner").prefetch_related("found")
        self.page = get_object_or_404(rows, pk=kwargs["partner_page_id"])

    def get_page_subtitle(self) -> str:
        return self.page.host

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("copies:list"), "label": _("Partnersidor")},
            {"url": "", "label": self.page.host},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = queries.standing_of(self.page)
        titles = queries.titles_in([standing])
        expected = [(item, titles.get(item, item)) for item in self.page.expected]
        told = tell_page(standing, titles, queries.newest_numbers(titles))
        return {**super().get_context_data(**kwargs), "told": told, "expected": expected, "page": self.page}

    def check(self) -> str:
        """Let it be visited next."""
        services.check_now(page=self.page, by=self.user)
        return _("Sidan besöks inom någon minut. Läs om den här sidan då.")

    def remove(self) -> HttpResponse:
        """Visit it no more."""
        services.remove_page(page=self.page, by=self.user)
        messages.success(self.request, _("Sidan besöks inte längre."))
        return HttpResponseRedirect(f"{reverse('copies:list')}?partner={self.page.partner_id}")

    acts = {"check": check, "remove": remove}
