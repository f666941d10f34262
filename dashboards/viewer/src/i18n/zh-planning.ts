/** Simplified Chinese for the texts of the dashboards of planning, by the English text. */
export const zhPlanning: Readonly<Record<string, string>> = {
  Plan: '计划',
  Today: '今日',

  Time: '时间',
  From: '从',
  To: '至',
  Begin: '开始',
  End: '结束',
  Contacts: '联系量',
  Forecast: '预测',
  Actual: '实际',
  Expected: '预计',
  Required: '需要',
  Scheduled: '已排班',
  Planned: '计划',
  Present: '在岗',
  'To schedule': '应排班',
  Gap: '缺口',
  Goal: '目标',
  Error: '误差',
  Method: '方法',
  Note: '说明',
  Pattern: '班型',
  Erlangs: '话务量',
  Volume: '联系量变化',
  'Handling time': '平均处理时长',
  'Answered within': '应答时限',
  Shrinkage: '损耗率',
  'Occupancy at most': '最高占用率',
  'More contacts, or fewer: 10% or -5%': '比预测多或少：10% 或 -5%',
  'Mean of a contact: 300s or 5m': '每次联系的平均值：300s 或 5m',
  'Share that is answered in time: 80%': '按时应答的比例：80%',
  'The time of the goal: 20s': '目标对应的时限：20s',
  'Share of paid time without contacts: 30%': '付薪时间中不接待的比例：30%',
  'Share of time with contacts: 85%': '接待时间的最高占比：85%',

  'Contacts that will come, the agents that they need, and the shifts that bring them.':
    '将到来的联系、所需的坐席，以及满足需求的班次。',
  'Contacts expected': '预计联系量',
  'Contacts that the forecast expects in the range.': '预测的该时间范围内的联系量。',
  'Forecast error': '预测误差',
  'What the forecasts of past weeks missed, of all contacts that came: weighted absolute percentage error. Each was made from what lay before it; two weeks of history are too few to try.':
    '过去各周预测的偏差占实际联系量之比：加权绝对百分比误差。每次预测只使用其之前的数据；两周的历史不足以检验。',
  'Within the intervals': '区间覆盖率',
  'Share of past intervals that lay within the 80 % and the 95 % interval of their forecast.':
    '过去各时段落入其预测的 80% 与 95% 区间内的比例。',
  '80 % interval': '80% 区间',
  '95 % interval': '95% 区间',
  '80 % interval, lower end': '80% 区间下限',
  '95 % interval, lower end': '95% 区间下限',
  'As the week before': '同上周',
  'Mean day': '平均日',
  'Weekday profile': '星期曲线',
  'Holt-Winters': 'Holt-Winters',
  Combination: '组合',
  None: '无',
  'Shift plan': '班次计划',
  'What the plan costs in weighed hours, what it leaves uncovered, and how far above the least that any plan can cost it may lie.':
    '计划的成本（加权小时）、未满足的需求，以及最多可能高出任何计划最低成本多少。',
  Status: '状态',
  'Least cost': '成本最低',
  'Best found in time': '限时内最佳',
  'Cost, hours': '成本（工时）',
  'Agents serve': '坐席服务范围',
  'the queues of their team': '本团队的队列',
  'one queue and channel': '单个队列与渠道',
  'all queues': '所有队列',
  'Missing hours': '缺少工时',
  'Above the least': '高出最低成本',
  'Reckoned in': '计算用时',
  'Agents at the peak': '高峰坐席',
  'The most agents that an interval needs, and with shrinkage on top.':
    '单个时段最多需要的坐席数，以及计入损耗后的坐席数。',
  'Hours of agents': '坐席工时需求',
  'Hours of agents over the whole range, and with shrinkage on top.':
    '整个时间范围所需的坐席小时数，以及计入损耗后的小时数。',
  'Forecast of contacts': '联系量预测',
  'Contacts by the begin of their wait: expected, between which borders 80 and 95 of a hundred intervals should lie, and those that came. Special days are marked.':
    '按开始等待的时刻计的联系量：预测值、100 个时段中应有 80 与 95 个落入的界限，以及实际值。特殊日期已标出。',
  'How well the forecast did': '预测效果',
  'The last two weeks as they were forecast before each of them, and what came.':
    '最近两周：每周之前作出的预测，以及实际值。',
  'Forecast by queue and channel': '各队列与渠道的预测',
  'How each series is forecast, what its past forecasts missed, and the past that it comes from.':
    '每个序列的预测方法、过去预测的误差，以及所依据的历史。',
  Tries: '回测次数',
  'History from': '历史起始',
  'History to': '历史截止',
  'Notes on the forecast': '预测说明',
  'Notes on staffing': '排班需求说明',
  'What was left out, what lies outside the hours of a queue, and who helps whom.':
    '未计入的内容、队列营业时间之外的联系，以及坐席之间如何互助。',
  'What a reader should know: days left out, outages, shifts of the level, years without holidays.':
    '需要了解的情况：剔除的日期、中断、水平变化、尚无节假日安排的年份。',
  'What if': '假设分析',
  // In Grafana only: the viewer has a form in its place.
  'What is typed into the boxes above is assumed instead; what is empty stays as forecast and configured.\n\n- Volume: ${volume_change}\n- Handling time: ${aht}\n- Goal: ${goal}\n- Answered within: ${within}\n- Shrinkage: ${shrinkage}\n- Occupancy at most: ${max_occupancy}':
    '上方输入的值将代替预测与配置；留空则保持不变。',
  'As forecast': '按预测',
  'Peak of agents': '坐席高峰',
  'The most agents to schedule in an interval.': '单个时段最多应排班的坐席数。',
  'Hours to schedule': '应排班工时',
  'Hours of agents to schedule.': '应排班的坐席小时数。',
  'Agents to schedule': '应排班坐席',
  'Agents that meet the goal with shrinkage on top: as forecast, and under the assumptions.':
    '达成目标并计入损耗的坐席数：按预测，以及按假设。',
  'Required and planned agents': '需要与计划的坐席',
  'Agents on queue that the forecast requires, and those of the shift plan.':
    '预测所需的在线坐席，以及班次计划中的坐席。',
  'Gap of the shift plan': '班次计划的缺口',
  'Planned less required agents: below zero agents are missing.': '计划坐席减去需要的坐席：低于零表示缺人。',
  Shifts: '班次',
  'The shifts of the plan, one an agent and day.': '计划中的班次，每位坐席每天一个。',
  'Staffing by interval': '各时段人力需求',
  'Contacts and handling time of each interval, the agents that meet the goal, and what they achieve.':
    '各时段的联系量与处理时长、达成目标所需的坐席，以及其效果。',
  'Contacts by weekday and hour': '联系量（按星期与小时）',
  'Hours of the week': '一周各小时',
  'Contacts of each hour of the week over the last eight weeks, without special days; darker is more.':
    '最近八周一周中每小时的联系量，不含特殊日期；颜色越深越多。',

  'The day against its plan: contacts, agents, and where the goal will be missed.':
    '当天与计划对照：联系量、坐席，以及哪里将达不到目标。',
  'Contacts today': '今日联系量',
  'Contacts that came so far, and those that the forecast had for the whole day.':
    '到目前为止的联系量，以及全天的预测量。',
  'So far': '至今',
  'Forecast of the day': '全天预测',
  'Against the forecast': '与预测之比',
  'The rest of the day against its forecast, as far as the contacts so far tell: a few of them move it little.':
    '根据至今的联系量推算，当日剩余时间与预测量之比；联系量少时变动很小。',
  'Below the goal': '低于目标',
  Stretches: '时段数',
  'Stretches of the rest of the day in which the goal of the service level will be missed.':
    '当天剩余时间内服务水平将低于目标的时段。',
  'Agents to add': '需增坐席',
  'The most agents that one queue and channel lacks at once in the rest of the day.':
    '当天剩余时间内单个队列与渠道同时最多缺少的坐席数。',
  'Contacts: forecast, actual, expected': '联系量：预测、实际、预计',
  'The forecast of the day, what came, and what is expected for the rest of it, with the borders between which 80 of a hundred intervals should lie.':
    '全天的预测、实际值，以及对剩余时间的预计；界限内应包含 100 个时段中的 80 个。',
  'Agents: required, scheduled, present': '坐席：需要、已排班、在岗',
  'Agents that each interval requires, those that are scheduled on queue, and those that were there.':
    '各时段需要的坐席、排定在线的坐席，以及实际在岗的坐席。',
  'Agents that are there, or scheduled, less those required: below zero agents are missing.':
    '在岗或已排班的坐席减去需要的坐席：低于零表示缺人。',
  'Service level today': '今日服务水平',
  'Answered in time so far, and what the agents of the rest of the day will achieve.':
    '至今的按时应答率，以及剩余时间的坐席将达到的水平。',
  'Where the goal will be missed': '将达不到目标的时段',
  'Stretches of the rest of the day with the service level that is expected, and its goal.':
    '当天剩余时间中的时段，及其预计服务水平与目标。',
  'What mends it': '补救措施',
  'How many more agents, and when, so that the goal is met.': '为达成目标，何时需要增加多少坐席。',
  'More agents': '增加坐席',
  'Adherence by agent': '各坐席排班遵守',
  'Who does what the schedule says: time in schedule and on queue so far today, and this moment.':
    '谁在按排班工作：今天至今按排班与在线接待的时间，以及此刻的状态。',
  'Out of schedule': '偏离排班',
};
