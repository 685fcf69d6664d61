# SPDX-License-Identifier: MIT
hvacincludedir = $(includedir)/hvac
hvacinclude_HEADERS = \
	%D%/hvac/adapter.h \
	%D%/hvac/cache.h \
	%D%/hvac/call.h \
	%D%/hvac/client.h \
	%D%/hvac/config.h \
	%D%/hvac/engine.h \
	%D%/hvac/hvac.h \
	%D%/hvac/log.h \
	%D%/hvac/plugin.h \
	%D%/hvac/queue.h \
	%D%/hvac/response.h \
	%D%/hvac/status.h \
	%D%/hvac/typed.h \
	%D%/hvac/value.h \
	%D%/hvac/watcher.h
nodist_hvacinclude_HEADERS = %D%/hvac/version.h
# the engines' typed headers: autogen.sh lists them
authincludedir = $(hvacincludedir)/auth
authinclude_HEADERS =
secretsincludedir = $(hvacincludedir)/secrets
secretsinclude_HEADERS =
sysincludedir = $(hvacincludedir)
sysinclude_HEADERS =
