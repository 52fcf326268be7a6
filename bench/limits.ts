/** What stands in the way of more, by case, as profiles show it; numbers are in the reports. */
export const LIMITS: Readonly<Record<string, string>> = {
  noop: 'Processor time. About half of what our side needs for a record is kafkajs, which unpacks every record in full, headers, numbers as big integers and all, before anybody asks for it; @platformatic/kafka, beside it without any port of ours between, shows what the same decoding costs in another client. The rest is ours: memory that is given back to the collector most of all, then a promise per call, the time box of the handler, envelope and event. A batch handler shares call, time box and promises among its events.',
  decode:
    'avsc’s own reading, the object that is made of its fields, and the check of closed sets. A writer of another version costs the resolver’s detour; the registry client makes a resolver for every value.',
  growth:
    'Nothing that is done for a record looks at how many others there are: lanes, ledger and lists are of constant cost. Small backlogs are slower only because the code is still cold. Memory is that of answers under way and of the young generation, which Node lets grow while there is room; what is buffered is bounded.',
  effect:
    'A single handler is bound by the processor time that PostgreSQL needs for a transaction of one event, which all sides pay alike, and by system calls; it makes half as many round trips as a claim written by hand and spends a part of that again on lanes, deadlines and the ledger. Sharing one transaction between events is what a batch handler is for: there a round trip, a commit and a claim are paid once for many events.',
  keys: 'Handlers that wait for a timer are late whenever the one event loop is busy, most of all while a megabyte of fetched records is unpacked; the mean time in the handler shows by how much. All places are taken almost all the time, so what is missing to the ideal is that lateness. Threads, which Parallel Consumer uses, wake up in time as long as a core is free.',
  latency:
    'Waiting is done nowhere on this way: fetch, transaction and its commit follow each other at once. The tail is other work on the same cores.',
  mails:
    'Each mail is rendered twice (text and HTML), encoded, claimed in a committed transaction, handed over in an SMTP conversation and written down in another. The worker’s own processor time per mail bounds what one process can do with a whole core; here it shares the cores with the mail server, PostgreSQL and Kafka.',
  process:
    'Memory: Node itself is the largest part, then the modules and their compiled code, of these kafkajs, drizzle-orm and zod most, then the buffers of the Kafka and PostgreSQL clients. A small young generation (`--max-semi-space-size=4`, as `npm start` and the Dockerfile set it) keeps the heap small for a few more collections, and the compiler of the mail templates is not loaded. CPU while idle: every queue asks the broker again and again for all partitions of its main and tier topics, and kafkajs builds and reads the whole list each time; a longer wait would cost less and make resume, stop and rebalance slower.',
  posting:
    'PostgreSQL, while it writes the rows of the receivers. About half of that are the two references that it checks for each row (person and message exist), the rest are the indexes that a Zulip server has on this table. Rows come in the order of people, so that the indexes are filled page by page, and without a conflict clause, which would look for each row first. Reading the subscribers with their settings comes next, then encoding the notice. Fewer rows would be the only large gain: people who have been away for long get none, and here nobody is.',
  'open-windows':
    'Windows live in the database and a worker knows only the next due time, so memory does not depend on their number. Counting them for the gauge reads all of them: no close waits for it, and it rests for many times its own duration; it still takes a core of the database for as long as it runs.',
};
