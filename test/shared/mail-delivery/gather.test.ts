import { expect, it } from 'vitest';
import { gather } from '../../../src/shared/mail-delivery/gather.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const doubled =
  (calls: number[][], block: Promise<unknown> = Promise.resolve()) =>
  async (keys: readonly number[]): Promise<ReadonlyMap<number, number>> => {
    calls.push([...keys]);
    await block;
    return new Map(keys.filter((key) => key > 0).map((key) => [key, key * 2]));
  };

it('what is asked in one turn goes into one call, and each asker gets its own answer', async () => {
  const calls: number[][] = [];
  const ask = gather(doubled(calls), (key) => key, { maxKeys: 100, maxCalls: 1 });
  expect(await Promise.all([ask(1), ask(2), ask(-3)])).toEqual([2, 4, undefined]);
  expect(calls).toEqual([[1, 2, -3]]);
});

it('what is asked while a call is under way gathers for the next one', async () => {
  const calls: number[][] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const ask = gather(doubled(calls, promise), (key) => key, { maxKeys: 2, maxCalls: 1 });
  const first = ask(1);
  await turn();
  const others = [ask(2), ask(3), ask(4)];
  await turn();
  expect(calls).toEqual([[1]]);
  resolve(undefined);
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8]);
  expect(calls).toEqual([[1], [2, 3], [4]]);
});

it('the same key twice is never in one call', async () => {
  const calls: number[][] = [];
  const ask = gather(doubled(calls), (key) => key, { maxKeys: 100, maxCalls: 1 });
  expect(await Promise.all([ask(1), ask(1), ask(2)])).toEqual([2, 2, 4]);
  expect(calls).toEqual([[1, 2], [1]]);
});

it('a failed call fails its askers, and the next call works', async () => {
  let isBroken = true;
  const ask = gather<number, number, number>(
    (keys) =>
      isBroken ? Promise.reject(new Error('down')) : Promise.resolve(new Map(keys.map((key) => [key, key]))),
    (key) => key,
    { maxKeys: 100, maxCalls: 1 },
  );
  await expect(Promise.all([ask(1), ask(2)])).rejects.toThrow('down');
  isBroken = false;
  expect(await ask(3)).toBe(3);
});
