import type { Ground } from './ground.ts';

/** Looks at the committed offsets all the time. */
export interface CommitWatch {
  /** Ends the watch; answers every step back that was seen. */
  end(): Promise<readonly string[]>;
}

/** Watches the committed offsets of a ground; a commit that goes back would have records handled again. */
export const watchCommits = (ground: Ground): CommitWatch => {
  const steps: string[] = [];
  let isOver = false;
  const watch = async (): Promise<void> => {
    let before: ReadonlyMap<string, bigint> = new Map();
    do {
      const now = await ground.committed();
      for (const [place, offset] of now) {
        const earlier = before.get(place) ?? -1n;
        if (offset < earlier) steps.push(`${place}: ${earlier} → ${offset}`);
      }
      before = now;
    } while (!isOver);
  };
  const watching = watch();
  return {
    async end() {
      isOver = true;
      await watching;
      return steps;
    },
  };
};
