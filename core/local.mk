# SPDX-License-Identifier: MIT
#
# libhvac.so is libcore.la behind the version script; unit tests link libcore.la itself and so see what the script hides.
noinst_LTLIBRARIES += %D%/libcore.la
%C%_libcore_la_SOURCES = \
	%D%/address.c \
	%D%/address.h \
	%D%/answer.c \
	%D%/answer.h \
	%D%/arena.c \
	%D%/arena.h \
	%D%/argument.c \
	%D%/argument.h \
	%D%/base64.c \
	%D%/base64.h \
	%D%/bind.c \
	%D%/bind.h \
	%D%/blot.c \
	%D%/blot.h \
	%D%/builtin.c \
	%D%/builtin.h \
	%D%/cache.c \
	%D%/call.c \
	%D%/check.c \
	%D%/check.h \
	%D%/client.c \
	%D%/client.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/compose.c \
	%D%/compose.h \
	%D%/configuration.c \
	%D%/configuration.h \
	%D%/consistency.c \
	%D%/consistency.h \
	%D%/curl.c \
	%D%/curl.h \
	%D%/describe.c \
	%D%/doubt.c \
	%D%/doubt.h \
	%D%/draft.c \
	%D%/draft.h \
	%D%/driver.c \
	%D%/driver.h \
	%D%/dry.c \
	%D%/dry.h \
	%D%/engine.c \
	%D%/engine.h \
	%D%/environment.c \
	%D%/environment.h \
	%D%/exchange.c \
	%D%/exchange.h \
	%D%/failure.c \
	%D%/failure.h \
	%D%/file.c \
	%D%/file.h \
	%D%/guard.c \
	%D%/guard.h \
	%D%/handover.c \
	%D%/hook.c \
	%D%/inline.c \
	%D%/inline.h \
	%D%/json.c \
	%D%/json.h \
	%D%/lease.c \
	%D%/lease.h \
	%D%/limiter.c \
	%D%/limiter.h \
	%D%/loader.c \
	%D%/loader.h \
	%D%/log.c \
	%D%/log.h \
	%D%/login.c \
	%D%/login.h \
	%D%/login_steps.c \
	%D%/login_steps.h \
	%D%/memory.c \
	%D%/memory.h \
	%D%/nearest.c \
	%D%/nearest.h \
	%D%/no_proxy.c \
	%D%/no_proxy.h \
	%D%/option.c \
	%D%/option.h \
	%D%/outcome.c \
	%D%/path.c \
	%D%/path.h \
	%D%/plain.c \
	%D%/plain.h \
	%D%/policy.c \
	%D%/policy.h \
	%D%/pool.c \
	%D%/pool.h \
	%D%/process.c \
	%D%/process.h \
	%D%/queue.c \
	%D%/queue.h \
	%D%/record.c \
	%D%/registry.c \
	%D%/registry.h \
	%D%/replay.c \
	%D%/response.c \
	%D%/response.h \
	%D%/sockets.c \
	%D%/sockets.h \
	%D%/srv.c \
	%D%/srv.h \
	%D%/status.c \
	%D%/status.h \
	%D%/tape.c \
	%D%/tape.h \
	%D%/task.c \
	%D%/task.h \
	%D%/task_new.c \
	%D%/timers.c \
	%D%/timers.h \
	%D%/tls.c \
	%D%/tls.h \
	%D%/token.c \
	%D%/token.h \
	%D%/trust.c \
	%D%/trust.h \
	%D%/value.c \
	%D%/verb.c \
	%D%/verb.h \
	%D%/version.c \
	%D%/watch.c \
	%D%/watch.h \
	%D%/watcher.c \
	%D%/worker.c \
	%D%/worker.h
%C%_libcore_la_CPPFLAGS = $(core_cppflags) -DHVAC_PLUGIN_DIR='"$(plugindir)"'
%C%_libcore_la_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(JSON_C_CFLAGS) $(OPENSSL_CFLAGS) $(COVERAGE_CFLAGS)
%C%_libcore_la_LIBADD = $(builtin_engines) $(CURL_LIBS) $(JSON_C_LIBS) $(OPENSSL_LIBS) $(SYSTEM_LIBS)

# configure makes it first, as any file may be the first that is compiled
if ENABLE_STATIC
static_cppflags = -include $(builddir)/%D%/static-names.h
BUILT_SOURCES += %D%/static-names.h
DISTCLEANFILES += %D%/static-names.h
%D%/static-names.h: look-for-names
	$(AM_V_at)$(SHELL) $(srcdir)/%D%/static-names $(srcdir) >$@.new && if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
endif
EXTRA_DIST += %D%/static-names
.PHONY: look-for-names

lib_LTLIBRARIES += %D%/libhvac.la
%C%_libhvac_la_SOURCES =
%C%_libhvac_la_LIBADD = %D%/libcore.la $(COVERAGE_LIBS)
# it stays for good, and libcurl with it, whose threads may still ask a name server
%C%_libhvac_la_LDFLAGS = $(AM_LDFLAGS) $(DEFS_LDFLAGS) $(NODELETE_LDFLAGS) -version-info $(LIBHVAC_VERSION_INFO)
if VERSION_SCRIPT
%C%_libhvac_la_LDFLAGS += -Wl,--version-script=$(srcdir)/%D%/libhvac.map
%C%_libhvac_la_DEPENDENCIES = %D%/libcore.la %D%/libhvac.map
endif
EXTRA_DIST += %D%/libhvac.map
