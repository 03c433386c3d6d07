// Runs writes with their guards as one transaction, and again if an item was not as it was read.
import type { TransactWriteItem, TransactWriteItemsCommandOutput } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { reasonsIn } from '../../errors/transaction-cancelled-error.js'
import type { UniqueValueError } from '../../errors/unique-value-error.js'
import { pauseBefore } from '../../util/backoff.js'
import { type PausingCall, pauseBetweenAttempts } from '../ground/attempt-pause.js'
import { consistentRead } from '../ground/consistent-read.js'
import type { GuardedWrite, TransactWriteFace } from '../ground/faces.js'
import { isOver, underOneLimit } from '../ground/patience.js'
import { defaultRetry } from '../ground/retry.js'
import type { Runner, SendOptions } from '../ground/runner.js'
import { type GuardAction, guardActions } from './guard-actions.js'
import { ownerOfGuard, shownCause, uniqueValue } from './taken-values.js'

/** What is run. */
export interface GuardedRun {
  readonly runner: Runner
  readonly faces: readonly TransactWriteFace[]
  readonly options: SendOptions | undefined
  /** Sends the actions in the order of the faces, with those of the guards behind them. */
  send(
    attempt: GuardedAttempt,
    options: SendOptions | undefined,
  ): Promise<Pick<TransactWriteItemsCommandOutput, '$metadata'>>
}

/** What one attempt sends. */
export interface GuardedAttempt {
  /** Counted from 0. Each attempt is another transaction. */
  readonly number: number
  /** The actions of the faces. */
  readonly actions: readonly TransactWriteItem[]
  /** The actions on guards. */
  readonly guards: readonly GuardAction[]
  /** The guarded writes, by face. */
  readonly writes: readonly (GuardedWrite | undefined)[]
}

/** What a guarded run ended with. */
export interface GuardedResult {
  readonly $metadata: TransactWriteItemsCommandOutput['$metadata']
  /** The items as they were before the write, by face. */
  readonly before: readonly (StoredItem | undefined)[]
}

/** How a guarded run failed: what the runner threw, and which values are taken, by face. */
export interface GuardedFailure {
  readonly error: unknown
  readonly taken: ReadonlyMap<number, UniqueValueError>
  /** Of the reasons of the cancellation, the one that belongs to a face, if it is not its own. */
  readonly reasonAt: ReadonlyMap<number, number>
}

/** What is known of the items while a run goes on. */
interface State {
  /** The item of each face, `undefined` if it is missing; absent if it must be read. */
  readonly items: Map<number, StoredItem | undefined>
  readonly foreign: Set<string>
}

/**
 * Runs the writes. Items that are not known are read (strongly consistent), and every write is on the condition that
 * its item is unchanged; if one is not, all is tried again with the item as it is now.
 * @returns how it failed, if the writes are refused for any other reason.
 * @throws RequestFailedError if items change each time until no attempts or no time are left.
 */
export async function runWithGuards(run: GuardedRun): Promise<GuardedResult | GuardedFailure> {
  const { runner, faces } = run
  const options = run.options?.patience === undefined ? underOneLimit(runner, run.options) : run.options
  const { attempts, ...pauses } = (runner.retry ?? defaultRetry).conflicts
  const state: State = { items: new Map(), foreign: new Set() }
  for (const [at, { guarded }] of faces.entries())
    if (guarded?.known !== undefined)
      state.items.set(at, guarded.known === 'missing' ? undefined : guarded.known)
  for (let number = 0; ; number++) {
    await readItems(run, state, options)
    const attempt = attemptOf(run, state, number)
    try {
      const { $metadata } = await run.send(attempt, options)
      return { $metadata, before: faces.map((_, at) => state.items.get(at)) }
    } catch (error) {
      const refusal = learned(run, state, attempt, error)
      if (refusal !== undefined) return refusal
      const wait = pauseBefore(number, pauses)
      const limit = options?.patience
      if (number + 1 >= attempts || (limit !== undefined && isOver(runner, limit, wait)))
        throw busy(faces, number + 1, error)
      await pauseBetweenAttempts(wait, placeOf(faces), options?.signal)
    }
  }
}

async function readItems({ runner, faces }: GuardedRun, { items }: State, options: SendOptions | undefined) {
  const reads = faces.map(async ({ guarded, model, operation, stored }, at) => {
    if (guarded === undefined || items.has(at)) return
    const key = Object.fromEntries(
      [...model.key.partition, ...model.key.sort].map(({ name }) => [name, stored[name]]),
    ) as StoredItem
    const request = { ...consistentRead(model, operation, key), withoutTable: { $metadata: {} } }
    const { Item } = await runner.run(request, options)
    // The client returns items in DynamoDB's form.
    items.set(at, Item as StoredItem | undefined)
  })
  await Promise.all(reads)
}

