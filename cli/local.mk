# SPDX-License-Identifier: MIT
bin_PROGRAMS += %D%/hvac
%C%_hvac_SOURCES = \
	%D%/arguments.c \
	%D%/arguments.h \
	%D%/call.c \
	%D%/command.h \
	%D%/command_line.c \
	%D%/command_line.h \
	%D%/connect.c \
	%D%/connect.h \
	%D%/engines.c \
	%D%/execute.c \
	%D%/execute.h \
	%D%/failure.c \
	%D%/failure.h \
	%D%/help.c \
	%D%/input.c \
	%D%/input.h \
	%D%/login.c \
	%D%/main.c \
	%D%/meta.c \
	%D%/meta.h \
	%D%/output.c \
	%D%/output.h \
	%D%/parameters.c \
	%D%/parameters.h \
	%D%/path.c \
	%D%/private_file.c \
	%D%/private_file.h \
	%D%/raw.c \
	%D%/table.c \
	%D%/table.h \
	%D%/text.c \
	%D%/text.h \
	%D%/verb.h
%C%_hvac_CPPFLAGS = $(public_cppflags)
%C%_hvac_LDADD = core/libhvac.la
