import type { OutboundConfig } from '../config/types.ts';
import type { Clock } from '../runtime/clock.ts';
import type { OutboundHttp } from '../shared/outbound-http.ts';

/** What the proxy is told to apply its rules by. */
const PROXY_ROLE = 'webhook';

/** Requests to addresses that users name, by the settings. The HTTP client is loaded with the first request. */
export const createOutbound = (config: OutboundConfig, clock: Clock): OutboundHttp => {
  const load = async (): Promise<OutboundHttp> => {
    const { createOutboundHttp } = await import('../adapters/http-fetcher.ts');
    const { addresses, proxyUrl } = config;
    return createOutboundHttp({
      clock,
      addresses,
      proxy: proxyUrl === null ? null : { url: proxyUrl, role: PROXY_ROLE },
    });
  };
  let loaded: Promise<OutboundHttp> | null = null;
  return {
    send: async (request) => (await (loaded ??= load())).send(request),
    close: async () => {
      await (await loaded)?.close();
    },
  };
};
