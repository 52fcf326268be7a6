/** One way for a command or a worker process to end. */
export interface ExitCode {
  readonly code: number;
  readonly meaning: string;
}

/** Every exit code, once: commands use it, docs/cli.md prints it. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'Done; a worker has drained after SIGTERM or SIGINT.' },
  failed: {
    code: 1,
    meaning: 'Something unexpected; also a second signal, or a handler that would not stop.',
  },
  usage: { code: 2, meaning: 'Unknown command, option or queue, or a queue that cannot run yet.' },
  restart: { code: 3, meaning: 'A worker has drained after SIGUSR1 and wants to be started again.' },
  invalid_config: { code: 4, meaning: 'Settings are missing or wrong; each is named.' },
  unavailable: { code: 5, meaning: 'Kafka, the registry, the database or the mail server cannot be used.' },
  difference: {
    code: 6,
    meaning:
      'A check found something: topics that differ, schemas that are not compatible, a database that lacks something.',
  },
  rejected: { code: 7, meaning: 'Some input was not accepted; the lines are listed.' },
  consumer_dead: {
    code: 8,
    meaning: 'A consumer died; the worker has drained so that its supervisor starts it again.',
  },
} as const satisfies Record<string, ExitCode>;

/** Name of an exit code. */
export type ExitName = keyof typeof EXIT_CODES;
