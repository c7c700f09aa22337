/** Times a task. @param onEnd is told in seconds, and of what the task rejected with if it did */
export async function timed<T>(
  task: () => Promise<T>,
  onEnd: (seconds: number, end: { readonly result: T } | { readonly error: unknown }) => void,
): Promise<T> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  try {
    const result = await task();
    onEnd(seconds(), { result });
    return result;
  } catch (error) {
    onEnd(seconds(), { error });
    throw error;
  }
}
