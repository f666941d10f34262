import { eventNames } from './event-names.ts';

/** A name in each language. */
export interface Name {
  readonly en: string;
  readonly zh: string;
}

/** Names of values that come from closed lists: channels, priorities, targets, states, events, facts. */
export const names: Readonly<Record<string, Name>> = {
  ...eventNames,
  email: { en: 'Email', zh: '电子邮件' },
  web: { en: 'Web form', zh: '网页表单' },
  chat: { en: 'Chat', zh: '在线聊天' },
  messaging: { en: 'Messaging', zh: '即时消息' },
  social: { en: 'Social', zh: '社交媒体' },
  voice: { en: 'Voice', zh: '语音' },
  api: { en: 'API', zh: 'API' },
  Monday: { en: 'Monday', zh: '周一' },
  Tuesday: { en: 'Tuesday', zh: '周二' },
  Wednesday: { en: 'Wednesday', zh: '周三' },
  Thursday: { en: 'Thursday', zh: '周四' },
  Friday: { en: 'Friday', zh: '周五' },
  Saturday: { en: 'Saturday', zh: '周六' },
  Sunday: { en: 'Sunday', zh: '周日' },
  low: { en: 'Low', zh: '低' },
  normal: { en: 'Normal', zh: '普通' },
  high: { en: 'High', zh: '高' },
  urgent: { en: 'Urgent', zh: '紧急' },
  first_response: { en: 'First response', zh: '首次响应' },
  next_response: { en: 'Next response', zh: '后续响应' },
  periodic_update: { en: 'Periodic update', zh: '定期更新' },
  pausable_update: { en: 'Pausable update', zh: '可暂停的更新' },
  queue_wait: { en: 'Queue wait', zh: '排队等待' },
  first_resolution: { en: 'First resolution', zh: '首次解决' },
  total_resolution: { en: 'Total resolution', zh: '最终解决' },
  requester_wait: { en: 'Requester wait', zh: '客户等待' },
  available: { en: 'Available', zh: '空闲' },
  busy: { en: 'Busy', zh: '忙碌' },
  wrap_up: { en: 'Wrap-up', zh: '整理' },
  break: { en: 'Break', zh: '休息' },
  training: { en: 'Training', zh: '培训' },
  meeting: { en: 'Meeting', zh: '会议' },
  away: { en: 'Away', zh: '离开' },
  offline: { en: 'Offline', zh: '离线' },
  agent_work: { en: 'Agent work', zh: '坐席工时' },
};
