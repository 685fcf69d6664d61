# SPDX-License-Identifier: MIT
noinst_PROGRAMS += %D%/hvac
%C%_hvac_SOURCES = \
	%D%/arguments.c \
	%D%/arguments.h \
	%D%/browser.c \
	%D%/browser.h \
	%D%/call.c \
	%D%/callback.c \
	%D%/callback.h \
	%D%/command.h \
	%D%/command_line.c \
	%D%/command_line.h \
	%D%/complete.c \
	%D%/complete.h \
	%D%/completion.c \
	%D%/connect.c \
	%D%/connect.h \
	%D%/curl.c \
	%D%/curl.h \
	%D%/descriptor.c \
	%D%/descriptor.h \
	%D%/dispositions.c \
	%D%/dispositions.h \
	%D%/duration.c \
	%D%/duration.h \
	%D%/engines.c \
	%D%/environment.c \
	%D%/environment.h \
	%D%/exec.c \
	%D%/execute.c \
	%D%/execute.h \
	%D%/failure.c \
	%D%/failure.h \
	%D%/guess.c \
	%D%/guess.h \
	%D%/help.c \
	%D%/inherited.c \
	%D%/inherited.h \
	%D%/input.c \
	%D%/input.h \
	%D%/login.c \
	%D%/main.c \
	%D%/manual.c \
	%D%/manual.h \
	%D%/member.c \
	%D%/member.h \
	%D%/meta.c \
	%D%/meta.h \
	%D%/nonce.c \
	%D%/nonce.h \
	%D%/oidc.c \
	%D%/okta.c \
	%D%/operator.c \
	%D%/operator.h \
	%D%/operator_ceremony.c \
	%D%/operator_init.c \
	%D%/operator_keys.c \
	%D%/operator_keys.h \
	%D%/operator_members.c \
	%D%/operator_result.c \
	%D%/operator_result.h \
	%D%/operator_snapshot.c \
	%D%/output.c \
	%D%/output.h \
	%D%/parameters.c \
	%D%/parameters.h \
	%D%/path.c \
	%D%/policy.c \
	%D%/policy.h \
	%D%/private_directory.c \
	%D%/private_directory.h \
	%D%/private_file.c \
	%D%/private_file.h \
	%D%/program.c \
	%D%/program.h \
	%D%/prompt.c \
	%D%/prompt.h \
	%D%/query.c \
	%D%/query.h \
	%D%/raw.c \
	%D%/reference.c \
	%D%/reference.h \
	%D%/saml.c \
	%D%/secret.c \
	%D%/secret.h \
	%D%/sign_in.c \
	%D%/sign_in.h \
	%D%/signals.c \
	%D%/signals.h \
	%D%/snapshot.c \
	%D%/snapshot.h \
	%D%/status.c \
	%D%/supervisor.c \
	%D%/supervisor.h \
	%D%/table.c \
	%D%/table.h \
	%D%/tar.c \
	%D%/tar.h \
	%D%/target.c \
	%D%/target.h \
	%D%/terminal.c \
	%D%/terminal.h \
	%D%/text.c \
	%D%/text.h \
	%D%/transfer.c \
	%D%/transfer.h \
	%D%/verb.h \
	%D%/vigil.c \
	%D%/vigil.h \
	%D%/watch.c
nodist_%C%_hvac_SOURCES = %D%/completion-scripts.h
%C%_hvac_CPPFLAGS = $(public_cppflags) -I$(builddir)/%D% -DHVAC_HAVE_LIBARCHIVE=$(HAVE_LIBARCHIVE) $(LIBARCHIVE_CFLAGS) $(ZLIB_CFLAGS) $(OPENSSL_CFLAGS)
%C%_hvac_LDFLAGS = $(tool_ldflags)
%C%_hvac_LDADD = core/libhvac.la $(ZLIB_LIBS) $(OPENSSL_LIBS) $(SYSTEM_LIBS)
bin_PROGRAMS += %D%/installed/hvac
%C%_installed_hvac_SOURCES =
%C%_installed_hvac_LDADD = $(%C%_hvac_OBJECTS) $(%C%_hvac_LDADD)
%C%_installed_hvac_DEPENDENCIES = %D%/hvac$(EXEEXT)

# The shells' scripts: installed where each looks (make bashcompletiondir=... says otherwise), and in the command itself.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_bashcompletion_DATA = %D%/completion/hvac.bash
dist_zshcompletion_DATA = %D%/completion/_hvac
dist_fishcompletion_DATA = %D%/completion/hvac.fish

c_string = $(SED) -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/'
$(%C%_hvac_OBJECTS): %D%/completion-scripts.h
%D%/completion-scripts.h: %D%/completion/hvac.bash %D%/completion/_hvac %D%/completion/hvac.fish %D%/local.mk
	$(AM_V_GEN)$(MKDIR_P) %D% && for script in bash:hvac.bash zsh:_hvac fish:hvac.fish; do \
		echo "static const char script_$${script%%:*}[] =" && \
		$(c_string) "$(srcdir)/%D%/completion/$${script#*:}" && echo ';' || exit 1; \
	done >$@.new && mv $@.new $@
CLEANFILES += %D%/completion-scripts.h
