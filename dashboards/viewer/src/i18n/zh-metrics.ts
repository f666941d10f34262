/** A metric of the catalogue in Simplified Chinese. */
export interface MetricWords {
  readonly title: string;
  readonly definition: string;
}

/** What runs from where to where; its metrics are made of these words and of those of their suffixes. */
const spans: Readonly<Record<string, readonly [title: string, definition: string]>> = {
  wait: ['等待时间', '进入队列到坐席应答的等待时间'],
  abandoned_wait: ['放弃者的等待时间', '进入队列到客户离开的等待时间'],
  handle: ['处理时长', '通话、保持与话后整理时间之和'],
  first_response: [
    '首次响应时间',
    '创建（由公司先联系的，自客户的第一条消息起；解决后自客户再次联系起）到坐席的第一条公开消息；机器人与内部备注不计',
  ],
  next_response: ['后续响应时间', '客户最早一条未答复的公开消息到坐席的下一条公开消息'],
  assignment: ['首次分配时间', '创建到首次分配给坐席'],
  first_resolution: ['首次解决时间', '创建到第一次解决，不扣除暂停'],
  total_resolution: ['最终解决时间', '创建到最后一次解决，不扣除暂停；关闭前为暂定值'],
  requester_wait: ['客户等待时间', '到最后一次解决为止处于新建、打开与搁置状态的时间'],
  agent_work: ['坐席工作时间', '到最后一次解决为止处于新建与打开状态的时间'],
  periodic_update: ['定期更新间隔', '会话未解决期间坐席公开消息之间的时间'],
  pausable_update: ['可暂停的更新间隔', '会话未解决期间坐席公开消息之间的时间，扣除等待客户的时间'],
  closure: ['关闭时间', '创建到工单最后一次关闭，无论是否解决'],
};

const suffixes: Readonly<Record<string, readonly [title: string, definition: string]>> = {
  count: ['数量', '数量'],
  mean: ['平均值', '平均值'],
  p50: ['中位数', '中位数'],
  p90: ['p90', '第 90 百分位（最近秩）'],
  p95: ['p95', '第 95 百分位（最近秩）'],
  p99: ['p99', '第 99 百分位（最近秩）'],
  min: ['最小值', '最短'],
  max: ['最大值', '最长'],
  in_target: ['目标内占比', '按到期时间，达成的 SLA 目标 /（达成 + 超时）'],
};

