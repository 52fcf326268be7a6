/**
 * Leaves out, by rule, what nobody's data depends on: the texts of logs and errors, and the names and labels of
 * metrics. The report counts what each rule left out. A plugin of Stryker, which loads this file by its path.
 */

/** As much of a Babel path as the rules look at. */
interface SyntaxPath {
  readonly node: SyntaxNode;
  readonly parentPath: SyntaxPath | null;
}

interface SyntaxNode {
  readonly type: string;
  readonly callee?: SyntaxNode;
  readonly object?: SyntaxNode;
  readonly property?: SyntaxNode;
  readonly name?: string;
  readonly arguments?: readonly SyntaxNode[];
}

const LOG_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'];
const METRIC_CALLS: readonly string[] = ['count', 'observe', 'set'];

/** `deps.logger` and `logger` are both named logger. */
function nameOf(node: SyntaxNode | undefined): string {
  return node?.name ?? node?.property?.name ?? '';
}

/** The rule by which this node and all within it are left out; undefined when there is none. */
function shouldIgnore({ node, parentPath }: SyntaxPath): string | undefined {
  const parent = parentPath?.node;
  const callee = parent?.callee;
  if (parent?.arguments?.includes(node) !== true) return undefined;
  if (parent.type === 'NewExpression' && nameOf(callee) === 'Error') return 'text of an error';
  const method = nameOf(callee?.property);
  const receiver = nameOf(callee?.object);
  if (receiver === 'logger' && LOG_LEVELS.includes(method)) return 'text or field of a log line';
  const isMetric = receiver === 'recorder' && METRIC_CALLS.includes(method);
  if (isMetric && parent.arguments.indexOf(node) < 2) return 'name or label of a metric';
  return undefined;
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'texts', value: { shouldIgnore } }] as const;
