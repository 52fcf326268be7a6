import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import es from './locales/es.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };
import ja from './locales/ja.json' with { type: 'json' };
import ru from './locales/ru.json' with { type: 'json' };

/** Every text there is; `en` is complete, the other catalogs may lack entries and fall back to it. */
export type MessageId = keyof typeof en;

/** Texts of one language in ICU MessageFormat, by id. */
export type Catalog = Readonly<Partial<Record<MessageId, string>>>;

/** The languages with a catalog, by lower-case language code. A text holds no `<` or `&`, so it is safe inside HTML. */
export const CATALOGS: Readonly<Record<string, Catalog>> & { readonly en: typeof en } = {
  de,
  en,
  es,
  fr,
  ja,
  ru,
};
