"""Can any WSGI server load the application by itself?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_application_loads_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from gongkai.config.wsgi import application; print(callable(application))"],
        env={**os.environ, "GONGKAI_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr
