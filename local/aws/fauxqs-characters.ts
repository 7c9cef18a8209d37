/**
 * fauxqs 2.4.1 refuses every body with a character beyond U+FFFF, such as an emoji: the regular expression for what SQS
 * refuses has no flag `u`, so it sees two surrogates, which are not in its set, and it lacks #x10000 to #x10FFFF
 * (src/sqs/sqsTypes.ts). SendMessage, SendMessageBatch and SNS share the object, which is not exported; importing this
 * file corrects it in place. Source of the set: the SQS API reference, SendMessage.
 */
const { INVALID_MESSAGE_BODY_CHAR } = await import(new URL("sqs/sqsTypes.js", import.meta.resolve("fauxqs")).href);

// Lone surrogates, which no UTF-8 has, are in none of the ranges.
const REFUSED = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
INVALID_MESSAGE_BODY_CHAR.test = (text: string): boolean => REFUSED.test(text);
