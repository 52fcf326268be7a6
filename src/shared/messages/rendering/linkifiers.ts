import { RE2JS } from 're2js';
import { parseTemplate } from 'url-template';

/** A realm's rule that makes links of texts such as `#123`, ready to run. */
export interface Linkifier {
  /** Matches in the order of the text: where it stands and the address it stands for. */
  find(text: string, onSearch: (steps: number) => void): readonly LinkifiedText[];
}

/** One match. */
export interface LinkifiedText {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/** A linkifier cannot be used: its pattern or template is not of the known syntax. */
export interface LinkifierFault {
  readonly kind: 'fault';
  readonly reason: string;
}

/** `\s` of RE2 knows ASCII only; the rest of white space is named. */
const BEFORE = `(^|\\s|\u0085|\\pZ|['"(,:<])`;
const AFTER = `($|[^\\pL\\pN])`;

/**
 * Compiles a realm's linkifier: a pattern of RE2, whose search takes linear time whatever the pattern, and a template of
 * RFC 6570 filled with its named groups.
 * @source zulip zerver/lib/markdown/__init__.py prepare_linkifier_pattern
 */
export function compileLinkifier(pattern: string, urlTemplate: string): Linkifier | LinkifierFault {
  try {
    const compiled = RE2JS.compile(`${BEFORE}(${pattern})${AFTER}`);
    const template = parseTemplate(urlTemplate);
    return {
      find(text, onSearch) {
        const found: LinkifiedText[] = [];
        const matcher = compiled.matcher(text);
        let from = 0;
        while (from <= text.length) {
          const matches = matcher.find(from);
          onSearch((matches ? matcher.end() : text.length) - from + 1);
          if (!matches) break;
          const [start, end] = [matcher.start(2), matcher.end(2)];
          found.push({ start, end, url: template.expand(matcher.getNamedGroups()) });
          // The character behind a match may be the one before the next.
          from = Math.max(end, from + 1);
        }
        return found;
      },
    };
  } catch (error) {
    return { kind: 'fault', reason: error instanceof Error ? error.message : 'unknown' };
  }
}
