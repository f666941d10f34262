#!/usr/bin/env bash
# node-zendesk 6.0.1 (Node), https://www.npmjs.com/package/node-zendesk/v/6.0.1
#
# Expected: tickets.incremental(start) gives what has changed since then, all pages of 1000, up to Zendesk's
# end_of_stream; and where Zendesk refuses for the moment, with 429 and Retry-After, as it does after so many requests a
# minute, the promise rejects, or the request is made again.
# Seen: the first page is all, at any number of tickets: the count by which it would go on is looked for in the HTTP
# response and not in its body. And a refusal ends a list of any kind as if that were its last page: the promise
# resolves with what has come so far and one thing more, an Error among the tickets, which has no id and no status. A
# first export has 1000 tickets, and a busy day as many as its minute allowed. Known of older versions
# (blakmatrix/node-zendesk#192), closed.
#
# Output seen (Node 20.20.2):
#   changed, of 2500: node-zendesk 1000 tickets; page by page 2500
#   all, of 300, refused once: node-zendesk 100 tickets and 1 error; page by page 300
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error node-zendesk@6.0.1 > /dev/null

# As the API's reference has both: Incremental Exports (by time), List Tickets (by cursor).
cat > zendesk.cjs << 'NODE'
const { writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const PAGE = 1000;
const CHANGED = 2500;
const START = 1_700_000_000;
const asked = new Map();

const tickets = (from, to) => Array.from({ length: to - from }, (_, n) => ({ id: from + n + 1, status: 'open' }));
function changed(url) {
  const from = Number(url.searchParams.get('start_time')) - START;
  const to = Math.min(from + PAGE, CHANGED);
  url.searchParams.set('start_time', String(START + to));
  const page = tickets(from, to);
  return { tickets: page, count: page.length, end_of_stream: to === CHANGED, end_time: START + to, next_page: url };
}
function all(url) {
  const from = Number(url.searchParams.get('page[after]') ?? 0);
  const to = from + 100;
  url.searchParams.set('page[after]', String(to));
  const more = to < 300;
  return { tickets: tickets(from, to), meta: { has_more: more }, links: { next: more ? url : null, prev: null } };
}
const server = createServer((request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const once = `${request.headers['user-agent']} ${request.url}`;
  const refused = url.searchParams.get('page[after]') === '100' && !asked.has(once);
  asked.set(once, true);
  const headers = { 'content-type': 'application/json' };
  if (refused) response.writeHead(429, { ...headers, 'retry-after': '1' }).end('{"error":"Rate limit"}');
  else {
    const page = url.pathname.includes('incremental') ? changed(url) : all(url);
    response.writeHead(200, headers).end(JSON.stringify(page));
  }
});
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
NODE
node zendesk.cjs &
until [ -s port ]; do sleep 0.1; done

cat > show.cjs << 'NODE'
const { createClient } = require('node-zendesk');
const { setTimeout: pause } = require('node:timers/promises');
const endpointUri = `http://127.0.0.1:${process.argv[2]}/api/v2`;
const { tickets } = createClient({ username: 'agent@example.com', token: 'token', endpointUri });

async function pageByPage(url) {
  let count = 0;
  while (url) {
    const response = await fetch(url);
    if (response.status === 429) {
      await pause(1000 * Number(response.headers.get('retry-after')));
      continue;
    }
    const page = await response.json();
    count += page.tickets.length;
    url = page.links ? page.links.next : page.end_of_stream ? null : page.next_page;
  }
  return count;
}
async function show(said, list, path) {
  const errors = list.filter((one) => one instanceof Error).length;
  const told = `${list.length - errors} tickets${errors > 0 ? ` and ${errors} error` : ''}`;
  console.log(`${said}: node-zendesk ${told}; page by page ${await pageByPage(`${endpointUri}/${path}`)}`);
}

(async () => {
  const start = 1_700_000_000;
  await show('changed, of 2500', await tickets.incremental(start), `incremental/tickets.json?start_time=${start}`);
  await show('all, of 300, refused once', await tickets.list(), 'tickets.json?page[size]=100');
})();
NODE
node show.cjs "$(cat port)" | tee seen
diff seen - << 'SEEN'
changed, of 2500: node-zendesk 1000 tickets; page by page 2500
all, of 300, refused once: node-zendesk 100 tickets and 1 error; page by page 300
SEEN
