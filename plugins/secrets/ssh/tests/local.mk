# SPDX-License-Identifier: MIT
test_scripts += %D%/ssh
EXTRA_DIST += %D%/ssh_daemon.py
