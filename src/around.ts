/** Does a task, and may look at how it goes. Passes on what it resolves to, or rejects with. */
export type Around<Result> = (task: () => Promise<Result>) => Promise<Result>;
