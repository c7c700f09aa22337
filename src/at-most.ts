/**
 * What a task gives, or `otherwise` when it takes longer than `ms` milliseconds; it goes on all the same, and nobody
 * hears any more how it ends.
 */
export function atMost<T, Otherwise>(
  ms: number,
  task: Promise<T>,
  otherwise: Otherwise,
): Promise<T | Otherwise> {
  return new Promise((resolve, reject) => {
    // It keeps the process alive: whoever waits here is to be told, even where nothing else is left to wait for.
    const timer = setTimeout(resolve, ms, otherwise);
    task.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
