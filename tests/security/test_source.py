"""What must not stand in the source at all."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "motcua"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.jinja"))
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
SCRIPTS = sorted(SOURCE.glob("*/static/**/*.js"))
BELOW_VIEWS = ("services", "queries", "models", "rules", "access", "forms", "tables", "events")

IN_TEMPLATES = {
    "text let through unescaped": r"\|\s*safe\b|Markup\(|autoescape\s+false|\|\s*forceescape",
    "a style in an attribute": r"\sstyle\s*=|<style\b",
    "a script in an attribute or in the page": r"\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)|javascript:",
    "a form or frame of another site": r"<iframe|<object\b|<embed\b|<base\b|action=\"https?:",
    "an address of another site that may read where the reader was": r"target=\"_blank\"(?![^>]*noopener)",
    "something loaded from another site": r"(?:src|srcset)=\"(?:https?:)?//|<link[^>]+href=\"(?:https?:)?//",
    "an attribute that is not quoted": r"<[a-z][^<>]*\s(?!charset)[\w-]+=\{\{",
    "data in an address without the filter that makes it one": r"href=\"https?:\{\{",
}
IN_PYTHON = {
    "SQL put together from values": (
        r"\.(?:raw|extra|execute|executemany)\(\s*"
        r"(?:[frb]*f[frb]*[\"']|[\"'][^\"']*[\"']\s*%|[^,)]*\.format\()"
    ),
    "text marked as safe": r"\bmark_safe\b|\bSafeString\b|SafeText",
    "code or objects made from data": (
        r"\beval\(|\bexec\(|\bpickle\b|\bmarshal\.|\bshelve\b|yaml\.load\(|yaml\.unsafe_load"
    ),
    "a shell": r"shell\s*=\s*True|os\.system\(|os\.popen\(",
    "a weak digest": r"hashlib\.(?:md5|sha1)\(|\bMD5\b",
    "chance that can be foretold": r"\bimport random\b|\brandom\.(?:choice|randint|random)\(",
    "a certificate that is not checked": r"verify\s*=\s*False|CERT_NONE|_create_unverified_context",
    "XML read with entities": r"from xml\.|import xml\.|lxml",
    "a redirect to what was sent": r"HttpResponseRedirect\(request\.(?:GET|POST|META)",
    "a model filled from a request": r"\*\*request\.(?:GET|POST)|ModelForm\b|fields\s*=\s*[\"']__all__",
    "a page open to forgery": r"\bcsrf_exempt\b",
}
# Each with the reason why it stands there all the same.
ALLOWED = {
    ("a page open to forgery", "results/views.py"): "the public check changes nothing (test_forgery.py)",
    ("SQL put together from values", "ledger/services/appending.py"): "only rows of placeholders are put in",
    (
        "SQL put together from values",
        "demo/services/writing.py",
    ): "only names of our own tables; only in demos",
    ("SQL put together from values", "criteria/queries/history.py"): "names of files of our own, quoted",
    ("SQL put together from values", "criteria/rules/logs/log.py"): "columns named by the house, in DuckDB",
    (
        "SQL put together from values",
        "criteria/services/compacting.py",
    ): "kinds and files of our own, in DuckDB",
    ("SQL put together from values", "criteria/services/exporting.py"): "only names of our own tables",
    ("SQL put together from values", "criteria/services/following.py"): "only names of our own tables",
    (
        "SQL put together from values",
        "criteria/services/keeping.py",
    ): "our own tables, columns and conditions",
    ("SQL put together from values", "criteria/queries/nodes.py"): "the name of our own table",
    (
        "SQL put together from values",
        "criteria/services/totalling.py",
    ): "only names of our own tables",
    ("SQL put together from values", "criteria/services/pouring.py"): "our own tables and columns",
    (
        "SQL put together from values",
        "criteria/services/recounting.py",
    ): "our own tables, and a measure's text",
    ("XML read with entities", "criteria/rules/logs/xes.py"): "a parser that refuses every DTD",
    ("XML read with entities", "catalog/rules/bpmn/reading.py"): "the name of an error; defusedxml reads",
    ("XML read with entities", "catalog/rules/bpmn/writing.py"): "written, never read",
    (
        "XML read with entities",
        "files/rules/packages.py",
    ): "a parser that refuses every DTD and builds nothing",
    (
        "a page open to forgery",
        "identity/demo_provider/views.py",
    ): "the client shows its secret; only in demos",
}


def findings(patterns, files):
    found = []
    for path in files:
        text = path.read_text()
        for what, pattern in patterns.items():
            place = str(path.relative_to(SOURCE))
            if (what, place) in ALLOWED:
                continue
            for hit in re.finditer(pattern, text):
                found.append(f"{place}:{text.count(chr(10), 0, hit.start()) + 1}: {what}: {hit[0]!r}")
    return found


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_no_template_holds(what):
    found = findings({what: IN_TEMPLATES[what]}, TEMPLATES)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("what", IN_PYTHON)
def test_no_module_holds(what):
    found = findings({what: IN_PYTHON[what]}, PYTHON)
    assert not found, "\n".join(found)


def test_no_script_writes_markup_or_runs_text():
    pattern = (
        r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(|postMessage\("
    )
    own = [path for path in SCRIPTS if "htmx" not in path.name and "vendor" not in path.parts]
    found = findings({"markup or code made from text": pattern}, own)
    assert not found, "\n".join(found)


def test_nothing_below_the_views_reads_the_clock_on_the_wall():
    below = [path for path in PYTHON if {*path.parts, path.stem} & set(BELOW_VIEWS)]
    wall = r"timezone\.now\(|datetime\.now\(|datetime\.today\(|date\.today\(|utcnow\(|localdate\(\)|localtime\(\)"
    found = findings({"the clock on the wall": wall}, below)
    assert not found, "\n".join(found)


def test_every_sql_takes_its_values_as_parameters():
    """Linter rule S608 is on for all of the source; where it is silenced, the reason stands beside it."""
    silenced = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in PYTHON
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"noqa:.*\bS6\d\d\b", line)
        and "--" not in line.partition("noqa")[2]
        and ("SQL put together from values", str(path.relative_to(SOURCE))) not in ALLOWED
    ]
    assert not silenced, "\n".join(silenced)


def test_the_page_engine_escapes_and_knows_no_silence():
    from django.template import engines  # noqa: PLC0415 -- after the settings

    environment = engines["django"].env if "django" in engines else next(iter(engines.all())).env
    assert environment.autoescape is True
    assert environment.undefined.__name__ == "StrictUndefined"
    assert environment.from_string("{{ x }}").render(x="<script>'\"&") == "&lt;script&gt;&#39;&#34;&amp;"
