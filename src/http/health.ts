import { isReady, type Readiness } from '../readiness.ts';
import { answerJson, type Routes } from './server.ts';

/**
 * `GET /healthz` answers 200 while the process lives, and `GET /readyz` 200 or 503 by whether all of its parts
 * work and it is not about to end. The JSON body of the latter names each part, and in `why` what is wrong with it.
 */
export function healthRoutes(readiness: Pick<Readiness, 'standing'>): Routes {
  return {
    'GET /healthz': (_request, response) => answerJson(response, 200, { alive: true }),
    'GET /readyz': async (_request, response) => {
      const standing = await readiness.standing();
      const parts = Object.entries(standing.parts);
      const why = parts.filter(([, problem]) => problem !== undefined);
      answerJson(response, isReady(standing) ? 200 : 503, {
        ...(standing.draining && { draining: true }),
        ...Object.fromEntries(parts.map(([part, problem]) => [part, problem === undefined])),
        ...(why.length > 0 && { why: Object.fromEntries(why) }),
      });
    },
  };
}
