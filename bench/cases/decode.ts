import type { BenchCase } from '../case.ts';
import { runSide } from '../run-side.ts';
import { show } from '../samples.ts';
import type { Samples } from '../samples.ts';

const COUNT = 5_000_000;
/** The registry client builds a resolver for every value. */
const CLIENT_COUNT = 20_000;

/** How many values a second one core decodes that another version of the schema wrote. */
export const decodeCase: BenchCase = {
  name: 'decode',
  question:
    'Events per second that one core decodes, written with today’s schema and with other versions of it',
  async run(context) {
    const { registryUrl } = context.stack;
    const rates = { same: [], older: [], newer: [], client: [] } as Record<string, number[]>;
    for (let run = 0; run < context.runs; run += 1) {
      const count = Math.round(COUNT * context.scale);
      const prefix = `${context.prefix}r${run}`;
      for (const writer of ['same', 'older', 'newer'] as const) {
        const { perSecond } = await runSide('decode ours', { count, writer, registryUrl, prefix });
        rates[writer]?.push(perSecond);
        context.progress(`ours, ${writer}: ${show(perSecond)} events/s`);
      }
      const clientCount = Math.round(CLIENT_COUNT * context.scale);
      const client = await runSide('decode registry client', {
        count: clientCount,
        writer: 'older',
        registryUrl,
        prefix,
      });
      rates['client']?.push(client.perSecond);
      context.progress(`registry client, older: ${show(client.perSecond)} events/s`);
    }
    const sample = (name: string, key: string, aim?: Samples['aim']): Samples => ({
      name,
      unit: 'events/s',
      values: rates[key] ?? [],
      ...(aim === undefined ? {} : { aim }),
    });
    const aim = { sense: 'at least', value: 1_000_000 } as const;
    return {
      samples: [
        sample('written with today’s schema', 'same', aim),
        sample('written without today’s last field', 'older', aim),
        sample('written with a field that we do not know', 'newer', aim),
        sample(
          '@kafkajs/confluent-schema-registry with a reader schema, without today’s last field',
          'client',
        ),
      ],
      ratios: [],
      notes: [
        'From the bytes of a record’s value (envelope, Avro body) to the checked event that a handler is given: fields that the writer did not know have their default, and closed sets are checked.',
      ],
    };
  },
};
