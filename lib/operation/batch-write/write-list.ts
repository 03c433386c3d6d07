// List of writes, all of which are checked before the first request.
import { keyOfStored } from '../../entity/key/key-values.js'
import { DuplicateOperationError } from '../../errors/duplicate-operation-error.js'
import { kindOf } from '../../errors/failures.js'
import { ScopeError } from '../../errors/scope-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { BatchWriteFace, Facing } from '../ground/faces.js'
import type { Runner } from '../ground/runner.js'
import { type ElementFault, elementError, mostFaults } from '../many/element-errors.js'
import type { BatchOptions } from '../many/many-options.js'
import { placeText, type WriteElement } from './write-element.js'
import type { WriteLanes } from './write-lanes.js'

/** How elements are made. */
export interface WriteMaking {
  /** The method that was called, such as `saveMany`. */
  readonly operation: string
  readonly lanes: WriteLanes
  readonly duplicates: BatchOptions['duplicates']
  /** Returns the element for a value. @throws if the value is rejected. */
  make(given: unknown, index: number): WriteElement
  /** Returns the operation of an element. */
  again(origin: unknown): unknown
}

/**
 * Returns the elements of a list.
 * @throws ValidationError, InvalidKeyError, UnsupportedOperationError or ScopeError, with the index of each rejected
 * element.
 * @throws DuplicateOperationError for a second write of the same item, if that is rejected.
 */
export function writeList(given: readonly unknown[], making: WriteMaking): WriteElement[] {
  const { lanes, operation, duplicates } = making
  const elements: WriteElement[] = []
  const faults: ElementFault[] = []
  // Iterated by index, because a hole in the array is also an element.
  for (let index = 0; index < given.length && faults.length < mostFaults; index++) {
    try {
      const element = making.make(given[index], index)
      // Fails now if the table cannot be reached.
      lanes.of(element.write.model.table)
      elements.push(element)
    } catch (error) {
      faults.push({ index, error })
    }
  }
  if (faults.length > 0) throw elementError(operation, faults)
  if (duplicates === 'refuse')
    for (const element of elements) refuseRepeat(element, making, (index) => elements[index])
  return elements
}

/**
 * Returns one element that arrives during the run.
 * @throws the errors of `writeList`.
 */
export function writeStreamed(given: unknown, index: number, making: WriteMaking): WriteElement {
  try {
    const element = making.make(given, index)
    const { chunk } = making.lanes.of(element.write.model.table)
    // Chunks that were sent are gone: the first of two writes can only be found in the current chunk.
    if (making.duplicates === 'refuse') refuseRepeat(element, making, () => chunk.writes.get(element.key))
    return element
  } catch (error) {
    throw elementError(making.operation, [{ index, error }])
  }
}

function refuseRepeat(
  element: WriteElement,
  { operation, lanes, again }: WriteMaking,
  at: (index: number) => WriteElement | undefined,
): void {
  const { index, origin, write } = element
  const { model, stored } = write
  const key = placeText(element)
  const { seen } = lanes.of(model.table)
  const before = seen.get(key)
  if (before === undefined) {
    seen.set(key, index)
    return
  }
  const first = at(before)
  throw new DuplicateOperationError({
    entity: model.name,
    operation,
    key: keyOfStored(model, stored),
    operations: [...(first === undefined ? [] : [again(first.origin)]), again(origin)],
    detail: `[${before}] and [${index}] write the same item; use \`duplicates: 'last'\` to write only the last one`,
  })
}

/**
 * Returns the face of what should be an operation of a runner.
 * @throws UnsupportedOperationError, ScopeError, or an error of the face.
 */
export function writeFace(given: unknown, runner: Runner): BatchWriteFace {
  if (typeof Reflect.get(Object(given), 'batchWriteFace') !== 'function')
    throw new UnsupportedOperationError({
      detail: `expected a save or delete that is not awaited, such as users.save(item), not ${kindOf(given)}`,
    })
  // It has the requested method.
  const face = (given as Facing).batchWriteFace()
  if (face.runner === runner) return face
  throw new ScopeError({
    entity: face.model.name,
    operation: face.operation,
    detail: 'it belongs to another executor; all operations of a batch must belong to its executor',
    reason: 'place',
  })
}
