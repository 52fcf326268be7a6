import { createRequire } from 'node:module';
import { vi } from 'vitest';

const requireFromHere = createRequire(import.meta.url);

/** What kafkajs is asked to send, as far as the tests look at it. */
export interface ClientRequests {
  readonly fetch: {
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string }[];
    }[];
  };
  readonly produce: {
    readonly topicData: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly firstSequence: number;
        readonly messages: readonly unknown[];
      }[];
    }[];
  };
  readonly offsetCommit: { readonly groupId: string; readonly groupGenerationId: number };
  readonly heartbeat: { readonly groupId: string };
  readonly joinGroup: { readonly groupId: string };
}

type Send = (this: unknown, request: unknown) => Promise<unknown>;

/** Stands between kafkajs and the broker: may look at a request, pass it on, fail it, or lose its answer. */
export type Interceptor<K extends keyof ClientRequests> = (
  request: ClientRequests[K],
  pass: () => Promise<unknown>,
  nodeId: number,
) => Promise<unknown>;

/** Puts `interceptor` before every request of this kind in this process; call what is returned to take it away. */
export function interceptRequests<K extends keyof ClientRequests>(
  kind: K,
  interceptor: Interceptor<K>,
): () => void {
  const { prototype } = requireFromHere('kafkajs/src/broker/index.js') as { prototype: Record<string, Send> };
  const send = prototype[kind];
  if (send === undefined) throw new Error(`kafkajs has no request ${kind}`);
  const spy = vi.spyOn(prototype, kind).mockImplementation(function (this: unknown, request) {
    const { nodeId } = this as { nodeId: number };
    return interceptor(request as ClientRequests[K], () => send.call(this, request), nodeId);
  });
  return () => {
    spy.mockRestore();
  };
}

/** Remembers every request of this kind from now on. */
export function watchRequests<K extends keyof ClientRequests>(kind: K): readonly ClientRequests[K][] {
  const seen: ClientRequests[K][] = [];
  interceptRequests(kind, (request, pass) => {
    seen.push(request);
    return pass();
  });
  return seen;
}

/** An error as kafkajs makes them; `retriable` decides whether it tries again by itself. */
export function clientError(name: string, retriable: boolean): Error {
  const errors = requireFromHere('kafkajs/src/errors.js') as Record<
    string,
    new (message: string, more: object) => Error
  >;
  const Failure = errors[name];
  if (Failure === undefined) throw new Error(`kafkajs has no ${name}`);
  return Object.assign(new Failure('injected', {}), { retriable });
}
