// BatchGetItem: any number of reads by key, of any entities, answered in their order.
import { checkOptions } from '../../errors/option-table.js'
import { ScopeError } from '../../errors/scope-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Facing, ReadFace } from '../ground/faces.js'
import type { Runner } from '../ground/runner.js'
import { type ManyOptions, manyOptions } from '../many/many-options.js'
import { checkList } from '../many/operation-list.js'
import { KeySlots, shownOf } from './key-slots.js'
import { ReadProgress } from './read-progress.js'
import { ReadRun } from './read-run.js'
import { abandoned, asFarAsItGoes, isUnread, type Unread, unreadError } from './unread.js'

const operation = 'batchGet'

/**
 * Reads what each operation asks for, and answers what each resolves to. Equal keys that are read alike are asked for once.
 * @throws InvalidOptionError, UnsupportedOperationError, ScopeError, InvalidKeyError before sending; UnprocessedError with the operations that are left;
 * InvalidItemError, ItemNotFoundError as the operations do; AbortedError, with `remaining` and `results` likewise.
 */
export async function batchGet(
  runner: Runner,
  operations: readonly Facing[],
  options: ManyOptions,
): Promise<unknown[]> {
  checkList(operations, operation)
  checkOptions(manyOptions, options, { operation })
  const faces = operations.map((each, at) => readFace(runner, each, at))
  const keys = new KeySlots(runner)
  const slots = faces.map((face) => keys.want(face, face.stored))
  const { onProgress, concurrency, signal } = options
  const progress = onProgress === undefined ? undefined : new ReadProgress(onProgress, faces.length)
  progress?.expect(slots)
  const run = new ReadRun(runner, { operation, concurrency, signal, progress })
  const decoded = (at: number): unknown => {
    const slot = slots[at]
    return slot === undefined ? undefined : faces[at]?.decode(shownOf(slot))
  }
  const unread = (): Unread => ({
    entity: [...new Set(faces.map(({ model }) => model.name))].join(', '),
    operation,
    slots,
    again: (at) => operations[at],
    results: slots.map((slot, at) => (slot.known ? asFarAsItGoes(() => decoded(at)) : undefined)),
    thrown: run.thrown,
  })
  try {
    await run.readAll(keys.chunks())
  } catch (error) {
    throw abandoned(error, unread())
  }
  if (isUnread({ slots, thrown: run.thrown })) throw unreadError(unread())
  return slots.map((_, at) => decoded(at))
}

function readFace(runner: Runner, each: Facing, at: number): ReadFace {
  // Without the compiler, anything may stand in the list.
  if (typeof (each as Partial<Facing> | undefined)?.readFace !== 'function')
    throw new UnsupportedOperationError({
      operation,
      detail: `operations[${at}] is no operation that a read of many can hold: it holds gets by key`,
    })
  const face = each.readFace()
  if (face.runner === runner) return face
  throw new ScopeError({
    entity: face.model.name,
    operation,
    detail: `operations[${at}] (${face.model.name}.${face.operation}) goes through another executor; one batch takes operations of its own executor alone`,
    reason: 'place',
  })
}