function attemptOf({ faces }: GuardedRun, { items, foreign }: State, number: number): GuardedAttempt {
  const writes = faces.map(({ guarded }, at) => guarded?.on(items.get(at)))
  const guards = guardActions(faces, writes, foreign)
  if (!('length' in guards)) {
    const { first, second, guard } = guards
    const detail = `operations ${first} and ${second} of the transaction give the same value to two items`
    throw uniqueValue(faces[second], [guard.properties], { detail })
  }
  const actions = faces.map(({ action }, at) => writes[at]?.action ?? action)
  return { number, actions, guards, writes }
}

interface Reason {
  readonly Code?: string
  readonly Item?: StoredItem
}

const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

/** What a refused attempt tells: its failure, or what to try again with. */
function learned(
  { faces }: GuardedRun,
  { items, foreign }: State,
  { guards }: GuardedAttempt,
  error: unknown,
): GuardedFailure | undefined {
  const reasons = reasonsOf(error)
  if (reasons === undefined || !isError(error, DyntasticError))
    return { error, taken: new Map(), reasonAt: new Map() }
  const codeAt = (at: number): string => reasons[at]?.Code ?? 'None'
  let fails = error.outcome === 'unknown'
  let again = false
  for (const [at, { guarded }] of faces.entries()) {
    const code = codeAt(at)
    if (code === 'None') continue
    const current = reasons[at]?.Item
    if (code === 'ConditionalCheckFailed' && guarded?.holds(current) === true) {
      items.set(at, current)
      again = true
    } else if (code === 'ValidationError' && guarded !== undefined && guarded.known === undefined) {
      // The item was changed so that the expressions no longer fit it: it must be read again.
      items.delete(at)
      again = true
    } else if (passing.has(code)) again = true
    else fails = true
  }
  const taken = new Map<number, GuardAction[]>()
  for (const [index, guard] of guards.entries()) {
    const code = codeAt(faces.length + index)
    if (code === 'None') continue
    if (code !== 'ConditionalCheckFailed') {
      if (passing.has(code)) again = true
      else fails = true
    } else if (guard.does === 'take') taken.set(guard.at, [...(taken.get(guard.at) ?? []), guard])
    else {
      if (guard.does === 'release') foreign.add(guard.place)
      else foreign.delete(guard.place)
      again = true
    }
  }
  const sure = [...taken].filter(([at]) => codeAt(at) === 'None')
  if (!fails && sure.length === 0 && again) return undefined
  return failureOf(faces, guards, new Map(sure), reasons, error)
}

function failureOf(
  faces: readonly TransactWriteFace[],
  guards: readonly GuardAction[],
  taken: ReadonlyMap<number, readonly GuardAction[]>,
  reasons: readonly Reason[],
  error: DyntasticError,
): GuardedFailure {
  const errors = new Map<number, UniqueValueError>()
  const reasonAt = new Map<number, number>()
  for (const [at, actions] of taken) {
    const face = faces[at]
    const [first] = actions
    if (face === undefined || first === undefined) continue
    const index = faces.length + guards.indexOf(first)
    const owner = ownerOfGuard(face.model, reasons[index]?.Item, first.guard.properties)
    const properties = actions.map(({ guard }) => guard.properties)
    const cause = shownCause(faces, error.cause)
    const outcome = error.outcome === 'unknown' ? error.outcome : undefined
    errors.set(at, uniqueValue(face, properties, { cause, outcome, owner }))
    reasonAt.set(at, index)
  }
  return { error, taken: errors, reasonAt }
}

/** The reasons of a cancelled transaction; `undefined` for any other error. */
function reasonsOf(error: unknown): readonly Reason[] | undefined {
  const { cause }: { cause?: unknown } = Object(error)
  return Object(cause).name === 'TransactionCanceledException' ? reasonsIn(cause) : undefined
}

// The place of the first write that has unique values.
function placeOf(faces: readonly TransactWriteFace[]): PausingCall {
  const face = faces.find(({ guarded }) => guarded !== undefined)
  return { entity: face?.model.name, operation: face?.operation }
}

function busy(faces: readonly TransactWriteFace[], attempts: number, error: unknown): RequestFailedError {
  const times = attempts === 1 ? 'once' : `${attempts} times in a row`
  const shown = shownCause(faces, Object(error).cause)
  return new RequestFailedError({
    ...placeOf(faces),
    cause: shown === Object(error).cause ? error : shown,
    detail: `the item, or a value that must be unique, was changed by other writers ${times} before it could be written`,
    outcome: 'nothing written',
  })
}
