"""Files: only what a readable edition carries, with ranges, and one and the same 404 for everything else."""

import pytest

from cms.files.services import store
from tests.factories.cms_ledger import correct, make_file, make_payload, print_editions, withdraw

pytestmark = pytest.mark.django_db

DATA = bytes(range(256)) * 8


def printed(name="bild.jpg", data=DATA, **more):
    file = make_file(name, data, **more)
    store(data, file["media_type"])
    payload = make_payload(attachments=[{"title": "Underlag", "file": file}])
    print_editions([payload])
    return payload, file


def exact(file):
    return f"/filer/{file['asset']}/{file['sha256'][:16]}/{file['name']}"


def newest(file):
    return f"/filer/{file['asset']}/{file['name']}"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("address", [exact, newest])
def test_is_served_with_its_digest_and_without_trust(client, address):
    _, file = printed()
    response = client.get(address(file))
    assert response.status_code == 200
    assert body(response) == DATA
    assert response["ETag"] == f'"{file["sha256"]}"'
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(len(DATA))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Content-Disposition"].startswith("inline;")


def test_what_is_no_picture_is_a_download_under_its_own_name(client):
    _, file = printed('årsbok "1".pdf', b"%PDF-1.7")
    response = client.get(newest(file))
    assert response["Content-Disposition"] == (
        "attachment; filename=\"_rsbok _1_.pdf\"; filename*=UTF-8''%C3%A5rsbok%20%221%22.pdf"
    )
    body(response)


@pytest.mark.parametrize(
    ("wanted", "status", "part", "content_range"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/2048"),
        ("bytes=100-", 206, slice(100, None), "bytes 100-2047/2048"),
        ("bytes=-5", 206, slice(-5, None), "bytes 2043-2047/2048"),
        ("bytes=2000-9999", 206, slice(2000, None), "bytes 2000-2047/2048"),
        ("bytes=0-1,4-5", 200, slice(None), None),
        ("bytes=5-2", 200, slice(None), None),
        ("bytes=-", 200, slice(None), None),
        ("pages=1-2", 200, slice(None), None),
        ("bytes=" + "9" * 40 + "-", 200, slice(None), None),
        ("bytes=2048-", 416, slice(0, 0), "bytes */2048"),
        ("bytes=-0", 416, slice(0, 0), "bytes */2048"),
    ],
)
def test_ranges(client, wanted, status, part, content_range):
    _, file = printed()
    response = client.get(exact(file), headers={"range": wanted})
    assert response.status_code == status
    assert body(response) == DATA[part]
    assert response.get("Content-Range") == content_range


def test_a_range_of_other_bytes_gets_the_whole_file(client):
    _, file = printed()
    response = client.get(exact(file), headers={"range": "bytes=0-3", "if-range": '"other"'})
    assert response.status_code == 200
    assert body(response) == DATA


def test_head_and_304_send_no_bytes(client, django_assert_num_queries):
    _, file = printed()
    head = client.head(exact(file))
    assert (head.status_code, head["Content-Length"], body(head)) == (200, "2048", b"")
    with django_assert_num_queries(1):
        response = client.get(exact(file), headers={"if-none-match": head["ETag"]})
    assert (response.status_code, response.content) == (304, b"")


def test_a_withdrawn_file_answers_like_what_never_was(client):
    payload, file = printed()
    print_editions([withdraw(payload)])
    never = client.get("/filer/aldrig/funnits.pdf")
    for address in (exact(file), newest(file)):
        response = client.get(address, headers={"if-none-match": f'"{file["sha256"]}"'})
        assert response.status_code == never.status_code == 404
        assert response.content == never.content
        assert dict(response.headers) == dict(never.headers)
        assert "ETag" not in response


def test_bytes_that_no_edition_carries_are_not_there(client):
    file = make_file("hemlig.pdf", b"utkast")
    store(b"utkast", "application/pdf")
    assert client.get(exact(file)).status_code == 404


def test_a_corrected_items_former_file_stays_at_its_exact_address_only(client):
    payload, old = printed()
    new = {**make_file("bild.jpg", b"ny"), "asset": old["asset"]}
    store(b"ny", "image/jpeg")
    print_editions([correct(payload, attachments=[{"title": "Underlag", "file": new}])])
    assert body(client.get(exact(old))) == DATA
    assert body(client.get(newest(old))) == b"ny"


def test_bytes_missing_from_the_store_are_a_404(client):
    file = make_file("borta.pdf", b"aldrig lagrad")
    print_editions([make_payload(attachments=[{"title": "x", "file": file}])])
    assert client.get(exact(file)).status_code == 404
