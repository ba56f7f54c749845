"""The truth is for whoever judges a diagnosis: nothing of the product reads it."""

from pathlib import Path

import motcua

SOURCE = Path(motcua.__file__).parent


def test_nothing_but_its_writer_knows_of_the_file():
    knowing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "demo-truth" in path.read_text()
    }
    assert knowing == {"demo/services/loading.py"}


def test_its_writer_never_reads_it():
    text = (SOURCE / "demo/services/loading.py").read_text()
    assert "read_text" not in text
    assert "json.load" not in text
