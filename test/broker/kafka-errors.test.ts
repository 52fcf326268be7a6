import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { BrokerError } from '../../src/broker/broker.ts';
import { toBrokerError } from '../../src/broker/kafka-errors.ts';

const protocol = (type: string): Error =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type });

describe('toBrokerError', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', 'too_large'],
    ['RECORD_LIST_TOO_LARGE', 'too_large'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'unknown_topic'],
    ['TOPIC_AUTHORIZATION_FAILED', 'unauthorized'],
    ['SASL_AUTHENTICATION_FAILED', 'unauthorized'],
    ['NOT_LEADER_FOR_PARTITION', 'unavailable'],
    ['NOT_ENOUGH_REPLICAS', 'unavailable'],
    ['REQUEST_TIMED_OUT', 'unavailable'],
    ['INVALID_REPLICATION_FACTOR', 'rejected'],
  ])('takes %s for %s', (type, code) => {
    expect(toBrokerError(protocol(type), 'do it').code).toBe(code);
  });

  it('looks through kafkajs’s wrapping of retries', () => {
    const inner = protocol('NOT_ENOUGH_REPLICAS');
    const outer = new kafkajs.KafkaJSNumberOfRetriesExceeded(inner, { retryCount: 5, retryTime: 1 });
    expect(toBrokerError(outer, 'send')).toMatchObject({
      code: 'unavailable',
      message: 'Could not send: NOT_ENOUGH_REPLICAS',
    });
  });

  it('takes a lost connection and kafkajs’s own TypeErrors for an outage', () => {
    const lost = new kafkajs.KafkaJSConnectionError('Connection error: ECONNREFUSED', { broker: 'b:1' });
    expect(toBrokerError(lost, 'connect').code).toBe('unavailable');
    expect(toBrokerError(new TypeError("reading 'brokers'"), 'commit').code).toBe('unavailable');
  });

  it('says what to look at when TLS or SASL do not fit', () => {
    const closed = new kafkajs.KafkaJSConnectionError('Closed connection', { broker: 'b:1' });
    expect(toBrokerError(closed, 'connect').message).toContain('expects TLS or SASL');
    const untrusted = new kafkajs.KafkaJSConnectionError('Connection error: self-signed certificate', {});
    expect(toBrokerError(untrusted, 'connect').message).toContain('certificate is not trusted');
  });

  it('leaves a BrokerError as it is', () => {
    const error = new BrokerError('rejected', 'no');
    expect(toBrokerError(error, 'x')).toBe(error);
  });
});
