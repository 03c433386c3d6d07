// Writes any number of operations with BatchWriteItem, in as few requests as possible.
import { checkOptions } from '../../errors/option-table.js'
import type { BatchWriteFace, Facing } from '../ground/faces.js'
import type { Runner } from '../ground/runner.js'
import { type BatchOptions, batchOptions } from '../many/many-options.js'
import { checkList } from '../many/operation-list.js'
import type { RateLimiter } from '../rate/rate-limiter.js'
import { writeElement } from './write-element.js'
import { WriteLanes } from './write-lanes.js'
import { writeFace, writeList } from './write-list.js'
import { WriteRun } from './write-run.js'
import { listSource } from './write-source.js'

const operation = 'batch'

/**
 * Writes operations of one runner, with any number of entities and tables, 25 per request. Not atomic.
 * @param limiter keeps the rate of several batches together; without it, this one keeps the rate of its options.
 * @returns what each operation resolves to, in the order of the operations.
 * @throws InvalidOptionError, UnsupportedOperationError, ValidationError, InvalidKeyError or ScopeError before sending,
 * with the index of each rejected operation; DuplicateOperationError with `duplicates: 'refuse'`.
 * @throws AbortedError if the signal aborts.
 * @throws UnprocessedError if operations are left; `remaining` holds the operations themselves, `results` the results
 * of those written.
 */
export async function batchWrite(
  runner: Runner,
  operations: readonly Facing[],
  options: BatchOptions,
  limiter?: RateLimiter,
): Promise<unknown[]> {
  checkList(operations, operation)
  checkOptions(batchOptions, options, { operation })
  const lanes = new WriteLanes(runner)
  const faces: BatchWriteFace[] = []
  const again = (given: unknown): unknown => given
  const elements = writeList(operations, {
    operation,
    lanes,
    duplicates: options.duplicates,
    again,
    make(given, index) {
      const face = writeFace(given, runner)
      faces.push(face)
      return writeElement(face, index, given)
    },
  })
  const results = (): unknown[] =>
    elements.map(({ state }, at) => (state === 'done' ? faces[at]?.result : undefined))
  const source = listSource(elements)
  const settings = { runner, operation, source, lanes, again, results, streamed: false, limiter }
  await new WriteRun(settings, options).complete()
  return results()
}
