/* SPDX-License-Identifier: MIT */
/*
 * How the server reaches a directory and finds people and their groups in it: settings of auth/ldap, of auth/kerberos for
 * the groups, and of secrets/ldap and secrets/active_directory. One macro is one setting, since Python hvac has another
 * order for each engine.
 */
#ifndef HVAC_AUTH_LDAP_DIRECTORY_H
#define HVAC_AUTH_LDAP_DIRECTORY_H

#include <hvac/plugin.h>

#define TLS_VERSIONS "tls10 tls11 tls12 tls13"

#define USERDN HVAC_BODY("userdn", STRING, .help = "Entry below which people are searched: ou=people,dc=example,dc=com")
#define GROUPDN HVAC_BODY("groupdn", STRING, .help = "Entry below which groups are searched: ou=groups,dc=example,dc=com; without it nobody has any")
#define URL HVAC_BODY("url", STRING, .help = "ldap://HOST[:PORT] or ldaps://...; several, separated by commas, are tried in turn; ldap://127.0.0.1 by default")
#define CASE_SENSITIVE_NAMES HVAC_BODY("case_sensitive_names", BOOLEAN, .help = "Whether Ann and ann are two names in users and groups; false by default")
#define STARTTLS HVAC_BODY("starttls", BOOLEAN, .help = "Whether to begin TLS on an ldap:// connection; false by default")
#define TLS_MIN_VERSION HVAC_BODY("tls_min_version", STRING, .values = TLS_VERSIONS, .help = "Oldest TLS to speak; tls12 by default")
#define TLS_MAX_VERSION HVAC_BODY("tls_max_version", STRING, .values = TLS_VERSIONS, .help = "Newest TLS to speak; tls12 by default")
#define INSECURE_TLS HVAC_BODY("insecure_tls", BOOLEAN, .help = "Whether the directory's certificate goes unchecked; false by default")
#define CERTIFICATE HVAC_BODY("certificate", STRING, .help = "CA to check the directory's certificate with, PEM; the system's by default")
#define BINDDN HVAC_BODY("binddn", STRING, .help = "Entry to search as: cn=vault,dc=example,dc=com; anonymous by default")
#define BINDPASS HVAC_BODY("bindpass", STRING, .flags = HVAC_SECRET, .help = "Password of binddn")
#define USERATTR HVAC_BODY("userattr", STRING, .help = "Attribute that holds the username: uid, samaccountname; cn by default")
#define DISCOVERDN HVAC_BODY("discoverdn", BOOLEAN, .help = "Whether to search anonymously for the entry of who logs in; false by default")
/* `unasked`: what is sent when it is not given. */
#define DENY_NULL_BIND(unasked) HVAC_BODY("deny_null_bind", BOOLEAN, .dflt = unasked, .help = "Whether an empty password is refused, which many directories take for anonymous; true by default")
#define UPNDOMAIN HVAC_BODY("upndomain", STRING, .help = "Domain to log in with as USERNAME@DOMAIN, as Active Directory wants it")
#define GROUPFILTER HVAC_BODY("groupfilter", STRING, .help = "Filter (Go template of .Username, .UserDN) that finds someone's groups; by memberUid, member and uniqueMember by default")
#define GROUPATTR HVAC_BODY("groupattr", STRING, .help = "Attribute that names a group; memberOf where groupfilter finds people instead; cn by default")
#define USE_TOKEN_GROUPS HVAC_BODY("use_token_groups", BOOLEAN, .help = "Whether to take all groups, nested ones too, from Active Directory's tokenGroups; false by default")
#define ANONYMOUS_GROUP_SEARCH HVAC_BODY("anonymous_group_search", BOOLEAN, .help = "Whether groups are searched without logging in; false by default")
#define CLIENT_TLS_CERT HVAC_BODY("client_tls_cert", STRING, .help = "Certificate to show to the directory, PEM")
#define CLIENT_TLS_KEY HVAC_BODY("client_tls_key", STRING, .flags = HVAC_SECRET, .help = "Private key of client_tls_cert, PEM")
#define CONNECTION_TIMEOUT HVAC_BODY("connection_timeout", DURATION, .help = "How long to wait for one directory before the next is tried: 30, \"30s\"; 30s by default")
#define DEREFERENCE_ALIASES HVAC_BODY("dereference_aliases", STRING, .values = "never finding searching always", .help = "When an alias stands for its entry; never by default")
#define MAX_PAGE_SIZE HVAC_BODY("max_page_size", INTEGER, .help = "Entries to ask for in one part of a search; 0: not in parts, the default")
#define REQUEST_TIMEOUT HVAC_BODY("request_timeout", DURATION, .help = "How long the directory may take for one answer: 90, \"90s\"; 90s by default")
#define USERFILTER HVAC_BODY("userfilter", STRING, .help = "Filter (Go template of .UserAttr, .Username) that finds who logs in; ({{.UserAttr}}={{.Username}}) by default")
#define USERNAME_AS_ALIAS HVAC_BODY("username_as_alias", BOOLEAN, .help = "Whether the entity's alias is the name typed, not the attribute's; false by default")
#define USE_PRE111_GROUP_CN_BEHAVIOR HVAC_BODY("use_pre111_group_cn_behavior", BOOLEAN, .help = "Whether groups' names are compared as Vault before 1.1.1 did, for policies from that time; false by default")
#define SCHEMA HVAC_BODY("schema", STRING, .values = "openldap ad racf", .help = "Kind of directory; openldap by default (Vault 2.1 and later)")
#define ENABLE_SAMACCOUNTNAME_LOGIN HVAC_BODY("enable_samaccountname_login", BOOLEAN, .help = "Whether sAMAccountName logs in besides upndomain; false by default (Vault 2.1 and later)")

/* `null_bind`: what is sent of deny_null_bind when it is not given. */
#define DIRECTORY(null_bind) \
	USERDN, GROUPDN, URL, CASE_SENSITIVE_NAMES, STARTTLS, TLS_MIN_VERSION, TLS_MAX_VERSION, INSECURE_TLS, CERTIFICATE, BINDDN, \
	BINDPASS, USERATTR, DISCOVERDN, DENY_NULL_BIND(null_bind), UPNDOMAIN, GROUPFILTER, GROUPATTR, USE_TOKEN_GROUPS, \
	ANONYMOUS_GROUP_SEARCH, CLIENT_TLS_CERT, CLIENT_TLS_KEY, CONNECTION_TIMEOUT, DEREFERENCE_ALIASES, MAX_PAGE_SIZE, \
	REQUEST_TIMEOUT, USERFILTER, USERNAME_AS_ALIAS, USE_PRE111_GROUP_CN_BEHAVIOR, SCHEMA, ENABLE_SAMACCOUNTNAME_LOGIN

#endif
