/** What a process shows under one name. */
export type Samples = ReadonlyMap<string, number>;

/** Asks for the metrics of the process on that port, and reads them. */
export async function scrape(port: number): Promise<{ text: string; samples: Samples }> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  if (!response.ok) throw new Error(`/metrics answered ${response.status}: ${text}`);
  return { text, samples: read(text) };
}

/** Reads Prometheus's text format: values by name and labels, as they stand there. */
function read(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** The samples of one name, by their labels. */
export function family(samples: Samples, name: string): Record<string, number> {
  const own = [...samples].filter(([sample]) => sample === name || sample.startsWith(`${name}{`));
  return Object.fromEntries(own.map(([sample, value]) => [sample.slice(name.length), value]));
}
