import { BrokerError } from './broker.ts';

/** What kafkajs's errors carry beside the message; every field may be missing. */
interface KafkaFailure {
  readonly name: string;
  readonly message: string;
  /** Kafka's name of the answer's error code. */
  readonly type?: string;
  /** The system's code of a socket error. */
  readonly code?: string | number;
  readonly cause?: unknown;
  /** The errors of an aggregate (topic creation). */
  readonly errors?: readonly unknown[];
}

const UNAUTHORIZED = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
]);

const UNAVAILABLE = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'REQUEST_TIMED_OUT',
  'BROKER_NOT_AVAILABLE',
  'REPLICA_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'NOT_CONTROLLER',
  'KAFKA_STORAGE_ERROR',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'THROTTLING_QUOTA_EXCEEDED',
]);

/** Names of kafkajs's own errors that mean "not reachable now". */
const UNREACHABLE = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSTimeout',
  'KafkaJSLockTimeout',
]);

/** The error and its causes, outermost first; ends on a cycle. */
function causesOf(error: unknown): readonly KafkaFailure[] {
  const chain: KafkaFailure[] = [];
  let current: unknown = error;
  while (current instanceof Error && !chain.includes(current)) {
    const failure = current as KafkaFailure;
    chain.push(failure);
    current = failure.errors?.[0] ?? failure.cause;
  }
  return chain;
}

/** Kafka's name of the error code in this error or its causes, or null. */
export function kafkaErrorType(error: unknown): string | null {
  return causesOf(error).find((failure) => failure.type !== undefined)?.type ?? null;
}

function codeOf(chain: readonly KafkaFailure[]): BrokerError['code'] {
  const types = chain.map((failure) => failure.type).filter((type) => type !== undefined);
  const names = chain.map((failure) => failure.name);
  if (types.some((type) => UNAUTHORIZED.has(type))) return 'unauthorized';
  if (names.includes('KafkaJSSASLAuthenticationError')) return 'unauthorized';
  if (types.includes('MESSAGE_TOO_LARGE') || types.includes('RECORD_LIST_TOO_LARGE')) return 'too_large';
  if (types.includes('UNKNOWN_TOPIC_OR_PARTITION')) return 'unknown_topic';
  if (types.some((type) => UNAVAILABLE.has(type))) return 'unavailable';
  if (types.length > 0) return 'rejected';
  if (names.some((name) => UNREACHABLE.has(name))) return 'unavailable';
  if (names.includes('KafkaJSError') || names.includes('KafkaJSNumberOfRetriesExceeded'))
    return 'unavailable';
  // kafkajs throws TypeErrors of its own while a broker is lost; they say nothing about the request.
  return names.includes('TypeError') ? 'unavailable' : 'rejected';
}

/** A sentence on what to look at, for endings whose message alone sends people the wrong way. */
function adviceFor(message: string): string {
  if (/certificate|self-signed|unable to verify|altname/i.test(message)) {
    return ' (the broker’s certificate is not trusted: check the CA that the client was given)';
  }
  if (
    /closed connection|socket disconnected|wrong version number|packet length|EPROTO|ECONNRESET/i.test(
      message,
    )
  ) {
    return ' (the broker hung up: check whether this port expects TLS or SASL, and the client the same)';
  }
  return '';
}

/** Turns whatever kafkajs threw into a `BrokerError`; `doing` says what was tried, as "send to topic x". */
export function toBrokerError(error: unknown, doing: string): BrokerError {
  if (error instanceof BrokerError) return error;
  const chain = causesOf(error);
  const innermost = chain.at(-1);
  const message = innermost?.message ?? String(error);
  return new BrokerError(codeOf(chain), `Could not ${doing}: ${message}${adviceFor(message)}`, {
    cause: error,
  });
}
