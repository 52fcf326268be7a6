import { EXIT_CODES } from '../src/cli/exit-codes.ts';
import { createProgram } from '../src/cli/program.ts';
import type { Terminal } from '../src/cli/terminal.ts';
import type { ConfigOption } from '../src/config/option.ts';
import { CONFIG_PARTS, OPTIONS, PART_TITLES } from '../src/config/options.ts';
import { METRICS } from '../src/metrics/catalogue.ts';
import type { MetricDefinition } from '../src/metrics/catalogue.ts';
import { systemClock } from '../src/runtime/clock.ts';

const banner = (source: string): string =>
  `<!-- Generated from ${source} by dev/generate-docs.ts. Do not edit. -->\n\n`;

/** Text inside a cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');

/** `docs/metrics.md`: every metric of the catalogue. */
export function metricsPage(): string {
  const rows = Object.entries<MetricDefinition>(METRICS).map(([name, metric]) => [
    `\`${name}\``,
    metric.type,
    metric.labels.map((label) => `\`${label}\``).join(', ') || '–',
    metric.help,
    metric.lookWhen,
  ]);
  return (
    banner('src/metrics/catalogue.ts') +
    '# Metrics\n\n' +
    'Every worker process serves these on `/metrics` (`METRICS_HOST`, `METRICS_PORT`). Units are base units: seconds, ' +
    'bytes, counts. Labels come from closed sets: no user, key or offset is ever a label.\n\n' +
    table(['Metric', 'Type', 'Labels', 'What it is', 'Look here when'], rows)
  );
}

/** `docs/configuration.md`: every environment variable. */
export function configurationPage(): string {
  const parts = CONFIG_PARTS.map((part) => {
    const rows = Object.entries<ConfigOption<unknown>>(OPTIONS[part]).map(([name, option]) => [
      `\`${name}\``,
      defaultOf(option),
      [`${capitalised(option.read.expects)}.`, unitOf(option), option.help]
        .filter((text) => text !== '')
        .join(' '),
    ]);
    return `## ${PART_TITLES[part]}\n\n${table(['Variable', 'Default', 'Meaning'], rows)}`;
  });
  return (
    banner('src/config/options.ts') +
    '# Configuration\n\n' +
    'Everything is set by environment variables, read once at the start. All faults are listed together; a command ' +
    'looks only at the parts that it needs. A secret may stand in a file instead: `<NAME>_FILE` names it.\n\n' +
    parts.join('\n')
  );
}

function defaultOf({ presence }: ConfigOption<unknown>): string {
  switch (presence.kind) {
    case 'required':
      return '**required**';
    case 'default':
      return presence.text === '' ? 'empty' : `\`${presence.text}\``;
    case 'optional':
      return presence.derived ?? 'not set';
  }
}

function unitOf(option: ConfigOption<unknown>): string {
  const secret = option.secret === true && option.read.expects !== 'a secret' ? 'Secret.' : '';
  return [option.unit === undefined ? '' : `Unit: ${option.unit}.`, secret]
    .filter((text) => text !== '')
    .join(' ');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `docs/cli.md`: every command with its options, and the exit codes. */
export function cliPage(): string {
  const program = createProgram(silentTerminal());
  const sections: string[] = [];
  const describe = (command: typeof program, path: string, depth: number): void => {
    command.configureHelp({ helpWidth: 100 });
    const title = depth === 0 ? '' : `${'#'.repeat(Math.min(depth + 1, 4))} \`${path}\`\n\n`;
    sections.push(`${title}\`\`\`text\n${command.helpInformation().trimEnd()}\n\`\`\`\n`);
    for (const child of command.commands) describe(child, `${path} ${child.name()}`, depth + 1);
  };
  describe(program, program.name(), 0);
  const codes = Object.entries(EXIT_CODES).map(([name, { code, meaning }]) => [
    String(code),
    `\`${name}\``,
    meaning,
  ]);
  return (
    banner('the commands in src/cli') +
    '# Command line\n\n' +
    'In a clone: `npm run --silent cli -- <command>`; installed: `zulip-workers <command>`. Results go to standard ' +
    'output, everything else to standard error.\n\n' +
    `${sections.join('\n')}\n## Exit codes\n\n${table(['Code', 'Name', 'Meaning'], codes)}`
  );
}

/** Commands need a terminal to be made; printing their help needs none. */
function silentTerminal(): Terminal {
  return {
    source: { variables: {}, readFile: () => '' },
    clock: systemClock,
    stdin: process.stdin,
    out: () => undefined,
    err: () => undefined,
    end: () => undefined,
    signal: new AbortController().signal,
  };
}
