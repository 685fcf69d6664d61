# SPDX-License-Identifier: MIT
"""Somebody at a terminal, who is asked by the command and types."""
import fcntl
import os
import pty
import select
import signal
import subprocess
import termios

from screen import HVAC, environment

PATIENCE_S = 60


def begin():
    # what runs the tests may have had these ignored
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """The command with a terminal of its own, which is also the one whose keys send signals."""

    def __init__(self, home, *arguments, by=(), **variables):
        self.ours, theirs = pty.openpty()
        self.before = termios.tcgetattr(self.ours)
        self.shown = ""
        self.process = subprocess.Popen([*by, HVAC, *arguments], env=environment(home, **variables), start_new_session=True,
                                        stdin=theirs, stdout=theirs, stderr=theirs,
                                        preexec_fn=begin)
        # kept open: the terminal's state outlives the command, as it does where a shell waits
        self.theirs = theirs

    def read(self):
        assert select.select([self.ours], [], [], PATIENCE_S)[0], f"nothing more is shown after {self.shown!r}"
        self.shown += os.read(self.ours, 65536).decode().replace("\r\n", "\n")

    def until(self, text, times=1):
        while self.shown.count(text) < times:
            self.read()

    def type(self, text):
        os.write(self.ours, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.ours)[3] & termios.ECHO)

    def end(self):
        """How the command ended; everything that it showed has been read."""
        status = self.process.wait(PATIENCE_S)
        while select.select([self.ours], [], [], 0)[0]:
            self.read()
        assert termios.tcgetattr(self.ours) == self.before, "the terminal is not as it was"
        os.close(self.theirs)
        os.close(self.ours)
        return status
