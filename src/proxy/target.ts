/** Where a connection through a proxy leads. */
export interface Target {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

export function hostAndPort({ host, port }: Target): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
