/** Why a worker is asked to end. */
export type StopRequest = 'stop' | 'restart';

/** The part of a process that sends signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

const MEANINGS = {
  SIGTERM: 'stop',
  SIGINT: 'stop',
  SIGUSR1: 'restart',
} as const satisfies Partial<Record<NodeJS.Signals, StopRequest>>;

const isMeant = (signal: string): signal is keyof typeof MEANINGS => Object.hasOwn(MEANINGS, signal);

/**
 * the first SIGTERM or SIGINT asks for a drain, SIGUSR1 for a drain and a restart; any second of them is
 * `onSecond`, which should end the process at once.
 */
export const listenForSignals = (
  source: SignalSource,
  listeners: {
    readonly onFirst: (request: StopRequest, signal: NodeJS.Signals) => void;
    readonly onSecond: (signal: NodeJS.Signals) => void;
  },
): { readonly stopListening: () => void } => {
  let received = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!isMeant(signal)) return;
    if (received) listeners.onSecond(signal);
    else listeners.onFirst(MEANINGS[signal], signal);
    received = true;
  };
  const signals = Object.keys(MEANINGS).filter(isMeant);
  for (const signal of signals) source.on(signal, onSignal);
  return {
    stopListening: () => {
      for (const signal of signals) source.off(signal, onSignal);
    },
  };
};
