"""Public addresses. Items, terms and files are at the addresses that `cms.ledger.addresses` makes."""

from django.urls import include, path, re_path

from cms.common.languages import LANGUAGES
from pressroom.api.v1.gate import asked_anew
from pressroom.api.v1.proofs import JWKS_PATH, jwks
from pressroom.feeds.hub import HUB_PATH
from pressroom.views import files, front, item, lists, news_sitemap, saved, sitemaps
from pressroom.views.guard import add_slash
from pressroom.websub.views import hub

_LANGUAGE = rf"^(?P<language>{'|'.join(LANGUAGES)})"
_SEGMENT = r"(?P<segment>[a-z]+(?:-[a-z]+)*)"
_SEARCH = rf"{_LANGUAGE}/(?P<segment>sok|search)"
_ITEM = rf"{_LANGUAGE}/{_SEGMENT}/(?P<public_id>[^/]+)"

urlpatterns = [
    # First what is asked most often: Django tries patterns in order.
    path("api/", include("pressroom.api.urls")),
    path("embed/", include("pressroom.embeds.urls")),
    re_path(rf"{_LANGUAGE}/$", front.show),
    re_path(rf"{_LANGUAGE}/{_SEGMENT}/$", lists.by_segment),
    re_path(rf"{_SEARCH}/(?P<word>spara|save)/$", saved.save),
    re_path(rf"{_SEARCH}/(?P<name>[0-9a-f]{{16}})/$", saved.show),
    re_path(rf"{_ITEM}/$", item.show),
    re_path(rf"{_ITEM}/(?P<slug>[^/]+)/$", item.show),
    re_path(rf"{_ITEM}/(?P<word>[a-z]+)/(?P<number>[0-9]{{1,10}})/$", item.edition),
    path(HUB_PATH.removeprefix("/"), hub),
    path(JWKS_PATH.removeprefix("/"), asked_anew(jwks)),
    path("", front.to_default),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.sitemap),
    path("sitemap-news.xml", news_sitemap.news_sitemap),
    re_path(r"^sitemap-(?P<number>[1-9][0-9]{0,4})\.xml$", sitemaps.sitemap),
    re_path(r"^filer/(?P<asset>[^/]+)/(?P<name>[^/]+)$", files.show),
    re_path(r"^filer/(?P<asset>[^/]+)/(?P<sha256_start>[^/]+)/(?P<name>[^/]+)$", files.show),
    path("", include("pressroom.feeds.urls")),
    # Last: an address of ours without its final slash; a name with a point in it is a file's, and not ours.
    re_path(rf"{_LANGUAGE}(?:/(?P<rest>[^.]*[^./]))?$", add_slash),
]
