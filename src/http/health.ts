import { answerJson, type Routes } from './server.ts';

/** Each part of the process, and whether it works right now. */
export type CheckParts = () => Promise<Readonly<Record<string, boolean>>>;

/**
 * `GET /healthz` answers 200 while the process lives, and `GET /readyz` 200 or 503 by whether all of its parts
 * work, each named in the JSON body.
 */
export function healthRoutes(check: CheckParts): Routes {
  return {
    'GET /healthz': (_request, response) => answerJson(response, 200, { alive: true }),
    'GET /readyz': async (_request, response) => {
      const parts = await check();
      answerJson(response, Object.values(parts).every(Boolean) ? 200 : 503, parts);
    },
  };
}
