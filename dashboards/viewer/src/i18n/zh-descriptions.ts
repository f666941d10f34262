/** Simplified Chinese for the descriptions and words of the dashboards, by the English text. */
export const zhDescriptions: Readonly<Record<string, string>> = {
  'Queues, agents and targets at this moment.': '当前的队列、坐席与目标。',
  'Conversations that wait in a queue for an agent at this moment: on live channels (voice, chat, messaging), and tickets.':
    '此刻在队列中等待坐席的会话：实时渠道（语音、聊天、即时消息）与工单。',
  'How long the conversation at the head of the slowest queue has been waiting.':
    '最慢队列中排在最前的会话已等待的时间。',
  'Answered within the threshold of the queue, of answered and abandoned without short abandons. Last 30 minutes.':
    '在队列阈值内应答的数量，占已应答与已放弃（不含短时放弃）之比。最近 30 分钟。',
  'Conversations that the customer left before an answer, of all offered. Last 30 minutes.':
    '客户在应答前离开的会话占全部进线的比例。最近 30 分钟。',
  'Agents by state: ready for work, handling or wrapping up, and away (break, training, meeting).':
    '按状态统计的坐席：空闲、处理或整理中、离开（休息、培训、会议）。',
  'Queues of voice, chat and messaging at this moment; service level, offered and abandoned over the last 30 minutes.':
    '语音、聊天与即时消息队列此刻的情况；服务水平、进线与放弃为最近 30 分钟。',
  'Queues of email, web forms and social media at this moment, with the targets that run in them.':
    '电子邮件、网页表单与社交媒体队列此刻的情况，以及其中计时的目标。',
  'SLA targets that still run and are about to be missed, the soonest first.':
    '仍在计时且即将超时的 SLA 目标，最紧迫的在前。',
  'Alerts that are open or began in the time range: what, since when, and who has taken it on.':
    '尚未恢复或在所选时间范围内发生的告警：内容、持续时间与处理人。',
  'Counted at the moment at which the customer began to wait.': '按客户开始等待的时刻计数。',
  'Answered within the threshold of the queue; the line is the goal of 80 %.':
    '在队列阈值内应答的比例；横线为 80% 的目标。',

  'What was promised, and what was kept.': '承诺了什么，兑现了什么。',
  'Targets met, of those met and breached, by their due time.':
    '达成的目标占达成与超时目标之比，按到期时间统计。',
  'Targets that still run: about to be missed, and already missed but not yet fulfilled.':
    '仍在计时的目标：即将超时的，以及已超时但尚未完成的。',
  'Where and when the share answered within the threshold of the queue left its goal.':
    '哪个队列在何时偏离了阈值内应答的目标。',
  'By how much breached targets were missed, in the hours that the target counts.':
    '超时目标超出的时间，按目标的计时时段计算。',
  'Targets fulfilled late or not at all, by what was promised.': '迟于期限或未完成的目标，按承诺内容统计。',
  'Targets that were missed and still run, with how late they are.': '已超时且仍在计时的目标，以及超时多久。',
  'Queue metrics of the whole range by queue and channel; waits are of answered conversations.':
    '整个时间范围内各队列与渠道的指标；等待时间只计已应答的会话。',
  'How many targets were missed by how much, of those that ended.': '已结束的超时目标中，各超时时长的数量。',
  'How many took how long, in classes that grow with the duration.': '各时长区间内的数量；区间随时长递增。',
  'Median of each hour of the week, at the moment of the answer; darker is longer.':
    '一周中每个小时的中位数，按答复时刻统计；颜色越深时间越长。',

  'How long customers wait for an answer, for the next one, and for a solution.':
    '客户等待首次答复、后续答复与解决的时间。',
  'From creation to the first public message of an agent; bots and notes do not count.':
    '从创建到坐席的首条公开消息；机器人与内部备注不计。',
  'From the oldest unanswered message of the customer to the next public message of an agent.':
    '从客户最早一条未答复消息到坐席的下一条公开消息。',
  'Wait in a queue until an agent answered.': '在队列中等待至坐席应答的时间。',
  'From creation to the first solution, without pauses.': '从创建到首次解决，不扣除暂停。',
  'Talk, hold and after-call work, from the answer on.': '自应答起的通话、保持与话后整理时间。',
  'Mean wait of answered conversations, a row a queue.': '已应答会话的平均等待，每行一个队列。',
  'Response times of the whole range, a row a queue.': '整个时间范围的响应时间，每行一个队列。',

  'Work that is waiting: in queues and unsolved, at any instant.': '任意时刻等待中的工作：排队中与未解决的。',
  'Conversations that are not solved, at the end of each interval.': '每个间隔结束时未解决的会话。',
  'Conversations that wait in a queue, at the end of each interval.': '每个间隔结束时在队列中等待的会话。',
  'The most that waited at any instant.': '任意时刻等待的最大数量。',
  'The most conversations that waited at any instant of each interval.':
    '每个间隔内任意时刻等待会话的最大数量。',
  'From creation to the last solution; provisional until closed.': '从创建到最后一次解决；关闭前为暂定值。',
  'Conversations created, and conversations solved.': '新建的会话与已解决的会话。',
  'Conversations that are not solved, at the end of the range.': '时间范围结束时未解决的会话。',
  'Time in new, open and on hold: paused while waiting for the customer.':
    '处于新建、处理中与搁置状态的时间；等待客户时暂停。',
  'Time in new and open: paused while waiting for the customer or a third party.':
    '处于新建与处理中状态的时间；等待客户或第三方时暂停。',

  'Where conversations come from, and how many hands they need.': '会话来自何处，需要经过多少人手。',
  'Solved without reopening or a new conversation within 7 days.': '已解决且 7 天内未重开、也无新会话。',
  'Solved with exactly one public message of an agent.': '仅用坐席一条公开消息即解决。',
  'Conversations transferred, of those handled.': '被转接的会话占已处理会话之比。',
  'Conversations escalated, of those handled.': '被升级的会话占已处理会话之比。',
  'Conversations reopened, of those solved.': '被重开的会话占已解决会话之比。',
  'Conversations by the moment of their creation.': '按创建时刻统计的会话。',
  'Conversations that waited in a queue, by how their wait ended.': '排队过的会话，按等待如何结束统计。',
  'Contained: ended with no human asked for nor joined. Deflected: the same without those whom the customer abandoned. Resolved: confirmed by the customer.':
    '自助完成：结束时未要求也未加入人工。成功分流：同上，但不含客户放弃的。确认解决：由客户确认。',
  'Shares of the conversations that a bot had: contained, deflected, confirmed as resolved.':
    '占机器人会话的比例：自助完成、成功分流、确认解决。',
  'Queue metrics of the whole range, a row a channel.': '整个时间范围的队列指标，每行一个渠道。',

  'What customers say when they are asked.': '客户在被询问时怎么说。',
  'Satisfied answers, of all answers: the top two boxes from five up, of fewer the best one.':
    '满意答复占全部答复之比：五级及以上取最高两级，五级以下取最高一级。',
  'Share of answers 9 and 10 minus share of answers 0 to 6, from -100 to 100.':
    '9 至 10 分的比例减去 0 至 6 分的比例，范围 -100 至 100。',
  'Surveys answered, of surveys sent.': '已答复的调查占已发送调查之比。',
  'Mean of answers from 1 to 7.': '1 至 7 分答复的平均值。',
  'Satisfaction, and how many of those asked have answered.': '满意度，以及被询问者中有多少已答复。',
  'Surveys are counted for the agent who solved the conversation.': '调查计入解决该会话的坐席。',
  'A score of few answers says little: look at the **response rate** beside it.\n\n- Satisfaction counts 4 and 5 of five; of four boxes and fewer the best one.\n- The promoter score runs from -100 to 100: it is a difference, not a share.\n- The effort score is a mean of 1 to 7; more is better.':
    '答复太少的分数说明不了什么：请同时看旁边的**答复率**。\n\n- 满意度计五级中的 4 和 5；四级及以下只计最高一级。\n- 净推荐值在 -100 与 100 之间：它是差值，不是比例。\n- 费力度为 1 至 7 的平均值；越高越好。',

  'Who does the work, and how their time is used.': '谁在工作，时间如何使用。',
  'Handling, of handling and available idle.': '处理时间占处理与空闲时间之比。',
  'Handling, of handling and available idle; breaks, training and meetings are in neither.':
    '处理时间占处理与空闲时间之比；休息、培训与会议均不计入。',
  'Handling, of the time logged in.': '处理时间占登录时间之比。',
  'Busy chat slots, of offered chat slots, over time.': '忙碌的聊天并发占提供的聊天并发之比（按时间）。',
  'Time in schedule, of the time scheduled.': '按排班工作的时间占排班时间之比。',
  'Time on queue, of the time scheduled on queue.': '实际在线接待时间占排定接待时间之比。',
  'Each agent at this moment: state, since when, and how many conversations of how many possible.':
    '每位坐席此刻的状态、持续时间，以及正在处理的会话数与上限。',
  'Contacts whose handling has ended, once for each agent who handled them.':
    '已结束处理的联系，每位处理过的坐席各计一次。',
  'Contacts and times of the whole range.': '整个时间范围的联系数与时长。',
  'How the time that an agent was logged in was used.': '坐席登录时间的使用情况。',

  'Whether events arrive, how soon they count, and which could not be processed.':
    '事件是否到达、多快计入，以及哪些无法处理。',
  'Events stored, mean of the last minute.': '已存储的事件，最近一分钟的平均值。',
  'How old live figures are; they run ahead of storage.': '实时指标的延迟；实时指标领先于存储。',
  'From the arrival in Kafka to being stored, over the last five minutes.':
    '从到达 Kafka 到完成存储的时间，最近五分钟。',
  'Events that are in Kafka and not yet stored, over all partitions.':
    '已在 Kafka 中但尚未存储的事件，全部分区合计。',
  'Events that could not be processed; each stands in its topic with its reason.':
    '无法处理的事件；每条都连同原因保存在其主题中。',
  'How far each partition has come.': '各分区的处理进度。',
  'Why events could not be processed.': '事件无法处理的原因。',
};
