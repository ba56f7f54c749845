"""`motcua serve`: everything a demo needs in one process tree: migrations, static files, demo, worker, index, web."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django import app

from motcua.bottlenecks.tasks import make_fair_figures
from motcua.criteria.tasks import make_forecast
from motcua.directives.models import Directive
from motcua.dossiers.models import Dossier


class Command(BaseCommand):
    help = "Prepare the house if it needs it, then serve it and do its jobs until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, port: int, workers: int, **options: Any) -> None:
        self._prepare()
        web = [
            sys.executable, "-m", "gunicorn", "motcua.wsgi:application", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--workers", str(workers), "--threads", "4",
            "--preload", "--graceful-timeout", "5", "--log-level", "warning",
        ]  # fmt: skip
        jobs = [sys.executable, "-m", "motcua", "procrastinate", "worker"]
        index = [sys.executable, "-m", "motcua", "criteria", "follow"]
        children = [subprocess.Popen(command) for command in (web, jobs, index)]
        self.stdout.write(
            f"Một Cửa: {settings.PUBLIC_ADDRESS if port == 8000 else f'http://localhost:{port}'}"
        )
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end politely: as by Ctrl-C
        try:
            os.waitpid(-1, 0)  # one of them ended: end the others
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        finally:
            for child in children:
                child.send_signal(signal.SIGTERM)
            for child in children:
                child.wait(timeout=20)

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            self._prepare_demo()

    def _prepare_demo(self) -> None:
        """A province, and what its officers did about what its index shows: as far as either is missing."""
        if not Dossier.objects.exists():
            self.stdout.write("Loading the demo province (about two minutes, once) …")
            call_command("demo", "load")
        if Directive.objects.exists():
            return
        call_command("criteria", "follow", "--once", stdout=StringIO())
        try:
            call_command("demo", "steer")
            for task in (make_forecast, make_fair_figures):  # else made later, at their hours
                app.configure_task(task.name).defer(timestamp=int(time.time()))
        except CommandError as error:  # a province of another day is served as it is
            self.stdout.write(str(error))
