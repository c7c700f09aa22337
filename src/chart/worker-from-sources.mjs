// What `worker.ts` is started by in development and tests, where it is not compiled: Node 20 reads no TypeScript,
// and `--import tsx` makes it do so in the main thread alone.
import { register } from 'tsx/esm/api';

register();

export default (await import('./worker.ts')).default;
