import pytest


@pytest.mark.django_db
def test_choice_is_kept_in_a_cookie_and_holds_on_other_pages(client):
    answer = client.post("/tro-giup/hien-thi/", {"size": "150", "contrast": "high", "back": "/giao-dien/"})
    assert (answer.status_code, answer.url) == (303, "/giao-dien/")
    page = client.get("/").content.decode()
    assert 'data-size="150" data-contrast="high"' in page


@pytest.mark.parametrize("sent", [{}, {"size": "9000", "contrast": "<b>"}, {"size": "", "contrast": "\x00"}])
@pytest.mark.django_db
def test_anything_not_offered_is_the_default(client, sent):
    client.post("/tro-giup/hien-thi/", sent)
    assert 'data-size="100" data-contrast="normal"' in client.get("/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
@pytest.mark.django_db
def test_reader_is_never_sent_to_another_site(client, back):
    assert client.post("/tro-giup/hien-thi/", {"back": back}).url == "/tro-giup/hien-thi/"


@pytest.mark.parametrize("cookie", ["", "999.high", "150", "150.<script>", "." * 5000])
@pytest.mark.django_db
def test_damaged_cookie_is_the_default(client, cookie):
    client.cookies["hien-thi"] = cookie
    assert 'data-size="100" data-contrast="normal"' in client.get("/").content.decode()