const words: Readonly<Record<string, readonly [title: string, definition: string]>> = {
  offered: ['进线', '开始的排队次数，含短时放弃'],
  answered: ['已应答', '以坐席应答结束的排队次数'],
  abandoned: ['已放弃', '客户离开的排队次数'],
  short_abandons: ['短时放弃', '早于队列短时放弃时限（未设置时为 5 秒）离开的次数'],
  flowed_out: [
    '已流出',
    '以其他方式结束的排队次数：转入其他队列、转出、预约回呼或由系统结束。进线 = 已应答 + 已放弃 + 已流出 + 仍在等待',
  ],
  service_level: ['服务水平', '在队列阈值 T（未设置时为 20 秒）内应答 /（已应答 + 已放弃 − 短时放弃）'],
  abandonment_rate: ['放弃率', '已放弃 / 进线'],
  asa: ['平均应答速度', '仅计已应答排队的平均等待时间'],
  longest_wait: ['期间最长等待', '期间开始且已结束的排队中最长的等待，含放弃的'],
  queue_depth: ['队列深度', '每个时段结束时（未结束则为此刻）在队列中等待的数量'],
  queue_depth_peak: ['队列深度峰值', '每个时段内任一时刻等待数量的最大值'],
  queue_depth_peak_at: ['队列深度峰值时刻', '每个时段内等待数量首次达到最大的时刻'],
  aht: ['平均处理时长', '已结束处理的联系，自应答起通话、保持与话后整理时间的平均值'],
  talk_time: ['通话时长', '已结束处理的联系的平均通话时间'],
  hold_time: ['保持时长', '已结束处理的联系的平均保持时间'],
  wrap_time: ['话后整理时长', '已结束处理的联系的平均话后整理时间'],
  handled: ['已处理', '处理已结束的联系，每位处理的坐席计一次'],
  sla_attainment: ['SLA 达成率', '期间到期的目标中，达成 /（达成 + 超时）；仍在计时的到期即视为超时'],
  sla_met: ['达成的 SLA 目标', '按时完成的目标，按到期时间统计'],
  sla_breached: ['SLA 超时', '迟于期限或未完成的目标，按到期时间统计'],
  sla_late_mean: ['SLA 超时时长，平均值', '超时目标结束时超出期限的平均时间，按目标的计时时段计算'],
  sla_late_p90: ['SLA 超时时长，p90', '超时目标结束时超出期限时间的第 90 百分位（最近秩）'],
  occupancy: ['占用率', '处理时间 /（处理时间 + 空闲可用时间）；休息、培训与会议均不计'],
  utilisation: ['利用率', '处理时间 / 登录时间'],
  slot_utilisation: ['并发利用率', '接入期间，占用的聊天并发 × 时间 / 可用的聊天并发 × 时间'],
  logged_in_time: ['登录时间', '处于离线以外任何状态的时间'],
  available_time: ['空闲时间', '坐席处于空闲状态的时间'],
  busy_time: ['忙碌时间', '坐席处理联系的时间'],
  wrap_up_time: ['话后整理时间', '坐席处于话后整理状态的时间'],
  break_time: ['休息时间', '坐席休息的时间'],
  training_time: ['培训时间', '坐席培训的时间'],
  meeting_time: ['会议时间', '坐席会议的时间'],
  away_time: ['离开时间', '坐席离开的时间'],
  adherence: ['班表遵循率', 'max(0, 1 − 未按班表的时间 / 排班时间)；没有班表时无值'],
  conformance: ['班表符合率', '接入时间 / 排班接入时间；可大于 1'],
  created: ['新建', '创建的会话'],
  solved: ['已解决', '被解决的不同会话'],
  csat: [
    '客户满意度（CSAT）',
    '满意的答卷 / 全部答卷：五档及以上取最高两档，三档或四档取最高一档，两档为 好 /（好 + 差）',
  ],
  nps: ['净推荐值（NPS）', '9–10 分的占比减去 0–6 分的占比，−100 至 100'],
  ces: ['客户费力度（CES）', '1 至 7 分答卷的平均值'],
  csat_responses: ['CSAT 答卷', 'CSAT 调查的答卷数'],
  csat_response_rate: ['CSAT 回复率', '期间收到的 CSAT 答卷 / 期间发出的调查'],
  nps_responses: ['NPS 答卷', 'NPS 调查的答卷数'],
  nps_response_rate: ['NPS 回复率', '期间收到的 NPS 答卷 / 期间发出的调查'],
  ces_responses: ['CES 答卷', 'CES 调查的答卷数'],
  ces_response_rate: ['CES 回复率', '期间收到的 CES 答卷 / 期间发出的调查'],
  quality_score: ['质检得分', '质检评分占满分之比的平均值'],
  peer_score: ['同事评审得分', '同事评审评分占满分之比的平均值'],
  fcr: [
    '首次联系解决率（FCR）',
    '已解决、未重开且同一客户 7 天内未在同一队列再次联系 / 已解决；7 天未满时为暂定值',
  ],
  fcr_pending: ['首次联系解决，未定', '7 天未满的已解决会话：其首次联系解决率为暂定值'],
  one_touch_rate: ['一次回复解决率', '坐席仅一条公开消息即解决 / 已解决'],
  reopened: ['重开', '解决后被重开的不同会话'],
  reopen_rate: ['重开率', '被重开的不同会话 / 被解决的不同会话'],
  transfer_rate: ['转接率', '被转接的不同会话 / 被处理（应答、分配或答复）的不同会话'],
  escalation_rate: ['升级率', '被升级的不同会话 / 被处理（应答、分配或答复）的不同会话'],
  tagged: ['带标签的会话', '不同会话，按标签第一次出现在会话上的时间统计，之后是否移除不影响'],
  bot_conversations: ['机器人会话', '机器人服务已结束的不同会话'],
  bot_containment: ['机器人自助完成率', '结束时未请求人工且无人工加入 / 机器人会话'],
  bot_deflection: ['机器人分流率', '自助完成的会话扣除客户放弃的 / 机器人会话'],
  bot_resolution: ['机器人解决率', '客户确认已解决 / 机器人会话'],
  sentiment: ['客户情绪', '可识别语言的客户消息的平均情绪，−1 至 1'],
  sentiment_change: ['情绪变化', '已结束会话中客户最后一次情绪减去第一次情绪的平均值，−2 至 2'],
  negative_share: ['负面消息', '情绪在 −0.25 及以下的客户消息 / 有情绪值的客户消息'],
  courtesy_rate: ['礼貌用语', '坐席有问候、致谢、致歉或道别的不同会话 / 坐席消息被分析的不同会话'],
  questions: ['客户提问', '客户提出问题的消息数'],
  unanswered_questions: [
    '未获答复的提问数',
    '会话解决或关闭前（两者皆无则为 24 小时内）坐席未再发公开消息的客户提问',
  ],
  unanswered_rate: ['未获答复的提问', '未获答复的提问 /（已答复 + 未获答复）'],
  long_silences: ['长时间沉默', '在线聊天中轮到坐席说话却超过 3 分钟的次数；无需文本'],
  long_silence_mean: ['长时间沉默，平均', '长时间沉默的平均时长'],
  repeated_messages: ['坐席重复消息', '坐席在同一会话中再次发送相同内容的消息数'],
  repeated_rate: ['重复消息占比', '坐席的重复消息 / 坐席被分析的消息'],
  customer_repetitions: ['客户重复消息', '客户在同一会话中再次发送相同内容的消息数'],
  messages_read: ['已分析的消息', '客户与坐席文本被分析的消息数'],
  said_share: ['已分析的会话', '有消息被分析的新建会话 / 新建会话'],
  languages: ['客户语言', '有消息被分析的新建会话；按客户多数消息的语言'],
  backlog: ['积压', '每个时段结束时（未结束则为此刻）尚未解决的会话'],
};

/** The words for a metric by its id; undefined for one that has none yet. */
export function zhMetric(id: string): MetricWords | undefined {
  const own = words[id];
  if (own) return { title: own[0], definition: own[1] };
  for (const [suffix, [title, definition]] of Object.entries(suffixes)) {
    const span = id.endsWith(`_${suffix}`) ? spans[id.slice(0, -suffix.length - 1)] : undefined;
    if (span) return { title: `${span[0]}，${title}`, definition: `${definition}：${span[1]}` };
  }
  return undefined;
}
