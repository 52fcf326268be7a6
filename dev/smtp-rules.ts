import type { SmtpRefusal, SmtpRules } from './smtp-inbox.ts';

/** A rule that can be sent as JSON to an inbox in another process. The first one that fits decides. */
export interface SmtpRuleSpec extends SmtpRefusal {
  readonly step: 'connect' | 'mail' | 'recipient' | 'data';
  /** Regular expression that a recipient must match; at `recipient` the one being decided. Default: any. */
  readonly recipient?: string;
  /** How often the rule fits before it is used up. Default: without end. */
  readonly times?: number;
}

/** Rules made of their descriptions. */
export function smtpRules(specs: readonly SmtpRuleSpec[]): SmtpRules {
  const live = specs.map((spec) => ({
    spec,
    pattern: spec.recipient === undefined ? null : new RegExp(spec.recipient),
    left: spec.times ?? Number.POSITIVE_INFINITY,
  }));
  const decide = (step: SmtpRuleSpec['step'], recipients: readonly string[]): SmtpRefusal | null => {
    const rule = live.find(
      ({ spec, pattern, left }) =>
        spec.step === step && left > 0 && (pattern === null || recipients.some((one) => pattern.test(one))),
    );
    if (rule === undefined) return null;
    rule.left--;
    return rule.spec;
  };
  return {
    connect: () => decide('connect', []),
    mail: () => decide('mail', []),
    recipient: (_, address) => decide('recipient', [address]),
    data: ({ to }) => decide('data', to),
  };
}
