"""Files that want to do harm, built here. Each is refused with its own code and nothing of it stays."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from motcua.files.models import StoredFile
from motcua.files.rules.kinds import KINDS
from motcua.files.rules.markers import MARKER
from motcua.files.services import store
from motcua.kernel.refusals import Refusal
from tests.files import making

pytestmark = pytest.mark.django_db

EVERY_KIND = [kind.code for kind in KINDS]
XXE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
UTF16 = XXE.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/x/{kind}" Target="http://evil.example/a" '
    'TargetMode="External"/></Relationships>'
)
TEMPLATE = RELS.format(kind="attachedTemplate").encode()


def bomb(size: int = 90 << 20, copies: int = 3) -> bytes:
    return making.package({f"word/media/zero{n}.bin": bytes(size) for n in range(copies)})


def package_in_package() -> bytes:
    return making.package({"word/media/inner.zip": making.package()})


def quine_depth() -> bytes:
    twice = making.package({"word/embeddings/in.docx": making.package()})
    return making.package({"word/embeddings/out.docx": twice})


def lying_about_size() -> bytes:
    """A directory that says one byte where a megabyte lies."""
    content = bytearray(making.package({"word/media/a.bin": bytes(1 << 20)}))
    true_size = struct.pack("<I", 1 << 20)
    return bytes(content).replace(true_size, struct.pack("<I", 1))


def pixel_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def many_members() -> bytes:
    return making.package({f"word/{n}.xml": b"<a/>" for n in range(2_100)})


def encrypted_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def encrypted_member() -> bytes:
    content = bytearray(making.package())
    for place in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[place] |= 1
    return bytes(content)


def duplicate_member() -> bytes:
    out = BytesIO(making.package())
    with zipfile.ZipFile(out, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("word/document.xml", b"<other/>")
    return out.getvalue()


def script_in_unreached_object() -> bytes:
    """An action that no page leads to: hidden from a walk that begins at the pages."""
    content = making.pdf()
    place = content.rindex(b"\nxref\n") + 1
    hidden = b"99 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"
    table = (
        b"xref\n99 1\n%010d 00000 n \ntrailer\n<< /Size 100 /Root 3 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    )
    root = content.split(b"/Root ")[1].split(b" ")[0]
    base = content + hidden
    return base + (table.replace(b"3 0 R", root + b" 0 R") % (len(content), place, len(base)))


CASES = {
    "wrong extension": ("program.exe", making.pdf, "file-wrong-type"),
    "no extension": ("pdf", making.pdf, "file-wrong-type"),
    "two extensions": ("don.pdf.html", making.pdf, "file-wrong-type"),
    "picture called pdf": ("anh.pdf", making.image, "file-wrong-type"),
    "png called jpg": ("anh.jpg", lambda: making.image("PNG"), "file-wrong-type"),
    "junk before a pdf": ("don.pdf", lambda: b"GIF89a\n" + making.pdf(), "file-wrong-type"),
    "web page": ("don.html", lambda: b"<!doctype html><script>1</script>", "file-wrong-type"),
    "web page called pdf": ("don.pdf", lambda: b"<html><script>1</script>", "file-wrong-type"),
    "svg": (
        "anh.svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "file-wrong-type",
    ),
    "svg called png": ("anh.png", lambda: b'<svg onload="alert(1)"/>', "file-wrong-type"),
    "plain archive called docx": ("a.docx", lambda: making.package(main="a.txt"), "file-wrong-type"),
    "docx called xlsx": ("a.xlsx", making.package, "file-wrong-type"),
    "old word": ("a.doc", encrypted_office, "file-wrong-type"),
    "empty": ("don.pdf", lambda: b"", "file-empty"),
    "too big a photo": ("anh.jpg", lambda: making.image() + bytes(21 << 20), "file-too-big"),
    "locked pdf": ("don.pdf", lambda: making.pdf(password="bi-mat"), "file-locked"),
    "locked office": ("a.docx", encrypted_office, "file-locked"),
    "locked member": ("a.docx", encrypted_member, "file-locked"),
    "virus marker": ("don.pdf", lambda: MARKER, "file-infected"),
    "virus marker in a pdf": ("don.pdf", lambda: making.pdf() + MARKER, "file-infected"),
    "virus marker in a docx": ("a.docx", lambda: making.package({"word/a.bin": MARKER}), "file-infected"),
    "pdf that is a web page": (
        "a.pdf",
        lambda: b"%PDF-1.7\n<script>1</script>\n" + making.pdf(),
        "file-damaged",
    ),
    "web page behind a pdf": ("a.pdf", lambda: making.pdf() + b"<html><script>1</script>", "file-damaged"),
    "archive behind a pdf": ("a.pdf", lambda: making.pdf() + making.package(), "file-damaged"),
    "only the beginning of a pdf": ("a.pdf", lambda: making.pdf(pages=5)[:200], "file-damaged"),
    "pdf without pages": ("a.pdf", lambda: making.pdf(pages=0), "file-damaged"),
    "pdf of zeros": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(5000), "file-damaged"),
    "pdf script": ("a.pdf", lambda: making.pdf_with_action("/JavaScript"), "file-active"),
    "pdf launch": ("a.pdf", lambda: making.pdf_with_action("/Launch"), "file-active"),
    "pdf hidden script": ("a.pdf", script_in_unreached_object, "file-active"),
    "half a png": ("a.png", lambda: making.image("PNG", size=(400, 400))[:300], "file-damaged"),
    "half a jpeg": ("a.jpg", lambda: making.image(size=(400, 400))[:900], "file-damaged"),
    "pixel bomb": ("a.png", pixel_bomb, "file-bomb"),
    "pixels just over": ("a.png", lambda: pixel_bomb(8_000, 6_251), "file-bomb"),
    "zip bomb": ("a.docx", bomb, "file-bomb"),
    "high ratio": ("a.docx", lambda: bomb(20 << 20, 1), "file-bomb"),
    "many members": ("a.docx", many_members, "file-bomb"),
    "archive in archive": ("a.docx", package_in_package, "file-bomb"),
    "package in package in package": ("a.docx", quine_depth, "file-bomb"),
    "lying size": ("a.docx", lying_about_size, "file-damaged"),
    "half a package": ("a.docx", lambda: making.package()[:-30], "file-damaged"),
    "duplicate member": ("a.docx", duplicate_member, "file-damaged"),
    "path upwards": ("a.docx", lambda: making.package({"../../etc/cron.d/x": b"x"}), "file-damaged"),
    "absolute path": ("a.docx", lambda: making.package({"/etc/passwd": b"x"}), "file-damaged"),
    "external entity": ("a.docx", lambda: making.package({"word/x.xml": XXE}), "file-active"),
    "external entity in utf-16": ("a.docx", lambda: making.package({"word/x.xml": UTF16}), "file-active"),
    "billion laughs": ("a.docx", lambda: making.package({"word/x.xml": LAUGHS}), "file-active"),
    "broken xml": ("a.docx", lambda: making.package({"word/x.xml": b"<a><b></a>"}), "file-damaged"),
    "macro": ("a.docx", lambda: making.package({"word/vbaProject.bin": b"x"}), "file-active"),
    "program inside": (
        "a.docx",
        lambda: making.package({"word/oleObject1.bin": b"MZ\x90\0" + bytes(99)}),
        "file-active",
    ),
    "template from elsewhere": (
        "a.docx",
        lambda: making.package({"word/_rels/settings.xml.rels": TEMPLATE}),
        "file-active",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_store_refuses_with_its_own_code_and_keeps_nothing(case, at, files_root):
    name, content, code = CASES[case]
    with pytest.raises(Refusal) as refusal:
        store(BytesIO(content()), name=name, accepts=EVERY_KIND, at=at)
    assert refusal.value.code == code
    assert not StoredFile.objects.exists()
    assert [path for path in files_root.rglob("*") if path.is_file()] == []


def test_store_accepts_a_document_with_links_and_an_embedded_workbook(at):
    inner = making.package(main="xl/workbook.xml")
    content = making.package(
        {
            "word/_rels/document.xml.rels": RELS.format(kind="hyperlink").encode(),
            "word/embeddings/Microsoft_Excel_Sheet.xlsx": inner,
        }
    )
    stored = store(content, name="Đơn.DOCX", accepts=["docx"], at=at)
    assert stored.size == len(content)


def test_store_refuses_a_good_file_of_a_kind_not_asked_for(at):
    with pytest.raises(Refusal) as refusal:
        store(making.image(), name="anh.jpg", accepts=["pdf"], at=at)
    assert refusal.value.code == "file-wrong-type"


def test_store_never_reads_more_than_the_limit(at):
    class Endless(BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            self.given += size or 0
            return bytes(size or 0)

    endless = Endless()
    with pytest.raises(Refusal) as refusal:
        store(endless, name="anh.png", accepts=["image"], at=at)
    assert refusal.value.code == "file-too-big"
    assert "20" in str(refusal.value)
    assert endless.given <= (20 << 20) + (1 << 18)
