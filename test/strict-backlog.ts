import { Backlog } from '../src/backlog.ts';

/** A backlog in which nothing may fail. */
export function strictBacklog(): Backlog {
  return new Backlog((error) => {
    throw error;
  });
}
