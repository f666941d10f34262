import { describe, expect, it } from 'vitest';
import { createDingtalkChannel } from '../../../services/alerting/channels/dingtalk.ts';
import { createSlackChannel } from '../../../services/alerting/channels/slack.ts';
import { createWecomChannel } from '../../../services/alerting/channels/wecom.ts';
import { alertOf } from '../alerts.ts';
import { notificationOf } from './notifications.ts';
import { AT, recordingOutgoing } from './outgoing.ts';

const OK = '{"errcode":0,"errmsg":"ok"}';
/** By OpenSSL: `printf '1772712000000\nSECtest' | openssl dgst -sha256 -hmac SECtest -binary | base64`. */
const SIGN = '8aFllz8E95s8MxedIIE2EIgUUqSDjIq0P2odENtJWHI=';
const breach = alertOf({ title: 'A promise was missed', runbook: 'https://wiki.example.org/breach' });
const hostile = alertOf({ conversationId: 'c1', queue: '<!here> [x](http://evil) @all\n# big' });

async function slackText(...notifications: Parameters<typeof notificationOf>[0][]): Promise<string> {
  const to = recordingOutgoing('ok');
  const channel = createSlackChannel({ id: 's', url: 'https://hooks.example.org/T/B/x' }, to.deps);
  await channel.send(
    notifications.map((each) => notificationOf(each)),
    to.signal,
  );
  expect(to.requests).toHaveLength(1);
  return to.bodies()[0].text;
}

describe('Slack', () => {
  it('says what, where, since when, and links to the conversation and the runbook', async () => {
    expect(await slackText(breach)).toBe(
      `*[critical] A promise was missed*
first response of c1 in billing was due at 2026-03-05T12:00:00.000Z
<https://desk.example.org/d/live?conversation=c1|Conversation> · <https://wiki.example.org/breach|Runbook>`,
    );
  });

  it('says how late, and how long it took', async () => {
    const at = AT + 125 * 60_000;
    const to = recordingOutgoing();
    const channel = createSlackChannel({ id: 's', url: 'https://hooks.example.org' }, to.deps);
    await channel.send([notificationOf(breach, { cause: 'escalated', at })], to.signal);
    const over = { ...breach, state: 'resolved', version: 2, changedAt: at } as const;
    await channel.send([notificationOf(over)], to.signal);
    expect(to.bodies()[0].text).toMatch(/^\*Nobody has taken on: \[critical\].*\n.*, 2h 5m late\n/);
    expect(to.bodies()[1].text).toMatch(
      /^\*Resolved: A promise was missed\*\nfirst response.*over after 2h 5m\n/,
    );
  });

  it('says what is in doubt', async () => {
    expect(await slackText({ ...breach, unconfirmed: true })).toContain(':00.000Z, not confirmed yet\n');
  });

  it('tells of a group once, and of what waits in one message', async () => {
    const group = [breach, alertOf({ id: 'b', conversationId: 'c2', state: 'resolved', version: 2 })];
    const text = await slackText(group, breach);
    expect(text).toMatch(/^\*1 firing, 1 resolved \(queue billing\)\*\n\n\[critical\]/);
    expect(text.match(/\*\[critical\] A promise was missed\*/g)).toHaveLength(1);
  });

  it('lets nothing from outside mention, link or break', async () => {
    const text = await slackText(hostile);
    expect(text).toContain('&lt;!here&gt; [x](http://evil)  all # big');
  });
});

describe('DingTalk', () => {
  const settings = { id: 'd', url: 'https://oapi.example.org/robot/send?access_token=t', secret: 'SECtest' };

  it('signs the time with the secret', async () => {
    const to = recordingOutgoing(OK);
    await createDingtalkChannel(settings, to.deps).send([notificationOf(breach)], to.signal);
    const { searchParams } = new URL(to.requests[0]!.url);
    expect(Object.fromEntries(searchParams)).toEqual({
      access_token: 't',
      timestamp: '1772712000000',
      sign: SIGN,
    });
    expect(to.bodies()).toMatchObject([
      { msgtype: 'markdown', markdown: { title: ' critical  A promise was missed' } },
    ]);
  });

  it.each([
    ['{"errcode":130101,"errmsg":"send too fast"}', 'ROBOT_REFUSED_130101', true],
    ['{"errcode":-1,"errmsg":"busy"}', 'ROBOT_REFUSED_-1', true],
    ['{"errcode":310000,"errmsg":"sign not match"}', 'ROBOT_REFUSED_310000', false],
    ['<html>', 'ROBOT_ANSWER', false],
  ])('answered with %s fails with %s', async (answer, code, retriable) => {
    const to = recordingOutgoing(answer);
    const sent = createDingtalkChannel(settings, to.deps).send([notificationOf(breach)], to.signal);
    await expect(sent).rejects.toMatchObject({ code, retriable });
  });
});

describe('WeCom', () => {
  const send = async (alerts: Parameters<typeof notificationOf>[0]) => {
    const to = recordingOutgoing(OK);
    const channel = createWecomChannel({ id: 'w', url: 'https://qyapi.example.org/send?key=k' }, to.deps);
    await channel.send([notificationOf(alerts)], to.signal);
    expect(to.bodies()).toMatchObject([{ msgtype: 'markdown' }]);
    return to.bodies()[0].markdown.content as string;
  };

  it('keeps within what the robot takes, and says how much is left out', async () => {
    const many = Array.from({ length: 60 }, (_, i) => alertOf({ id: `a${i}`, conversationId: `会话${i}` }));
    const content = await send(many);
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
    const listed = content.match(/first response of/g)!.length;
    expect(content).toMatch(new RegExp(`\nand ${60 - listed} more$`));
  });

  it('lets nothing from outside become a link', async () => {
    expect(await send(hostile)).toContain(' !here   x (http://evil)  all   big');
  });
});
