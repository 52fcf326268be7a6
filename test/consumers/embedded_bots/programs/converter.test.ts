import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../../src/consumers/embedded_bots/programs/converter.ts';
import {
  formatFloat,
  parseFloatWord,
  roundToSignificant,
} from '../../../../src/consumers/embedded_bots/programs/python-float.ts';

const QUICK_HELP = 'Enter `@convert help` for help on using the converter.';

describe('check 18: the converter', () => {
  it.each([
    ['', `Too few arguments given. ${QUICK_HELP}`],
    ['foo bar', `Too few arguments given. ${QUICK_HELP}`],
    ['2 m cm', '2 m = 200.0 cm'],
    ['12.0 celsius fahrenheit', '12.0 celsius = 53.600054 fahrenheit'],
    ['0.002 kilometer millimile', '0.002 kilometer = 1.2427424 millimile'],
    ['3 megabyte kilobit', '3 megabyte = 24576.0 kilobit'],
    ['foo m cm', `\`foo\` is not a valid number. ${QUICK_HELP}`],
    ['2 celsius kilometer', `\`Meter\` and \`Celsius\` are not from the same category. ${QUICK_HELP}`],
    ['2 foo kilometer', `\`foo\` is not a valid unit. ${QUICK_HELP}`],
    ['2 kilometer foo', `\`foo\` is not a valid unit.${QUICK_HELP}`],
    ['12 meter yard', '12 meter = 13.12336 yard'],
    ['31.5 square-mile ha', '31.5 square-mile = 8158.4625 ha'],
    ['56 g lb', '56 g = 0.12345887 lb'],
    ['0.002 kilomile millimeter', '0.002 kilomile = 3218688.0 millimeter'],
    ['100 f c', '100 f = 37.777722 c'],
    ['32 fahrenheit celsius', '32 fahrenheit = -1.8e-05 celsius'],
    ['1 terabyte bit', '1 terabyte = 8796093000000.0 bit'],
    ['1 M KM', '1 m = 0.001 km'],
    ['12 m cm extra', '12 m = 1200.0 cm'],
    ['1_0 m^2 m2', '1_0 m^2 = 10.0 m2'],
    ['nan m cm', `\`nan\` is not a valid number. ${QUICK_HELP}`],
    ['-inf m cm', `\`-inf\` is not a valid number. ${QUICK_HELP}`],
    ['1e308 exameter attometer', `\`1e308\` is not a valid number. ${QUICK_HELP}`],
  ])('answers %j', (asked, answer) => {
    expect(answerOf(asked)).toBe(`${answer}\n`);
  });

  it('check 22: answers zero', () => {
    expect(answerOf('0 m cm')).toBe('0 m = 0.0 cm\n');
  });

  it('numbers the results when there is more than one', () => {
    expect(answerOf('2 m cm @convert 3 ft in')).toBe(
      '1. conversion: 2 m = 200.0 cm\n2. conversion: 3 ft = 36.0 in\n',
    );
    expect(answerOf('1.5 foo bar')).toBe(
      `1. conversion: \`foo\` is not a valid unit. ${QUICK_HELP}\n` +
        `2. conversion: \`bar\` is not a valid unit.${QUICK_HELP}\n`,
    );
  });

  it('helps', () => {
    expect(answerOf('help')).toMatch(/^Converter usage:/);
    expect(answerOf('@convert help')).toMatch(
      /^1\. conversion: Too few arguments given\. Enter .*\n2\. conversion: Converter usage:/,
    );
  });

  it('answers every text with a line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('@convert', 'help', 'm', 'kilokilom', 'c'), fc.string())),
        (words) => {
          expect(answerOf(words.join(' '))).toMatch(/\n$/);
        },
      ),
    );
  });
});

describe('numbers as Python writes them', () => {
  it.each([
    [200, '200.0'],
    [-0.5, '-0.5'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.25e300, '1.25e+300'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-1.8e-5, '-1.8e-05'],
    [1e-300, '1e-300'],
    [0, '0.0'],
  ])('%s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });

  it('are read as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatFloat(value))).toBe(value + 0);
      }),
    );
  });

  it.each([
    [1_234_566.5, 1_234_566],
    [1_234_567.5, 1_234_568],
    [-1_234_566.5, -1_234_566],
    [1_234_566.500001, 1_234_567],
    [123_456_650, 123_456_600],
    [9_999_999.5, 10_000_000],
    [123_456_750, 123_456_800],
    [0, 0],
  ])('%s rounds to the even digit from the exact middle', (value, rounded) => {
    expect(roundToSignificant(value, 7)).toBe(rounded);
  });

  it.each([
    ['1.', 1],
    ['.5', 0.5],
    ['+1e3', 1000],
    ['1_000.0_1', 1000.01],
    ['1__0', null],
    ['_1', null],
    ['.', null],
    ['0x10', null],
    ['', null],
    ['infinity', null],
  ])('the word %j', (word, value) => {
    expect(parseFloatWord(word)).toBe(value);
  });
});
