/** Collects what is written to standard output and standard error, and still lets it through. */
export function capturePrinted(): { stop(): string } {
  const printed: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write;
    const capture = (...args: Parameters<typeof write>) => {
      printed.push(String(args[0]));
      return write.apply(stream, args);
    };
    stream.write = capture as typeof write;
    return () => {
      stream.write = write;
    };
  });
  return {
    stop() {
      for (const restore of streams) restore();
      return printed.join('');
    },
  };
}
