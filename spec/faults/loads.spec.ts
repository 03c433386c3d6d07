// Input and returns that are large, deep or circular: refused by name, in time, and in few words.
import { expect } from 'chai'
import { CommandExecutor, DyntasticError, Entity, Repository } from 'dyntastic'
import {
  any,
  array,
  lazy,
  number,
  object,
  optional,
  record,
  type Struct,
  set,
  string,
  union,
} from 'superstruct'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { processorTime } from '../support/cpu-time.js'

type Node = { readonly v: number } | { readonly next: Node; readonly w?: string | undefined }
const Tree: Struct<Node, null> = lazy(
  () =>
    union([
      object({ v: number() }),
      object({ next: Tree }),
      object({ next: Tree, w: optional(string()) }),
    ]) as never,
)
const Three = union([object({ a: string() }), object({ b: number() }), object({ c: array(string()) })])

const Thing = new Entity({
  name: 'Thing',
  table: 'Things',
  attributes: {
    id: string(),
    any: optional(any()),
    tree: optional(Tree),
    list: optional(array(Three)),
    numbers: optional(array(number())),
    names: optional(record(string(), number())),
    tags: optional(set(number())),
    text: optional(string()),
  },
  key: { partition: 'id' },
})
const things = new Repository(Thing, new CommandExecutor({ region: 'eu-west-1' }))

function nested(levels: number, wrap: (inside: unknown) => unknown, end: unknown): unknown {
  let value = end
  for (let at = 0; at < levels; at++) value = wrap(value)
  return value
}

const circle: Record<string, unknown> = { text: 'x' }
circle['next'] = circle
const manyNames = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`n${at}`, 'x']))
const inputs: Record<string, Record<string, unknown>> = {
  'a long list of unions': { list: Array(12_000).fill({ z: 1 }) },
  'a long list of numbers': { numbers: Array(100_000).fill('x') },
  'a long list of anything': { any: Array(100_000).fill(() => 1) },
  'a map of many names': { names: manyNames, any: manyNames },
  'a large set': { tags: new Set(Array.from({ length: 20_000 }, (_, at) => `t${at}`)) },
  'a recursive union with a bad leaf': { tree: nested(30, (next) => ({ next }), { v: 'bad' }) },
  'a recursive union that holds itself': { tree: circle },
  'a deep list': { any: nested(100_000, (inside) => [inside], 1) },
  'a deep map': { any: nested(100_000, (inside) => ({ inside }), 1) },
  'a deep list for a string': { text: nested(100_000, (inside) => [inside], 1) },
  'a deep list for a union': {
    tree: nested(100_000, (inside) => [inside], 1),
    list: [nested(9_000, (i) => [i], 1)],
  },
  'a deep list that nobody knows': { other: nested(100_000, (inside) => [inside], 1) },
  'what holds itself': { any: circle, text: circle },
  'one level too many': { any: nested(32, (inside) => [inside], 1) },
}

async function refusal(run: () => unknown): Promise<DyntasticError> {
  const error: unknown = await Promise.resolve()
    .then(run)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  expect(error).instanceOf(DyntasticError)
  return error as DyntasticError
}

function expectQuick(error: DyntasticError, spent: () => number): void {
  expect(spent()).lessThan(2_000)
  expect(JSON.stringify(error).length).lessThan(60_000)
  expect(error.message.length).lessThan(12_000)
}

describe('input that is large, deep or circular', () => {
  for (const [what, part] of Object.entries(inputs)) {
    it(`is refused in time, and in few words, by a save: ${what}`, async () => {
      const spent = processorTime()
      const error = await refusal(() => things.save({ id: 'a', ...part } as never))
      expect(error).property('code', 'VALIDATION')
      expectQuick(error, spent)
    })

    for (const [name, value] of Object.entries(part))
      if (name !== 'other')
        it(`is refused in time by updates and conditions: ${what}, ${name}`, async () => {
          const spent = processorTime()
          for (const run of [
            () => things.update('a').set(name as 'any', value as never),
            () => things.update('a').patch({ [name]: value }),
            () =>
              things
                .delete('a')
                .if(name as 'any')
                .eq(value as never),
            () =>
              things
                .scan()
                .where(name as 'any')
                .eq(value as never),
          ])
            expectQuick(await refusal(run), spent)
        })
  }

  it('is stored if it is as deep as DynamoDB allows', () => {
    const value = nested(31, (inside) => [inside], 1)
    expect(() => things.save({ id: 'a', any: value }).compile()).not.throw()
  })
})

const M = (members: Record<string, unknown>) => ({ M: members })
const stored: Record<string, Record<string, unknown>> = {
  'a long list of unions': { list: { L: Array(12_000).fill(M({ z: { N: '1' } })) } },
  'a long list of numbers': { numbers: { L: Array(50_000).fill({ S: 'x' }) } },
  'a recursive union with a bad leaf': {
    tree: nested(30, (next) => M({ next }), M({ v: { S: 'bad' } })),
  } as never,
  'a deep list': { any: nested(100_000, (inside) => ({ L: [inside] }), { N: '1' }) } as never,
  'a deep map in a recursive union': {
    tree: nested(5_000, (next) => M({ next }), M({ v: { S: '' } })),
  } as never,
}

describe('stored items that are large or deep', () => {
  for (const [what, part] of Object.entries(stored))
    it(`are refused in time: ${what}`, async () => {
      const spent = processorTime()
      const item = { id: { S: 'a' }, ...part } as StoredItem
      const error = await refusal(() => Thing.decodeItem(item, 'get'))
      expect(error).property('code', 'INVALID_ITEM')
      expectQuick(error, spent)
    })

  it('are read in time where each level fits the last member of a union alone', () => {
    const spent = processorTime()
    const tree = nested(28, (next) => ({ next, w: 'x' }), { v: 1 })
    const item = Thing.storedInput({ id: 'a', tree }, 'save')
    expect(Thing.decodeItem(item, 'get')).deep.equal({ id: 'a', tree })
    expect(spent()).lessThan(2_000)
  })
})
