import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Ticks of the kernel's CPU clock per second; 100 on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;
const KIB_PER_MIB = 1_024;

/** Resident memory of a process in MiB (Linux). */
export const residentMiB = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / KIB_PER_MIB;
};

/** CPU time that a process has used, all threads, seconds (Linux). */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

/** Largest resident memory of a process so far in MiB (Linux). */
export const peakMiB = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / KIB_PER_MIB;
};

/** Connections of a process to a port, as the kernel lists them (Linux, IPv4). */
export const connectionsTo = (pid: number, port: number): number => {
  const folder = `/proc/${pid}/fd`;
  const sockets = new Set(
    readdirSync(folder).map((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1]),
  );
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state, , , , , , inode]) => {
      return remote?.endsWith(`:${hexPort}`) === true && state === established && sockets.has(inode);
    }).length;
};
