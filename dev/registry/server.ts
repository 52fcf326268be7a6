import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { StackPart } from '../stack/part.ts';
import type { TestCertificate } from '../test-certificate.ts';
import { claimPort } from '../stack/ports.ts';
import type { ClaimedPort } from '../stack/ports.ts';
import { Registry, RegistryRefusal } from './registry.ts';
import { route } from './routes.ts';
import { memoryStore } from './store.ts';
import type { RegistryStore } from './store.ts';

/** Options of a development registry. */
export interface RegistryServerOptions {
  /** Default: memory only. */
  readonly store?: RegistryStore;
  /** With these, every request needs HTTP basic authentication. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Serves https with this key and certificate. Default: http. */
  readonly tls?: TestCertificate;
}

/**
 * The development registry: the part of the Confluent REST interface that clients of Avro use, on 127.0.0.1.
 * For development and tests only. While stopped it refuses connections; what is registered stays.
 */
export class RegistryServer implements StackPart {
  readonly url: string;
  readonly #claim: ClaimedPort;
  readonly #registry: Registry;
  readonly #store: RegistryStore;
  readonly #authorization: string | null;
  readonly #tls: TestCertificate | null;
  #server: Server | null = null;

  private constructor(claim: ClaimedPort, options: RegistryServerOptions) {
    this.#claim = claim;
    this.#tls = options.tls ?? null;
    this.url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${claim.port}`;
    this.#store = options.store ?? memoryStore();
    this.#registry = new Registry(this.#store);
    const user = options.credentials;
    this.#authorization =
      user === undefined
        ? null
        : `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;
  }

  /** Loads the store and listens on a free port. */
  static async open(options: RegistryServerOptions = {}): Promise<RegistryServer> {
    const registry = new RegistryServer(await claimPort(), options);
    await registry.#registry.load();
    await registry.start();
    return registry;
  }

  async start(): Promise<void> {
    if (this.#server !== null) return;
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#answer(request, response);
    };
    const server = this.#tls === null ? createServer(answer) : createTlsServer(this.#tls, answer);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#claim.port, '127.0.0.1', resolve);
    });
  }

  /** Closes the port at once, open connections too. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }

  kill(): Promise<void> {
    return this.stop();
  }

  /** Stops it and lets go of its store and port. */
  async close(): Promise<void> {
    await this.stop();
    await this.#store.close();
    await this.#claim.release();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (this.#authorization !== null && request.headers.authorization !== this.#authorization) {
        throw new RegistryRefusal(401, 401, 'Unauthorized');
      }
      const url = new URL(request.url ?? '/', this.url);
      const body = await readBody(request);
      reply(response, 200, await route(this.#registry, { method: request.method ?? 'GET', url, body }));
    } catch (error) {
      const refusal =
        error instanceof RegistryRefusal ? error : new RegistryRefusal(500, 50001, (error as Error).message);
      reply(response, refusal.status, { error_code: refusal.code, message: refusal.message });
    }
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new RegistryRefusal(400, 400, `Not JSON: ${(error as Error).message}`);
  }
}
