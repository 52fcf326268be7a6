/** Units, prefixes and short forms. @source python-zulip-api zulip_bots/bots/converter/utils.py */

/** A unit: `value × factor + offset` is the value in its base unit. */
export interface Unit {
  readonly offset: number;
  readonly factor: number;
  readonly base: string;
}

const category = (base: string, factors: Readonly<Record<string, number>>): readonly [string, Unit][] =>
  Object.entries(factors).map(([name, factor]) => [name, { offset: 0, factor, base }]);

/** Units by name. */
export const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...category('bit', { bit: 1, byte: 8 }),
  ...category('cubic-meter', {
    'cubic-centimeter': 0.000001,
    'cubic-decimeter': 0.001,
    liter: 0.001,
    'cubic-meter': 1,
    'cubic-inch': 0.000016387064,
    'fluid-ounce': 0.000029574,
    'cubic-foot': 0.028316846592,
    'cubic-yard': 0.764554857984,
    teaspoon: 0.0000049289216,
    tablespoon: 0.000014787,
    cup: 0.00023658823648491,
  }),
  ...category('gram', { gram: 1, kilogram: 1000, ton: 1000000, ounce: 28.349523125, pound: 453.59237 }),
  ['kelvin', { offset: 0, factor: 1, base: 'kelvin' }],
  ['celsius', { offset: 273.15, factor: 1, base: 'kelvin' }],
  ['fahrenheit', { offset: 255.372222, factor: 0.555555, base: 'kelvin' }],
  ...category('meter', {
    centimeter: 0.01,
    decimeter: 0.1,
    meter: 1,
    kilometer: 1000,
    inch: 0.0254,
    foot: 0.3048,
    yard: 0.9144,
    mile: 1609.344,
    'nautical-mile': 1852,
  }),
  ...category('square-meter', {
    'square-centimeter': 0.0001,
    'square-decimeter': 0.01,
    'square-meter': 1,
    'square-kilometer': 1000000,
    'square-inch': 0.00064516,
    'square-foot': 0.09290304,
    'square-yard': 0.83612736,
    'square-mile': 2589988.110336,
    are: 100,
    hectare: 10000,
    acre: 4046.8564224,
  }),
]);

/** Prefixes with their powers of ten, in the order in which they are taken off. */
export const PREFIXES: readonly (readonly [string, number])[] = [
  ['atto', -18],
  ['femto', -15],
  ['pico', -12],
  ['nano', -9],
  ['micro', -6],
  ['milli', -3],
  ['centi', -2],
  ['deci', -1],
  ['deca', 1],
  ['hecto', 2],
  ['kilo', 3],
  ['mega', 6],
  ['giga', 9],
  ['tera', 12],
  ['peta', 15],
  ['exa', 18],
];

const LENGTHS = {
  cm: 'centimeter',
  dm: 'decimeter',
  km: 'kilometer',
  m: 'meter',
  in: 'inch',
  ft: 'foot',
  y: 'yard',
  mi: 'mile',
} as const;
type Length = keyof typeof LENGTHS;

/** Short forms of areas and volumes: `m2` and `m^2`. */
const powers = (power: 2 | 3, name: string, shorts: readonly Length[]): readonly [string, string][] =>
  shorts.flatMap((short): readonly [string, string][] => [
    [`${short}${power}`, `${name}-${LENGTHS[short]}`],
    [`${short}^${power}`, `${name}-${LENGTHS[short]}`],
  ]);

/** Short forms by what they stand for. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['a', 'are'],
  ['ac', 'acre'],
  ['c', 'celsius'],
  ['f', 'fahrenheit'],
  ['k', 'kelvin'],
  ...Object.entries(LENGTHS),
  ['nmi', 'nautical-mile'],
  ...powers(2, 'square', ['cm', 'dm', 'km', 'm', 'in', 'ft', 'y', 'mi']),
  ...powers(3, 'cubic', ['cm', 'dm', 'm', 'in', 'ft', 'y']),
  ['fl-oz', 'fluid-ounce'],
  ['g', 'gram'],
  ['kg', 'kilogram'],
  ['t', 'ton'],
  ['oz', 'ounce'],
  ['lb', 'pound'],
  ['ha', 'hectare'],
  ['l', 'liter'],
  ['tbsp', 'tablespoon'],
  ['tsp', 'teaspoon'],
]);

/** What one can convert, for people. */
export const UNIT_LIST = [...Map.groupBy(UNITS, ([, { base }]) => base).values()]
  .map((units) => {
    const names = units.map(([name]) => {
      const shorts = [...ALIASES].filter(([, unit]) => unit === name).map(([short]) => short);
      return shorts.length === 0 ? name : `${name} (${shorts.join(', ')})`;
    });
    return `* ${names.join(', ')}`;
  })
  .join('\n');
