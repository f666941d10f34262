import type { Phrases } from './language.ts';

export const ENGLISH: Phrases = {
  customer: {
    neutral: {
      first: [
        'Hello, I have a question about my order #.',
        'Hi, could you tell me when # will be delivered?',
        'Good morning, I would like to change the address of contract #.',
        'Hello, how can I pay invoice #?',
        'Hi, I cannot log in to my account #. What can I do?',
        'Good afternoon, is item # in stock again?',
      ],
      middle: [
        'The number is #.',
        'Yes, that is right.',
        'It is in my name.',
        'I ordered it on Monday.',
        'Do I have to send anything for that?',
        'Just a moment, I am looking for it.',
        'It says # on the label.',
        'And how long does that take?',
        'The address is the one on the invoice.',
        'I have tried that already, twice.',
      ],
      last: ['All right.', 'Okay, I will wait for the mail.', 'That is all.', 'Good, bye.'],
    },
    pleased: {
      first: [
        'Hello, you helped me so well last time. May I ask about order #?',
        'Hi there, I love the new app! One small question about #.',
        'Good morning! Thank you for the quick delivery. How do I return item #?',
      ],
      middle: [
        'Oh great, the number is #.',
        'Perfect, thank you.',
        'That sounds good. Do I have to do anything?',
        'Yes please, that would be lovely.',
        'Wonderful, it works now.',
        'You explain that very well, thanks.',
        'It says #, I am happy to send a picture.',
      ],
      last: [
        'Thank you very much, excellent service!',
        'Great, that was fast. Have a nice day!',
        'Perfect, thanks a lot for your help.',
        'Wonderful, I am very happy with that. Bye!',
      ],
    },
    annoyed: {
      first: [
        'This is the third time that I write about order #. Where is it?',
        'I am really disappointed. You charged me twice on invoice #.',
        'The item # is broken again. This is unacceptable.',
        'I have been waiting for two weeks and nobody answers about #. Terrible service.',
      ],
      middle: [
        'I have told your colleague all of this already.',
        'That does not help me at all.',
        'Why does nobody know anything about #?',
        'This is ridiculous. I want my money back.',
        'It was promised for Friday and again nothing came.',
        'How much longer do I have to wait?',
        'I am losing my patience with this awful mess.',
        'The number is #, as I have said before.',
      ],
      last: [
        'I am still not satisfied. I will cancel.',
        'Bad service, I will complain about this.',
        'Fine. But this must not happen again.',
        'That is a poor excuse.',
      ],
    },
  },
  agent: {
    first: [
      'Hello, thank you for writing to us. How can I help you?',
      'Good day, I am happy to look into that. May I have the number, please?',
      'Hello, welcome. I will check that for you right away.',
      'Hi, thanks for your patience. What is the name on the account?',
    ],
    middle: [
      'Thank you. I have found it, one moment please.',
      'I see order # here. It left our house on Tuesday.',
      'Could you tell me which address is on the invoice, please?',
      'I have changed that for you.',
      'It usually takes two to three working days.',
      'I have asked the depot and will have the answer in a minute.',
      'You will get a mail with the number # in a moment.',
      'Please sign out once and in again. Does it work now?',
      'I am sorry about that. I will send a new one today.',
      'The refund of # is on its way.',
    ],
    apology: [
      'I am very sorry for the trouble. I will sort this out now.',
      'I apologize, that should not have happened. I am on it.',
      'I am sorry that you had to wait. I understand that this is annoying.',
    ],
    last: [
      'Is there anything else that I can do for you?',
      'You are welcome. Have a nice day, goodbye!',
      'Thank you for your message and have a good day.',
      'That is done. Thank you for your patience, bye!',
    ],
    note: ['Customer verified. Waits for the depot, see #.', 'Refund # approved by the lead.'],
  },
  bot: [
    'Hello, I am the assistant of this shop. What is it about?',
    'Please choose: delivery, invoice, account, something else.',
    'I have found an article on that. Does it answer your question?',
    'I am passing you on to a colleague.',
  ],
};
