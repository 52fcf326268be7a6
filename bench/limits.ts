/** What stands in the way of more, by case, as profiles show it; numbers are in the reports. */
export const LIMITS: Readonly<Record<string, string>> = {
  effect:
    'A single handler is bound by the processor time that PostgreSQL needs for a transaction of one event, which both sides pay alike, and by system calls; it makes half as many round trips as the other side and spends a part of that again on lanes, deadlines and the ledger. Sharing one transaction between events is what a batch handler is for: there a round trip, a commit and a claim are paid once for many events.',
  keys: 'Handlers that wait for a timer are late whenever the one event loop is busy, most of all while a megabyte of fetched records is unpacked; the mean time in the handler shows by how much. All places are taken almost all the time, so what is missing to the ideal is that lateness. Threads, which Parallel Consumer uses, wake up in time as long as a core is free.',
  latency:
    'Waiting is done nowhere on this way: fetch, transaction and its commit follow each other at once. The tail is other work on the same cores.',
  mails:
    'Each mail is rendered twice (text and HTML), encoded, claimed in a committed transaction, handed over in an SMTP conversation and written down in another. The worker’s own processor time per mail bounds what one process can do with a whole core; here it shares the cores with the mail server, PostgreSQL and Kafka.',
  process:
    'Memory: what the modules and their compiled code take, and the buffers of the Kafka and PostgreSQL clients; a small young generation (`--max-semi-space-size=4`, as `npm start` and the Dockerfile set it) halves it for a few more collections. CPU while idle: every queue asks the broker again and again for all partitions of its main and tier topics, and kafkajs builds and reads the whole list each time; a longer wait would cost less and make resume, stop and rebalance slower.',
};
