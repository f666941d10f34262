import type { Channel } from '../../domain/timeline/timeline.ts';

/** Task channels that Twilio makes, by unique name; centers add their own. */
const TASK_CHANNELS = new Map<string, Channel>([
  ['voice', 'voice'],
  ['video', 'voice'],
  ['chat', 'chat'],
  ['sms', 'messaging'],
  ['email', 'email'],
]);

/** Messengers, by the attribute `channelType`: to TaskRouter nearly all of them are `chat`. */
const MESSENGERS = new Map<string, Channel>([
  ['sms', 'messaging'],
  ['whatsapp', 'messaging'],
  ['messenger', 'social'],
  ['facebook', 'social'],
  ['email', 'email'],
]);

/** Tasks on `default` and on channels of the center's own are work that some program gave: `api`. */
export function channelOf(taskChannel: string, channelType: string): Channel {
  const channel = TASK_CHANNELS.get(taskChannel.toLowerCase()) ?? 'api';
  return channel === 'voice' ? channel : (MESSENGERS.get(channelType) ?? channel);
}
