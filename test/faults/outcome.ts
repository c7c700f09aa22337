import 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What a person or the operator saw when the fault struck; printed beside the test's name. */
    outcome?: string;
  }
}
