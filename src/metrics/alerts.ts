/**
 * When somebody should be told (spec: runtime 4.12). The same numbers decide in code (`zulip-workers lag`) and make the
 * rule file of Prometheus, so the two cannot drift apart.
 */

/** Bounds in seconds of estimated work. */
export interface BacklogThresholds {
  readonly warning: number;
  readonly critical: number;
}

/** Fixed bounds; a queue's own backlog bounds stand in its definition. */
export const ALERT_THRESHOLDS = {
  /** Of a queue whose definition names none. */
  backlogSeconds: { warning: 30, critical: 60 },
  /** No progress for longer than this, with more than `stuckLag` records waiting, is stuck. */
  stuckSeconds: 180,
  stuckLag: 10,
  /** Consumers that a queue needs at least. */
  groupMembers: 1,
  /** Dead letters that nobody has looked at. */
  deadLetters: 0,
  /** Resident memory of one process. @source zulip: the memory check's 600,000 and 800,000 KB */
  memoryBytes: { warning: 600_000_000, critical: 800_000_000 },
  /** Age of the oldest outbox row. */
  outboxSeconds: { warning: 60, critical: 300 },
  /** A condition must hold this long: three looks a minute apart, as in the original's alarm. */
  holdSeconds: 180,
} as const;

/** How bad it is. */
export type Severity = 'ok' | 'warning' | 'critical';

/** A queue as the rules see it. */
export interface AlertedQueue {
  readonly queue: string;
  readonly alertSeconds?: BacklogThresholds;
}

/** Backlog bounds of a queue. */
export const backlogThresholds = ({ alertSeconds }: AlertedQueue): BacklogThresholds =>
  alertSeconds ?? ALERT_THRESHOLDS.backlogSeconds;

/** Judges the waiting work: `lag` records of `meanSeconds` each. No mean yet is no reason to alarm. */
export const backlogSeverity = (
  backlog: { readonly lag: number; readonly meanSeconds: number | null },
  thresholds: BacklogThresholds,
): Severity => {
  const seconds = backlog.lag * (backlog.meanSeconds ?? 0);
  if (seconds > thresholds.critical) return 'critical';
  return seconds > thresholds.warning ? 'warning' : 'ok';
};

/** Whether a queue stands still although records wait. */
export const isStuck = ({ progressAgeSeconds, lag }: { progressAgeSeconds: number; lag: number }): boolean =>
  progressAgeSeconds > ALERT_THRESHOLDS.stuckSeconds && lag > ALERT_THRESHOLDS.stuckLag;

/** The alarm's words when a queue has too few consumers, else null. */
export const missingConsumers = (queue: string, members: number, needed: number): string | null =>
  members < needed ? `queue ${queue} has ${members} consumers, needs ${needed}` : null;

/** One rule of Prometheus. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly forSeconds: number;
  readonly severity: Exclude<Severity, 'ok'>;
  readonly summary: string;
  readonly description: string;
}

const SEVERITIES = ['warning', 'critical'] as const;
const JOB = 'job="zulip-workers"';
/** Records in a retry tier wait on purpose: they are neither backlog nor a sign of standing still. */
const MAIN_TOPICS = 'topic!~".+[.]retry[.].+"';

const backlogRules = (queues: readonly AlertedQueue[]): readonly AlertRule[] =>
  queues.flatMap((queue) =>
    SEVERITIES.map((severity): AlertRule => ({
      alert: 'WorkerBacklog',
      expr: `sum by (queue) (worker_backlog_eta_seconds{queue="${queue.queue}"}) > ${backlogThresholds(queue)[severity]}`,
      forSeconds: ALERT_THRESHOLDS.holdSeconds,
      severity,
      summary: `${queue.queue}: {{ $value | humanizeDuration }} of work are waiting`,
      description:
        'Is each event slower (worker_event_duration_seconds), or are there more of them (worker_events_total)? Add processes up to the number of partitions.',
    })),
  );

