import type { HelperDelegate, HelperOptions } from 'handlebars';
import type { MessageId } from '../i18n/catalogs.ts';
import type { MessageValues, Translator } from '../i18n/translator.ts';
import { Handlebars } from './handlebars-runtime.ts';

/** What a template sees at its root. */
export type TemplateVariables = Readonly<Record<string, unknown>>;

/** Passed to a template as private data (`@…`), so that no variable can take its place. */
interface RenderData {
  readonly language: string;
  readonly root: TemplateVariables;
}

/** Functions that templates call by name. */
export type TemplateHelpers = Readonly<Record<'t' | 'link' | 'join', HelperDelegate>>;

const dataOf = (options: HelperOptions): RenderData => options.data as RenderData;

/**
 * The helpers of text templates, where nothing is escaped:
 * `t "id" name=value` – the text `id`, its placeholders taken from the arguments, else from the mail's variables;
 * `link url label` – the address alone; `join a b` – both, one after the other.
 */
export function textHelpers(translator: Translator): TemplateHelpers {
  return {
    t: (id: MessageId, options: HelperOptions) => {
      const { language, root } = dataOf(options);
      return translator.translate(language, id, placeholders(root, options.hash as TemplateVariables));
    },
    link: (url: string) => url,
    join,
  };
}

/** The same helpers for HTML: values are escaped, and `link` makes a link. */
export function htmlHelpers(translator: Translator): TemplateHelpers {
  return {
    t: (id: MessageId, options: HelperOptions) => {
      const { language, root } = dataOf(options);
      const values = placeholders(root, options.hash as TemplateVariables, Handlebars.escapeExpression);
      // The texts themselves hold no markup (a test sees to it), so only the values need escaping.
      return new Handlebars.SafeString(translator.translate(language, id, values));
    },
    link: (url: string, ...rest: readonly unknown[]) => {
      const label = rest.length > 1 ? rest[0] : url;
      const href = Handlebars.escapeExpression(url);
      return new Handlebars.SafeString(
        `<a href="${href}" style="color: #5f5ec7;">${Handlebars.escapeExpression(label as string)}</a>`,
      );
    },
    join,
  };
}

const join = (first: string, second: string): string => `${first}${second}`;

/** Values are looked up, and escaped, only when the text asks for them. */
function placeholders(
  root: TemplateVariables,
  own: TemplateVariables,
  escape: (value: string) => string = (value) => value,
): MessageValues {
  return new Proxy<Record<string, string | number>>(
    {},
    {
      get: (_, name) => {
        if (typeof name !== 'string') return undefined;
        const value = Object.hasOwn(own, name) ? own[name] : root[name];
        if (typeof value === 'number') return value;
        return value === null || value === undefined ? undefined : escape(value as string);
      },
    },
  );
}
