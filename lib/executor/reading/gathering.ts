// Gets that are awaited in the same tick, sent together: for resolvers and loops (executor option `gather`).
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { UnprocessedError } from '../../errors/unprocessed-error.js'
import { type KeySlot, KeySlots, shownOf } from '../../operation/batch-read/key-slots.js'
import { ReadRun } from '../../operation/batch-read/read-run.js'
import type { GetOperation } from '../../operation/get/get.js'
import type { Facing, ReadFace } from '../../operation/ground/faces.js'
import type { Runner, RunOptions } from '../../operation/ground/runner.js'

interface Waiting {
  readonly get: GetOperation<unknown, unknown, unknown>
  readonly face: ReadFace
  /** What is stored, to be decoded by the one who waits. */
  resolve(stored: StoredItem | undefined): void
  reject(error: unknown): void
}

/**
 * Gathers gets. All that are awaited in one tick, in the promise chains of that tick as well, become BatchGetItem requests of up to 100
 * keys, equal keys asked for once; each get is answered as soon as its own key is, by its own decoding and with errors of its own. One that
 * is alone is sent as the GetItem that it is. A get with a signal of its own (`execute({ signal })`) is not gathered, so that it can be
 * aborted at once and alone; neither are `.raw()` and `.toCommand()`. Observers see the operation `get`.
 */
export class Gathering {
  readonly runner: Runner
  waiting: Waiting[] = []

  constructor(runner: Runner) {
    this.runner = runner
  }

  /** Takes a get; `undefined` for what is to run on its own. @throws InvalidKeyError. */
  add(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined {
    if (options?.signal !== undefined || !isGet(operation)) return undefined
    const face = operation.readFace()
    const stored = new Promise<StoredItem | undefined>((resolve, reject) => {
      this.waiting.push({ get: operation, face, resolve, reject })
      if (this.waiting.length === 1) afterThisTick(() => this.flush())
    })
    // Decoded here, and not where the answer comes in: what a get does with its item (`onInvalid`) belongs to the caller's own context, his
    // transaction included.
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

// By what it has: there may be several copies of the class.
function isGet(operation: Facing): operation is Waiting['get'] {
  return operation.role === 'read' && 'send' in operation && 'compile' in operation
}

// When no promise of this tick has anything more to do: resolvers add their gets one promise after the other.
function afterThisTick(action: () => void): void {
  Promise.resolve().then(() => process.nextTick(action))
}

function alone({ get, resolve, reject }: Waiting): void {
  // The answer of the client is DynamoDB's form.
  const sent = async () => (await get.send(get.compile(), undefined)).Item as StoredItem | undefined
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
      // A table whose name cannot be found, a projection beyond the limits: the trouble of this get alone.
      each.reject(error)
    }
  }
  const settled = (slots: readonly KeySlot[]): void => {
    for (const slot of slots) for (const each of bySlot.get(slot) ?? []) settle(each, slot)
  }
  new ReadRun(runner, { operation: 'get', settled }).readAll(keys.chunks()).catch((error) => {
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

// What is stored. Throws where that is not known.
function readOf(slot: KeySlot, get: Waiting['get'], operation: string): StoredItem | undefined {
  const { trouble } = slot
  if (trouble === undefined) return shownOf(slot)
  if (trouble.kind === 'failed') throw trouble.error
  const detail =
    trouble.kind === 'unsent'
      ? 'its key was not asked for any more, as one request of its tick after the other failed'
      : `its key was left unprocessed by ${trouble.attempts} attempts in a row`
  const { name } = get.context.model
  throw new UnprocessedError({ entity: name, operation, detail, remaining: [get], cause: trouble.error })
}
