/** From here on, and below the smallest, numbers have an exponent. */
const LARGEST_PLAIN = 1e16;
const SMALLEST_PLAIN = 1e-4;

/**
 * The shortest text that Python reads as the same number: `1.5`, `1e+16`, `-1.8e-05`. A whole number is written without
 * a fraction.
 * @source Python float.__repr__
 */
export function pythonNumber(value: number): string {
  const size = Math.abs(value);
  const isPlain = size === 0 || !(size >= LARGEST_PLAIN || size < SMALLEST_PLAIN);
  if (isPlain) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${mantissa}e${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
}
