/* SPDX-License-Identifier: MIT */
/* The time of a signature is the client's clock, which a program can give. RSA's signatures of version 1.5 have nothing random in
 * them, so that the whole header is known. */
#include "suite.h"

#include <hvac/hvac.h>

#define NOW 1440938160                   /* 2015-08-30T12:36:00Z, a Sunday */

/* Made for this test. */
#define KEY \
	"-----BEGIN PRIVATE KEY-----\n" \
	"MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC2wlB44RQmDspC\n" \
	"egHOSV6Cy/gYERKODUcIhDTvi5YYzxqICLU63n++0tCiinq9+oV+iofOaZmRWum+\n" \
	"2AUmTokOFa558BN5lX1qvjQ97Hfcx6U08NAk4DNEVXEmI1UN/FPFoZkHxF3go1do\n" \
	"HdXKY7dkvtXc3vw47/tLBeoriqTuBBzIOrKHa34Aqwo5UsrB7lynw/GHr66jx+cu\n" \
	"tHszxWNjDIcGTqz2Zi+GtBeMOjWzEgLviTCeIrXeDAWWI6K9ur59hyX+aO8t/zNZ\n" \
	"+tHy09jP6reYCB8bJaRnwv0wWCF99YhrEf+tAN0MDXLb8m/c0Rrn+prjdfo4ftX+\n" \
	"3mXfBylhAgMBAAECggEAF2QfcJk+PvC9qmx7Nq/lTNBWXJ4yxcOlR83ECLTQ7TP0\n" \
	"rVyP9YzsxLuuwF8A/rfFxkBsyVpysUv1htuXLSP4Hrlfr3Ouymz7tGHLxfEyFivn\n" \
	"VTNNMKsRZLma1crH5BZbknvwXjIf4dSGJ2lKJ7FDk71pGe/gUFlGzH9hTVldaqkc\n" \
	"oPF/gcYPsUkz1+2qSNt9ZuGADOXRBPIgQlClQ2Hq+wWCe6sXi3gWVWWVkmqdn9vm\n" \
	"f5odZggNAKNteu+rYVoasphHzSzXKiCdohufVXg3mPTGbFQO3Vjm5HowL240YvH3\n" \
	"KhbIA7Brnp/Q7aSZuI0nXVJTDw5oZHTHLXL2jVFDUQKBgQDk1raGCXbmXsjxNoFT\n" \
	"5qFYVp+nM9NuSdn5yhsnC1Xwg4oYkMJJf5eJScIJPf/ze8l+SldmTjtBIXClcmHu\n" \
	"dIP0G7Pd7r5nbTDdlQKMqXVJjs0vfXmc7ZZJ+ySQRpX9zZv4eNkcCy0sHPCefswH\n" \
	"R7TZxQkhGIBEheomIJSB1DsgGwKBgQDMc3c4O9zdPMY6q5uPUUwX5jviXXKYKfp2\n" \
	"9nS3xhCFZoObOez6J1hMtXCu9jPox0pHArA7114lfICTVz0terucdYLhWSNg12W4\n" \
	"csWvlY97E1MFcgL/JOZEKe4+t8FKWlWXZC9NhX3EvXGQ7n/pdoC6aFrRhoz7j8Cl\n" \
	"i7KieiOMMwKBgHpqzlun5n5YiGBZixfKEdgDBwdYNywRv9TbpGjfrIqso4x+rCDL\n" \
	"a9Jarb1p+GlVeDXiKR0mjpZKAEvRg8gfdpN42mDIHf2QMQrocuOyp3bBOMzF7+/e\n" \
	"PX64Jhg0Wnraqixi4aoZ5IFrveDb7eObHYk92aNlywBdLyRUW32UfkivAoGASRfG\n" \
	"uZ39OkMuA2+yr6w67hhrtGQAQhJP7xPxanovEeIyjt5IsK48TUBYxtRSfpgxH+4A\n" \
	"H4TBrdkzBnob7xR/2lHQtsvtcAPR4/10W2+22iNwfPPjyl/gyuHKwTVkrzZYf0Vb\n" \
	"+/ULn7iyz0PVCxxIrVv9jAb0hENCdmzZMmlEKC0CgYA/AbYUKUX4bu9f1EXKn9uG\n" \
	"v4MRdUk4ReBsE5LtJOuX1hPIIP88+/IAwoo8gb1naYeXhnHHMihrBVsngKunHhM1\n" \
	"BbAPbS0L8LDInfzfnTpZVsJSOahBHYrVcjjgOgkQNDiAV3+FMuTZcV7ngxVZ9arW\n" \
	"fqJy+jmrzTkd0ppfd9HIng==\n" \
	"-----END PRIVATE KEY-----\n"

