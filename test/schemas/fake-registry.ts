import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on the loopback whose answers the test decides; the real registry's are in the stack tests. */
export class FakeRegistry {
  readonly seen: SeenRequest[] = [];
  /** Answers a request; replace it at any time. Default: 404 with the registry's own words. */
  answer: Answer;
  readonly #server: Server;

  private constructor() {
    this.answer = FakeRegistry.unknown;
    this.#server = createServer((request, response) => {
      this.seen.push({
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization ?? null,
      });
      this.answer(request, response);
    });
  }

  static async open(): Promise<FakeRegistry> {
    const registry = new FakeRegistry();
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Refuses connections from now on. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  static json(status: number, body: unknown): Answer {
    return (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(JSON.stringify(body));
    };
  }

  static readonly unknown = FakeRegistry.json(404, { error_code: 40403, message: 'Schema not found' });
}
