/**
 * What a task gives, or `otherwise` when it takes longer than `ms` milliseconds; it goes on all the same, and nobody
 * hears any more how it ends.
 */
export async function atMost<T, Otherwise>(
  ms: number,
  task: T | Promise<T>,
  otherwise: Otherwise,
): Promise<T | Otherwise> {
  let timer: NodeJS.Timeout | undefined;
  // It keeps the process alive: whoever waits here is to be told, even where nothing else is left to wait for.
  const late = new Promise<Otherwise>((resolve) => {
    timer = setTimeout(resolve, ms, otherwise);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
