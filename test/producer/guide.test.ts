import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_ERROR_CODES, REGISTRY_ERROR_CODES } from '../../src/schemas/schema-errors.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';

const guide = readFileSync(new URL('../../docs/guide-producing.md', import.meta.url), 'utf8');

describe('the guide for producers', () => {
  it('explains every error code and no other', () => {
    const rows = guide.slice(guide.indexOf('## Errors'), guide.indexOf('## From the command line'));
    const documented = [...rows.matchAll(/^\|[^|]*\| `(\w+)`/gm)].map((match) => match[1]);
    expect(documented.sort()).toEqual([...EVENT_ERROR_CODES, ...REGISTRY_ERROR_CODES].sort());
  });

  it('says the key of every stream', () => {
    const rows = guide.slice(guide.indexOf('## Keys'), guide.indexOf('## Ids'));
    const named = [...rows.matchAll(/`(\w+)`(?=[^|]*\|[^|]*\|$)/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual([...STREAM_NAMES].sort());
  });
});
