"""The upload element in a real browser, against the real addresses."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfWriter

from motcua.files.models import StoredFile, Upload
from motcua.files.queries import content_of
from motcua.identity.models import AccountKind
from tests.factories.identity import make_account
from tests.files import making

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a" * 32
PAGE = f"""<!doctype html><html lang="vi"><title>Gửi tệp</title><form method="post" enctype="multipart/form-data">
<input type="hidden" name="csrfmiddlewaretoken" value="{SECRET}">
<motcua-upload data-endpoint="/tep/" data-accepts="pdf,image" data-sending="Đang gửi" data-waiting="Đang thử lại"
 data-done="Đã gửi" data-failed="Không gửi được" data-cancel="Bỏ">
<input type="file" name="paper" multiple></motcua-upload>
<script type="module" src="/static/files/upload.js"></script></form></html>"""


@pytest.fixture
def form(page, sign_in, live_server):
    sign_in(page, make_account(AccountKind.CITIZEN))
    page.context.add_cookies([{"name": "csrftoken", "value": SECRET, "url": live_server.url}])
    page.route("**/form/", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
    page.goto("/form/")
    return page


def choose(form, name: str, content: bytes) -> None:
    form.set_input_files("input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": content})


def large_pdf() -> bytes:
    writer = PdfWriter(BytesIO(making.pdf()))
    writer.add_attachment("noise.bin", bytes(5 << 20))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_element_sends_a_large_file_in_pieces_and_goes_on_after_a_fault(form):
    faults = [1]

    def stumble_once(route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0" and faults:
            faults.pop()
            route.fulfill(status=409)
        else:
            route.continue_()

    form.route("**/tep/*/", stumble_once)
    content = large_pdf()
    choose(form, "Đơn xin.pdf", content)
    form.get_by_text("Đã gửi").wait_for()
    upload = Upload.objects.get()
    assert not faults
    assert form.locator("input[name=paper-upload]").input_value() == upload.token
    assert form.locator("input[type=file]").input_value() == ""
    assert upload.name == "Đơn xin.pdf"
    assert content_of(StoredFile.objects.get()) == content


def test_element_tells_what_is_wrong_and_keeps_nothing(form):
    choose(form, "a.pdf", making.pdf(password="bi-mat"))
    form.get_by_text("mật khẩu").wait_for()
    assert form.locator("input[name=paper-upload]").count() == 0
    assert not Upload.objects.exists()


def test_element_forgets_what_is_cancelled(form):
    choose(form, "a.pdf", making.pdf())
    form.get_by_text("Đã gửi").wait_for()
    with form.expect_response(lambda answer: answer.request.method == "DELETE"):
        form.get_by_role("button", name="Bỏ: a.pdf").click()
    expect(form.locator(".upload-row")).to_have_count(0)
    assert not Upload.objects.exists()
