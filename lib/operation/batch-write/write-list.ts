// A list of writes, all checked before the first request.
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

/** What elements are made with. */
export interface WriteMaking {
  /** The method that was called: `saveMany`. */
  readonly operation: string
  readonly lanes: WriteLanes
  readonly duplicates: BatchOptions['duplicates']
  /** The element of what was given. @throws where it is refused. */
  make(given: unknown, index: number): WriteElement
  /** The operation of an element. */
  again(origin: unknown): unknown
}

/**
 * The elements of a list.
 * @throws ValidationError, InvalidKeyError, UnsupportedOperationError, ScopeError, with the index of each element that is refused;
 * DuplicateOperationError for a second write of one item, where that is refused.
 */
export function writeList(given: readonly unknown[], making: WriteMaking): WriteElement[] {
  const { lanes, operation, duplicates } = making
  const elements: WriteElement[] = []
  const faults: ElementFault[] = []
  // By index: a hole in the array is an element, too.
  for (let index = 0; index < given.length && faults.length < mostFaults; index++) {
    try {
      const element = making.make(given[index], index)
      // Where its table cannot be reached, that is known now.
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
 * One element that comes as the run goes on.
 * @throws as `writeList` does.
 */
export function writeStreamed(given: unknown, index: number, making: WriteMaking): WriteElement {
  try {
    const element = making.make(given, index)
    const { chunk } = making.lanes.of(element.write.model.table)
    // Those that were sent are gone: the first of two is at hand only in the chunk that is being filled.
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
    key: keyOfStored(model.key, stored),
    operations: [...(first === undefined ? [] : [again(first.origin)]), again(origin)],
    detail: `[${before}] and [${index}] write the same item; \`duplicates: 'last'\` writes the last of them`,
  })
}

/**
 * The face of what should be an operation of a runner.
 * @throws UnsupportedOperationError, ScopeError; what the face throws.
 */
export function writeFace(given: unknown, runner: Runner): BatchWriteFace {
  if (typeof Reflect.get(Object(given), 'batchWriteFace') !== 'function')
    throw new UnsupportedOperationError({
      detail: `${kindOf(given)} is no write; a list holds saves and deletes that are not awaited, like users.save(item)`,
    })
  // It has the method that is asked for.
  const face = (given as Facing).batchWriteFace()
  if (face.runner === runner) return face
  throw new ScopeError({
    entity: face.model.name,
    operation: face.operation,
    detail: 'it belongs to another executor; one batch is written by one executor',
    reason: 'place',
  })
}
