const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const LOOSE_AMPERSAND = /&(?!(?:#\d+|#x[0-9a-f]+|[0-9a-z]+);)/giu;

/** Text as HTML, in elements and in attributes, every special character escaped. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/gu, (character) => ESCAPES[character] ?? '');

/** Text of an element in which entities stay. */
export const escapeText = (text: string): string =>
  text.replaceAll(LOOSE_AMPERSAND, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text of an element in which nothing is an entity. */
export const escapeExactText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The value of an attribute in double quotes, in which entities stay. */
export const escapeAttribute = (value: string): string => escapeText(value).replaceAll('"', '&quot;');
