/**
 * Counts what code does, in numbers that do not depend on the machine: executions of blocks of our sources, which V8 counts for
 * coverage, and bytes allocated, because a copy of anything that grows is an allocation that grows.
 * https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#method-startPreciseCoverage
 * https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#method-startSampling
 */

import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';

/** In bytes: small enough for an error of some percent in a few megabytes. */
const SAMPLING_INTERVAL = 4_096;

export interface Operations {
  /** Executions of blocks. */
  readonly blocks: number;
  /** Allocated by V8 or joined into a buffer. */
  readonly bytes: number;
}

export interface OperationCounter {
  /** What happens until the promise is settled, in this thread. */
  count(work: () => Promise<void>): Promise<Operations>;
  end(): void;
}

/**
 * Call before the modules are loaded whose blocks are counted: V8 adds the counters when it compiles.
 * @param counts whether the blocks of a source are counted, by its URL
 */
export async function startCounting(counts: (url: string) => boolean): Promise<OperationCounter> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    async count(work) {
      const buffers = countJoinedBuffers();
      // Resets the counts.
      await session.post('Profiler.takePreciseCoverage');
      await session.post('HeapProfiler.startSampling', {
        samplingInterval: SAMPLING_INTERVAL,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      });
      await work();
      const { profile } = await session.post('HeapProfiler.stopSampling');
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const blocks = result
        .filter(({ url }) => counts(url))
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
        .reduce((sum, { count }) => sum + count, 0);
      return { blocks, bytes: allocated(profile.head) + buffers() };
    },
    end: () => session.disconnect(),
  };
}

function allocated(node: HeapProfiler.SamplingHeapProfileNode): number {
  let bytes = node.selfSize;
  for (const child of node.children) bytes += allocated(child);
  return bytes;
}

/** Buffers lie outside of V8's heap. */
function countJoinedBuffers(): () => number {
  const concat = Buffer.concat.bind(Buffer);
  let bytes = 0;
  Buffer.concat = (list, length) => {
    const joined = concat(list, length);
    bytes += joined.length;
    return joined;
  };
  return () => {
    Buffer.concat = concat;
    return bytes;
  };
}
