/** Simplified Chinese for the texts of the dashboard of conversation quality, by the English text. */
export const zhWords: Readonly<Record<string, string>> = {
  'Conversation quality': '会话质量',
  'What is said in conversations and how, of centers that opted in.':
    '会话中说了什么、如何说：仅限选择加入的中心。',

  'Sentiment of customers': '客户情绪',
  Sentiment: '情绪',
  Courtesy: '礼貌用语',
  'Change of sentiment': '情绪变化',
  'Negative messages': '负面消息',
  'Questions left unanswered': '未获答复的提问',
  'Unanswered questions': '未获答复的提问数',
  'Long silences': '长时间沉默',
  'Repeated messages': '重复消息',
  'Conversations read': '已分析的会话',
  'Messages read': '已分析的消息',
  'Sentiment over time': '情绪趋势',
  'What went wrong over time': '问题趋势',
  'Sentiment by queue': '各队列的情绪',
  'Languages of customers': '客户语言',
  'Quality by agent': '各坐席的会话质量',
  Language: '语言',
  English: '英语',
  Chinese: '中文',
  German: '德语',
  'not known': '未知',

  "Mean sentiment of customers' messages, from -1 (bad) to 1 (good).":
    '客户消息的平均情绪，−1（差）至 1（好）。',
  'Conversations in which an agent greeted, thanked, apologised or took leave, of those that were read.':
    '坐席有问候、致谢、致歉或道别的会话，占已分析会话之比。',
  "The customer's last sentiment less the first, of conversations that have ended. Above 0 they left happier than they came.":
    '已结束的会话中，客户最后一次的情绪减去第一次的情绪；大于 0 表示离开时比来时满意。',
  "Customers' messages with a sentiment of -0.25 and below.": '情绪在 −0.25 及以下的客户消息。',
  'Questions of customers that no public message of an agent followed before the end, or within 24 hours.':
    '在会话结束前或 24 小时内，坐席未再发公开消息的客户提问。',
  "Times that it was an agent's turn in a live chat for more than three minutes.":
    '在线聊天中轮到坐席说话却超过三分钟的次数。',
  'Messages of agents whose text an agent had sent in the same conversation before.':
    '坐席在同一会话中再次发送相同内容的消息。',
  'Conversations of which a message was read, of all that were created. The rest of this page is of these.':
    '有消息被分析的会话占全部新建会话之比；本页其余数据仅涉及这些会话。',
  'Unanswered questions, long silences and repeated messages.': '未获答复的提问、长时间沉默与重复消息。',
  "Conversations by the language of most of the customer's messages.": '按客户多数消息的语言统计的会话。',
  'Sentiment is that of customers whose conversation the agent had when they wrote.':
    '情绪指客户发消息时，其会话由该坐席负责的客户的情绪。',
  'Texts are read as they come in and never kept; a word list reads them, and is wrong about some. **Compare queues, weeks and agents by many messages, never by one.**\n\n- Sentiment is read of English and Chinese.\n- Irony is not understood.\n- A question counts as answered when an agent writes after it, whatever is in it.\n- Long silences need no texts: they are of all live chats.':
    '文本在接收时即时分析，从不保存；分析依据词表，难免有误。**请依据大量消息比较队列、周次和坐席，切勿只看一条。**\n\n- 情绪分析支持英文和中文。\n- 无法识别反语。\n- 提问之后坐席有发消息即视为已答复，不论内容。\n- 长时间沉默无需文本：涵盖所有在线聊天。',
};
