# SPDX-License-Identifier: MIT
#
# Fuzz targets: libhvac's ends where bytes come in from outside. Here each runs the inputs that are kept in corpus/NAME: some written by
# hand, and of those that were found the fewest that reach all that is reached, named by their sums. scripts/fuzz builds the targets
# with libFuzzer, whose main then stands in the place of corpus.c's. For AFL: make CC=afl-clang-fast tests/fuzz/NAME, and afl-fuzz
# -i tests/fuzz/corpus/NAME -o FOLDER -- tests/fuzz/NAME @@.
fuzz_targets = \
	%D%/address \
	%D%/bind \
	%D%/cache \
	%D%/call \
	%D%/command \
	%D%/descriptor \
	%D%/environment \
	%D%/handover \
	%D%/json \
	%D%/option \
	%D%/path \
	%D%/queue \
	%D%/replay \
	%D%/response \
	%D%/snapshot \
	%D%/srv
# their malloc is their own: not for valgrind
live_tests += $(fuzz_targets)

if ENABLE_TESTS
check_LTLIBRARIES += %D%/libcorpus.la
endif
%C%_libcorpus_la_SOURCES = %D%/corpus.c
%C%_libcorpus_la_CPPFLAGS = $(core_cppflags)

fuzz_common = %D%/fuzz.c %D%/fuzz.h %D%/shortage.c
fuzz_given = %D%/given.c %D%/given.h
fuzz_accessors = %D%/accessors.c %D%/accessors.h
fuzz_silent = %D%/silent.c %D%/silent.h
fuzz_told = %D%/told.c %D%/told.h
fuzz_libs = core/libcore.la %D%/libcorpus.la

%C%_address_SOURCES = %D%/address.c $(fuzz_common)
%C%_address_LDADD = $(fuzz_libs)
%C%_bind_SOURCES = %D%/bind.c $(fuzz_common) $(fuzz_given)
%C%_bind_LDADD = $(fuzz_libs)
%C%_cache_SOURCES = %D%/cache.c $(fuzz_common)
%C%_cache_LDADD = $(fuzz_libs)
%C%_call_SOURCES = %D%/call.c $(fuzz_common) $(fuzz_given) $(fuzz_accessors)
%C%_call_LDADD = $(fuzz_libs)
%C%_command_SOURCES = %D%/command.c $(fuzz_common) $(fuzz_told) \
	cli/arguments.c cli/command_line.c cli/descriptor.c cli/guess.c cli/input.c cli/member.c cli/parameters.c cli/text.c
%C%_command_LDADD = $(fuzz_libs)
%C%_descriptor_SOURCES = %D%/descriptor.c $(fuzz_common)
%C%_descriptor_LDADD = $(fuzz_libs)
%C%_environment_SOURCES = %D%/environment.c $(fuzz_common)
%C%_environment_LDADD = $(fuzz_libs)
%C%_handover_SOURCES = %D%/handover.c $(fuzz_common) $(fuzz_silent)
%C%_handover_LDADD = $(fuzz_libs)
%C%_json_SOURCES = %D%/json.c $(fuzz_common)
%C%_json_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_C_CFLAGS)
%C%_json_LDADD = $(fuzz_libs) $(JSON_C_LIBS)
%C%_option_SOURCES = %D%/option.c $(fuzz_common) $(fuzz_silent)
%C%_option_LDADD = $(fuzz_libs)
%C%_path_SOURCES = %D%/path.c $(fuzz_common)
%C%_path_LDADD = $(fuzz_libs)
%C%_queue_SOURCES = %D%/queue.c $(fuzz_common)
%C%_queue_LDADD = $(fuzz_libs)
%C%_replay_SOURCES = %D%/replay.c $(fuzz_common) $(fuzz_accessors)
%C%_replay_LDADD = $(fuzz_libs)
%C%_response_SOURCES = %D%/response.c $(fuzz_common) $(fuzz_accessors)
%C%_response_LDADD = $(fuzz_libs)
%C%_snapshot_SOURCES = %D%/snapshot.c $(fuzz_common) $(fuzz_told) cli/snapshot.c cli/tar.c
%C%_snapshot_CPPFLAGS = $(AM_CPPFLAGS) -DHVAC_HAVE_LIBARCHIVE=$(HAVE_LIBARCHIVE) $(LIBARCHIVE_CFLAGS) $(ZLIB_CFLAGS) $(OPENSSL_CFLAGS)
%C%_snapshot_LDADD = $(fuzz_libs) $(ZLIB_LIBS) $(OPENSSL_LIBS) $(SYSTEM_LIBS)
%C%_srv_SOURCES = %D%/srv.c $(fuzz_common)
%C%_srv_LDADD = $(fuzz_libs)

EXTRA_DIST += %D%/corpus
