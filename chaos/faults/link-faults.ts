import { setTimeout as delay } from 'node:timers/promises';
import type { SmtpRuleSpec } from '../../dev/smtp-rules.ts';
import type { TcpProxy } from '../../dev/tcp-proxy.ts';
import type { BotTrouble } from '../bot-server.ts';
import type { FaultKind, PlannedFault } from '../schedule.ts';
import type { Scene } from '../scene.ts';
import type { Perform } from './perform.ts';

type LinkFault = Extract<
  FaultKind,
  | 'kafka_link_reset'
  | 'kafka_link_stalled'
  | 'database_link_reset'
  | 'database_link_stalled'
  | 'smtp_link_reset'
  | 'postgres_restarted'
  | 'postgres_killed'
  | 'registry_down'
  | 'mail_server_down'
  | 'mail_refused'
  | 'mail_answer_lost'
  | 'mail_server_hangs_up'
  | 'bot_server_down'
  | 'bot_server_unavailable'
  | 'bot_answer_lost'
>;

/** Faults of what lies between the parts, and of the parts that all workers share. */
export const LINK_FAULTS: Record<LinkFault, Perform> = {
  kafka_link_reset: ({ scene, fault, hit }) => {
    const { proxy, name } = pickKafkaLink(scene, fault);
    hit(`all connections to ${name} are reset`);
    proxy.cut();
    return Promise.resolve();
  },
  kafka_link_stalled: ({ scene, fault, hit }) => {
    const { proxy, name } = pickKafkaLink(scene, fault);
    hit(`nothing passes to ${name} for ${fault.lengthMs} ms`);
    return stall(proxy, fault);
  },
  database_link_reset: ({ scene, fault, hit }) => {
    const { name, database } = scene.fleet.pick(fault.pick);
    hit(`all connections of ${name} to PostgreSQL are reset`);
    database.cut();
    return Promise.resolve();
  },
  database_link_stalled: ({ scene, fault, hit }) => {
    const { name, database } = scene.fleet.pick(fault.pick);
    hit(`nothing passes between ${name} and PostgreSQL for ${fault.lengthMs} ms`);
    return stall(database, fault);
  },
  smtp_link_reset: ({ scene, hit }) => {
    hit('all connections to the mail server are reset');
    scene.smtp.cut();
    return Promise.resolve();
  },

  postgres_restarted: async ({ scene, fault, hit }) => {
    hit(`PostgreSQL is stopped fast and started after ${fault.lengthMs} ms`);
    await scene.postgres.stop();
    await delay(fault.lengthMs);
    await scene.postgres.start();
  },
  postgres_killed: async ({ scene, fault, hit }) => {
    hit(`PostgreSQL is stopped at once and started after ${fault.lengthMs} ms`);
    await scene.postgres.kill();
    await delay(fault.lengthMs);
    await scene.postgres.start();
  },
  registry_down: ({ scene, fault, hit }) => {
    hit(`the registry is away for ${fault.lengthMs} ms`);
    return refuse(scene.registry, fault);
  },
  mail_server_down: async ({ scene, fault, hit }) => {
    hit(`the mail server is down for ${fault.lengthMs} ms`);
    await scene.inbox.down();
    try {
      await delay(fault.lengthMs);
    } finally {
      await scene.inbox.up();
    }
  },
  mail_refused: ({ scene, fault, hit }) => {
    hit(`the next ${fault.amount} mails are refused with 451`);
    return rule(scene, fault, { step: 'data', code: 451, message: '4.3.0 try again' });
  },
  mail_answer_lost: ({ scene, fault, hit }) => {
    hit(`the next ${fault.amount} mails are taken, and their answers lost`);
    return rule(scene, fault, { step: 'data', code: 421, drop: true, keep: true });
  },
  mail_server_hangs_up: ({ scene, fault, hit }) => {
    hit(`the mail server hangs up at the next ${fault.amount} mails`);
    return rule(scene, fault, { step: 'data', code: 421, drop: true });
  },
  bot_server_down: ({ scene, fault, hit }) => {
    hit(`the server of the bots is down for ${fault.lengthMs} ms`);
    return refuse(scene.bots.proxy, fault);
  },
  bot_server_unavailable: ({ scene, fault, hit }) => {
    hit(`the next ${fault.amount} calls of bots are answered with 503`);
    return troubleBots(scene, fault, 'unavailable');
  },
  bot_answer_lost: ({ scene, fault, hit }) => {
    hit(`the next ${fault.amount} calls of bots are taken, and their answers lost`);
    return troubleBots(scene, fault, 'answer_lost');
  },
};

const pickKafkaLink = ({ kafka }: Scene, { pick }: PlannedFault): { proxy: TcpProxy; name: string } => {
  const index = Math.floor(pick * kafka.proxies.length);
  const [proxy, broker] = [kafka.proxies[index], kafka.brokers[index]];
  if (proxy === undefined || broker === undefined) throw new Error('the brokers have no proxies');
  return { proxy, name: `broker ${broker.nodeId}` };
};

const stall = async (proxy: TcpProxy, { lengthMs }: PlannedFault): Promise<void> => {
  proxy.freeze();
  try {
    await delay(lengthMs);
  } finally {
    await proxy.restore();
  }
};

const refuse = async (proxy: TcpProxy, { lengthMs }: PlannedFault): Promise<void> => {
  await proxy.refuse();
  try {
    await delay(lengthMs);
  } finally {
    await proxy.restore();
  }
};

/** Has a rule hold for the next mails, and for the planned time at most. */
const rule = async (scene: Scene, { amount, lengthMs }: PlannedFault, spec: SmtpRuleSpec): Promise<void> => {
  await scene.inbox.setRules([{ ...spec, times: amount }]);
  try {
    await delay(lengthMs);
  } finally {
    await scene.inbox.setRules([]);
  }
};

/** For the next calls, and for the planned time at most. */
const troubleBots = async (
  { bots }: Scene,
  { amount, lengthMs }: PlannedFault,
  trouble: BotTrouble,
): Promise<void> => {
  bots.setTrouble(trouble, amount);
  try {
    await delay(lengthMs);
  } finally {
    bots.endTrouble();
  }
};
