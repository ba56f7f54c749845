import hashlib

import pytest

from motcua.files.models import StoredFile
from motcua.files.queries import content_of
from motcua.files.services import store
from tests.files import making

pytestmark = pytest.mark.django_db


def test_store_keeps_a_pdf_byte_for_byte_and_counts_its_pages(at):
    content = making.pdf(pages=3)
    stored = store(content, name="don.pdf", accepts=["pdf"], at=at)
    assert content_of(stored) == content
    assert (stored.digest, stored.size, stored.pages) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
        3,
    )


def test_store_of_the_same_content_twice_keeps_one(at):
    first = store(making.pdf(), name="a.pdf", accepts=["pdf", "image"], at=at)
    second = store(making.pdf(), name="b.pdf", accepts=["pdf"], at=at)
    assert first == second
    assert StoredFile.objects.count() == 1
