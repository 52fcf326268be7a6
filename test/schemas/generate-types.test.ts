import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateTypes } from '../../src/schemas/generate-types.ts';

const folder = new URL('../../src/schemas/generated/', import.meta.url);

describe('generated types', () => {
  it('are what is committed, neither more nor less', () => {
    const files = generateTypes();
    expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
    for (const [path, text] of files) expect(readFileSync(new URL(path, folder), 'utf8')).toBe(text);
  });

  it('show a handler nothing of older events, and let a producer leave out defaults', () => {
    const text = generateTypes().get('digest_emails.ts') ?? '';
    const [, event, input, wire] = text.split('export interface ');
    expect(event).toContain('readonly cutoff: number;');
    expect(event).not.toContain('user_profile_id:');
    expect(input).toContain('readonly realm_id?: null | number;');
    expect(input).toContain('readonly user_ids: readonly number[];');
    expect(wire).toContain('readonly cutoff: number | string;');
    expect(wire).toContain('readonly user_profile_id: null | number | readonly number[];');
  });

  it('tell the event types of one stream apart', () => {
    const text = generateTypes().get('missedmessage_mobile_notifications.ts') ?? '';
    expect(text).toContain("readonly type: 'register_push_device_to_bouncer';");
    expect(text).toContain('readonly push_account_id: bigint;');
    expect(text).toContain(
      'MissedmessageMobileNotificationsEvent = AddEvent | RemoveEvent | RegisterPushDeviceToBouncerEvent;',
    );
  });
});
