/** Simplified Chinese for the texts of the dashboard of complaints, by the English text. */
export const zhComplaints: Readonly<Record<string, string>> = {
  Complaints: '投诉',
  'Complaint rate': '投诉率',
  'Time to response and solution': '响应与解决时间',
  'Repeat complainers': '重复投诉客户',
  Reasons: '原因',
  'Reasons and movement': '原因与变化',
  'Complaints over time': '投诉趋势',
  'Against the period before': '与前一时段相比',
  'Time to response and solution by reason': '各原因的响应与解决时间',
  'How to read complaints': '如何解读投诉',

  Reason: '原因',
  Rate: '投诉率',
  Share: '占比',
  Cumulative: '累计占比',
  Customers: '客户数',
  'Period before': '前一时段',
  'Change a day': '日均变化',
  'Change, from': '变化下限',
  'Change, to': '变化上限',
  'More than chance': '超出偶然',
  yes: '是',
  no: '否',
  Solution: '解决',
  'First response, median': '首次响应，中位数',
  'First response, mean': '首次响应，平均值',
  'Solution, median': '解决，中位数',
  'Solution, mean': '解决，平均值',

  'What customers complain about, how soon it is solved, and what moves.':
    '客户投诉什么、多久得到解决、发生了哪些变化。',
  'Conversations that got a tag of a complaint, and those of the period before.':
    '被打上投诉标签的会话，以及前一时段的数量。',
  'Complaints as a share of the conversations created, and in the period before.':
    '投诉占新建会话的比例，以及前一时段的比例。',
  'Medians of the conversations that complained in the range, whenever they were answered and solved.':
    '所选时段内投诉会话的中位数，无论何时答复与解决。',
  'Customers with two complaints or more within 90 days before the end of the range, and their share of all customers who complained then.':
    '时段结束前 90 天内投诉两次及以上的客户，及其占同期全部投诉客户的比例。',
  'Complaints by reason, the commonest first. One with two reasons counts for both.':
    '按原因统计的投诉，最常见的在前；有两个原因的投诉各计一次。',
  'Share of all complaints by reason, and of this reason with all that are commoner. Change: complaints a day against the period before, and whether chance would bring it (corrected for all reasons).':
    '该原因占全部投诉的比例，以及与更常见原因合计的累计占比。变化：日均投诉与前一时段之差，以及是否可能出于偶然（已按全部原因校正）。',
  'Complaints by reason, at the time of their first tag.': '按原因统计的投诉，以首次打上标签的时间为准。',
  'Complaints by reason in the range, and in the period of the same length before it.':
    '所选时段与之前同样长度时段内各原因的投诉。',
  'Of the conversations that complained in the range; how many have been answered and solved stands beside.':
    '所选时段内的投诉会话；旁边为已答复与已解决的数量。',
  'The few reasons at the top are most of it: the **cumulative** share says how much is gained by mending them.\n\n- A complaint counts when its tag is first on the conversation, even if it is taken off again.\n- A change is more than chance if such a difference comes by chance less than once in twenty ranges.\n- A rate may rise because fewer conversations come: look at the count beside it.':
    '少数几个原因占了大多数：**累计占比**说明解决它们能减少多少投诉。\n\n- 投诉以标签首次出现在会话上的时间统计，之后移除也仍计入。\n- 若偶然出现这样的差异不到二十分之一，则视为超出偶然。\n- 投诉率可能因会话减少而上升：请同时看旁边的数量。',
};
