// SPDX-License-Identifier: MIT
// A real OpenID Connect provider for the tests of auth/oidc: npm's oidc-provider, which takes any login and keeps all in memory.
//
//	node oidc_provider.mjs REDIRECT_URI ...
//
// OIDC_MODULES names the folder node_modules that has it. Prints its address once it listens, at a free port of loopback; ends when
// its standard input does. Its one client is "hvac" with the secret "the-client's-secret".
import http from 'node:http';
import { pathToFileURL } from 'node:url';

const { default: Provider } = await import(pathToFileURL(`${process.env.OIDC_MODULES}/oidc-provider/lib/index.js`));

const server = http.createServer().listen(0, '127.0.0.1', () => {
	const issuer = `http://127.0.0.1:${server.address().port}`;
	const provider = new Provider(issuer, {
		clients: [{
			client_id: 'hvac',
			client_secret: "the-client's-secret",
			application_type: 'native', // of loopback any port will do
			redirect_uris: process.argv.slice(2),
			grant_types: ['authorization_code', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code'],
			response_types: ['code', 'id_token'],
			token_endpoint_auth_method: 'client_secret_post',
		}],
		features: { deviceFlow: { enabled: true } },
		claims: { openid: ['sub'], groups: ['groups'] },
		scopes: ['openid', 'groups'],
		conformIdTokenClaims: false,
		findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, groups: ['crew', 'people of ß'] }) }),
	});
	server.on('request', provider.callback());
	process.stdout.write(`${issuer}\n`);
});
process.stdin.on('end', () => process.exit()).resume();
