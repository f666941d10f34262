#!/usr/bin/env bash
# asterisk-ami-client 1.1.5 (Node), https://www.npmjs.com/package/asterisk-ami-client/v/1.1.5
#
# Expected: action(message, true) promises the answer to this message; it makes the ActionID by which Asterisk's answers
# are told apart. And an event has all that Asterisk put into it: a header that comes several times, as ChanVariable
# does once for each variable of the call that manager.conf names (channelvars), has several values.
# Seen: the ActionID is the millisecond, so all that is asked within one has the same, and the first answer is given to
# everybody. Of agents whose state is asked for at once, with Promise.all, all have the state of the first: all are
# idle, or all are on a call. Asked one after the other each has its own, so a try by hand is right. It is known
# upstream (BelirafoN/asterisk-ami-client#10), open since 2020. And of a call's variables the last one is kept, by which
# customer, campaign or language are gone. asterisk-manager 0.2.0 has both right.
#
# Output seen (Node 20.20.2):
#   asterisk-ami-client, one after the other: 100 Idle, 101 InUse, 102 Unavailable
#   asterisk-ami-client, at once: 100 Idle, 101 Idle, 102 Idle
#   asterisk-ami-client, variables: "LANG=de"
#   asterisk-manager, at once: 100 Idle, 101 InUse, 102 Unavailable
#   asterisk-manager, variables: {"CUSTOMER":"4711","CAMPAIGN":"spring","LANG":"de"}
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error asterisk-ami-client@1.1.5 asterisk-manager@0.2.0 > /dev/null

cat > asterisk.cjs << 'NODE'
// What Asterisk answers to Login and to ExtensionState, and what it tells of a call.
const { createServer } = require('node:net');
const STATES = { 100: [0, 'Idle'], 101: [1, 'InUse'], 102: [4, 'Unavailable'] };
const packet = (...lines) => `${lines.join('\r\n')}\r\n\r\n`;

createServer((socket) => {
  socket.on('error', () => {});
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  let text = '';
  socket.on('data', (data) => {
    const packets = (text += data).split('\r\n\r\n');
    text = packets.pop();
    for (const one of packets) {
      const header = (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(one)?.[1].trim();
      const action = header('Action').toLowerCase();
      const answer = ['Response: Success', `ActionID: ${header('ActionID')}`];
      if (action === 'login') socket.write(packet(...answer, 'Message: Authentication accepted'));
      if (action !== 'extensionstate') continue;
      const exten = header('Exten');
      const [status, said] = STATES[exten];
      socket.write(
        packet(...answer, 'Message: Extension Status', `Exten: ${exten}`, `Status: ${status}`, `StatusText: ${said}`),
      );
      if (exten === '102')
        socket.write(
          packet(
            ...['Event: QueueCallerJoin', 'Privilege: agent,all', 'Channel: PJSIP/trunk-00000001', 'Queue: billing'],
            ...['ChanVariable: CUSTOMER=4711', 'ChanVariable: CAMPAIGN=spring', 'ChanVariable: LANG=de'],
          ),
        );
    }
  });
}).listen(0, '127.0.0.1', function () {
  require('node:fs').writeFileSync('port', String(this.address().port));
});
NODE
node asterisk.cjs &
until [ -s port ]; do sleep 0.1; done

cat > show.cjs << 'NODE'
const AmiClient = require('asterisk-ami-client');
const Manager = require('asterisk-manager');
const port = Number(process.argv[2]);
const AGENTS = ['100', '101', '102'];
const show = (way, texts) => console.log(`${way}: ${AGENTS.map((agent, n) => `${agent} ${texts[n]}`).join(', ')}`);

async function byClient() {
  const client = new AmiClient();
  await client.connect('board', 'secret', { host: '127.0.0.1', port });
  const joined = new Promise((resolve) => client.once('QueueCallerJoin', resolve));
  const state = (Exten) => client.action({ Action: 'ExtensionState', Exten, Context: 'agents' }, true);
  const texts = [];
  for (const agent of AGENTS) texts.push((await state(agent)).StatusText);
  show('asterisk-ami-client, one after the other', texts);
  let atOnce;
  // On a busy machine three calls may take more than a millisecond.
  for (let tries = 0; tries < 100; tries++) {
    atOnce = (await Promise.all(AGENTS.map(state))).map(({ StatusText }) => StatusText);
    if (new Set(atOnce).size === 1) break;
  }
  show('asterisk-ami-client, at once', atOnce);
  console.log(`asterisk-ami-client, variables: ${JSON.stringify((await joined).ChanVariable)}`);
}
async function byManager() {
  const manager = new Manager(port, '127.0.0.1', 'board', 'secret', true);
  const joined = new Promise((resolve) => manager.once('queuecallerjoin', resolve));
  const state = (exten) =>
    new Promise((resolve, reject) => {
      const action = { action: 'extensionstate', exten, context: 'agents' };
      manager.action(action, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  const answers = await Promise.all(AGENTS.map(state));
  show('asterisk-manager, at once', answers.map(({ statustext }) => statustext));
  console.log(`asterisk-manager, variables: ${JSON.stringify((await joined).chanvariable)}`);
}
byClient()
  .then(byManager)
  .then(() => process.exit());
NODE
node show.cjs "$(cat port)" | tee seen
diff seen - << 'SEEN'
asterisk-ami-client, one after the other: 100 Idle, 101 InUse, 102 Unavailable
asterisk-ami-client, at once: 100 Idle, 101 Idle, 102 Idle
asterisk-ami-client, variables: "LANG=de"
asterisk-manager, at once: 100 Idle, 101 InUse, 102 Unavailable
asterisk-manager, variables: {"CUSTOMER":"4711","CAMPAIGN":"spring","LANG":"de"}
SEEN
