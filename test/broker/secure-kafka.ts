import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spawnGuarded } from '../../dev/stack/guarded-child.ts';
import { findJava } from '../../dev/stack/java.ts';
import { kafkaFiles } from '../../dev/stack/kafka-files.ts';
import { serverProperties } from '../../dev/stack/kafka-properties.ts';
import { claimPort } from '../../dev/stack/ports.ts';
import { openRunFolder } from '../../dev/stack/run-folder.ts';

const run = promisify(execFile);

/** A Kafka with one listener per way to sign in. */
export interface SecureKafka {
  /** SASL without TLS: PLAIN (alice / alice-secret) and SCRAM-SHA-512 (bob / bob-secret). */
  readonly sasl: string;
  /** TLS without SASL, with a certificate that `ca` (PEM) vouches for. */
  readonly tls: string;
  /** Neither. */
  readonly plain: string;
  readonly ca: string;
  stop(): Promise<void>;
}

/** Starts it; takes a few seconds. */
export async function startSecureKafka(): Promise<SecureKafka> {
  const folder = await openRunFolder();
  const java = await findJava();
  const files = await kafkaFiles(java, () => undefined);
  const ports = await Promise.all([claimPort(), claimPort(), claimPort(), claimPort()]);
  const [plain, controller, sasl, tls] = ports.map(({ port }) => port) as [number, number, number, number];
  const ca = await createCertificate(folder.path);
  const dataFolder = join(folder.path, 'data');
  const properties = join(folder.path, 'server.properties');
  const base = serverProperties({
    nodeId: 1,
    port: plain,
    controllers: [{ nodeId: 1, port: controller }],
    dataFolder,
  });
  // In a properties file the last line of a name wins.
  await writeFile(properties, base + securityProperties({ plain, controller, sasl, tls }, folder.path));
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
    plain: address(plain),
    ca,
    async stop() {
      await server.stop('SIGKILL', 1_000);
      await Promise.all(ports.map((claim) => claim.release()));
      await folder.close({ keepLogs: false });
    },
  };
}

/** Makes a self-signed certificate for 127.0.0.1 and Kafka's key store (key and certificate in one PEM file). */
async function createCertificate(folder: string): Promise<string> {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  const ca = await readFile(certificate, 'utf8');
  await writeFile(join(folder, 'keystore.pem'), (await readFile(key, 'utf8')) + ca);
  return ca;
}

function securityProperties(
  ports: { readonly plain: number; readonly controller: number; readonly sasl: number; readonly tls: number },
  folder: string,
): string {
  const at = (name: string, port: number): string => `${name}://127.0.0.1:${String(port)}`;
  const clients = [at('PLAINTEXT', ports.plain), at('LOGIN', ports.sasl), at('TLS', ports.tls)];
  const properties = {
    listeners: [...clients, at('CONTROLLER', ports.controller)].join(','),
    'advertised.listeners': clients.join(','),
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL',
    'listener.name.login.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.login.plain.sasl.jaas.config':
      'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret";',
    'listener.name.login.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.tls.ssl.keystore.type': 'PEM',
    'listener.name.tls.ssl.keystore.location': join(folder, 'keystore.pem'),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
