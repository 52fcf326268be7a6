import { renderFormula } from '../formula.ts';
import { element, exactText, html } from '../node.ts';
import { WORD } from '../python-text.ts';
import { matching } from './inline-pass.ts';

/** Not next to a letter, a digit or a third dollar sign; on one line; `\$` is a dollar sign inside. */
const FORMULA = `(?<![${WORD}$])\\$\\$([^\\n_$](?:\\\\\\$|[^$\\n])*)\\$\\$(?![${WORD}$])`;

/** `$$x$$`. */
export const formulas = matching(
  () => new RegExp(FORMULA, 'gu'),
  ([, part = ''], { rendering }) => {
    const written = rendering.stash.written(part);
    const rendered = renderFormula(rendering, written, 'inline');
    if (rendered !== undefined) return html(rendered, 'inline');
    return element('span', { class: 'tex-error' }, [exactText(`$$${written}$$`)]);
  },
);
