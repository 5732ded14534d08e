"""Pages of reach, under /admin/partner/: a partner's figures, as page and as file, and where an item was shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.common.spreadsheets import csv_line, harmless
from pressroom.partners.admin.desk import DeskView
from pressroom.partners.admin.forms import PeriodForm
from pressroom.partners.desk_links import links_of_item
from pressroom.partners.models import Partner
from pressroom.partners.permissions import may_see
from pressroom.partners.reaching import sources_of, titles_of, where_shown
from pressroom.reach.enums import Channel
from pressroom.reach.queries import Figure, Period, list_figures

_MOST_ROWS = 500
COLUMNS = ("day", "item", "title", "channel", "count")


class PartnerReachView(DeskView):
    """A partner's figures per day, item and channel."""

    template_name = "pressroom/partners/reach.html"
    page_title = gettext_lazy("Räckvidd")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.partner = get_object_or_404(Partner, pk=kwargs["partner_id"])

    def get_page_subtitle(self) -> str:
        return self.partner.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PeriodForm(self.request.GET)
        period = form.period()
        found = list(list_figures(sources_of(self.partner.pk), period, limit=_MOST_ROWS + 1))
        shown = found[:_MOST_ROWS]
        titles = titles_of({figure.item for figure in shown})
        file = reverse("partners:reach_csv", args=[self.partner.pk])
        return {
            **super().get_context_data(**kwargs),
            "partner": self.partner,
            "form": form,
            "period": period,
            "rows": [
                {
                    "figure": figure,
                    "title": titles.get(figure.item, ""),
                    "channel": Channel(figure.channel).label,
                }
                for figure in shown
            ],
            "is_cut": len(found) > _MOST_ROWS,
            "csv_url": f"{file}?{urlencode({'since': period.since, 'until': period.until})}",
        }


class ItemReachView(DeskView):
    """Where one item was shown: by which partners, on which hosts."""

    template_name = "pressroom/partners/where_shown.html"
    page_title = gettext_lazy("Var texten visas")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = kwargs["item"]
        self.title = titles_of([self.item]).get(self.item, "")
        if not self.title:
            raise Http404

    def get_page_subtitle(self) -> str:
        return self.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PeriodForm(self.request.GET)
        period = form.period()
        rows = [
            {
                "shown": shown,
                "channels": [(Channel(total.name).label, total.count) for total in shown.totals],
            }
            for shown in where_shown(self.item, period)
        ]
        context = {"title": self.title, "form": form, "period": period, "rows": rows}
        context["pages"] = links_of_item(self.item)
        return {**super().get_context_data(**kwargs), **context}


@require_safe
def partner_csv(request: HttpRequest, partner_id: int) -> HttpResponseBase:
    """Stream a partner's figures as a file that is harmless in a spreadsheet."""
    if not may_see(request.user):  # type: ignore[arg-type]  # the admin has let somebody in
        raise PermissionDenied
    partner = get_object_or_404(Partner, pk=partner_id)
    period = PeriodForm(request.GET).period()
    response = StreamingHttpResponse(_lines(partner, period), content_type="text/csv; charset=utf-8")
    name = f"rackvidd-{partner.pk}-{period.since}-{period.until}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(partner: Partner, period: Period) -> Iterator[str]:
    """Yield the file's lines, with titles looked up for a few hundred figures at a time."""
    yield csv_line(COLUMNS)
    figures = list_figures(sources_of(partner.pk), period)
    while chunk := list(islice(figures, _MOST_ROWS)):
        titles = titles_of({figure.item for figure in chunk})
        for figure in chunk:
            yield csv_line(map(harmless, _cells(figure, titles.get(figure.item, ""))))


def _cells(figure: Figure, title: str) -> tuple[Any, ...]:
    return figure.day.isoformat(), figure.item, title, figure.channel, figure.count
