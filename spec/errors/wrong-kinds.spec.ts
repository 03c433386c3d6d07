// Arguments of the wrong kind: every public method, with values of many kinds in place of each argument.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  backfill,
  Collection,
  CommandExecutor,
  DyntasticError,
  Entity,
  EntityUnion,
  Repository,
  Table,
  upgrade,
  vector,
} from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import { Recorder, startLocal } from 'dyntastic/testing'
import { array, date, integer, literal, optional, set, string } from 'superstruct'
import { subjects } from './public-methods.js'

const sent: string[] = []
const client = {
  send: async (command: object): Promise<never> => {
    sent.push(command.constructor.name)
    throw new Error('sent')
  },
  config: {},
} as unknown as DynamoDBClient
const executor = new CommandExecutor({ client, scans: 'allow' })

const attributes = { id: string(), n: integer(), l: optional(array(string())), s: optional(set(string())) }
const User = new Entity({
  name: 'User',
  table: 'users',
  attributes,
  key: { partition: 'id' },
  indexes: { byN: { partition: 'n' } },
})
const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: { ...attributes, gone: optional(date()), v: optional(vector(2)) },
  key: { partition: 'id' },
  indexes: { byV: { vector: 'v', distance: 'cosine' } },
  softDelete: { attribute: 'gone' },
})
const Pets = new Table({ name: 'pets' })
const Cat = new Entity({
  name: 'Cat',
  table: Pets,
  attributes: { id: string(), kind: literal('cat') },
  key: { partition: 'id' },
})
const Dog = new Entity({
  name: 'Dog',
  table: Pets,
  attributes: { id: string(), kind: literal('dog') },
  key: { partition: 'id' },
})
const Pet = Entity.oneOf([Cat, Dog])
const users = new Repository(User, executor)
const notes = new Repository(Note, executor)
const pets = new Repository(Pet, executor)
const item = { id: 'u', n: 1 }
const cat = { id: 'c', kind: 'cat' as const }

class Thing {
  readonly x = 1
}

/** Values of many kinds, made anew for each call. */
const kinds: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  number: () => 7,
  NaN: () => Number.NaN,
  negative: () => -1,
  bigint: () => 10n,
  true: () => true,
  '': () => '',
  text: () => 'x',
  symbol: () => Symbol('x'),
  'empty list': () => [],
  'list of nothing': () => [undefined],
  hole: () => new Array(1),
  object: () => ({}),
  unknown: () => ({ bogus: 1 }),
  Map: () => new Map([['id', 'u']]),
  Set: () => new Set(['u']),
  Date: () => new Date(0),
  Promise: () => Promise.resolve(1),
  function: () => () => 1,
  class: () => Thing,
  instance: () => new Thing(),
  RegExp: () => /x/,
  Error: () => new Error('x'),
  URL: () => new URL('http://x'),
  AbortSignal: () => new AbortController().signal,
  iterator: () => [1].values(),
  String: () => Object('x'),
  binary: () => new Uint8Array(2),
  operation: () => users.get('u'),
  repository: () => users,
  executor: () => executor,
  entity: () => User,
  table: () => Pets,
}

type Call = readonly [good: readonly unknown[], ...fitting: (readonly string[])[]]

const options = ['undefined', 'object']
const work = ['function']
/** Of a list, also an empty one. */
const list = ['empty list']
/** Objects without properties of their own. */
const bare = ['object', 'AbortSignal', 'URL', 'Error', 'iterator']
const text = ['text']
const number = ['number']
const made = ['operation', 'repository', 'executor', 'entity', 'table']
const reply = [...bare, ...made, 'unknown', 'function', 'instance']

/** For each method, arguments that it takes, and the kinds from above that fit in place of each. */
const calls: Readonly<
  Record<string, readonly [make: () => unknown, methods: Readonly<Record<string, Call>>]>
