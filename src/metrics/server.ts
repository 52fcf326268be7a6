import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';

/** One thing that health depends on. */
export interface HealthPart {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong, or what was seen; without addresses or secrets. */
  readonly detail: string;
}

/** Options of `createMetricsServer`. */
export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Whether the process makes progress; asked for at each `/livez`, must answer at once. */
  liveness(): readonly HealthPart[];
  /** Whether the process can take work; may use answers a few seconds old. */
  readiness(): Promise<readonly HealthPart[]>;
  readonly logger: Logger;
}

/** A running server. */
export interface MetricsServer {
  readonly host: string;
  readonly port: number;
  /** Ends open connections and stops listening. Safe twice. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: `${JSON.stringify(body)}\n`,
});

/** 200 when every part is well, 503 otherwise; each part is named either way. */
const healthAnswer = (parts: readonly HealthPart[]): Answer => {
  const ok = parts.every((part) => part.ok);
  return json(ok ? 200 : 503, { status: ok ? 'ok' : 'failing', parts });
};

const answerFor = async (path: string, options: MetricsServerOptions): Promise<Answer> => {
  switch (path) {
    case '/metrics':
      return { status: 200, contentType: options.metrics.contentType, body: await options.metrics.text() };
    case '/livez':
      return healthAnswer(options.liveness());
    case '/readyz':
      return healthAnswer(await options.readiness());
    case '/':
      return json(200, { paths: ['/metrics', '/livez', '/readyz'] });
    default:
      return json(404, { error: 'not_found', paths: ['/metrics', '/livez', '/readyz'] });
  }
};

const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  options: MetricsServerOptions,
): Promise<void> => {
  const send = ({ status, contentType, body }: Answer): void => {
    response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(json(405, { error: 'method_not_allowed' }));
    return;
  }
  try {
    send(await answerFor(new URL(request.url ?? '/', 'http://localhost').pathname, options));
  } catch (err) {
    // A failing page must not end the process; whoever asked sees that it failed.
    options.logger.error({ err }, 'metrics request failed');
    send(json(500, { error: 'internal_error' }));
  }
};

const listen = (server: Server, host: string, port: number): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });

/**
 * Serves /metrics, /livez and /readyz. A request costs no call to Kafka: lag and depth are gathered beside it.
 * Rejects when the address cannot be taken.
 */
export const createMetricsServer = async (options: MetricsServerOptions): Promise<MetricsServer> => {
  const server = createServer((request, response) => {
    void respond(request, response, options);
  });
  const { address, port } = await listen(server, options.host, options.port);
  let closing: Promise<void> | undefined;
  return {
    host: address,
    port,
    close: () =>
      (closing ??= new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      })),
  };
};
