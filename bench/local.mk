# SPDX-License-Identifier: MIT
#
# Nothing here is built by make; `make bench` builds and runs it against this build, BENCH_FLAGS=--canned without a server.
# The files are named one by one: `bench` itself, as something to distribute, would be made by the rule of that name.
EXTRA_DIST += \
	%D%/bare/build \
	%D%/bare/main.c \
	%D%/canned \
	%D%/chart.py \
	%D%/contestants/libhvac/build \
	%D%/contestants/libhvac/command.c \
	%D%/contestants/libhvac/command.h \
	%D%/contestants/libhvac/main.c \
	%D%/load.c \
	%D%/meter.c \
	%D%/run \
	%D%/stand.py \
	%D%/stream.c \
	%D%/waiting.c

bench: all
	$(srcdir)/%D%/run --build $(abs_builddir) $(BENCH_FLAGS)
.PHONY: bench
