#!/usr/bin/env bash
# fastify 5.12.8, express 5.2.1 (Node), as endpoints of Amazon Data Firehose, which delivers Amazon Connect's contact records
#
# Expected: a route that takes JSON takes what Firehose sends by default, a buffer of 5 MiB (6.7 MiB in base64); or refuses
# it so that Firehose tries again and puts it to its error bucket in the end, as it does with every code but 200.
# Seen: both refuse it with 413, the one code that Firehose takes for final: "the record batch is not sent to error bucket
# if configured" ("HTTP endpoint delivery request and response specifications"). The batch is lost, and as quiet hours fill
# smaller buffers, it is lost in the busy ones. What fits is answered with a content type that has a charset, where "the only
# acceptable content type is application/json".
#
# Output seen (Node 20.20.2):
#   fastify: 200 application/json; charset=utf-8 for 0.1 MiB, 413 for 5 MiB
#   express: 413 for 0.1 MiB, 413 for 5 MiB
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error fastify@5.12.8 express@5.2.1 > /dev/null

cat > show.mjs << 'NODE'
import express from 'express';
import Fastify from 'fastify';

const MIB = 1_048_576;
const delivery = (bytes) =>
  JSON.stringify({ requestId: 'r', records: [{ data: Buffer.alloc(bytes, '{}').toString('base64') }] });

async function answers(port) {
  const said = [];
  for (const size of [0.1, 5]) {
    const body = delivery(Math.round(size * MIB));
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    const type = answer.status === 200 ? ` ${answer.headers.get('content-type')}` : '';
    said.push(`${answer.status}${type} for ${size} MiB`);
  }
  return said.join(', ');
}

const answer = (requestId) => ({ requestId, timestamp: 0 });

const fastify = Fastify();
fastify.post('/', async (request) => answer(request.body.requestId));
await fastify.listen({ port: 0, host: '127.0.0.1' });
console.log(`fastify: ${await answers(fastify.server.address().port)}`);
await fastify.close();

process.env.NODE_ENV = 'test'; // express writes refused requests to stderr otherwise
const app = express();
app.use(express.json());
app.post('/', (request, response) => response.json(answer(request.body.requestId)));
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
console.log(`express: ${await answers(server.address().port)}`);
server.closeAllConnections();
server.close();
NODE
node show.mjs | tee seen
diff seen - << 'SEEN'
fastify: 200 application/json; charset=utf-8 for 0.1 MiB, 413 for 5 MiB
express: 413 for 0.1 MiB, 413 for 5 MiB
SEEN