> = {
  'a repository': [
    () => users,
    {
      get: [['u'], text],
      getOrThrow: [['u'], text],
      getMany: [[['u'], {}], [...list, 'Set'], options],
      refresh: [[item], text],
      save: [[item], []],
      create: [[item], []],
      delete: [['u'], text],
      restore: [['u'], []],
      purge: [['u'], []],
      saveMany: [[[], {}], list, options],
      deleteMany: [[[], {}], [...list, 'Set'], options],
      update: [['u'], text],
      move: [['u', { id: 'v' }], text, []],
      check: [['u'], text],
      search: [['byV', [1, 2]], [], []],
      createTable: [[{}], options],
      deleteTable: [[{}], options],
      tableExists: [[{}], options],
      checkUnique: [[{}], options],
      scoped: [[{ n: 1 }], []],
    },
  ],
  'a repository of soft deletes and vectors': [
    () => notes,
    {
      delete: [['u'], text],
      restore: [['u'], text],
      purge: [['u'], text],
      search: [['byV', [1, 2]], [], []],
    },
  ],
  'a repository of a union': [
    () => pets,
    {
      get: [['u'], text],
      getMany: [[['u'], {}], [...list, 'Set'], options],
      save: [[cat], []],
      create: [[cat], []],
      delete: [['u'], text],
      update: [['u'], text],
      saveMany: [[[], {}], list, options],
    },
  ],
  'an entity': [
    () => User,
    {
      parse: [[item], []],
      encode: [[item], []],
      decode: [[{ id: { S: 'u' }, n: { N: '1' } }], []],
      decodeKey: [[{ id: { S: 'u' } }], []],
      condition: [[() => 1], []],
      extend: [[{ name: 'X' }], bare],
    },
  ],
  'an executor': [
    () => executor,
    {
      toCommand: [[{ call: 'GetItem', input: {} }], []],
      run: [[{ call: 'GetItem', input: {} }], []],
      clientFor: [[Pets], ['table']],
      transportFor: [[Pets], ['table']],
      batch: [[[], {}], [...list, ...work], options],
      batchGet: [[[], {}], list, options],
      transaction: [[[], {}], [...list, ...work], options],
      transactionGet: [[[], {}], list, options],
      unscoped: [[() => 1], work],
    },
  ],
  'a scope': [
    () => executor,
    {
      batch: [[async () => 1, {}], [...list, ...work], options],
      transaction: [[async () => 1, {}], [...list, ...work], options],
    },
  ],
  'a get': [
    () => users.get('u'),
    { onInvalid: [['skip'], work], raw: [[{}], options], execute: [[{}], options], select: [['n'], []] },
  ],
  'a getMany': [
    () => users.getMany(['u']),
    { onInvalid: [['skip'], work], items: [[{}], options], execute: [[{}], options], select: [['n'], []] },
  ],
  'a save': [
    () => users.save(item),
    { if: [['n'], []], returning: [['old'], []], raw: [[{}], options], execute: [[{}], options] },
  ],
  'a delete': [
    () => users.delete('u'),
    { if: [['n'], []], returning: [['old'], []], raw: [[{}], options], execute: [[{}], options] },
  ],
  'a check': [() => users.check('u'), { if: [['n'], []], execute: [[{}], []] }],
  'a move': [
    () => users.move('u', { id: 'v' }),
    { if: [['n'], []], execute: [[{}], options], raw: [[{}], []] },
  ],
  'an update': [
    () => users.update('u').add('n', 1),
    {
      if: [['n'], []],
      returning: [['old'], []],
      patch: [[{ l: [] }], bare],
      upsert: [[{ l: [] }], ['undefined', ...bare]],
      idempotent: [['t'], [...text, 'undefined']],
      raw: [[{}], options],
      execute: [[{}], options],
      set: [['s', new Set(['x'])], [], ['Set']],
      setIfMissing: [['s', new Set(['x'])], [], ['Set']],
      append: [['l', ['x'], {}], [], [...list, ...text, ''], options],
      prepend: [['l', ['x'], {}], [], [...list, ...text, ''], options],
      remove: [['l'], []],
      delete: [['s', new Set(['x'])], [], ['Set', ...text, '']],
    },
  ],
  'a query': [
    () => users.query(),
    {
      where: [['n'], []],
      index: [['byN'], []],
      limit: [[1], number],
      pageSize: [[1], number],
      after: [['x'], ['undefined']],
      segments: [[2], number],
      budget: [[{ items: 1 }], []],
      rate: [[{ read: 1 }], []],
      onInvalid: [['skip'], work],
      select: [['n'], []],
      execute: [[{}], options],
      collect: [[{}], options],
      first: [[{}], options],
      count: [[{}], options],
      page: [[{}], options],
      pages: [[{}], options],
      items: [[{}], options],
    },
  ],
}

const others: Readonly<
  Record<string, readonly [make: () => unknown, methods: Readonly<Record<string, Call>>]>
