import type { Translator } from '../i18n/translator.ts';
import type { MailTemplateName } from './template-catalogue.ts';
import type { TemplateVariables } from './template-helpers.ts';

/** Names of people in a digest, and of channels. */
const LONGEST_NAME_LIST = 4;
const LONGEST_CHANNEL_LIST = 1_000;

interface Conversation {
  readonly count: number;
  readonly participants: readonly string[];
  readonly first_few_messages: { readonly header: unknown; readonly senders: unknown };
}

/** Variables that a template reads in another form than the producer writes them. */
export function derivedVariables(
  template: MailTemplateName,
  variables: TemplateVariables,
  translator: Translator,
  language: string,
): TemplateVariables {
  switch (template) {
    case 'missed_message':
      return { blocks: listOf(variables['messages']) };
    case 'digest':
      return digestVariables(variables, translator, language);
    case 'onboarding_zulip_guide':
      return {
        // Institutions of both kinds read the same guide.
        organization_type:
          variables['organization_type'] === 'education_nonprofit'
            ? 'education'
            : variables['organization_type'],
      };
    default:
      return {};
  }
}

function digestVariables(
  variables: TemplateVariables,
  translator: Translator,
  language: string,
): TemplateVariables {
  const conversations = listOf(variables['hot_conversations']) as readonly Conversation[];
  const channels = variables['new_channels'] as
    { readonly plain: readonly string[]; readonly html: readonly string[] } | null | undefined;
  const list = (names: readonly string[], limit: number): string =>
    nameList(names, limit, translator, language);
  return {
    conversations: conversations.map(({ count, participants, first_few_messages: first }) => ({
      header: first.header,
      senders: first.senders,
      more: count > 0 ? count : null,
      names: list(participants, LONGEST_NAME_LIST),
    })),
    channel_names:
      channels === null || channels === undefined || channels.plain.length === 0
        ? null
        : {
            plain: list(channels.plain, LONGEST_CHANNEL_LIST),
            html: list(channels.html, LONGEST_CHANNEL_LIST),
          },
  };
}

/** One value or a list of them, as a list. */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === null || value === undefined || value === '' ? [] : [value];

/**
 * `A`; `A, B and C` up to `limit`; beyond it `A, B, C, D and 3 others`.
 *
 * @source zulip zerver/lib/email_helpers.py format_user_list
 */
function nameList(names: readonly string[], limit: number, translator: Translator, language: string): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length > limit) {
    return translator.translate(language, 'digest.names_and_others', {
      names: names.slice(0, limit).join(', '),
      count: names.length - limit,
    });
  }
  return translator.translate(language, 'digest.names_and', {
    names: names.slice(0, -1).join(', '),
    last: names.at(-1) ?? '',
  });
}
