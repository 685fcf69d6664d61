# SPDX-License-Identifier: MIT
test_scripts += %D%/database %D%/database_replayed %D%/watch
EXTRA_DIST += %D%/catalogue.py %D%/postgresql_daemon.py %D%/mariadb_daemon.py %D%/redis_daemon.py
