"""Public responses have the strict policy and no session; the workshop has both."""

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory

import pytest
from csp.decorators import csp_update

from cms.common.middleware import BrowserPolicies, WorkshopOnly

PUBLIC = "/sv/meddelanden/"
WORKSHOP = "/admin/login/"


def answer(path, view=lambda request: HttpResponse("ok")):
    return BrowserPolicies(view)(RequestFactory().get(path))


def test_public_policy_allows_own_files_only():
    policy = answer(PUBLIC)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "http" not in policy


def test_workshop_policy_allows_what_the_editor_needs_and_has_no_nonce():
    policy = answer(WORKSHOP)["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "nonce" not in policy


@pytest.mark.parametrize("path", ["/administration/", "/sv/admin/", "/adm"])
def test_an_address_that_only_resembles_the_workshop_is_public(path):
    assert "unsafe" not in answer(path)["Content-Security-Policy"]


def test_every_response_refuses_device_features():
    assert "geolocation=()" in answer(PUBLIC)["Permissions-Policy"]


def test_a_view_may_widen_its_own_policy():
    view = csp_update({"frame-ancestors": ["https://kommun.example.se"]})(
        lambda request: HttpResponse("embed")
    )
    policy = answer("/embed/", view)["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://kommun.example.se" in policy
    assert "default-src 'none'" in policy


def test_a_policy_that_the_view_has_written_stays():
    view = lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"})  # noqa: E731
    assert answer("/filer/a/b.pdf", view)["Content-Security-Policy"] == "sandbox"


def test_public_request_has_neither_session_nor_user():
    seen = []
    WorkshopOnly(lambda request: seen.append(request) or HttpResponse())(RequestFactory().get(PUBLIC))
    assert not hasattr(seen[0], "session")
    assert not hasattr(seen[0], "user")


def test_workshop_request_has_both():
    seen = []
    WorkshopOnly(lambda request: seen.append(request) or HttpResponse())(RequestFactory().get(WORKSHOP))
    assert hasattr(seen[0], "session")
    assert hasattr(seen[0], "user")


def test_middleware_with_view_hooks_is_refused(settings):
    settings.WORKSHOP_MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    with pytest.raises(ImproperlyConfigured, match="process_view"):
        WorkshopOnly(lambda request: HttpResponse())


@pytest.mark.django_db
def test_login_page_of_the_workshop_answers_with_its_policy_and_a_cookie(client):
    response = client.get(WORKSHOP)
    assert response.status_code == 200
    assert "unsafe-inline" in response["Content-Security-Policy"]
    assert "csrftoken" in response.cookies
