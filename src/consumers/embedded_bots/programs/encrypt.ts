import { defineBot } from '../bot.ts';

const ALPHABET_SIZE = 26;

/** Each letter 13 places further in the alphabet, so that twice is the text itself. */
function rotate(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 'A'.charCodeAt(0) : 'a'.charCodeAt(0);
    const place = (letter.charCodeAt(0) - first + ALPHABET_SIZE / 2) % ALPHABET_SIZE;
    return String.fromCharCode(first + place);
  });
}

/** ROT13. @source python-zulip-api zulip_bots/bots/encrypt/encrypt.py */
export const encrypt = defineBot({
  name: 'encrypt',
  usage: 'Write a text to this bot to have it encrypted or decrypted with ROT13.',
  async handle(message, bot) {
    await bot.sendReply(message, `Encrypted/Decrypted text: ${rotate(message.content)}`);
  },
});
