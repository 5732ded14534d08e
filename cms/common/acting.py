"""A page of the workshop whose buttons each post the name of an act. Plain Django: furniture is the page's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import TemplateView


class ActingView(TemplateView):
    """Does what the pressed button says; what is refused is shown on the page, and nothing has changed.

    Attributes:
        acts: by the name that a button posts as `act`. Each returns what to say, or an answer of its own.
        refusals: what acts raise for people to read.
    """

    acts: Mapping[str, Callable[[Any], str | HttpResponse]]
    refusals: tuple[type[Exception], ...]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, or show why it may not be done."""
        act = self.acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            said = act(self)
        except self.refusals as error:
            return self.render_to_response(self.get_context_data(**self.told_refusal(error)), status=422)
        if isinstance(said, HttpResponse):
            return said
        self.tell(said)
        return HttpResponseRedirect(request.get_full_path())

    def told_refusal(self, error: Exception) -> dict[str, Any]:
        """Return what the page is shown with when an act was refused."""
        return {"problem": str(error)}

    def tell(self, said: str) -> None:
        """Say what was done, on the page that is shown next."""
        raise NotImplementedError
