import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDatabase } from '../../src/db/check.ts';
import { openFixture } from './fixture.ts';
import type { DatabaseFixture } from './fixture.ts';

describe('checkDatabase', () => {
  let fixture: DatabaseFixture;
  beforeAll(async () => {
    fixture = await openFixture();
  });
  afterAll(() => fixture.end());

  /** Messages about the database after a change, which is undone. */
  const messagesAfter = async (change: string, undo: string): Promise<string[]> => {
    await fixture.database.pool.query(change);
    try {
      return (await checkDatabase({ url: fixture.url })).map((difference) => difference.message);
    } finally {
      await fixture.database.pool.query(undo);
    }
  };

  it.each([
    {
      what: 'a missing table',
      change: 'alter table zerver_reaction rename to elsewhere',
      undo: 'alter table elsewhere rename to zerver_reaction',
      message: 'table zerver_reaction is missing',
    },
    {
      what: 'a table outside the search path',
      change: 'create schema hidden; alter table zerver_reaction set schema hidden',
      undo: 'alter table hidden.zerver_reaction set schema public; drop schema hidden',
      message:
        'table zerver_reaction is in schema hidden, which is not on the search path: add ?options=-c%20search_path%3Dhidden,public to the URL',
    },
    {
      what: 'a missing column',
      change: 'alter table zerver_realm rename column plan_type to tariff',
      undo: 'alter table zerver_realm rename column tariff to plan_type',
      message: 'zerver_realm.plan_type is missing (smallint)',
    },
    {
      what: 'another type',
      change: 'alter table zerver_realm alter org_type type integer',
      undo: 'alter table zerver_realm alter org_type type smallint',
      message: 'zerver_realm.org_type is integer, needed is smallint',
    },
    {
      what: 'a shorter text',
      change: 'alter table zerver_userprofile alter timezone type varchar(39)',
      undo: 'alter table zerver_userprofile alter timezone type varchar(40)',
      message: 'zerver_userprofile.timezone is character varying(39), needed is character varying(40)',
    },
    {
      what: 'a value that may be missing',
      change: 'alter table zerver_message alter content drop not null',
      undo: 'alter table zerver_message alter content set not null',
      message: 'zerver_message.content may be null, needed is NOT NULL',
    },
    {
      what: 'a value that we may leave out and the database asks for',
      change: 'alter table zerver_scheduledemail alter address set not null',
      undo: 'alter table zerver_scheduledemail alter address drop not null',
      message:
        'zerver_scheduledemail.address is required where we may write null and has no default: inserts fail',
    },
    {
      what: 'an unknown required column of a table that is inserted into',
      change: 'alter table zerver_missedmessageemailaddress add extra int not null',
      undo: 'alter table zerver_missedmessageemailaddress drop extra',
      message:
        'zerver_missedmessageemailaddress.extra is unknown to this version, required and has no default: inserts fail',
    },
    {
      what: 'a unique index that an insert relies on',
      change: 'alter table zerver_client drop constraint zerver_client_name_key',
      undo: 'alter table zerver_client add constraint zerver_client_name_key unique (name)',
      message: 'zerver_client has no unique index on (name)',
    },
    {
      what: 'a partial unique index with another condition',
      change:
        'alter index unique_user_count rename to kept; create unique index unique_user_count on analytics_usercount (user_id, property, subgroup, end_time); drop index kept',
      undo: 'drop index unique_user_count; create unique index unique_user_count on analytics_usercount (user_id, property, subgroup, end_time) where subgroup is not null',
      message:
        'analytics_usercount has no unique index on (user_id, property, subgroup, end_time) where subgroup is not null',
    },
    {
      what: 'a migration that was not applied',
      change:
        'create table kept as table workers.workers_migrations; delete from workers.workers_migrations where id = (select max(id) from workers.workers_migrations)',
      undo: 'truncate workers.workers_migrations; insert into workers.workers_migrations select * from kept; drop table kept',
      message: '1 migration(s) of set workers are not applied: run db migrate',
    },
  ])('names $what', async ({ change, undo, message }) => {
    expect(await messagesAfter(change, undo)).toEqual([message]);
    expect(await checkDatabase({ url: fixture.url })).toEqual([]);
  });

  it('accepts a Zulip server: no defaults, deferred references, more tables and columns, its own schema', async () => {
    const server = await openFixture();
    try {
      await server.database.pool.query(ZULIP_SERVER);
      const url = `${server.url}?options=-c%20search_path%3Dzulip,public`;
      expect(await checkDatabase({ url })).toEqual([]);
    } finally {
      await server.end();
    }
  });
});

/** Makes our tables look as a Zulip server has them. */
const ZULIP_SERVER = `
  drop table workers.zulip_migrations;
  create schema zulip;
  create table zulip.zerver_somethingelse (id int);
  do $$
  declare r record;
  begin
    for r in select attrelid::regclass as tab, attname as col from pg_attribute join pg_class on oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and atthasdef
    loop execute format('alter table %s alter %I drop default', r.tab, r.col); end loop;
    for r in select conrelid::regclass as tab, conname as con from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace
    loop execute format('alter table %s alter constraint %I deferrable initially deferred', r.tab, r.con); end loop;
    for r in select oid::regclass as tab from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    loop
      execute format('alter table %s add later_column text', r.tab);
      execute format('alter table %s set schema zulip', r.tab);
    end loop;
  end $$`;