/* By OCI's SDK for Python, of the same request. */
#define SIGNATURE \
	"S/Jcvtn+CaJZJQiuetoZCbux7h09QcwHO4ETTcvh8qcGUF1lMJXpsP1cz7ffyBPeXKsK8IxiYD7mo3uLn1y5XvLdD9A/j5kJj/VG" \
	"JatdjAB92jjOt5oNtyEEqv0KqU2yR1OeM2Y3pSTWDBEX/zmGTqWF9hcRN9GSEbndiXWWQq6KtGw87zp7xOaccvRttTTRpC15Gu9p" \
	"7IHwFlt5As7E5fzrtys4nV7+fun5YLQcgT2tCGrDksF465Y/S1e1/Yc4aY8Bqb8DJdxRBxvsPC5N2B5tYbmoTooV7rgBLSGUVmzG" \
	"uKvXVsnY4SSLLCwY0QgI+w9lqYvvloKlPQLfpNyJGg=="

static int64_t given_time(void *context)
{
	return *(const int64_t *)context;
}

/* The request of the login at this time; to be freed. */
static hvac_value *request_at(int64_t now)
{
	const hvac_clock clock = { .context = &now, .real = given_time };
	hvac_config *config = hvac_config_new();
	hvac_value *requests;
	hvac_client *client;
	hvac_task *task;

	hvac_config_set(config, "address", "http://127.0.0.1:1");
	hvac_config_clock(config, &clock);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_task_new(client, "auth/oci", "login",
	                               HVAC_ARGS(hvac_string("role", "web"), hvac_string("tenancy_id", "ocid1.tenancy.oc1..t"),
	                                         hvac_string("user_id", "ocid1.user.oc1..u"), hvac_string("fingerprint", "20:3b"),
	                                         hvac_string("key", KEY)), NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	hvac_task_free(task);
	hvac_client_free(client);
	hvac_config_free(config);
	return requests;
}

static const char *header(const hvac_value *requests, const char *name)
{
	const hvac_value *headers = hvac_value_at(requests, "/0/body/request_headers");

	return hvac_value_string(hvac_value_item(hvac_value_member(headers, name), 0), NULL);
}

START_TEST(the_signature_is_the_one_of_the_sdk_at_the_time_that_was_given)
{
	hvac_value *requests = request_at(NOW);

	ck_assert_pstr_eq(header(requests, "Date"), "Sun, 30 Aug 2015 12:36:00 GMT");
	ck_assert_pstr_eq(header(requests, "Authorization"),
	                  "Signature algorithm=\"rsa-sha256\",headers=\"date (request-target) host\","
	                  "keyId=\"ocid1.tenancy.oc1..t/ocid1.user.oc1..u/20:3b\",signature=\"" SIGNATURE "\",version=\"1\"");
	hvac_value_free(requests);
}
END_TEST

START_TEST(another_time_makes_another_signature)
{
	hvac_value *requests = request_at(NOW + 1), *first = request_at(NOW);

	ck_assert_pstr_eq(header(requests, "Date"), "Sun, 30 Aug 2015 12:36:01 GMT");
	ck_assert_pstr_ne(header(requests, "Authorization"), header(first, "Authorization"));
	hvac_value_free(requests);
	hvac_value_free(first);
}
END_TEST

SUITE("clock", the_signature_is_the_one_of_the_sdk_at_the_time_that_was_given, another_time_makes_another_signature)
