import type { RuntimeOptions } from 'handlebars';
import { FALLBACK_LANGUAGE, MissingValueError } from '../i18n/translator.ts';
import type { Translator } from '../i18n/translator.ts';
import { derivedVariables } from './derived-variables.ts';
import { TEMPLATES } from './generated/templates.ts';
import { Handlebars } from './handlebars-runtime.ts';
import { COMMON_VARIABLES, MAIL_TEMPLATES } from './template-catalogue.ts';
import type { MailTemplateName } from './template-catalogue.ts';
import { htmlHelpers, textHelpers } from './template-helpers.ts';
import type { TemplateVariables } from './template-helpers.ts';

/** The three parts of a mail. The subject is one line. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail cannot be written because a variable is missing or of the wrong kind. */
export class TemplateVariableError extends Error {
  override readonly name = 'TemplateVariableError';
  readonly code = 'template_variable';
  readonly template: MailTemplateName;
  readonly variable: string;

  constructor(template: MailTemplateName, variable: string, options?: { cause?: unknown }) {
    super(`Template ${template} has no usable value for "${variable}"`, options);
    this.template = template;
    this.variable = variable;
  }
}

/** Writes mails from templates. */
export interface MailRenderer {
  /**
   * Renders the three parts in the nearest language there is (null = English). Values are escaped in the HTML part
   * only. Throws a `TemplateVariableError`.
   */
  render(template: MailTemplateName, variables: TemplateVariables, language: string | null): RenderedMail;
}

type Part = 'subject' | 'text' | 'html';
type Render = (variables: TemplateVariables, options: RuntimeOptions) => string;
type CompiledTemplate = Readonly<Record<Part, Render>>;

/** A renderer over the generated templates; each is set up at its first use and kept. */
export function createMailRenderer(translator: Translator): MailRenderer {
  const compiled = new Map<MailTemplateName, CompiledTemplate>();
  const helpers = { text: { ...textHelpers(translator) }, html: { ...htmlHelpers(translator) } };

  const templateNamed = (name: MailTemplateName): CompiledTemplate => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const { subject, text, html } = TEMPLATES[name];
    const created = {
      subject: Handlebars.template<TemplateVariables>(subject),
      text: Handlebars.template<TemplateVariables>(text),
      html: Handlebars.template<TemplateVariables>(html),
    };
    compiled.set(name, created);
    return created;
  };

  return {
    render(name, variables, askedLanguage) {
      const language = translator.nearestLanguage(askedLanguage ?? FALLBACK_LANGUAGE);
      try {
        const complete = completed(name, variables, translator, language);
        const template = templateNamed(name);
        const data = { language };
        return {
          subject: oneLine(template.subject(complete, { helpers: helpers.text, data })),
          text: template.text(complete, { helpers: helpers.text, data }),
          html: template.html(complete, { helpers: helpers.html, data }),
        };
      } catch (error) {
        throw error instanceof TemplateVariableError
          ? error
          : new TemplateVariableError(name, variableOf(error), { cause: error });
      }
    },
  };
}

/** Every variable the template may ask for; what is optional and absent is null. */
function completed(
  name: MailTemplateName,
  variables: TemplateVariables,
  translator: Translator,
  language: string,
): TemplateVariables {
  const { required, optional } = MAIL_TEMPLATES[name];
  for (const variable of required) {
    if (variables[variable] === undefined || variables[variable] === null) {
      throw new TemplateVariableError(name, variable);
    }
  }
  const complete: Record<string, unknown> = {};
  for (const variable of COMMON_VARIABLES) complete[variable] = null;
  complete['unsubscribe_link'] = null;
  for (const variable of optional) complete[variable] = null;
  return Object.assign(complete, variables, derivedVariables(name, variables, translator, language));
}

/** Lines are joined without a blank, as the original does. */
const oneLine = (text: string): string => text.trim().replace(/[\r\n]+/g, '');

function variableOf(error: unknown): string {
  if (error instanceof MissingValueError) return error.variable;
  const message = error instanceof Error ? error.message : String(error);
  return /^"([^"]+)" not defined/.exec(message)?.[1] ?? message.slice(0, 200);
}