const STUCK_RULE: AlertRule = {
  alert: 'WorkerStuck',
  expr: `time() - worker_last_progress_timestamp_seconds > ${ALERT_THRESHOLDS.stuckSeconds} and on (instance, queue) sum by (instance, queue) (worker_consumer_lag{${MAIN_TOPICS}}) > ${ALERT_THRESHOLDS.stuckLag}`,
  forSeconds: 0,
  severity: 'critical',
  summary: '{{ $labels.queue }} on {{ $labels.instance }} appears to be stuck',
  description:
    'Records wait and none was finished for {{ $value | humanizeDuration }}. Look at /livez of the process and at worker_paused.',
};

const MEMBER_RULE: AlertRule = {
  alert: 'WorkerConsumersMissing',
  expr: `max by (queue) (worker_group_members) < ${ALERT_THRESHOLDS.groupMembers}`,
  forSeconds: ALERT_THRESHOLDS.holdSeconds,
  severity: 'critical',
  summary: `queue {{ $labels.queue }} has {{ $value }} consumers, needs ${ALERT_THRESHOLDS.groupMembers}`,
  description: 'Start a process that runs the queue, or see why its members lapse (worker_rebalances_total).',
};

const PROCESS_RULE: AlertRule = {
  alert: 'WorkerProcessDown',
  expr: `up{${JOB}} == 0`,
  forSeconds: ALERT_THRESHOLDS.holdSeconds,
  severity: 'critical',
  summary: 'worker process {{ $labels.instance }} does not answer',
  description: 'It is down, or its metrics address is not reachable.',
};

const DEAD_LETTER_RULE: AlertRule = {
  alert: 'WorkerDeadLetters',
  expr: `max by (queue) (worker_dead_letter_depth) > ${ALERT_THRESHOLDS.deadLetters}`,
  forSeconds: 0,
  severity: 'warning',
  summary: '{{ $labels.queue }} has {{ $value }} dead letters',
  description: 'Each is an event that nobody handled. worker_dead_letters_total says why they died.',
};

const memoryRules = SEVERITIES.map((severity): AlertRule => ({
  alert: 'WorkerMemory',
  expr: `process_resident_memory_bytes{${JOB}} > ${ALERT_THRESHOLDS.memoryBytes[severity]}`,
  forSeconds: ALERT_THRESHOLDS.holdSeconds,
  severity,
  summary: 'worker process {{ $labels.instance }} uses {{ $value | humanize1024 }}B',
  description:
    'Compare with worker_buffered_records; lower WORKER_MAX_BUFFERED_MIB, or split the queues over processes.',
}));

const outboxRules = SEVERITIES.map((severity): AlertRule => ({
  alert: 'OutboxDelayed',
  expr: `max(outbox_oldest_age_seconds) > ${ALERT_THRESHOLDS.outboxSeconds[severity]}`,
  forSeconds: 0,
  severity,
  summary: 'events wait in the outbox for {{ $value | humanizeDuration }}',
  description: 'The relay or the broker stands still; the rows are safe in workers.event_outbox.',
}));

/** Every rule, for these queues. */
export const alertRules = (queues: readonly AlertedQueue[]): readonly AlertRule[] => [
  ...backlogRules(queues),
  STUCK_RULE,
  MEMBER_RULE,
  PROCESS_RULE,
  DEAD_LETTER_RULE,
  ...memoryRules,
  ...outboxRules,
];

/** Text in YAML's single quotes, where nothing but the quote itself needs care. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const ruleLines = (rule: AlertRule): readonly string[] => [
  `      - alert: ${rule.alert}`,
  `        expr: ${quoted(rule.expr)}`,
  ...(rule.forSeconds > 0 ? [`        for: ${rule.forSeconds}s`] : []),
  `        labels:`,
  `          severity: ${rule.severity}`,
  `        annotations:`,
  `          summary: ${quoted(rule.summary)}`,
  `          description: ${quoted(rule.description)}`,
];

/** The rule file of Prometheus, complete. */
export const renderAlertFile = (queues: readonly AlertedQueue[]): string =>
  [
    '# Generated by `zulip-workers alerts` from src/metrics/alerts.ts and the queues’ definitions. Do not edit.',
    'groups:',
    '  - name: zulip-workers',
    '    interval: 60s',
    '    rules:',
    ...alertRules(queues).flatMap(ruleLines),
    '',
  ].join('\n');
