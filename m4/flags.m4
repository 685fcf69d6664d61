# SPDX-License-Identifier: MIT

# HVAC_COMPILER_FLAGS(VARIABLE, FLAGS): adds those flags that the compiler takes without a word. -Werror makes clang refuse
# what it would only warn about.
AC_DEFUN([HVAC_COMPILER_FLAGS], [
for hvac_flag in $2; do
	AS_VAR_PUSHDEF([accepted], [hvac_cv_cflag_$hvac_flag])
	AC_CACHE_CHECK([whether $CC accepts $hvac_flag], [accepted], [
		hvac_saved=$CFLAGS
		CFLAGS="$CFLAGS -Werror $hvac_flag"
		AC_LINK_IFELSE([AC_LANG_PROGRAM], [AS_VAR_SET([accepted], [yes])], [AS_VAR_SET([accepted], [no])])
		CFLAGS=$hvac_saved])
	AS_VAR_IF([accepted], [yes], [$1="${$1:+$$1 }$hvac_flag"])
	AS_VAR_POPDEF([accepted])
done])

# HVAC_LINKER_FLAGS(VARIABLE, FLAGS): the same for the linker.
AC_DEFUN([HVAC_LINKER_FLAGS], [
for hvac_flag in $2; do
	AS_VAR_PUSHDEF([accepted], [hvac_cv_ldflag_$hvac_flag])
	AC_CACHE_CHECK([whether the linker accepts $hvac_flag], [accepted], [
		hvac_saved=$LDFLAGS
		LDFLAGS="$LDFLAGS -Werror $hvac_flag"
		AC_LINK_IFELSE([AC_LANG_PROGRAM], [AS_VAR_SET([accepted], [yes])], [AS_VAR_SET([accepted], [no])])
		LDFLAGS=$hvac_saved])
	AS_VAR_IF([accepted], [yes], [$1="${$1:+$$1 }$hvac_flag"])
	AS_VAR_POPDEF([accepted])
done])

# HVAC_CURL_ON_OPENSSL: stops unless libcurl's TLS is OpenSSL's. curl-config says so; without one, the libraries that
# a static link would need do.
AC_DEFUN([HVAC_CURL_ON_OPENSSL], [
AC_ARG_VAR([CURL_CONFIG], [curl-config of the libcurl to link, to ask for its TLS library])
AC_CACHE_CHECK([whether libcurl is built on OpenSSL], [hvac_cv_curl_openssl], [
	AS_IF([test -z "$CURL_CONFIG"], [
		CURL_CONFIG=`$PKG_CONFIG --variable=exec_prefix libcurl`/bin/curl-config
		AS_IF([test "$cross_compiling" = no && test ! -x "$CURL_CONFIG"], [CURL_CONFIG=curl-config])])
	AS_IF([hvac_backends=`$CURL_CONFIG --ssl-backends 2>&AS_MESSAGE_LOG_FD`],
		[AS_CASE([$hvac_backends], [*OpenSSL*], [hvac_cv_curl_openssl=yes], [hvac_cv_curl_openssl=no])],
		[AS_CASE([" `$PKG_CONFIG --static --libs libcurl` "],
			[*" -lssl "*], [hvac_cv_curl_openssl=yes],
			[hvac_cv_curl_openssl=unknown])])])
AS_CASE([$hvac_cv_curl_openssl],
	[yes], [],
	[no], [AC_MSG_ERROR([libcurl is built on "$hvac_backends", and libhvac needs one on OpenSSL for its TLS callback; install libcurl4-openssl-dev (Debian, Ubuntu) or your system's like of it])],
	[AC_MSG_ERROR([cannot tell which TLS library libcurl is built on; give CURL_CONFIG=/path/to/curl-config, or hvac_cv_curl_openssl=yes when it is OpenSSL])])])
