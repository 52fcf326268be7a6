// The peer of the idle worker: plain kafkajs consumers, one per topic; `cases/process.ts` starts it.
import { Kafka, logLevel } from 'kafkajs';

const { brokers, topics, maxWaitMs } = JSON.parse(process.env['BENCH_IDLE'] ?? '{}') as {
  readonly brokers: string;
  readonly topics: readonly string[];
  readonly maxWaitMs: number;
};

const kafka = new Kafka({ clientId: 'idle', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const consumers = topics.map((topic) =>
  kafka.consumer({ groupId: `${topic}.idle.${maxWaitMs}`, maxWaitTimeInMs: maxWaitMs }),
);
await Promise.all(
  consumers.map(async (consumer, index) => {
    await consumer.connect();
    await consumer.subscribe({ topics: [topics[index] ?? ''] });
    await consumer.run({ eachMessage: () => Promise.resolve() });
  }),
);
console.log(JSON.stringify({ level: 'info', msg: 'consumers run' }));
