import { simplified } from './chinese.ts';
import { COURTESIES, type Courtesy } from './said.ts';

/** How each courtesy is said in English, German and Chinese; own selection. Of Chinese, whole phrases without borders. */
const FORMS: Readonly<Record<Courtesy, { words: RegExp; chinese: RegExp }>> = {
  greeting: {
    words:
      /(?:^|[^\p{L}])(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|welcome|dear|hallo|guten (?:tag|morgen|abend)|grüß (?:gott|dich|sie)|grüezi|servus|moin|willkommen|sehr geehrte[rsn]?)(?!\p{L})/u,
    chinese: /您好|你好|早上好|上午好|中午好|下午好|晚上好|大家好|欢迎|哈喽|嗨/,
  },
  thanks: {
    words:
      /(?:^|[^\p{L}])(?:thanks|thank you|thx|many thanks|(?:i|we) (?:really |do )?appreciate|danke|dankeschön|vielen dank|herzlichen dank|besten dank)(?!\p{L})/u,
    chinese: /谢谢|感谢|多谢|谢了/,
  },
  apology: {
    words:
      /(?:^|[^\p{L}])(?:sorry|apologies|apology|apologi[sz]e|(?:i|we) (?:deeply |sincerely )?regret|entschuldigung|entschuldigen|verzeihung|tut (?:mir|uns) (?:sehr |wirklich )?leid|bedauern)(?!\p{L})/u,
    chinese: /抱歉|对不起|不好意思|歉意|致歉|道歉|见谅|请谅解/,
  },
  farewell: {
    words:
      /(?:^|[^\p{L}])(?:bye|goodbye|good bye|see you|take care|have a (?:nice|great|good|lovely|wonderful|pleasant) \p{L}+|(?:best|kind|warm) (?:regards|wishes)|sincerely|auf wieder(?:sehen|hören)|tschüss|(?:einen )?schönen? (?:tag|abend|wochenende)|(?:mit )?(?:freundlichen?|viele|beste|liebe) grüßen?)(?!\p{L})/u,
    chinese: /再见|拜拜|祝您|祝你|生活愉快|期待您|期待再次/,
  },
};

/** The courtesies in a text, in the order of `COURTESIES`, in whichever of the languages. */
export function courtesiesIn(text: string): Courtesy[] {
  const lower = text.toLowerCase().replaceAll('’', "'");
  const plain = simplified(lower);
  return COURTESIES.filter((one) => FORMS[one].words.test(lower) || FORMS[one].chinese.test(plain));
}
