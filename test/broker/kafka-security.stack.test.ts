import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Broker } from '../../src/broker/broker.ts';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import type { KafkaBrokerOptions } from '../../src/broker/kafka-broker.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { freshPrefix } from '../support/stack.ts';
import { RecordingListener } from './recording-listener.ts';
import { startSecureKafka } from './secure-kafka.ts';
import type { SecureKafka } from './secure-kafka.ts';

describe('signing in to Kafka', () => {
  let kafka: SecureKafka;

  beforeAll(async () => {
    kafka = await startSecureKafka();
  }, 120_000);

  afterAll(async () => {
    await kafka.stop();
  });

  const connectTo = (address: string, options: Partial<KafkaBrokerOptions> = {}): Broker =>
    createKafkaBroker({
      brokers: [address],
      clientId: 'test',
      clock: systemClock,
      logger: collectLogs('info').logger,
      connectionTimeoutMs: 2_000,
      ...options,
    });

  const sendAndRead = async (broker: Broker): Promise<string> => {
    const topic = freshPrefix();
    await broker.admin().createTopics([{ topic, partitions: 1, configs: {} }]);
    await broker.producer().send(topic, [{ key: 'k', value: Buffer.from('hello'), headers: {} }]);
    const listener = new RecordingListener();
    const consumer = broker.consumer({ groupId: `${topic}.group`, topics: [topic], maxWaitMs: 50 });
    await consumer.start(listener);
    await listener.until(() => listener.records.length === 1);
    await consumer.stop();
    await broker.producer().disconnect();
    await broker.admin().disconnect();
    return String(listener.records[0]?.value);
  };

  it.each([
    ['plain', 'alice'],
    ['scram-sha-512', 'bob'],
  ] as const)('works with SASL %s', async (mechanism, username) => {
    // Settings are frozen.
    const sasl = Object.freeze({ mechanism, username, password: `${username}-secret` });
    expect(await sendAndRead(connectTo(kafka.sasl, { sasl }))).toBe('hello');
  });

  it('works with TLS and an authority of one’s own', async () => {
    expect(await sendAndRead(connectTo(kafka.tls, { ssl: { ca: kafka.ca } }))).toBe('hello');
  });

  it.each(['plain', 'scram-sha-512'] as const)(
    'names a wrong password as such with SASL %s',
    async (mechanism) => {
      const sasl = { mechanism, username: 'bob', password: 'wrong' };
      await expect(connectTo(kafka.sasl, { sasl }).admin().connect()).rejects.toMatchObject({
        code: 'unauthorized',
        message: expect.stringMatching(/Authentication failed/) as string,
      });
    },
  );

  it('says that a certificate is not trusted', async () => {
    await expect(connectTo(kafka.tls, { ssl: true }).admin().connect()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('certificate is not trusted') as string,
    });
  });

  it('hints at TLS where a plain client is hung up on, and the other way round', async () => {
    const misfits = [connectTo(kafka.tls), connectTo(kafka.plain, { ssl: true })];
    const endings = await Promise.allSettled(misfits.map((broker) => broker.admin().connect()));
    for (const ending of endings) {
      expect(ending).toMatchObject({
        status: 'rejected',
        reason: { code: 'unavailable', message: expect.stringContaining('expects TLS or SASL') as string },
      });
    }
  });

  it('hints at SASL where a client without credentials is hung up on', async () => {
    await expect(connectTo(kafka.sasl).admin().connect()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('expects TLS or SASL') as string,
    });
  });
});
