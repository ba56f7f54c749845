"""One small Spark for all contracts: it takes seconds to start."""

import gc
import importlib.util
import os
import shutil
import warnings
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Skips where it cannot run; a pipeline that promises Spark says so with MOTCUA_SPARK=1, and then it must."""
    missing = _missing()
    if missing and os.environ.get("MOTCUA_SPARK") != "1":
        pytest.skip(f"Spark needs {missing}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = _session(str(tmp_path_factory.mktemp("spark")))
        yield session
        session.stop()
        session.sparkContext._gateway.shutdown()
        gc.collect()


def _missing() -> str:
    if importlib.util.find_spec("pyspark") is None:
        return "the dependency group `spark` (pyspark)"
    return "" if shutil.which("java") or os.environ.get("JAVA_HOME") else "Java 17"


def _session(directory: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an optional group

    # Few rows: whatever is compiled or planned again costs more than it saves.
    quiet = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlog4j2.level=OFF -Dorg.apache.logging.log4j.level=OFF"
    settings = {
        "spark.driver.memory": "700m",
        "spark.driver.extraJavaOptions": quiet,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": directory,
        "spark.local.dir": directory,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.debug.maxToStringFields": "1000",
    }
    builder = SparkSession.builder.master("local[1]").appName("contract")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session
