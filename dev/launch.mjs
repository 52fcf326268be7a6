// Runs a script of this project with the project's own Node, after installing what is missing.
// Usage: node dev/launch.mjs <script.ts> [arguments…]
//
// Plain JavaScript without dependencies: on a fresh machine it runs on that machine's Node (20 or newer) before
// anything is installed. Every npm script goes through it. In a prepared clone it costs a few milliseconds: npm
// itself then runs this file with the project's Node, and the script is loaded into this same process.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { constants as osConstants, homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.zulip-workers-installed');
const ownNode = join(modules, 'node', 'bin', 'node');
/** Set for the second process, so that a Node that does not work cannot start an endless chain. */
const RELAUNCHED = 'ZULIP_WORKERS_RELAUNCHED';
/** A parent that dies is noticed within this time. */
const PARENT_CHECK_MS = 250;
const GRACE_AFTER_PARENT_MS = 15_000;
const SAME_SIGNAL_MS = 300;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const lockFileHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Whether node_modules is what package-lock.json says. */
function isInstalled() {
  if (!existsSync(ownNode)) return false;
  const wanted = lockFileHash();
  try {
    if (readFileSync(stampFile, 'utf8') === wanted) return true;
  } catch {
    // Installed by hand, or not at all: compare in full.
  }
  if (!matchesLockFile()) return false;
  try {
    writeFileSync(stampFile, wanted);
  } catch {
    // A clone of another user: compared again next time.
  }
  return true;
}

/** npm leaves a list of what it installed in node_modules; what is only for other platforms may be missing there. */
function matchesLockFile() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (present[path] === undefined ? entry.optional === true : present[path].version === entry.version),
    );
  } catch {
    // Nothing installed, or by another tool.
    return false;
  }
}

/** The npm that started us, or the one on the PATH, run by the machine's own Node: ours is about to be replaced. */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(join('node_modules', '.bin')))
    .join(delimiter);
  const env = { ...process.env, PATH: path };
  if (script !== undefined && node !== undefined && existsSync(script) && /\.[cm]?js$/.test(script)) {
    return { command: node, args: [script], env };
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], env };
}

function install() {
  process.stderr.write('installing the dependencies of package-lock.json (npm ci) …\n');
  const { command, args, env } = npmCommand();
  const npmCache = env.npm_config_cache ?? join(homedir(), '.npm');
  try {
    mkdirSync(npmCache, { recursive: true });
    accessSync(npmCache, constants.W_OK);
  } catch {
    // An account without a home folder: npm's cache goes where it may write.
    env.npm_config_cache = join(root, '.cache', 'npm');
    mkdirSync(env.npm_config_cache, { recursive: true });
  }
  const result = spawnSync(
    command,
    [
      ...args,
      'ci',
      '--loglevel=error',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      '--prefer-offline',
    ],
    // npm's own summary goes to standard error: standard output belongs to the script.
    { cwd: root, env, stdio: ['ignore', 2, 2] },
  );
  if (result.error !== undefined)
    fail(`npm cannot be started (${result.error.message}): install Node 20 or newer with npm`);
  if (result.status !== 0) fail('npm ci failed: its own message stands above; nothing else was started');
  checkNode();
  writeFileSync(stampFile, lockFileHash());
}

function checkNode() {
  const answer = spawnSync(ownNode, ['--version'], { encoding: 'utf8' });
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;
  if (answer.stdout?.trim() !== `v${wanted}`) {
    fail(
      `Node ${wanted}, which npm installed at ${ownNode}, does not run here: ${answer.error?.message ?? answer.stderr}`,
    );
  }
}

async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock(
    `install ${root}`,
    async () => {
      if (!isInstalled()) install();
    },
    () => process.stderr.write('another process is installing the dependencies; waiting for it …\n'),
  );
}

/** The processes from our parent up to npm: npm runs a script through a shell. Empty when npm did not start us. */
function npmChain() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return [];
  const chain = [];
  let pid = process.ppid;
  while (pid > 1 && chain.length < 3) {
    const parent = parentOf(pid);
    chain.push({ pid, parent: parent?.pid ?? 0 });
    if (parent === null || !/^\(?-?(sh|dash|bash|ash|zsh)\)?$/.test(parent.name)) break;
    pid = parent.pid;
  }
  return chain;
}

/** Name of a process and the id of its parent, from /proc; null where there is none. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const end = stat.lastIndexOf(')');
    return { name: stat.slice(stat.indexOf('(') + 1, end), pid: Number(stat.slice(end + 2).split(' ')[1]) };
  } catch {
    return null;
  }
}

/** Ends this process when the npm that started it is gone: nobody else would, and nobody would read its output. */
function endWithParent() {
  const chain = npmChain();
  const first = process.ppid;
  if (process.env.npm_lifecycle_event === undefined && process.env[RELAUNCHED] === undefined) return;
  const timer = setInterval(() => {
    const orphaned =
      process.ppid !== first ||
      chain.some(({ pid, parent }) => parent !== 0 && parentOf(pid)?.pid !== parent);
    if (!orphaned) return;
    clearInterval(timer);
    // First the orderly way, for those who listen to it.
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_AFTER_PARENT_MS).unref();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/**
 * Makes one Ctrl-C one signal: the terminal sends it to this process and to npm, and npm passes it on. A second one
 * would mean "at once" (workers end without draining), so only one that follows later counts.
 */
function mergeSignals() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const lastAt = new Map();
  const emit = process.emit;
  process.emit = function (name, ...rest) {
    if (name === 'SIGINT' || name === 'SIGTERM') {
      const now = performance.now();
      const repeated = now - (lastAt.get(name) ?? -SAME_SIGNAL_MS) < SAME_SIGNAL_MS;
      if (repeated) return true;
      lastAt.set(name, now);
    }
    return emit.call(this, name, ...rest);
  };
}

/** Starts this file again with the project's Node, passes signals on and ends as it ends. */
function relaunch() {
  const child = spawn(
    ownNode,
    [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        [RELAUNCHED]: '1',
        PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter),
      },
    },
  );
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to every process of its foreground group: the child has it already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`${ownNode} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (osConstants.signals[signal] ?? 0)));
}

const script = process.argv[2];
if (script === undefined) fail('usage: node dev/launch.mjs <script.ts> [arguments…]');
await ensureInstalled();
mergeSignals();
if (process.env[RELAUNCHED] !== undefined || realpathSync(process.execPath) === realpathSync(ownNode)) {
  const path = resolve(root, script);
  endWithParent();
  delete process.env[RELAUNCHED];
  process.argv.splice(1, 2, path);
  await import(pathToFileURL(path).href);
} else {
  endWithParent();
  relaunch();
}
