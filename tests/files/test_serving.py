from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.files.models import Scan
from motcua.files.services import keep, store
from motcua.files.serving import as_download
from motcua.kernel.refusals import Refusal
from tests.files import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(at):
    return store(making.pdf(), name="a.pdf", accepts=["pdf"], at=at)


def test_download_is_harmless_to_the_browser(stored):
    with closing(as_download(stored, "Đơn xin.pdf")) as response:
        assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''%C4%90%C6%A1n%20xin.pdf"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


def test_download_inline_shows_pdfs_and_photos_but_no_script_can_run(stored, at):
    photo = store(making.image(), name="a.jpg", accepts=["image"], at=at)
    for file in (stored, photo):
        with closing(as_download(file, "a.pdf", inline=True)) as response:
            assert response.headers["Content-Disposition"].startswith("inline")
            assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert "script-src" not in response.headers["Content-Security-Policy"]


def test_download_of_a_large_file_is_streamed(at):
    large = keep(bytes(3 << 20), media_type="application/pdf", at=at)
    with closing(as_download(large, "a.pdf")) as response:
        assert response.streaming
        assert sum(map(len, response.streaming_content)) == 3 << 20
        assert response.headers["Content-Length"] == str(3 << 20)


def test_download_of_another_kind_is_never_inline(at):
    page = keep(b"<script>1</script>", media_type="text/html", at=at)
    with closing(as_download(page, "a.html", inline=True)) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("scan", "code"), [(Scan.PENDING, "file-waiting"), (Scan.INFECTED, "file-infected")])
def test_download_of_what_is_not_clean_is_refused(scan, code, stored):
    stored.scan = scan
    with pytest.raises(Refusal) as refusal:
        as_download(stored, "a.pdf")
    assert refusal.value.code == code


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=200))
def test_download_header_is_one_line_of_ascii_for_every_name(stored, name):
    with closing(as_download(stored, name)) as response:
        disposition = response.headers["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.startswith(("attachment; filename=", "attachment; filename*=utf-8''"))
