# SPDX-License-Identifier: MIT
#
# What distributions make packages by, here and in debian/. The files that name every engine are made of the tables, after an
# engine came or its line of help changed: make update-packages. (tests/packages/lists compares.)
update-packages: all
	HVAC_PLUGIN_PATH=$(abs_builddir)/$(stage) cli/hvac engines --format json | $(PYTHON3) $(srcdir)/%D%/generate $(srcdir)
.PHONY: update-packages

EXTRA_DIST += debian packaging
