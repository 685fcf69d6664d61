# SPDX-License-Identifier: MIT
"""This build, installed in a private prefix, and the environment in which programs find a library that was installed."""
import fcntl
import os
import pathlib
import subprocess

BUILD = pathlib.Path(os.environ["HVAC_BUILD"])
RUN_S = 300


def environment():
    """What is here but for what a client, make or a test would heed."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("VAULT_", "BAO_", "HVAC", "MAKE"))}


def found_in(prefix, libraries, engines):
    return {
        "PATH": f"{prefix}/bin:{os.environ['PATH']}",
        "LD_LIBRARY_PATH": str(libraries),
        "PKG_CONFIG_PATH": f"{libraries}/pkgconfig",
        # where they were not installed for good
        "HVAC_PLUGIN_PATH": str(engines),
    }


def variable(name):
    return subprocess.run(["pkg-config", f"--variable={name}", BUILD / "libhvac.pc"], capture_output=True, text=True, check=True).stdout.strip()


class Installation:
    def __init__(self, root):
        with open(BUILD / "config.status", "rb") as lock:
            # libtool links in the build, once more, what it installs: one at a time
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = subprocess.run(["make", "-C", BUILD, "install", f"DESTDIR={root}"], env=environment(), stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=RUN_S)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        self.prefix, libraries, self.engines = (f"{root}{variable(name)}" for name in ("prefix", "libdir", "plugindir"))
        # moved from where it was to be
        package = pathlib.Path(libraries, "pkgconfig/libhvac.pc")
        package.write_text(package.read_text().replace(f"prefix={variable('prefix')}\n", f"prefix={self.prefix}\n", 1))
        self.environment = found_in(self.prefix, libraries, self.engines)
