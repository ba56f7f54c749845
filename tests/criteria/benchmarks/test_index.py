"""`motcua bench index` on a few dossiers: it works, and all ways of counting say the same."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from motcua.criteria.benchmarks import index
from motcua.criteria.benchmarks.nation import dense, recount
from motcua.criteria.benchmarks.nation.writing import write

FEW = 20_000


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("made") / "nation"
    write(directory, FEW)
    return directory


def test_the_product_says_what_is_said_by_hand_and_a_number_that_differs_is_seen(nation: Path) -> None:
    for way in ("handwritten", "product"):
        assert recount.main(nation, way, 1)["peak_mib"] > 0
    assert index.differing(nation) == 0
    file = recount.answers(nation, "product")
    told = pq.read_table(file)
    place = told.schema.get_field_index("numerator_2_1")
    numbers = told.column(place).to_pylist()
    numbers[7] += 1
    pq.write_table(told.set_column(place, "numerator_2_1", pa.array(numbers)), file)
    assert index.differing(nation) == 1


def test_every_way_counts_the_same_dossiers(nation: Path) -> None:
    dense.written(nation)
    ways = ["additive", "plain", "pandas", "packed", *(["scan"] if dense.has_compiler() else [])]
    totals = [recount.main(nation, way, 1)["totals"] for way in ways]
    assert totals[0]["received"] > 0.9 * FEW
    assert totals == [totals[0]] * len(ways)
