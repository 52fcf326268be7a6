import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import juice from 'juice';
import { MAIL_TEMPLATE_NAMES } from './template-catalogue.ts';

const TEMPLATES = new URL('templates/', import.meta.url);
const GENERATED = new URL('generated/', import.meta.url);

/** Helpers of the templates (template-helpers.ts); a name that is not known is a mistake found here. */
const HELPERS = { t: true, link: true, join: true };

const read = (name: string): string => readFileSync(new URL(name, TEMPLATES), 'utf8');

/**
 * The generated file: path relative to `src/shared/mail-message/generated/` → text. Pure apart from reading the
 * templates, so that the checks can compare its answer with what is committed.
 */
export function generateTemplates(): Map<string, string> {
  const css = read('layouts/email.css');
  const entries = MAIL_TEMPLATE_NAMES.map((name) => {
    const subject = compile(read(`${name}.subject.txt.mustache`), 'text');
    const text = compile(read(`${name}.txt.mustache`), 'text');
    const html = compile(inLayout(read(`${name}.html.mustache`), css), 'html');
    return `  ${name}: {\n    subject: ${subject},\n    text: ${text},\n    html: ${html},\n  },\n`;
  });
  return new Map([['templates.ts', `${BANNER}${DECLARATION} = {\n${entries.join('')}};\n`]]);
}

const BANNER =
  '// @ts-nocheck -- the functions below are written by the template compiler, without types\n' +
  '// Generated from src/shared/mail-message/templates by generate-templates.ts. Do not edit.\n' +
  "import type { MailTemplateName } from '../template-catalogue.ts';\n\n" +
  '/** Precompiled templates; the stylesheet is inlined in the HTML ones. */\n';

const DECLARATION =
  'export const TEMPLATES: Readonly<\n' +
  "  Record<MailTemplateName, Readonly<Record<'subject' | 'text' | 'html', object>>>\n" +
  '>';

/** The template inside the layout that its first line names, with the stylesheet as `style` attributes. */
function inLayout(source: string, css: string): string {
  const [, layout, body] = /^\{\{!-- layout: (\w+) --\}\}\n(.*)$/s.exec(source) ?? [];
  if (layout === undefined || body === undefined) throw new Error('A template does not name its layout');
  const page = read(`layouts/${layout}.html.mustache`).replace('<!-- content -->\n', () => body);
  return juice(page, { extraCss: css, applyWidthAttributes: false, applyAttributesTableElements: false });
}

function compile(source: string, kind: 'text' | 'html'): string {
  const program: unknown = Handlebars.precompile(source, {
    strict: true,
    noEscape: kind === 'text',
    knownHelpers: HELPERS,
    knownHelpersOnly: true,
  });
  if (typeof program !== 'string') throw new TypeError('The template compiler answered no text');
  return program;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of generateTemplates()) writeFileSync(new URL(path, GENERATED), text);
}
