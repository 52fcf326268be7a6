/** What dev/test-stack.ts tells every test file. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** Why the shared parts could not be started; empty when they run. */
    readonly stackFault: string;
    readonly brokers: string;
    readonly registryUrl: string;
    readonly databaseUrl: string;
    /** Name of the migrated template database; one of this run, made by the first test that needs it. */
    readonly templateDatabase: string;
  }
}

export {};
