/**
 * Chinese words of praise and complaint in customer service, -4 to 4; own selection, as no published list allows what
 * this product's licence does (`docs/decisions/words.md`). Written in simplified characters; traditional ones are read
 * as these. No words are cut: the longest entry that fits is taken at each place, so that the answer does not depend on
 * a segmenter's dictionary.
 */
const LISTS: readonly [number, string][] = [
  [-4, '骗子 诈骗 恶心 无耻 滚蛋 混蛋 去死'],
  [
    -3,
    '垃圾 太差 极差 很差 差劲 糟糕 愤怒 气死 气愤 生气 欺骗 骗人 被骗 坑人 坑爹 忍无可忍 恶劣 可恶 受够 崩溃 糟透 烂透 太烂 很烂 火大 差评 黑心 上当 离谱 无语 荒唐 投诉 气人 讨厌 愤慨',
  ],
  [
    -2,
    '失望 不满 不爽 不行 敷衍 推卸 推诿 踢皮球 不耐烦 不耐心 没人理 没人管 无人 没人 不理 拖延 拖了 拖拉 太慢 很慢 太久 好久 不专业 不负责 错误 坏了 坏的 破损 损坏 破的 碎了 裂了 故障 卡死 闪退 死机 打不开 登不上 登录不了 登不了 用不了 不能用 没法用 无法使用 失败 出错 发错 少发 漏发 假货 质量差 质量问题 后悔 难用 难吃 难受 着急 烦人 烦死 麻烦死 太贵 坑 骗 气 烂 差 慢 贵 乱扣费 多扣 扣了两次 重复扣款 白等 不解决 没解决 没有解决 没用 没有用 用都没有 没什么用 不管用 冷淡 态度差 不礼貌 没礼貌 粗鲁 挂断 挂我电话 过分 可笑 不可接受 不能接受 接受不了 等不及 没收到回复 没回复 不回复 不回 拒绝 被盗 丢了 弄丢 还没解决 还没到 还没收到 迟迟',
  ],
  [-1, '等了 一直等 又 还没 延迟 延误 晚了 遗憾 可惜 担心 不清楚 看不懂 复杂 不方便 卡顿 不太 投诉电话'],
  [1, '可以了 好了 行了 清楚 方便 明白了 还不错 还行 放心'],
  [
    2,
    '谢谢 感谢 多谢 谢了 不错 满意 喜欢 开心 高兴 有帮助 帮大忙 热情 耐心 专业 及时 迅速 很快 好用 好吃 友好 贴心 周到 靠谱 细心 解决了 搞定 给力 顺利 辛苦了 值得 推荐 好评 快 好',
  ],
  [
    3,
    '非常好 太好了 真好 很好 太棒 很棒 真棒 完美 优秀 超赞 点赞 赞 棒 惊喜 一流 无可挑剔 五星 爱了 厉害 超级好',
  ],
  // What would be taken for one of the above, and says nothing.
  [
    0,
    '你好 您好 好的 好吧 说好 说好的 好像 好几 还好吗 最好 爱好 只好 正好 刚好 好不好 好吗 大好 好多 多好 早上好 下午好 晚上好 大家好 快递 快要 快捷 尽快 快点 快速 赶快 赶紧 快到 多快 客气 天气 气体 空气 煤气 气温 差不多 差别 差异 时差 差价 差额 差一点 差旅 出差 相差 慢慢 又是 又要 贵公司 贵司 贵姓 坑位 赞同 赞助 方便吗 方便的话 不方便透露 推荐人 专业版 专业课 投诉渠道 满意度 骗保 喜欢哪 推荐码 错误码 错误代码 确认好了 准备好了 写好了 填好了 弄好了 选好了 好友 好处',
  ],
];

const VALENCES: ReadonlyMap<string, number> = new Map(
  LISTS.flatMap(([valence, words]) => words.split(' ').map((word) => [word, valence] as const)),
);
const LONGEST = Math.max(...[...VALENCES.keys()].map((word) => word.length));

const NEGATORS = [
  '不是很',
  '不是',
  '并不',
  '没有',
  '不太',
  '不够',
  '毫不',
  '不',
  '没',
  '别',
  '未',
  '无',
  '难以',
];
const BOOSTERS = ['非常', '特别', '十分', '极其', '实在', '真的', '超级', '很', '太', '真', '好', '超', '最'];
const NEGATION = -0.74;
const BOOST = 0.293;

/** Characters that traditional script writes otherwise, each before its simplified one. */
const TRADITIONAL =
  '騙骗 詐诈 噁恶 惡恶 無无 滾滚 憤愤 氣气 壞坏 評评 離离 語语 訴诉 討讨 厭厌 滿满 責责 質质 專专 業业 負负 錯错 誤误 損损 壓压 閃闪 機机 開开 錄录 對对 發发 貨货 難难 著着 煩烦 貴贵 亂乱 費费 復复 複复 覆复 雜杂 遲迟 遺遗 慮虑 擔担 點点 謝谢 錢钱 歡欢 興兴 幫帮 熱热 時时 讚赞 贊赞 優优 驚惊 級级 愛爱 厲厉 這这 話话 電电 掛挂 過过 應应 還还 決决 後后 給给 順顺 輕轻 鬆松 務务 態态 聽听 說说 誰谁 嗎吗 們们 為为 樣样 幾几 個个 請请 問问 間间 見见 禮礼 現现 報报 單单 訂订 號号 碼码 經经 處处 員员 實实 會会 夠够 裡里 裏里 兩两 寫写 買买 賣卖 讓让 諒谅 潰溃 黃黄 騷骚 頓顿 帶带 換换 數数 擾扰 關关 緩缓 盡尽 趕赶 沒没 麼么 甚什 歲岁 願愿 辦办 誇夸 穩稳 淨净 乾干 鄭郑 謙谦 講讲 試试 調调 轉转 選选 區区';

const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  TRADITIONAL.split(' ').map(([traditional, plain]) => [traditional!, plain!]),
);

/** The same in simplified characters, as far as the lists of this room have them. */
export function simplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (character) => SIMPLIFIED.get(character) ?? character);
}

/** What the words of a Chinese text add up to; 0 where none says anything. */
export function chineseValence(text: string): number {
  const plain = simplified(text);
  let sum = 0;
  for (let i = 0; i < plain.length; ) {
    const word = longestAt(plain, i);
    if (word === null) {
      i++;
      continue;
    }
    const valence = VALENCES.get(word)!;
    if (valence !== 0) sum += modified(valence, plain.slice(Math.max(0, i - 5), i));
    i += word.length;
  }
  return sum;
}

function longestAt(text: string, from: number): string | null {
  for (let length = Math.min(LONGEST, text.length - from); length > 0; length--) {
    const word = text.slice(from, from + length);
    if (VALENCES.has(word)) return word;
  }
  return null;
}

/** @param before the characters before the word: 不太满意, 一点也不好 */
function modified(valence: number, before: string): number {
  let value = valence;
  let rest = before;
  const booster = BOOSTERS.find((one) => rest.endsWith(one));
  if (booster !== undefined) {
    value += Math.sign(valence) * BOOST;
    rest = rest.slice(0, -booster.length);
  }
  return NEGATORS.some((one) => rest.endsWith(one)) ? value * NEGATION : value;
}
