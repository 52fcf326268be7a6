import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RemoteInbox } from '../../dev/remote-inbox.ts';
import { smtpRules } from '../../dev/smtp-rules.ts';

describe('RemoteInbox', () => {
  let inbox: RemoteInbox;
  beforeEach(async () => {
    inbox = await RemoteInbox.open();
  });
  afterEach(() => inbox.close());

  const send = (to: string): Promise<unknown> =>
    createTransport({ host: inbox.host, port: inbox.port }).sendMail({
      ...{ from: 'from@example.com', to, text: 'hello', messageId: `<1-${to}>` },
    });

  it('receives in a process of its own, and tells what it received', async () => {
    await send('a@example.com');
    await send('b@example.com');
    expect(await inbox.counts()).toMatchObject({ accepted: 2 });
    const mails = await inbox.mails(1);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ index: 1, to: ['b@example.com'], messageId: '<1-b@example.com>' });
    expect((await inbox.raw(1)).toString()).toContain('hello');
    await inbox.clear();
    expect(await inbox.mails()).toEqual([]);
    await expect(inbox.raw(0)).rejects.toThrow('no mail 0');
  });

  it('refuses as its rules say', async () => {
    await inbox.setRules([
      { step: 'recipient', recipient: '^busy@', code: 451, times: 1 },
      { step: 'data', recipient: '^gone@', code: 550 },
    ]);
    await expect(send('busy@example.com')).rejects.toMatchObject({ responseCode: 451 });
    await send('busy@example.com');
    await expect(send('gone@example.com')).rejects.toMatchObject({ responseCode: 550 });
    expect(await inbox.counts()).toMatchObject({ accepted: 1, refused: { 451: 1, 550: 1 } });
  });

  it('goes down and comes up on the same port', async () => {
    await inbox.down();
    await expect(send('a@example.com')).rejects.toMatchObject({ code: 'ESOCKET' });
    await inbox.up();
    await send('a@example.com');
    expect(await inbox.counts()).toMatchObject({ accepted: 1 });
  });
});

describe('smtpRules', () => {
  const step = { connection: 1, user: null, from: '', to: [] };

  it('lets the first fitting rule decide until it is used up', async () => {
    const rules = smtpRules([
      { step: 'mail', code: 421, times: 2 },
      { step: 'mail', code: 451, times: 1 },
    ]);
    const codes = [];
    for (let ask = 0; ask < 4; ask++) codes.push((await rules.mail?.(step))?.code ?? 250);
    expect(codes).toEqual([421, 421, 451, 250]);
    expect(await rules.connect?.(step)).toBeNull();
  });
});
