/** Takes the lock if it is free; resolves with its release function, or with null when somebody else holds it. */
export function tryLock(name: string): Promise<(() => Promise<void>) | null>;

/** Runs `action` while holding the lock, after waiting for its turn; `onWait` is called once if it has to wait. */
export function withLock<T>(name: string, action: () => Promise<T>, onWait?: () => void): Promise<T>;
