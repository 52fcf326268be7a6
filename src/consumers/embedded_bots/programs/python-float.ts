/** Numbers as Python reads, rounds and writes them: the answers of the converter are defined by it. */
import { pythonNumber } from '../../../shared/python-number.ts';

const DIGITS = String.raw`\d+(?:_\d+)*`;
const FLOAT = new RegExp(
  String.raw`^[+-]?(?:${DIGITS}\.?(?:${DIGITS})?|\.${DIGITS})(?:e[+-]?${DIGITS})?$`,
  'i',
);

/** The number that a word stands for; null when it is none, or neither finite nor a number. */
export function parseFloatWord(word: string): number | null {
  if (!FLOAT.test(word)) return null;
  const value = Number(word.replaceAll('_', ''));
  return Number.isFinite(value) ? value : null;
}

/** Digits enough to tell a number that lies exactly in the middle from one that only almost does. */
const EXACT_DIGITS = 100;

/** Rounds to significant digits; what lies exactly in the middle goes to the even digit. */
export function roundToSignificant(value: number, digits: number): number {
  if (value === 0) return 0;
  const [mantissa = '', exponent = '0'] = value.toExponential(EXACT_DIGITS - 1).split('e');
  const figures = mantissa.replace(/[-.]/g, '');
  const isExactMiddle = /^50*$/.test(figures.slice(digits));
  const isEven = Number(figures[digits - 1]) % 2 === 0;
  // The language rounds the middle away from zero.
  if (!isExactMiddle || !isEven) return Number(value.toPrecision(digits));
  const sign = value < 0 ? '-' : '';
  return Number(`${sign}${figures.slice(0, 1)}.${figures.slice(1, digits)}e${exponent}`);
}

/** The shortest text that is read as the same number, always as one with a fraction: `200.0`, `1e+16`, `-1.8e-05`. */
export function formatFloat(value: number): string {
  const text = pythonNumber(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
