# SPDX-License-Identifier: MIT
# The manual pages: against the headers, the commands, the formatters, and their own examples against the real server.
once_scripts += \
	%D%/commands \
	%D%/documents \
	%D%/examples \
	%D%/headers \
	%D%/links \
	%D%/performance \
	%D%/render