> = {
  'a collection': [() => new Collection({ cats: Cat, dogs: Dog }, executor), { scoped: [[{ id: 'u' }], []] }],
  'a query of a collection': [
    () => new Collection({ cats: Cat, dogs: Dog }, executor).query(),
    {
      where: [['id'], []],
      limit: [[1], number],
      pageSize: [[1], number],
      after: [['x'], ['undefined']],
      rate: [[{ read: 1 }], []],
      onInvalid: [['skip'], work],
      execute: [[{}], options],
      page: [[{}], options],
      pages: [[{}], options],
      items: [[{}], options],
    },
  ],
  'a search': [
    () => notes.search('byV', [1, 2]),
    { where: [['n'], []], top: [[1], number], onInvalid: [['skip'], work], execute: [[{}], options] },
  ],
  'a recorder': [
    () => new Recorder(),
    {
      ['answer']: [['GetItem', {}], [], reply],
      always: [['GetItem', {}], [], reply],
      inputs: [['GetItem'], []],
    },
  ],
  'the entry points': [
    () => ({
      upgrade,
      vector,
      backfill,
      attribute,
      streamHandler,
      startLocal: async (given: object) => (await startLocal(given)).stop(),
      oneOf: Entity.oneOf,
      Entity: (of: never) => new Entity(of),
      Table: (of: never) => new Table(of),
      Repository: (of: never, on: never) => new Repository(of, on),
      Collection: (of: never, on: never) => new Collection(of, on),
      CommandExecutor: (of: never) => new CommandExecutor(of),
      EntityUnion: (of: never, by: never) => new EntityUnion(of, by),
      Recorder: (of: never) => new Recorder(of),
    }),
    {
      upgrade: [
        [1, {}, () => ({})],
        number,
        [
          'object',
          'unknown',
          'instance',
          'Error',
          'URL',
          'AbortSignal',
          'iterator',
          'operation',
          'repository',
          'executor',
          'entity',
          'table',
        ],
        work,
      ],
      vector: [[2], number],
      backfill: [[users, {}], [], []],
      attribute: [[string(), {}], [], ['object', 'Error']],
      streamHandler: [[[User], { User: 'ignore' }, {}], [], [], options],
      startLocal: [[{}], options],
      oneOf: [[[Cat, Dog], undefined], [], ['undefined', ...work]],
      Entity: [[{}], []],
      Table: [[{ name: 'users' }], ['Error']],
      Repository: [[User, executor], ['entity'], ['executor']],
      Collection: [[{ cats: Cat }, executor], [], ['executor']],
      CommandExecutor: [[{}], options],
      EntityUnion: [[[Cat, Dog], undefined], [], ['undefined', ...work]],
      Recorder: [[{}], options],
    },
  ],
}

async function outcome(subject: unknown, method: string, args: readonly unknown[]): Promise<unknown> {
  try {
    const made: unknown = Reflect.apply(Reflect.get(Object(subject), method), subject, args)
    if (typeof Object(made).toCommand === 'function' && typeof Object(made).execute === 'function')
      Object(made).toCommand()
    if (typeof Object(made).then !== 'function' && typeof Object(made)[Symbol.asyncIterator] === 'function')
      for await (const _ of made as AsyncIterable<unknown>) break
    await made
  } catch (error) {
    return error
  }
  return undefined
}

describe('an argument of the wrong kind is refused by name, before anything is sent', () => {
  for (const [name, [make, methods]] of Object.entries({ ...calls, ...others }))
    for (const [method, [good, ...fitting]] of Object.entries(methods))
      it(`${name}: ${method}()`, async () => {
        const wrong: string[] = []
        for (const at of good.keys())
          for (const [kind, value] of Object.entries(kinds)) {
            if (fitting[at]?.includes(kind) === true) continue
            sent.length = 0
            const args = [...good.slice(0, at), value(), ...good.slice(at + 1)]
            const error = await outcome(make(), method, args)
            if (!(error instanceof DyntasticError) || sent.length > 0)
              wrong.push(`#${at} ${kind}: ${String(error)} ${sent}`)
          }
        expect(wrong).deep.equal([])
      })

  it('is tried with every method that takes one', () => {
    for (const { name, takes } of subjects) {
      const known = Object.keys(calls[name]?.[1] ?? {})
      const needed = Object.keys(takes).filter((method) => (takes[method] ?? 0) > 0)
      expect(needed.filter((method) => !known.includes(method))).deep.equal([], name)
    }
  })
})
