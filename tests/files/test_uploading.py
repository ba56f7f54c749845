import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from motcua.files.models import StoredFile, Upload
from motcua.files.queries import content_of, now, path_of_upload
from motcua.files.receiving import BoundedUploadHandler, received
from motcua.files.rules.kinds import MAX_BYTES
from motcua.files.services import append_to_upload, begin_upload, finish_upload, keep, store, sweep
from motcua.kernel.refusals import Refusal
from tests.files import making

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


def make_account(code: str = "C-1"):
    return get_user_model().objects.create(
        code=code, kind="citizen", sign_in_name=code, full_name="Trần Thị Bé"
    )


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_account())
    return client


def described(**about: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())


def create(client: Client, length: int, *, name: str = "Đơn xin.pdf", **about: str):
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": described(filename=name, **about)}
    return client.post(reverse("files:uploads"), headers=headers)


def send(client: Client, address: str, content: bytes, offset: int):
    headers = {**TUS, "Upload-Offset": str(offset)}
    return client.patch(address, content, content_type="application/offset+octet-stream", headers=headers)


def test_tus_says_what_it_can(client):
    answer = client.options(reverse("files:uploads"))
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(MAX_BYTES)


def test_tus_takes_a_file_in_pieces_and_goes_on_after_a_broken_line(client):
    content = making.pdf(pages=3)
    created = create(client, len(content))
    assert created.status_code == 201
    address = created.headers["Location"]
    assert "Upload-Expires" in created.headers
    assert send(client, address, content[:100], 0).headers["Upload-Offset"] == "100"
    asked = client.head(address, headers=TUS)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("100", str(len(content)))
    assert asked.headers["Cache-Control"] == "no-store"
    assert send(client, address, content[100:], 100).status_code == 204
    stored, name = finish_upload(Upload.objects.get().token, owner="C-1", accepts=["pdf"], at=now())
    assert (content_of(stored), name) == (content, "Đơn xin.pdf")


def test_tus_refuses_a_wrong_place_and_says_the_right_one_when_asked(client):
    address = create(client, 1000).headers["Location"]
    send(client, address, b"%PDF-", 0)
    assert send(client, address, b"again", 0).status_code == 409
    assert client.head(address, headers=TUS).headers["Upload-Offset"] == "5"


def test_tus_refuses_more_than_was_announced(client):
    address = create(client, 10).headers["Location"]
    assert send(client, address, bytes(11), 0).status_code == 422
    assert client.head(address, headers=TUS).headers["Upload-Offset"] == "0"


def test_tus_tells_of_a_bad_file_with_its_last_byte_and_forgets_it(client):
    content = making.pdf(password="bi-mat")
    address = create(client, len(content)).headers["Location"]
    answer = send(client, address, content, 0)
    assert answer.status_code == 422
    assert "mật khẩu" in answer.content.decode()
    assert client.head(address, headers=TUS).status_code == 404
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("length", "name", "status"),
    [(0, "a.pdf", 422), (MAX_BYTES + 1, "a.pdf", 413), (10, "a.exe", 422), (10, "a", 422)],
)
def test_tus_refuses_at_once_what_can_be_known_at_once(length, name, status, client):
    assert create(client, length, name=name).status_code == status
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Length": "10"},
        {"Upload-Length": "-1", "Upload-Metadata": described(filename="a.pdf")},
        {"Upload-Length": "１０", "Upload-Metadata": described(filename="a.pdf")},
        {"Upload-Length": "9" * 30, "Upload-Metadata": described(filename="a.pdf")},
        {"Upload-Length": "10", "Upload-Metadata": "filename !!!"},
        {"Upload-Length": "10", "Upload-Metadata": "filename /w=="},
        {"Upload-Length": "10", "Upload-Metadata": described(filename="a.pdf", accepts="exe")},
    ],
)
def test_tus_refuses_a_description_that_makes_no_sense(headers, client):
    assert client.post(reverse("files:uploads"), headers={**TUS, **headers}).status_code == 400


def test_tus_speaks_only_its_version_and_only_its_verbs(client):
    address = create(client, 10).headers["Location"]
    answer = client.head(address, headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert client.get(address, headers=TUS).status_code == 405
    assert client.get(reverse("files:uploads"), headers=TUS).status_code == 405
    assert client.patch(address, b"x", content_type="text/plain", headers=TUS).status_code == 415


def test_tus_is_for_those_who_signed_in():
    assert create(Client(), 10).status_code == 401


def test_tus_wants_the_token_against_forged_requests():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_account())
    assert create(strict, 10).status_code == 403


def test_tus_hides_an_upload_from_everybody_else(client):
    address = create(client, 10).headers["Location"]
    other = Client()
    other.force_login(make_account("C-2"))
    assert other.head(address, headers=TUS).status_code == 404
    assert send(other, address, b"x", 0).status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    with pytest.raises(Refusal):
        finish_upload(Upload.objects.get().token, owner="C-2", accepts=["pdf"], at=now())


def test_tus_forgets_what_is_cancelled(client):
    address = create(client, 10).headers["Location"]
    path = path_of_upload(Upload.objects.get())
    assert path.exists()
    assert client.delete(address, headers=TUS).status_code == 204
    assert not path.exists()


def test_begin_refuses_more_open_uploads_than_a_filing_needs(at):
    for _ in range(30):
        begin_upload(owner="C-1", name="a.pdf", length=1, accepts=["pdf"], at=at)
    with pytest.raises(Refusal) as refusal:
        begin_upload(owner="C-1", name="a.pdf", length=1, accepts=["pdf"], at=at)
    assert refusal.value.code == "file-too-many"
    begin_upload(owner="C-2", name="a.pdf", length=1, accepts=["pdf"], at=at)


