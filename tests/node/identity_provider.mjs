// An OpenID provider of somebody else's making (npm oidc-provider) on loopback, with people and clients of ours.
//
// The first line of stdin is JSON: {"clients": [client metadata], "clientAuthMethods": ["client_secret_basic"],
// "people": {username: {password, claims}}}. The first line of stdout is the issuer, once it answers. It ends when stdin
// does, so that it never outlives who started it. What is not set here is left at its default, such as that claims of
// scopes are at the UserInfo endpoint only; the default pages are replaced, because they load fonts from elsewhere.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

import { Provider } from 'oidc-provider';

const lines = createInterface({ input: process.stdin }).on('close', () => process.exit(0));
const { clients, clientAuthMethods, people } = JSON.parse(await new Promise((resolve) => lines.once('line', resolve)));

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  clientAuthMethods,
  claims: { email: ['email'], profile: ['name', 'preferred_username', 'groups'] },
  cookies: { keys: ['made-up'] },
  pkce: { required: () => true },
  responseTypes: ['code'],
  scopes: ['openid'],
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = page('Sign out', form + '<button form="op.logoutForm" name="logout" value="yes">Yes</button>');
      },
    },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => {
    const person = Object.values(people).find(({ claims }) => claims.sub === sub);
    return person && { accountId: sub, claims: () => person.claims };
  },
  // Everybody has agreed already that this client may know their claims.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
  renderError: (ctx, out) => {
    ctx.type = 'json';
    ctx.body = out;
  },
});

const standard = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return standard(request, response);
  try {
    if (request.method === 'GET') return show(response, 200, '');
    const form = new URLSearchParams(await text(request));
    const person = people[form.get('username')];
    if (form.has('cancel')) {
      return await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'The person pressed Cancel',
      });
    }
    if (person?.password !== form.get('password')) return show(response, 403, 'That is not right.');
    return await provider.interactionFinished(request, response, { login: { accountId: person.claims.sub } });
  } catch (error) {
    return show(response, 500, error.message);
  }
});

console.log(issuer);

function show(response, status, sentence) {
  const form = `<p>${sentence}</p><form method="post"><input name="username"><input name="password" type="password">
    <button>Sign in</button><button name="cancel" value="yes">Cancel</button></form>`;
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page('Sign in', form));
}

function page(title, content) {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body>${content}</body></html>`;
}
