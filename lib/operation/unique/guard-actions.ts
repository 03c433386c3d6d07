// Actions on guards: those of all writes of a transaction, with one action for each guard.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { guardNames } from '../../entity/unique/unique-values.js'
import type { GuardedWrite, GuardItem, TransactWriteFace } from '../ground/faces.js'
import { plainName } from '../ground/key-text.js'

/** What a transaction does to one guard. */
export interface GuardAction {
  readonly action: TransactWriteItem
  /** Whether the value is taken, given up, or left to another item that holds it. */
  readonly does: 'take' | 'release' | 'leave'
  readonly guard: GuardItem
  /** A string that is equal for actions on the same guard. */
  readonly place: string
  /** The write that the action belongs to: the one that takes the value, or the first one that gives it up. */
  readonly at: number
}

/** The writes that concern one guard. */
interface Concern {
  readonly place: string
  readonly model: EntityModel
  taker: Party | undefined
  readonly releasers: Party[]
}

interface Party {
  readonly at: number
  readonly guard: GuardItem
}

/** Two writes of one transaction that take the same value. */
export interface DoubleTake {
  readonly first: number
  readonly second: number
  readonly guard: GuardItem
}

/**
 * Returns the actions on guards of all writes of a transaction. A value that one of them gives up and another one takes
 * passes from the one to the other in one action. Two that take the same value are returned instead.
 * @param foreign the guards that items give up and that other items turned out to hold
 */
export function guardActions(
  faces: readonly TransactWriteFace[],
  writes: readonly (GuardedWrite | undefined)[],
  foreign: ReadonlySet<string>,
): readonly GuardAction[] | DoubleTake {
  const concerns = new Map<string, Concern>()
  const concernOf = (model: EntityModel, guard: GuardItem): Concern => {
    const place = `${plainName(model.table.name)} ${guard.text}`
    const known = concerns.get(place)
    if (known !== undefined) return known
    const made: Concern = { place, model, taker: undefined, releasers: [] }
    concerns.set(place, made)
    return made
  }
  for (const [at, write] of writes.entries()) {
    const model = faces[at]?.model
    if (model === undefined || write === undefined) continue
    for (const guard of write.releases) concernOf(model, guard).releasers.push({ at, guard })
    for (const guard of write.takes) {
      const concern = concernOf(model, guard)
      if (concern.taker !== undefined) return { first: concern.taker.at, second: at, guard }
      concern.taker = { at, guard }
    }
  }
  return [...concerns.values()].map((concern) => actionOf(concern, foreign.has(concern.place)))
}

function actionOf({ place, model, taker, releasers }: Concern, isForeign: boolean): GuardAction {
  const [first] = releasers
  const party = taker ?? first
  const parties = [...(taker === undefined ? [] : [taker]), ...releasers]
  if (party === undefined) throw new TypeError('a guard that no write concerns')
  const { guard, at } = party
  const owners = parties.map((each) => each.guard.stored[guardNames.of])
  const values = Object.fromEntries(owners.map((owner, index) => [`:${index}`, owner])) as StoredItem
  const own = owners.map((_, index) => `#0 = :${index}`).join(' OR ')
  const common = {
    TableName: model.table.name,
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const
  const [part] = model.key.partition
  const free = {
    ConditionExpression: `attribute_not_exists(#1) OR ${own}`,
    ExpressionAttributeNames: { '#0': guardNames.of, '#1': String(part?.name) },
  }
  const known = { guard, place, at }
  if (taker !== undefined)
    return { ...known, does: 'take', action: { Put: { ...common, ...free, Item: guard.stored } } }
  const Key = keyOf(model, guard)
  // The value of an item may be held by another one, if data was there before its values were unique.
  if (isForeign) {
    const foreign = { ConditionExpression: `NOT (${own})`, ExpressionAttributeNames: { '#0': guardNames.of } }
    return { ...known, does: 'leave', action: { ConditionCheck: { ...common, ...foreign, Key } } }
  }
  return { ...known, does: 'release', action: { Delete: { ...common, ...free, Key } } }
}

function keyOf({ key }: EntityModel, { stored }: GuardItem): StoredItem {
  return Object.fromEntries(
    [...key.partition, ...key.sort].flatMap(({ name }) => {
      const value = stored[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
