# SPDX-License-Identifier: MIT
"""What the tests of distributions' packages share."""
import os
import pathlib
import re
import subprocess

BUILD = pathlib.Path(os.environ["HVAC_BUILD"])
ENGINES = BUILD / "stage/hvac/1"


def run(*command, **named):
    """Its output, both streams in one; it must succeed."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **named)
    assert done.returncode == 0, f"{' '.join(map(str, command))}: exit {done.returncode}:\n" + "\n".join(done.stdout.splitlines()[-40:])
    return done.stdout


def own_environment():
    """Without what the make above and the build under test have set."""
    return {key: value for key, value in os.environ.items()
            if not key.startswith(("HVAC", "MAKE")) and key not in ("MFLAGS", "CC", "CXX", "CFLAGS", "LDFLAGS", "NM")}


def package_of(engine):
    """As the library tells it where the engine is missing."""
    return "libhvac1-" + re.sub("[/_]", "-", engine)


def staged():
    """The engines that this build made, which are the shared objects that it installs."""
    return [str(file.relative_to(ENGINES)).removesuffix(".so") for file in ENGINES.rglob("*.so")]


def unpack(folder):
    """Unpacks the archive that `make dist` made: the archive, and the tree."""
    archive, = BUILD.glob("libhvac-*.tar.xz")
    run("tar", "-xf", archive, cwd=folder)
    return archive, folder / archive.name.removesuffix(".tar.xz")
