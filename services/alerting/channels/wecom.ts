import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import { type Channel, postJson } from './channel.ts';
import { type ChatFormat, createChatChannel, markdownLink, plainMarkdown } from './chat.ts';
import { checkRobotAnswer } from './robot.ts';
import type { Texts } from './text.ts';

const FORMAT: ChatFormat = {
  plain: plainMarkdown,
  bold: (text) => `**${text}**`,
  link: markdownLink,
  newline: '\n',
  // The robot takes 4,096.
  maxBytes: 4_096,
};

/** A WeCom group's robot (developer.work.weixin.qq.com, "Group robot configuration"); its URL holds the key. */
export function createWecomChannel(
  { id, url }: { id: string; url: string },
  { outgoing, texts }: { outgoing: Pick<Outgoing, 'post'>; texts: Texts },
): Channel {
  return createChatChannel({ id, format: FORMAT, texts }, async (content, _, signal) => {
    const message = { msgtype: 'markdown', markdown: { content } };
    checkRobotAnswer(await postJson(outgoing, url, message, signal));
  });
}
