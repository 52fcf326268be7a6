/** One broker of a cluster; every broker is a controller too. */
export interface BrokerSettings {
  readonly nodeId: number;
  readonly dataFolder: string;
  readonly port: number;
  readonly controllers: readonly { readonly nodeId: number; readonly port: number }[];
  /** A second listener for clients that come by another way, such as a proxy; brokers never use it. */
  readonly detour?: { readonly port: number; readonly advertisedPort: number };
}

/** Text of `server.properties`: small, quick to rebalance, replicated when there are three brokers or more. */
export function serverProperties(settings: BrokerSettings): string {
  const replicas = Math.min(3, settings.controllers.length);
  const { port, detour } = settings;
  const own = settings.controllers.find((controller) => controller.nodeId === settings.nodeId);
  const properties: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': settings.nodeId,
    'controller.quorum.voters': settings.controllers
      .map((controller) => `${controller.nodeId}@127.0.0.1:${controller.port}`)
      .join(','),
    listeners: [
      `PLAINTEXT://127.0.0.1:${port}`,
      `CONTROLLER://127.0.0.1:${own?.port ?? 0}`,
      ...(detour === undefined ? [] : [`DETOUR://127.0.0.1:${detour.port}`]),
    ].join(','),
    // A client is told the addresses of the listener that it came by.
    'advertised.listeners': [
      `PLAINTEXT://127.0.0.1:${port}`,
      ...(detour === undefined ? [] : [`DETOUR://127.0.0.1:${detour.advertisedPort}`]),
    ].join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,DETOUR:PLAINTEXT',
    'log.dirs': settings.dataFolder,
    'auto.create.topics.enable': false,
    'num.partitions': 1,
    'default.replication.factor': replicas,
    'min.insync.replicas': replicas > 1 ? 2 : 1,
    'offsets.topic.num.partitions': 3,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': 3,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': replicas > 1 ? 2 : 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'group.coordinator.threads': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'log.cleaner.threads': 1,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    'log.retention.check.interval.ms': 30_000,
    'controller.quorum.election.timeout.ms': replicas > 1 ? 500 : 200,
    // A killed broker is let in again only after its old session: 9 s by default.
    'broker.session.timeout.ms': replicas > 1 ? 3000 : 4000,
    'broker.heartbeat.interval.ms': 500,
    ...(replicas > 1 ? { 'controller.quorum.fetch.timeout.ms': 1000, 'replica.lag.time.max.ms': 5000 } : {}),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}
