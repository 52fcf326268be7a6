import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spawnGuarded } from '../../dev/stack/guarded-child.ts';
import { findJava } from '../../dev/stack/java.ts';
import { kafkaFiles } from '../../dev/stack/kafka-files.ts';
import { serverProperties } from '../../dev/stack/kafka-properties.ts';
import { claimPort } from '../../dev/stack/ports.ts';
import { openRunFolder } from '../../dev/stack/run-folder.ts';
import { makeTestCertificate } from '../../dev/test-certificate.ts';
import type { TestCertificate } from '../../dev/test-certificate.ts';

const run = promisify(execFile);

/** A Kafka with one listener per way to sign in. */
export interface SecureKafka {
  /** SASL without TLS: PLAIN (alice / alice-secret) and SCRAM-SHA-512 (bob / bob-secret). */
  readonly sasl: string;
  /** TLS without SASL, with a certificate that `ca` (PEM) vouches for. */
  readonly tls: string;
  /** Both: SASL as above, inside of TLS. */
  readonly saslTls: string;
  /** Neither. */
  readonly plain: string;
  readonly ca: string;
  stop(): Promise<void>;
}

/** Starts it; takes a few seconds. */
export async function startSecureKafka(
  certificate: TestCertificate = makeTestCertificate(),
): Promise<SecureKafka> {
  const folder = await openRunFolder();
  const java = await findJava();
  const files = await kafkaFiles(java, () => undefined);
  const ports = await Promise.all(Array.from({ length: 5 }, () => claimPort()));
  const [plain = 0, controller = 0, sasl = 0, tls = 0, saslTls = 0] = ports.map(({ port }) => port);
  await writeFile(join(folder.path, 'keystore.pem'), certificate.key + certificate.cert);
  const dataFolder = join(folder.path, 'data');
  const properties = join(folder.path, 'server.properties');
  const base = serverProperties({
    nodeId: 1,
    port: plain,
    controllers: [{ nodeId: 1, port: controller }],
    dataFolder,
  });
  // In a properties file the last line of a name wins.
  await writeFile(
    properties,
    base + securityProperties({ plain, controller, sasl, tls, saslTls }, folder.path),
  );
  const javaArgs = [
    ...['-cp', files.classPath, '-Xmx320m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    ...['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  ];
  await run(java.command, [
    ...[...javaArgs, 'kafka.tools.StorageTool', 'format', '-t', 'zulipWorkersSecure001w', '-c', properties],
    ...['--add-scram', 'SCRAM-SHA-512=[name=bob,password=bob-secret]'],
  ]);
  const server = await spawnGuarded({
    command: java.command,
    args: [...javaArgs, 'kafka.Kafka', properties],
    reaper: folder.reaper,
    deathSignal: 'KILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let seen = '';
    const onData = (chunk: Buffer): void => {
      seen += chunk.toString('utf8');
      if (seen.includes('Kafka Server started')) resolve();
    };
    server.process.stdout?.on('data', onData);
    server.process.stderr?.on('data', onData);
    void server.exited.then(() => {
      reject(new Error(`Kafka ended at its start: ${seen.slice(-2_000)}`));
    });
  });
  const address = (port: number): string => `127.0.0.1:${String(port)}`;
  return {
    sasl: address(sasl),
    tls: address(tls),
    saslTls: address(saslTls),
    plain: address(plain),
    ca: certificate.cert,
    async stop() {
      await server.stop('SIGKILL', 1_000);
      await Promise.all(ports.map((claim) => claim.release()));
      await folder.close({ keepLogs: false });
    },
  };
}

function securityProperties(
  ports: Readonly<Record<'plain' | 'controller' | 'sasl' | 'tls' | 'saslTls', number>>,
  folder: string,
): string {
  const at = (name: string, port: number): string => `${name}://127.0.0.1:${String(port)}`;
  const clients = [
    at('PLAINTEXT', ports.plain),
    at('LOGIN', ports.sasl),
    at('TLS', ports.tls),
    at('LOGINTLS', ports.saslTls),
  ];
  const plainUsers =
    'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret";';
  const scramUsers = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  const login = (name: string): Readonly<Record<string, string>> => ({
    [`listener.name.${name}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-512',
    [`listener.name.${name}.plain.sasl.jaas.config`]: plainUsers,
    [`listener.name.${name}.scram-sha-512.sasl.jaas.config`]: scramUsers,
  });
  const certificate = (name: string): Readonly<Record<string, string>> => ({
    [`listener.name.${name}.ssl.keystore.type`]: 'PEM',
    [`listener.name.${name}.ssl.keystore.location`]: join(folder, 'keystore.pem'),
  });
  const properties = {
    listeners: [...clients, at('CONTROLLER', ports.controller)].join(','),
    'advertised.listeners': clients.join(','),
    'listener.security.protocol.map':
      'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL,LOGINTLS:SASL_SSL',
    ...login('login'),
    ...login('logintls'),
    ...certificate('tls'),
    ...certificate('logintls'),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
