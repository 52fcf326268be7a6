import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestCertificate } from '../test-certificate.ts';
import type { ServerUser } from './postgres-files.ts';

/** Whom a development PostgreSQL lets in. Without both, everybody on this machine. */
export interface PostgresAccess {
  /** Offers TLS with this key and certificate, and lets nobody in without it. */
  readonly tls?: TestCertificate;
  /** Password of the superuser `postgres`. Needs no quoting in a URL. */
  readonly password?: string;
}

/** Puts key and certificate into the data folder and answers the settings that name them. */
export async function tlsSettings(
  { tls }: PostgresAccess,
  dataFolder: string,
  { uid }: ServerUser,
): Promise<Readonly<Record<string, string>>> {
  if (tls === undefined) return {};
  const files = { ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' };
  for (const [name, text] of [
    [files.ssl_cert_file, tls.cert],
    [files.ssl_key_file, tls.key],
  ] as const) {
    const path = join(dataFolder, name);
    // The server refuses a key that others may read.
    await writeFile(path, text, { mode: 0o600 });
    if (uid !== undefined) await chown(path, uid, uid);
  }
  return { ssl: 'on', ...files };
}

/** How the development tools themselves connect. */
export const clientConfig = (url: string, { tls }: PostgresAccess): pg.ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: 5_000,
  ...(tls !== undefined && { ssl: { ca: tls.cert } }),
});

/** Sets the password and closes the door to whoever comes without it, or without TLS. The server must be running. */
export async function restrictAccess(access: PostgresAccess, url: string, dataFolder: string): Promise<void> {
  if (access.tls === undefined && access.password === undefined) return;
  const client = new pg.Client(clientConfig(url, access));
  await client.connect();
  try {
    if (access.password !== undefined) {
      await client.query(`alter user postgres password ${pg.escapeLiteral(access.password)}`);
    }
    const kind = access.tls === undefined ? 'host' : 'hostssl';
    const method = access.password === undefined ? 'trust' : 'scram-sha-256';
    await writeFile(join(dataFolder, 'pg_hba.conf'), `${kind} all all 127.0.0.1/32 ${method}\n`);
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}
