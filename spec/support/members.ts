// Members of clubs with unique values, and a check that the guards in their table are those of the items in it.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { attribute, Entity, Table } from 'dyntastic'
import { date, integer, optional, string } from 'superstruct'
import { type RawItem, rawScan } from './engine.js'

/** A member: one email, and one nickname per club. Each call defines another entity. */
export function memberEntity(name = 'members') {
  return new Entity({
    name: 'Member',
    table: new Table({ name }),
    attributes: {
      memberId: string(),
      email: attribute(optional(string()), { name: 'e' }),
      club: optional(string()),
      nickname: optional(string()),
      points: attribute(integer(), { default: 0 }),
      leavesAt: attribute(optional(date()), { as: 'epochSeconds' }),
    },
    key: { partition: 'memberId' },
    indexes: { byClub: { partition: 'club', sort: 'points' } },
    ttl: 'leavesAt',
    unique: ['email', ['club', 'nickname']],
  })
}

/** The same with a version, and with a sort key. */
export function versionedMemberEntity(name = 'members') {
  return new Entity({
    name: 'Member',
    table: new Table({ name }),
    attributes: {
      club: string(),
      memberId: integer(),
      email: optional(string()),
      nickname: optional(string()),
      revision: integer(),
    },
    key: { partition: 'club', sort: 'memberId' },
    version: 'revision',
    unique: ['email', ['club', 'nickname']],
  })
}

const guardsOf = 'dyntastic:unique#'

/** Whether a stored item is a guard, by its partition key. */
export function isRawGuard(item: RawItem, partition = 'memberId'): boolean {
  return item[partition]?.S?.startsWith(guardsOf) === true
}

/**
 * What is wrong with the guards of a table: values that two items have, values without a guard, guards without an item.
 * Works out for itself what the guards should be.
 */
export async function guardTroubles(
  client: DynamoDBClient,
  table: string,
  {
    partition = 'memberId',
    sort,
    names = [['e'], ['club', 'nickname']],
  }: {
    readonly partition?: string
    readonly sort?: string
    readonly names?: readonly (readonly string[])[]
  } = {},
): Promise<string[]> {
  const all = await rawScan(client, table)
  const key = (item: RawItem) => JSON.stringify([item[partition], sort === undefined ? null : item[sort]])
  const expected = new Map<string, string>()
  const troubles: string[] = []
  for (const item of all.filter((each) => !isRawGuard(each, partition)))
    for (const list of names) {
      const values = list.map((name) => item[name]).filter((value) => value !== undefined)
      if (values.length < list.length || (item['deletedAt'] ?? item['d']) !== undefined) continue
      const text = `${JSON.stringify(list)} ${JSON.stringify(values.flatMap((value) => Object.entries(value)))}`
      if (expected.has(text)) troubles.push(`two items have ${text}: ${expected.get(text)} and ${key(item)}`)
      expected.set(text, key(item))
    }
  for (const guard of all.filter((each) => isRawGuard(each, partition))) {
    const [, list, ...values] = JSON.parse(String(guard[partition]?.S).slice(guardsOf.length))
    const text = `${JSON.stringify(list)} ${JSON.stringify(values)}`
    const owner = key((guard['_of']?.M ?? {}) as RawItem)
    if (expected.get(text) !== owner) troubles.push(`the guard of ${text} is left over, of ${owner}`)
    else expected.delete(text)
  }
  for (const [text, owner] of expected) troubles.push(`${owner} has no guard of ${text}`)
  return troubles
}
