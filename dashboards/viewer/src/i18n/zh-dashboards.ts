/** Simplified Chinese for the texts that stand in `dashboards/*.json`, by the English text. */
export const zhDashboards: Readonly<Record<string, string>> = {
  Live: '实时',
  'Queues, agents and targets at this moment.': '当前的队列、坐席与目标。',
  Queue: '队列',
  Channel: '渠道',
  Team: '团队',
  Interval: '间隔',
  'Waiting now': '当前等待',
  'Conversations that wait in a queue for an agent at this moment.': '此刻在队列中等待坐席的会话。',
  'Longest wait': '最长等待',
  'How long the conversation at the head of the slowest queue has been waiting.':
    '最慢队列中排在最前的会话已等待的时间。',
  'Service level': '服务水平',
  'Answered within the threshold of the queue, of answered and abandoned without short abandons. Last 30 minutes.':
    '在队列阈值内应答的数量，占已应答与已放弃（不含短时放弃）之比。最近 30 分钟。',
  'Abandonment rate': '放弃率',
  'Conversations that the customer left before an answer, of all offered. Last 30 minutes.':
    '客户在应答前离开的会话占全部进线的比例。最近 30 分钟。',
  Agents: '坐席',
  'Agents by state: ready for work, handling or wrapping up, and away (break, training, meeting).':
    '按状态统计的坐席：空闲、处理或整理中、离开（休息、培训、会议）。',
  Available: '空闲',
  Busy: '忙碌',
  Away: '离开',
  Queues: '队列',
  'Each queue at this moment; service level, offered and abandoned over the last 30 minutes.':
    '各队列此刻的情况；服务水平、进线与放弃为最近 30 分钟。',
  Waiting: '等待',
  'Estimated wait': '预计等待',
  Handling: '处理中',
  Offered: '进线',
  Answered: '已应答',
  Abandoned: '已放弃',
  'At risk': '临近超时',
  Breached: '已超时',
  'Targets at risk': '临近超时的目标',
  'SLA targets that still run and are about to be missed, the soonest first.':
    '仍在计时且即将超时的 SLA 目标，最紧迫的在前。',
  Due: '到期',
  Target: '目标',
  Conversation: '会话',
  Agent: '坐席',
  'Offered, answered, abandoned': '进线、应答、放弃',
  'Counted at the moment at which the customer began to wait.': '按客户开始等待的时刻计数。',
  'Service level over time': '服务水平走势',
  'Answered within the threshold of the queue; the line is the goal of 80 %.':
    '在队列阈值内应答的比例；横线为 80% 的目标。',
};
