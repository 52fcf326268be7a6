import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONFIG_PARTS, OPTIONS } from '../../src/config/options.ts';
import { loadWholeConfig } from '../../src/config.ts';
import { createProgram } from '../../src/cli/program.ts';
import { alertRules } from '../../src/metrics/alerts.ts';

// There is no container runtime here: these tests hold what can be held without one.

const compose = readFileSync('compose.yaml', 'utf8');
const dockerfile = readFileSync('Dockerfile', 'utf8');
const prometheus = readFileSync('deploy/prometheus/prometheus.yaml', 'utf8');

/** Lines `NAME: value` of a block that begins with this line. */
const blockOf = (text: string, start: string): Readonly<Record<string, string>> => {
  const lines = text.slice(text.indexOf(start)).split('\n').slice(1);
  const end = lines.findIndex((line) => !/^ {2}\S/.test(line));
  return Object.fromEntries(
    lines.slice(0, end).map((line) => {
      const [, name = '', value = ''] = /^ {2}(\w+): '?([^']*)'?$/.exec(line) ?? [];
      return [name, value];
    }),
  );
};

describe('compose.yaml', () => {
  it('pins every image to a full version', () => {
    const images = [...compose.matchAll(/image: (\S+)/g)].map(([, image]) => image);
    expect(images.length).toBeGreaterThan(3);
    for (const image of images) expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it('gives the workers settings that are complete and known', () => {
    const settings = blockOf(compose, 'x-settings');
    const known = CONFIG_PARTS.flatMap((part) => Object.keys(OPTIONS[part]));
    expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
    expect(() => loadWholeConfig({ variables: settings, readFile: () => '' })).not.toThrow();
  });

  it('runs commands that exist', () => {
    const program = createProgram({} as never);
    const commands = [...compose.matchAll(/command: \[([^\]]+)\]/g)].map(([, words = '']) =>
      words.split(', '),
    );
    expect(commands).toHaveLength(4);
    for (const words of commands) {
      let at = program;
      for (const word of words) at = at.commands.find((command) => command.name() === word)!;
      expect(at.name()).toBe(words.at(-1));
    }
  });

  it('mounts files that exist, and waits longer for a worker than its drain takes', () => {
    for (const [, file = ''] of compose.matchAll(/- (\.\/\S+?):/g)) expect(existsSync(file), file).toBe(true);
    const [, grace] = /stop_grace_period: (\d+)s/.exec(compose) ?? [];
    const { text: drain } = OPTIONS.worker.SHUTDOWN_GRACE_SECONDS.presence as { readonly text: string };
    expect(Number(grace)).toBeGreaterThanOrEqual(Number(drain) + 5);
  });
});

describe('Dockerfile', () => {
  it('is built on the Node version that the project is pinned to, and runs without root', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const bases = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    expect(bases).toEqual([devDependencies['node'], devDependencies['node']]);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('copies files that exist', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied.length).toBeGreaterThan(4);
    for (const file of copied) expect(existsSync(file), file).toBe(true);
  });

  it('starts the file that the package names as its command, with the flags of npm start', () => {
    const { bin, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      bin: Record<string, string>;
      scripts: Record<string, string>;
    };
    const [, flag = 'none'] = /^node (--\S+) /.exec(scripts['start'] ?? '') ?? [];
    expect(dockerfile).toContain(`ENTRYPOINT ["node", "${flag}", "${bin['zulip-workers']}"]`);
  });
});

describe('prometheus.yaml', () => {
  it('names the job that the alert rules name, the port that is exposed, and a rule file that exists', () => {
    expect(prometheus).toContain('job_name: zulip-workers');
    expect(alertRules([]).some(({ expr }) => expr.includes('job="zulip-workers"'))).toBe(true);
    expect(dockerfile).toContain(`EXPOSE ${/port: (\d+)/.exec(prometheus)?.[1] ?? ''}`);
    for (const [, file = ''] of prometheus.matchAll(/^ {2}- (\S+\.yaml)$/gm)) {
      expect(existsSync(`deploy/prometheus/${file}`)).toBe(true);
    }
  });
});
