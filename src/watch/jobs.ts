import { type Job, type JobsOptions, Queue, WaitingError, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { atMost } from '../at-most.ts';
import { describeError } from '../log.ts';
import type { Stretch } from '../storage/storage.ts';
import { JobConnections } from './job-connections.ts';
import { Outage } from './outage.ts';
import { tickSeconds } from './schedule.ts';
import type { Sweep } from './sweep.ts';

const PREFIX = 'talk-bot-balance:jobs';

/** Into how many jobs a turn of the sweep is divided, so that several processes share it. */
const PARTS = 16;

/** Stretches that a process reads at the same time. */
const CONCURRENCY = 4;

/** More than there ever are. */
const STRETCHES_A_SECOND = 1_000;

/** How soon the job of a process that was killed is another's, in milliseconds. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;

/** A job may be taken up again as often as processes are killed over it. */
const MAX_STALLED = 10;

/** How soon a worker asks for jobs again after its connection broke, in milliseconds. */
const RETRY_MS = 1_000;

/** The eviction policy by which Redis refuses writes when its memory is full, and keeps what it has. */
const KEEPING = 'noeviction';

/** What is over is not kept: the records say what was read and told. */
const ONCE: JobsOptions = { removeOnComplete: true, removeOnFail: true };
const PATIENTLY: JobsOptions = { ...ONCE, attempts: 8, backoff: { type: 'exponential', delay: 1_000 } };

/** What the jobs do. */
export interface Work {
  /** Without it, no keys are read. */
  readonly sweep: Sweep | undefined;
  readonly deliver: () => Promise<void>;
  /** Once round all keys, in milliseconds. */
  readonly periodMs: number;
}

export interface Jobs {
  /** Takes no more jobs; resolves when those that are under way have ended, or after `graceMs` milliseconds. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Shares the watch out among all processes on one Redis: one schedule for all of them, whose turns divide the sweep
 * into stretches of names, each a job that any process may do and that another takes up when that one is killed.
 *
 * Nothing is true that stands in a job alone: a stretch that is read again passes over the keys that were read, and
 * a warning that is due is in the outbox. Jobs hold the ends of stretches, which are parts of keyed hashes.
 */
export async function startJobs(url: string, { sweep, deliver, periodMs }: Work, log: Logger): Promise<Jobs> {
  const outage = new Outage(
    log,
    {
      begins: 'the jobs of the watch do not get on with Redis; it is tried again and again',
      ends: 'the jobs of the watch get on with Redis again',
    },
    async () => {
      if (!connections.areReady) return false;
      await schedule();
      return true;
    },
  );
  const connections = new JobConnections(url, outage.note);
  const options = { connection: connections.shared, prefix: PREFIX };
  const every = tickSeconds(periodMs) * 1_000;
  const workers = {
    ...options,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: MAX_STALLED,
    runRetryDelay: RETRY_MS,
  };
  const sweeps = new Queue<Stretch>('sweep', options);
  const deliveries = new Queue('deliveries', options);
  const reader: Worker<Stretch> = new Worker('sweep', (job: Job<Stretch>, token) => doSweepJob(job, token), {
    ...workers,
    concurrency: CONCURRENCY,
    // Without a limit of its own a reader does not heed the pauses of the queue; this one is out of the way.
    limiter: { max: STRETCHES_A_SECOND, duration: 1_000 },
  });
  const courier = new Worker('deliveries', () => deliver(), workers);
  const fail = (job: Job | undefined, error: Error) =>
    log.error(
      { job: job?.name, error: describeError(error) },
      'a job of the watch failed; it is tried again',
    );
  for (const queue of [sweeps, deliveries]) queue.on('error', outage.note);
  for (const worker of [reader, courier]) worker.on('error', outage.note).on('failed', fail);

  async function doSweepJob(job: Job<Stretch>, token?: string): Promise<void> {
    if (sweep === undefined) return;
    if (job.name === 'turn') return divide(sweep);
    const pauseMs = await sweep.read(job.data);
    if (pauseMs !== undefined) {
      // For the readers of all processes: the provider has one limit for them.
      await sweeps.rateLimit(Math.max(await sweeps.getRateLimitTtl(), pauseMs));
      throw Worker.RateLimitError();
    }
    if (sweep.isStopped) {
      // Another process goes on with the stretch at once, and no attempt is used up.
      await job.moveToWait(token);
      throw new WaitingError();
    }
  }

  async function divide(of: Sweep): Promise<void> {
    const plan = await of.plan(PARTS);
    await sweeps.addBulk(
      plan.stretches.map((stretch) => ({
        name: 'stretch',
        data: stretch,
        opts: { ...PATIENTLY, jobId: `${stretch.from ?? ''}~${stretch.until ?? ''}@${plan.until}` },
      })),
    );
    await of.conclude(plan);
  }

  /** Other processes set the same; it is lost where Redis has come back empty. */
  async function schedule(): Promise<void> {
    if (sweep === undefined) await sweeps.removeJobScheduler('turns');
    else await sweeps.upsertJobScheduler('turns', { every }, { name: 'turn', opts: PATIENTLY });
    await deliveries.upsertJobScheduler('deliveries', { every }, { name: 'deliver', opts: ONCE });
  }

  /** Sets nothing that is there, or processes with different settings would undo each other's again and again. */
  async function scheduleWhatIsLost(): Promise<void> {
    if (connections.areReady && (await deliveries.getJobSchedulersCount()) === 0) await schedule();
  }

  async function close(): Promise<void> {
    await Promise.all([reader.close(), courier.close()]);
    await Promise.all([sweeps.close(), deliveries.close()]);
  }

  await schedule();
  const found = await connections.evictionPolicy();
  if (found !== undefined && found !== KEEPING) {
    const mend = `Set maxmemory-policy to ${KEEPING}, by CONFIG SET and in redis.conf`;
    log.warn(
      { setting: 'maxmemory-policy', found },
      `Redis throws away what the bot has stored when its memory is full. ${mend}`,
    );
  }
  // Somebody may empty Redis, which no connection tells of.
  const looking = setInterval(() => void scheduleWhatIsLost().catch(outage.note), every).unref();
  return {
    async stop(graceMs) {
      outage.ignore();
      clearInterval(looking);
      // Without limits of their own they would wait for a Redis that is away.
      await atMost(graceMs, close().catch(outage.note), undefined);
      connections.close();
    },
  };
}
