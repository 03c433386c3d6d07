// Writes any number of operations: BatchWriteItem, in as few requests as they fit into.
import { checkOptions } from '../../errors/option-table.js'
import type { BatchWriteFace, Facing } from '../ground/faces.js'
import type { Runner } from '../ground/runner.js'
import { type BatchOptions, batchOptions } from '../many/many-options.js'
import { checkList } from '../many/operation-list.js'
import { writeElement } from './write-element.js'
import { WriteLanes } from './write-lanes.js'
import { writeFace, writeList } from './write-list.js'
import { WriteRun } from './write-run.js'
import { listSource } from './write-source.js'

const operation = 'batch'

/**
 * Writes operations of one runner, over any number of entities and tables, 25 to a request. Not atomic.
 * @returns what each operation resolves to, in their order.
 * @throws before sending: InvalidOptionError, UnsupportedOperationError, ValidationError, InvalidKeyError, ScopeError, with the index of each operation that is
 * refused; DuplicateOperationError with `duplicates: 'refuse'`. AbortedError. UnprocessedError, whose `remaining` are the very operations
 * that are left, and whose `results` stand for those that were written.
 */
export async function batchWrite(
  runner: Runner,
  operations: readonly Facing[],
  options: BatchOptions,
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
  const run = new WriteRun({ runner, operation, source, lanes, again, results, streamed: false }, options)
  await run.complete()
  return results()
}
