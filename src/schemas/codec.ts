import type { Decoded, EventDecoder } from '../runtime/ports.ts';
import { decodePlanFor, malformed } from './decode-plan.ts';
import type { DecodePlan } from './decode-plan.ts';
import { readEnvelope, writeEnvelope } from './envelope.ts';
import { checkEvent, checkJsonEvent } from './event-input.ts';
import { streamModel } from './event-model.ts';
import type { StreamModel } from './event-model.ts';
import type { StreamEvents, StreamInputs } from './generated/events.ts';
import { STREAM_NAMES } from './queues.ts';
import type { StreamName } from './queues.ts';
import { EventSchemaError, SchemaRegistryError } from './schema-errors.ts';
import type { SchemaSource } from './schema-source.ts';

/** An event ready to be sent. */
export interface EncodedEvent<S extends StreamName> {
  /** Envelope and Avro body. */
  readonly value: Buffer;
  /** The event as its handler will see it, defaults filled in. */
  readonly event: StreamEvents[S];
}

/** An event read from JSON. */
export interface ParsedEvent<S extends StreamName> {
  readonly event: StreamEvents[S];
  /** From an older body; 0 otherwise. */
  readonly failedTries: number;
}

/** Between events and bytes. */
export interface EventCodec {
  /** Decoder of a stream; keep it, it holds the resolvers. Its `decode` never throws and its promise never rejects. */
  decoder<S extends StreamName>(stream: S): EventDecoder<StreamEvents[S]>;
  /**
   * Checks and encodes with today's schema. Rejects with an `EventSchemaError` that names stream and field, or with a
   * `SchemaRegistryError` when the schema's id is not known and cannot be asked for.
   */
  encode<S extends StreamName>(stream: S, input: StreamInputs[S]): Promise<EncodedEvent<S>>;
  /** Checks an event from JSON, also in an older form, without encoding it. Throws an `EventSchemaError`. */
  parse<S extends StreamName>(stream: S, json: unknown): ParsedEvent<S>;
}

/** Plans by schema id; a promise while the schema is being fetched, so that a herd of first decodes makes one plan. */
type Plans = Map<number, DecodePlan | Promise<DecodePlan>>;

const createDecoder = (model: StreamModel, source: SchemaSource): EventDecoder<unknown> => {
  const plans: Plans = new Map();

  const fetchPlan = async (id: number, text: Promise<string>): Promise<DecodePlan> => {
    try {
      const plan = decodePlanFor(model, await text);
      plans.set(id, plan);
      return plan;
    } catch (error) {
      // Not kept: the registry may answer next time. The source itself remembers unknown ids for a while.
      plans.delete(id);
      throw error;
    }
  };

  const planFor = (id: number): DecodePlan | Promise<DecodePlan> => {
    const text = source.schemaOf(id);
    const plan = typeof text === 'string' ? decodePlanFor(model, text) : fetchPlan(id, text);
    plans.set(id, plan);
    return plan;
  };

  return {
    decode: (value) => {
      const envelope = readEnvelope(value);
      if (envelope.kind === 'bad' || value === null) {
        return malformed('SchemaError', envelope.kind === 'bad' ? envelope.message : '');
      }
      try {
        const plan = plans.get(envelope.id) ?? planFor(envelope.id);
        return typeof plan === 'function' ? plan(value) : decodeLater(plan, value);
      } catch (error) {
        return undecodable(error);
      }
    },
  };
};

const decodeLater = async (pending: Promise<DecodePlan>, value: Buffer): Promise<Decoded<unknown>> => {
  try {
    return (await pending)(value);
  } catch (error) {
    return undecodable(error);
  }
};

/** Only the answer "no such schema" condemns a record; everything else is the registry's fault. */
const undecodable = (error: unknown): Decoded<never> => {
  if (error instanceof SchemaRegistryError && error.code === 'unknown_schema') {
    return malformed('UnknownSchemaError', error.message);
  }
  return { kind: 'registry_down', error: error instanceof Error ? error : new Error(String(error)) };
};

/** Creates the codec. Compiles all schemas, which takes some milliseconds. */
export function createEventCodec(source: SchemaSource): EventCodec {
  const models = new Map<string, StreamModel>(STREAM_NAMES.map((stream) => [stream, streamModel(stream)]));
  const modelOf = (stream: string): StreamModel => {
    const model = models.get(stream);
    if (model === undefined) {
      throw new EventSchemaError(
        'unknown_stream',
        { stream, path: '' },
        'belongs to no stream of this fleet',
      );
    }
    return model;
  };

  return {
    decoder: <S extends StreamName>(stream: S) =>
      createDecoder(modelOf(stream), source) as EventDecoder<StreamEvents[S]>,
    encode: async <S extends StreamName>(stream: S, input: StreamInputs[S]) => {
      const model = modelOf(stream);
      const checked = checkEvent(model, input);
      const body = checked.model.type.toBuffer(checked.event);
      const id = await source.idOf(stream);
      return {
        value: writeEnvelope(id, model.isUnion ? checked.branch : null, body),
        event: checked.event as unknown as StreamEvents[S],
      };
    },
    parse: <S extends StreamName>(stream: S, json: unknown) => {
      const { event, failedTries } = checkJsonEvent(modelOf(stream), json);
      return { event: event as unknown as StreamEvents[S], failedTries };
    },
  };
}
