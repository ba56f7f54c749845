"""An officer at his browser, for tests that send forms as pages do."""

import html
import re

from django.test import Client

from tests.factories.identity import sign_in


class Desk:
    def __init__(self, officer, *, factor=True):
        self.client = Client()
        sign_in(self.client, officer.account, factor=factor)

    def reads(self, address):
        """The page; anything but 200 is a failure."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return text_of(answer)

    def does(self, address, /, **sent):
        """Sends a form that is taken; gives the address that he is led to."""
        answer = self.client.post(address, sent)
        assert answer.status_code == 303, (address, answer.status_code, errors_in(text_of(answer)))
        return answer["Location"]

    def fails(self, address, status=422, /, **sent):
        """Sends a form that is refused; gives the page that says why."""
        answer = self.client.post(address, sent)
        assert answer.status_code == status, (address, answer.status_code, errors_in(text_of(answer)))
        return text_of(answer)


def text_of(answer):
    return html.unescape(answer.content.decode())


def errors_in(page):
    """What the error summary says."""
    found = re.search(r'class="errors".*?</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found.group()) if found else ""
