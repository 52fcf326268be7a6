/** One metric, described once: the exporter, the documentation and the alert rules are made from this. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
  /** When an operator should look at it. */
  readonly lookWhen: string;
  /** Histograms only: upper bounds in the metric's unit. */
  readonly buckets?: readonly number[];
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const AGE_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600];
const SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];

/** Every metric of the fleet. Base units; labels from closed sets, never a user, key or offset. */
export const METRICS = {
  worker_events_total: {
    type: 'counter',
    labels: ['queue', 'type', 'outcome'],
    help: 'Events settled, by outcome: ok, skip, retry, defer, dead, timeout, outage.',
    lookWhen: 'The rate of retry, dead or timeout rises, or ok falls to zero while lag grows.',
  },
  worker_dead_letters_total: {
    type: 'counter',
    labels: ['queue', 'disposition'],
    help: 'Records written to the dead-letter topic, by disposition.',
    lookWhen: 'It grows: each one is an event that nobody handled.',
  },
  worker_event_duration_seconds: {
    type: 'histogram',
    labels: ['queue', 'type', 'outcome'],
    buckets: SECONDS,
    help: 'Time in the handler per event (a batch is divided by its events).',
    lookWhen: 'A queue is late: is each event slower, or are there more of them?',
  },
  worker_event_age_seconds: {
    type: 'histogram',
    labels: ['queue'],
    buckets: AGE_SECONDS,
    help: 'Age of an event when its first attempt starts: now minus x-produced-at.',
    lookWhen: 'People say that mail or push is late.',
  },
  worker_batch_size: {
    type: 'histogram',
    labels: ['queue'],
    buckets: SIZES,
    help: 'Events per call of a batch handler.',
    lookWhen: 'Throughput of a batch queue is low.',
  },
  worker_consumer_lag: {
    type: 'gauge',
    labels: ['queue', 'topic', 'partition'],
    help: 'Records between the committed offset (at least the log start) and the high watermark, for the partitions of this process.',
    lookWhen: 'It grows for minutes.',
  },
  worker_oldest_unprocessed_age_seconds: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Age of the oldest record that this process holds unfinished; 0 when there is none.',
    lookWhen: 'One stuck key: the lag is small but this grows.',
  },
  worker_backlog_eta_seconds: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Lag times the mean duration of the last 50 successful events; 0 when idle.',
    lookWhen: 'The backlog alert fires: this is the work left, in seconds.',
  },
  worker_last_progress_timestamp_seconds: {
    type: 'gauge',
    labels: ['queue'],
    help: 'When a record was last finished, or the queue was last seen empty.',
    lookWhen: 'Older than 180 s with lag above 10: the queue is stuck.',
  },
  worker_group_members: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Members of the consumer group.',
    lookWhen: 'Fewer than the processes you started.',
  },
  worker_assigned_partitions: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Main-topic partitions owned by this process.',
    lookWhen: 'A process is idle while others are busy.',
  },
  worker_retry_depth: {
    type: 'gauge',
    labels: ['queue', 'tier'],
    help: 'Records waiting in a retry tier, for the partitions of this process.',
    lookWhen: 'Something that the queue depends on fails.',
  },
  worker_retry_lateness_seconds: {
    type: 'histogram',
    labels: ['queue', 'tier'],
    buckets: SECONDS,
    help: 'How late after its due time a retried record was started.',
    lookWhen: 'Retries seem slow.',
  },
  worker_dead_letter_depth: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Records in the dead-letter topic.',
    lookWhen: 'Above 0.',
  },
  worker_lag_failures_total: {
    type: 'counter',
    labels: ['queue'],
    help: 'Rounds in which lag and depth could not be read from Kafka.',
    lookWhen: 'It grows: lag, depth, members and backlog show what was read last.',
  },
  worker_rebalances_total: {
    type: 'counter',
    labels: ['queue'],
    help: 'Assignments received after the first one.',
    lookWhen: 'It rises without a deploy: members die or lapse.',
  },
  worker_handler_inflight: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Handlers running now.',
    lookWhen: 'It stays at the concurrency limit: the handler is the bottleneck.',
  },
  worker_buffered_records: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Records held in memory: waiting for their key, their time, or settling.',
    lookWhen: 'Memory grows.',
  },
  worker_paused: {
    type: 'gauge',
    labels: ['queue', 'reason'],
    help: '1 while the queue is paused: backpressure, database, registry, smtp.',
    lookWhen: 'Lag grows although handlers are idle.',
  },
  worker_outages_total: {
    type: 'counter',
    labels: ['queue', 'service'],
    help: 'Pauses because a shared service was down.',
    lookWhen: 'Work stood still and you want to know why.',
  },
  worker_settle_retries_total: {
    type: 'counter',
    labels: ['queue'],
    help: 'Retry or dead-letter writes that had to be repeated.',
    lookWhen: 'The broker refuses writes.',
  },
  worker_commits_total: {
    type: 'counter',
    labels: ['queue', 'result'],
    help: 'Offset commits, by result: stored, refused, stale, unavailable.',
    lookWhen: 'Unavailable grows: the group coordinator is away.',
  },
  worker_loop_failures_total: {
    type: 'counter',
    labels: ['queue', 'loop'],
    help: 'Failed rounds of a background loop.',
    lookWhen: 'It grows: the loop waits up to 30 s between tries.',
  },
  worker_bot_runs_total: {
    type: 'counter',
    labels: ['program', 'outcome'],
    help: 'Runs of embedded bots’ programs, by outcome: finished, quit, later, failed, timed_out.',
    lookWhen: 'Failed or timed_out grows: a program has a defect, or its owner has to configure it.',
  },
  worker_bot_run_seconds: {
    type: 'histogram',
    labels: ['program'],
    buckets: SECONDS,
    help: 'Time of one run of an embedded bot’s program.',
    lookWhen: 'Bots answer late.',
  },
  worker_give_up_failures_total: {
    type: 'counter',
    labels: ['queue'],
    help: 'Give-up actions that threw.',
    lookWhen: 'Somebody was not told that an event was given up.',
  },
  worker_window_open: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Open windows of the partitions of this process.',
    lookWhen: 'Planning memory, or windows do not close.',
  },
  worker_window_lateness_seconds: {
    type: 'histogram',
    labels: ['queue'],
    buckets: SECONDS,
    help: 'How late after its due time a window was flushed.',
    lookWhen: 'Notification mails come late.',
  },
  worker_window_flushes_total: {
    type: 'counter',
    labels: ['queue', 'result'],
    help: 'Window flushes, by result: flushed, empty, rescheduled, failed, given_up.',
    lookWhen: 'Failed or given_up grows.',
  },
  outbox_unpublished: {
    type: 'gauge',
    labels: [],
    help: 'Outbox rows that wait to be published.',
    lookWhen: 'It grows: the relay or the broker stands still.',
  },
  outbox_oldest_age_seconds: {
    type: 'gauge',
    labels: [],
    help: 'Age of the oldest unpublished outbox row.',
    lookWhen: 'Above a few seconds.',
  },
  outbox_parked: {
    type: 'gauge',
    labels: [],
    help: 'Outbox rows that the broker refused (too large, unknown topic); they are tried again rarely.',
    lookWhen: 'Above 0: the column last_error says why.',
  },
  outbox_published_total: {
    type: 'counter',
    labels: ['topic'],
    help: 'Outbox rows published.',
    lookWhen: 'You want the rate of events that events cause.',
  },
  mail_deliveries_total: {
    type: 'counter',
    labels: ['template', 'result'],
    help: 'SMTP conversations by template and result: sent, transient, permanent, unknown, suppressed.',
    lookWhen: 'Mail does not arrive.',
  },
  mail_replies_total: {
    type: 'counter',
    labels: ['code'],
    help: 'SMTP reply codes other than success.',
    lookWhen: 'The mail server refuses.',
  },
  mail_send_duration_seconds: {
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
    help: 'Duration of one SMTP hand-over.',
    lookWhen: 'Mail is slow: is it the server?',
  },
  mail_circuit_open: {
    type: 'gauge',
    labels: [],
    help: '1 while the mail server is taken to be down.',
    lookWhen: 'Mail stands still.',
  },
  mail_enqueued_to_accepted_seconds: {
    type: 'histogram',
    labels: ['queue'],
    buckets: AGE_SECONDS,
    help: 'From first publication to acceptance by the SMTP server.',
    lookWhen: 'People say that mail is late.',
  },
  webhook_calls_total: {
    type: 'counter',
    labels: ['outcome', 'status_class'],
    help: 'Calls of outgoing webhooks, by outcome (reply, no_reply, bad_answer, error_status, busy, timeout, connection_failed, private_network, unsendable) and class of the HTTP status (2xx to 5xx, none).',
    lookWhen: 'Bots do not answer: do their servers fail, or is the way out of this network closed?',
  },
  webhook_call_duration_seconds: {
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
    help: 'Duration of one call of an outgoing webhook, redirects included.',
    lookWhen: 'Bots answer late: is it their servers?',
  },
  webhook_pauses_total: {
    type: 'counter',
    labels: [],
    help: 'Pauses of services that failed five times in a row, and of those whose trial after a pause failed too.',
    lookWhen: 'It rises for many bots at once: the fault is more likely on this side.',
  },
  messages_posted_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Chat messages that workers wanted to post, by outcome: sent, duplicate, refused.',
    lookWhen: 'Bots or mailed replies do not appear in the chat.',
  },
  message_refusals_total: {
    type: 'counter',
    labels: ['code'],
    help: 'Chat messages refused, by code.',
    lookWhen: 'Refused grows: rights were taken away, or a channel is gone.',
  },
  message_render_seconds: {
    type: 'histogram',
    labels: ['outcome'],
    buckets: SECONDS,
    help: 'Time to render the text of one chat message, by outcome: rendered, unrenderable.',
    lookWhen: 'Posting is slow, or messages are refused as unrenderable: above 5 s rendering is given up.',
  },
  message_rows_written_total: {
    type: 'counter',
    labels: [],
    help: 'Rows written for the receivers of posted messages.',
    lookWhen: 'The table of receivers grows faster than expected.',
  },
  message_thumbnails_postponed_total: {
    type: 'counter',
    labels: [],
    help: 'Pictures in posted messages that are shown as a placeholder: this fleet makes no thumbnails.',
    lookWhen: 'People see placeholders: run the server’s own thumbnail worker.',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Name of a metric in the catalogue. */
export type MetricName = keyof typeof METRICS;