def whole_upload(at, *, accepts=("pdf", "image")) -> Upload:
    content = making.pdf()
    upload = begin_upload(owner="C-1", name="a.pdf", length=len(content), accepts=accepts, at=at)
    return append_to_upload(upload, content=BytesIO(content), offset=0, at=at)


def test_append_keeps_what_came_before_the_line_broke(at):
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 4:
                raise OSError("the line broke")
            return super().read(4)

    upload = begin_upload(owner="C-1", name="a.pdf", length=10, accepts=["pdf"], at=at)
    assert append_to_upload(upload, content=Broken(b"0123456789"), offset=0, at=at).offset == 4
    upload = append_to_upload(upload, content=BytesIO(b"456789"), offset=4, at=at)
    assert path_of_upload(upload).read_bytes() == b"0123456789"


def test_append_to_an_upload_in_use_or_gone_is_refused(at):
    upload = begin_upload(owner="C-1", name="a.pdf", length=10, accepts=["pdf"], at=at)

    class Meddling(BytesIO):
        code = ""

        def read(self, size: int | None = -1) -> bytes:
            if not self.code:
                self.code = "asked"
                with pytest.raises(Refusal) as refusal:
                    append_to_upload(upload, content=BytesIO(b"x"), offset=0, at=at)
                self.code = refusal.value.code
            return super().read(size)

    meddling = Meddling(b"01234")
    append_to_upload(upload, content=meddling, offset=0, at=at)
    assert meddling.code == "file-offset"
    path_of_upload(upload).unlink()
    with pytest.raises(Refusal) as refusal:
        append_to_upload(upload, content=BytesIO(b"x"), offset=5, at=at)
    assert refusal.value.code == "file-expired"


def test_append_after_its_time_is_refused(at):
    upload = begin_upload(owner="C-1", name="a.pdf", length=10, accepts=["pdf"], at=at)
    with pytest.raises(Refusal) as refusal:
        append_to_upload(upload, content=BytesIO(b"x"), offset=0, at=at + timedelta(hours=25))
    assert refusal.value.code == "file-expired"


def test_finish_twice_gives_the_same_file(at):
    upload = whole_upload(at)
    first = finish_upload(upload.token, owner="C-1", accepts=["pdf"], at=at)
    assert finish_upload(upload.token, owner="C-1", accepts=["pdf"], at=at) == first


def test_finish_holds_to_what_the_paper_accepts(at):
    upload = whole_upload(at)
    finish_upload(upload.token, owner="C-1", accepts=["pdf"], at=at)
    with pytest.raises(Refusal) as refusal:
        finish_upload(upload.token, owner="C-1", accepts=["image"], at=at)
    assert refusal.value.code == "file-wrong-type"


def test_finish_of_half_an_upload_is_refused(at):
    upload = begin_upload(owner="C-1", name="a.pdf", length=10, accepts=["pdf"], at=at)
    with pytest.raises(Refusal) as refusal:
        finish_upload(upload.token, owner="C-1", accepts=["pdf"], at=at)
    assert refusal.value.code == "file-failed"


def taken(request, at, **changed):
    asked = {"owner": "C-1", "accepts": ["pdf"], "limit": 2, "at": at, **changed}
    return received(request, "paper", **asked)


def test_received_takes_files_sent_with_the_form_and_before_it(at):
    upload = whole_upload(at)
    file = SimpleUploadedFile("../b.pdf", making.pdf(pages=2))
    request = RequestFactory().post("/", {"paper": file, "paper-upload": [upload.token, ""]})
    (first, first_name), (second, second_name) = taken(request, at)
    assert (first.pages, first_name) == (1, "a.pdf")
    assert (second.pages, second_name) == (2, "b.pdf")


def test_received_refuses_nothing_and_too_many(at):
    files = [SimpleUploadedFile(f"{n}.pdf", making.pdf(pages=n)) for n in (1, 2, 3)]
    for given, code in (([], "file-missing"), (files, "file-too-many")):
        with pytest.raises(Refusal) as refusal:
            taken(RequestFactory().post("/", {"paper": given}), at)
        assert refusal.value.code == code
    assert not StoredFile.objects.exists()


def test_handler_keeps_no_more_than_one_piece_over_the_limit():
    handler = BoundedUploadHandler()
    handler.new_file("paper", "a.pdf", "application/pdf", None, None, None)
    for start in (0, MAX_BYTES, MAX_BYTES + 10, MAX_BYTES * 9):
        handler.receive_data_chunk(b"0123456789", start)
    with handler.file_complete(MAX_BYTES * 9) as file:
        assert file.tell() == 0
        assert len(file.read()) == 20


def test_sweep_forgets_expired_uploads_unused_files_and_strays(at, files_root):
    upload = begin_upload(owner="C-1", name="a.pdf", length=10, accepts=["pdf"], at=at)
    unused = keep(b"nobody attached this", media_type="text/plain", at=at)
    assert sweep(at=at) == {"uploads": 0, "files": 0, "strays": 0}
    (files_root / "incoming" / "stray").touch()
    assert sweep(at=now() + timedelta(days=2)) == {"uploads": 1, "files": 1, "strays": 1}
    assert not path_of_upload(upload).exists()
    assert not StoredFile.objects.filter(pk=unused.pk).exists()


def test_sweep_keeps_what_a_room_points_to(at):
    upload = whole_upload(at)
    stored, _ = finish_upload(upload.token, owner="C-1", accepts=["pdf"], at=at)
    Upload.objects.update(expires_at=at + timedelta(days=9))
    assert sweep(at=at + timedelta(days=3))["files"] == 0
    assert content_of(stored)
    assert store(making.pdf(), name="a.pdf", accepts=["pdf"], at=at) == stored
