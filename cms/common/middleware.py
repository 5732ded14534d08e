"""Middleware: what the public does not need is skipped there, and every response says what a browser may do.

The public pages read the ledger only. They know no session and no user, so they do not pay for either; a surface that
has no session cannot depend on one either. See docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy, default_config

_Handler = Callable[[HttpRequest], HttpResponse]

#: What django-csp's view decorators leave on a response that has a policy of its own.
_OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


def is_workshop(request: HttpRequest) -> bool:
    """Say whether the address belongs to the workshop (Wagtail's admin), not to the public."""
    return request.path_info.startswith(settings.WORKSHOP_PREFIXES)


class WorkshopOnly:
    """Run `settings.WORKSHOP_MIDDLEWARE` for addresses of the workshop, and nothing for all others.

    Only middleware without view hooks can be listed: Django calls those on entries of `MIDDLEWARE` alone.
    """

    def __init__(self, get_response: _Handler) -> None:
        self.public = get_response
        workshop = get_response
        for path in reversed(settings.WORKSHOP_MIDDLEWARE):
            workshop = import_string(path)(workshop)
            for hook in ("process_view", "process_exception", "process_template_response"):
                if hasattr(workshop, hook):
                    raise ImproperlyConfigured(f"{path} has {hook}; list it in MIDDLEWARE instead.")
        self.workshop = workshop

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request to the chain that its address belongs to."""
        return self.workshop(request) if is_workshop(request) else self.public(request)


class BrowserPolicies(CSPMiddleware):
    """Set Content-Security-Policy and Permissions-Policy.

    The two policies are put together once, not per response as django-csp does. No nonce is offered: beside
    'unsafe-inline', which Wagtail's admin needs, a nonce would switch that off. A view's own `csp_update` and its
    like still work.
    """

    def __init__(self, get_response: _Handler) -> None:
        super().__init__(get_response)
        self.public = build_policy(default_config(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]))
        self.workshop = build_policy(default_config(settings.WORKSHOP_CONTENT_SECURITY_POLICY["DIRECTIVES"]))

    def process_request(self, request: HttpRequest) -> None:
        """Do nothing: no nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers unless the response already has its own."""
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if any(hasattr(response, name) for name in _OWN_POLICY):
            own: HttpResponseBase = super().process_response(request, response)
            return own
        response.headers.setdefault(HEADER, self.workshop if is_workshop(request) else self.public)
        return response
