// Combines gets that are awaited in the same tick, for resolvers and loops (executor option `gather`).
import type { BodyItem } from '../../entity/scan/scanned-item.js'
import { UnprocessedError } from '../../errors/unprocessed-error.js'
import { type KeySlot, KeySlots, shownOf } from '../../operation/batch-read/key-slots.js'
import { BatchReadRun } from '../../operation/batch-read/read-run.js'
import type { GetOperation } from '../../operation/get/get.js'
import type { Facing, ReadFace } from '../../operation/ground/faces.js'
import type { Runner, RunOptions } from '../../operation/ground/runner.js'

interface Waiting {
  readonly get: GetOperation<unknown, unknown, unknown>
  readonly face: ReadFace
  /** Resolves to the stored item, which the waiting get decodes. */
  resolve(stored: BodyItem | undefined): void
  reject(error: unknown): void
}

/**
 * Combines gets. All gets awaited in one tick, including its promise chains, are sent as BatchGetItem requests of up to
 * 100 keys, each key only once. Each get resolves as soon as its key is read, and has its own decoding and errors. A
 * single get is sent as a GetItem.
 *
 * A get with its own signal (`execute({ signal })`) is not combined, so that it can be aborted immediately and on its
 * own; neither are `.raw()` and `.toCommand()`. Observers see the operation `get`.
 */
export class Gathering {
  readonly runner: Runner
  waiting: Waiting[] = []

  constructor(runner: Runner) {
    this.runner = runner
  }

  /**
   * Adds a get; returns `undefined` if the operation must run on its own.
   * @throws InvalidKeyError if the key is invalid.
   */
  add(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined {
    if (options?.signal !== undefined || !isGet(operation)) return undefined
    const face = operation.readFace()
    const stored = new Promise<BodyItem | undefined>((resolve, reject) => {
      this.waiting.push({ get: operation, face, resolve, reject })
      if (this.waiting.length === 1) afterThisTick(() => this.flush())
    })
    // Decoded here, not where the response arrives: what a get does with its item (`onInvalid`) belongs to the caller's
    // context, including its transaction.
    return stored.then((item) => face.decode(item))
  }

  flush(): void {
    const { waiting } = this
    this.waiting = []
    const [first, ...others] = waiting
    if (first === undefined) return
    if (others.length === 0) alone(first)
    else together(this.runner, waiting)
  }
}

// Checked by its properties, because there may be several copies of the class.
function isGet(operation: Facing): operation is Waiting['get'] {
  return operation.role === 'read' && 'send' in operation && 'compile' in operation
}

// Runs when all promises of this tick have settled: resolvers add their gets one promise after the other.
function afterThisTick(action: () => void): void {
  Promise.resolve().then(() => process.nextTick(action))
}

function alone({ get, resolve, reject }: Waiting): void {
  // The client returns items in DynamoDB's form.
  const sent = async () => (await get.send(get.compile(), undefined)).Item as BodyItem | undefined
  sent().then(resolve, reject)
}

function together(runner: Runner, waiting: readonly Waiting[]): void {
  const keys = new KeySlots(runner)
  const bySlot = new Map<KeySlot, Waiting[]>()
  for (const each of waiting) {
    try {
      const slot = keys.want(each.face, each.face.stored)
      const known = bySlot.get(slot)
      if (known === undefined) bySlot.set(slot, [each])
      else known.push(each)
    } catch (error) {
      // Only this get fails, for example because its table name cannot be determined or its projection exceeds a limit.
      each.reject(error)
    }
  }
  const settled = (slots: readonly KeySlot[]): void => {
    for (const slot of slots) for (const each of bySlot.get(slot) ?? []) settle(each, slot)
  }
  new BatchReadRun(runner, { operation: 'get', settled }).readAll(keys.chunks()).catch((error) => {
    for (const each of waiting) each.reject(error)
  })
}

function settle({ get, face, resolve, reject }: Waiting, slot: KeySlot): void {
  try {
    resolve(readOf(slot, get, face.operation))
  } catch (error) {
    reject(error)
  }
}

// Returns the stored item. Throws if it is not known.
function readOf(slot: KeySlot, get: Waiting['get'], operation: string): BodyItem | undefined {
  const { trouble } = slot
  if (trouble === undefined) return shownOf(slot)
  if (trouble.kind === 'failed') throw trouble.error
  const detail =
    trouble.kind === 'unsent'
      ? 'its key was never requested: too many requests of the same tick failed in a row'
      : `its key was left unprocessed after ${trouble.attempts} consecutive attempts`
  const { name } = get.context.model
  throw new UnprocessedError({ entity: name, operation, detail, remaining: [get], cause: trouble.error })
}
