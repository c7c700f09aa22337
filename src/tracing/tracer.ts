/** What is known of a span. Nothing of a user, no key and no text that anybody wrote belongs here. */
export type Attributes = Readonly<Record<string, string>>;

/** How a span begins. */
export interface Beginning {
  /** One of few, such as the name of a command. */
  readonly name: string;
  /** Whether another system does the work: a platform, the store, the billing API. */
  readonly remote?: boolean;
  readonly attributes?: Attributes;
}

/** A stretch of time in a trace. */
export interface Span {
  /** Adds to what is known of it. */
  note(attributes: Attributes): void;
  /** Marks it as failed. @param kind of failure, in a word: a message may hold anything */
  fail(kind: string): void;
}

/** Records what a process does for an event, and how long each step takes. */
export interface Tracer {
  /** Does a task, as a trace of its own. */
  trace<T>(beginning: Beginning, task: (span: Span) => Promise<T>): Promise<T>;
  /** Does a task, as a step within the span that it is begun in. Outside of a trace it is only done. */
  step<T>(beginning: Beginning, task: (span: Span) => Promise<T>): Promise<T>;
}

/** Is thrown away. */
export const NO_SPAN: Span = { note() {}, fail() {} };

/** Records nothing. */
export const NO_TRACER: Tracer = {
  trace: (_beginning, task) => task(NO_SPAN),
  step: (_beginning, task) => task(NO_SPAN),
};
