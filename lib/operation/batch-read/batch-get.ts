// BatchGetItem: any number of reads by key, of any entities, with results in the order of the operations.
import { checkOptions } from '../../errors/option-table.js'
import { ScopeError } from '../../errors/scope-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Facing, ReadFace } from '../ground/faces.js'
import type { Runner } from '../ground/runner.js'
import { type ManyOptions, manyOptions } from '../many/many-options.js'
import { checkList } from '../many/operation-list.js'
import { rateLimiter } from '../rate/rate-limiter.js'
import { writeBackAll } from '../upgrade/write-back.js'
import { KeySlots, shownOf } from './key-slots.js'
import { ReadProgress } from './read-progress.js'
import { BatchReadRun } from './read-run.js'
import { abandoned, asFarAsItGoes, isUnread, type Unread, unreadError } from './unread.js'

const operation = 'batchGet'

/**
 * Runs the reads of all operations and returns what each resolves to. Equal keys that are read in the same way are
 * requested once.
 * @throws InvalidOptionError, UnsupportedOperationError, ScopeError or InvalidKeyError before sending.
 * @throws UnprocessedError if operations are left.
 * @throws InvalidItemError or ItemNotFoundError, as the operations do.
 * @throws AbortedError, with `remaining` and `results` as on an UnprocessedError.
 */
export async function batchGet(
  runner: Runner,
  operations: readonly Facing[],
  options: ManyOptions,
): Promise<unknown[]> {
  checkList(operations, operation)
  checkOptions(manyOptions, options, { operation })
  const faces = Array.from(operations, (each, at) => readFace(runner, each, at))
  const keys = new KeySlots(runner)
  const slots = faces.map((face) => keys.want(face, face.stored))
  const { onProgress, concurrency, signal, rate } = options
  const progress = onProgress === undefined ? undefined : new ReadProgress(onProgress, faces.length)
  progress?.expect(slots)
  const limiter = rate === undefined ? undefined : rateLimiter(runner, rate.read)
  const run = new BatchReadRun(runner, { operation, concurrency, signal, progress, limiter })
  const decoded = (at: number): unknown => slots[at] && faces[at]?.decode(shownOf(slots[at]))
  const unread = (): Unread => ({
    entity: [...new Set(faces.map(({ model }) => model.name))].join(', '),
    operation,
    slots,
    again: (at) => operations[at],
    results: slots.map((slot, at) => (slot.known ? asFarAsItGoes(() => decoded(at)) : undefined)),
    thrown: run.thrown,
  })
  await run.readAll(keys.chunks()).catch((error: unknown) => {
    throw abandoned(error, unread())
  })
  if (isUnread({ slots, thrown: run.thrown })) throw unreadError(unread())
  return writeBackAll(runner, faces, [...slots.keys()].map(decoded), { signal })
}

function readFace(runner: Runner, each: Facing, at: number): ReadFace {
  // In plain JavaScript, the list may contain anything.
  if (typeof (each as Partial<Facing> | undefined)?.readFace !== 'function')
    throw new UnsupportedOperationError({
      operation,
      detail: `operations[${at}] is not a read by key; batchGet() supports only gets by key, such as users.get('u1')`,
    })
  const face = each.readFace()
  if (face.runner === runner) return face
  throw new ScopeError({
    entity: face.model.name,
    operation,
    detail: `operations[${at}] (${face.model.name}.${face.operation}) belongs to another executor; all operations of a batch must belong to its executor`,
    reason: 'place',
  })
}
