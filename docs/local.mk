# SPDX-License-Identifier: MIT
#
# The manual pages that are written by hand. (Those of the engines are made from their tables: tools/local.mk.)
dist_man1_MANS += \
	%D%/man/hvac.1 \
	%D%/man/hvac-exec.1 \
	%D%/man/hvac-gen.1 \
	%D%/man/hvac-lint.1 \
	%D%/man/hvac-watch.1
function_pages = \
	%D%/man/hvac_adapter.3 \
	%D%/man/hvac_cache.3 \
	%D%/man/hvac_call.3 \
	%D%/man/hvac_client.3 \
	%D%/man/hvac_config.3 \
	%D%/man/hvac_engine.3 \
	%D%/man/hvac_log.3 \
	%D%/man/hvac_queue.3 \
	%D%/man/hvac_response.3 \
	%D%/man/hvac_status.3 \
	%D%/man/hvac_typed_calls.3 \
	%D%/man/hvac_value.3 \
	%D%/man/hvac_version.3 \
	%D%/man/hvac_watcher.3 \
	%D%/man/libhvac.3
author_pages = \
	%D%/man/hvac-plugin.7
dist_man3_MANS += $(function_pages)
dist_man7_MANS += $(author_pages)

# `man hvac_client_new` finds hvac_client(3): every name of a page's NAME is a link to the page.
for_each_link = for page in $(function_pages) $(author_pages); do \
	file=`basename "$$page"` section=`expr "$$page" : '.*\.\(.\)'`; \
	for name in `sed -n '/^\.Sh NAME/,/^\.Nd/s/^\.Nm \([A-Za-z0-9_-]*\).*/\1/p' "$(srcdir)/$$page"`; do \
		link="$(DESTDIR)$(mandir)/man$$section/$$name.$$section"; \
		[ "$$name.$$section" != "$$file" ] || continue;
install-data-local: install-links
install-links:
	@$(MKDIR_P) "$(DESTDIR)$(man3dir)" "$(DESTDIR)$(man7dir)"
	@$(for_each_link) ln -sf "$$file" "$$link" || exit 1; done; done
uninstall-local: uninstall-links
uninstall-links:
	@$(for_each_link) rm -f "$$link"; done; done
.PHONY: install-links uninstall-links
