// A real OpenID provider on loopback, told by lines of JSON on stdin what to do.
//
// {"keys": [private JWKs], "clients": {id: {"secret", "claims"}}}   configures it anew
// {"listening": false}                                              goes away; true: comes back
//
// Each line is answered with {"port", "asked"}: asked counts how often its keys were fetched.
// It ends when stdin does, so it never outlives the tests.

import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

// Stdout is for answers alone.
Object.assign(console, { log: console.error, info: console.error });

let port = 0;
let asked = 0;
let keys = [];
let clients = {};
let answer = (_request, reply) => reply.writeHead(503).end();

const server = createServer((request, reply) => {
  if (request.url === '/jwks') asked += 1;
  answer(request, reply);
});

function configured() {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    jwks: { keys },
    clients: Object.entries(clients).map(([id, { secret }]) => ({
      client_id: id,
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: keys[0].alg,
    })),
    extraTokenClaims: (_context, token) => clients[token.clientId].claims,
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          audience: resource,
          scope: 'panels',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: keys[0].alg, kid: keys[0].kid } },
        }),
      },
    },
    routes: { jwks: '/jwks', token: '/token' },
  });
  return provider.callback();
}

async function obey(command) {
  if (command.listening === false && server.listening) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  if (command.listening === true && !server.listening) {
    await new Promise((done) => server.listen(port, '127.0.0.1', done));
    port = server.address().port;
  }
  keys = command.keys ?? keys;
  clients = command.clients ?? clients;
  if (command.keys || command.clients) answer = configured();
  return { port, asked };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await obey(JSON.parse(line)))}\n`);
}
process.exit(0);
