// Arguments that a method does not take: every public method, called with one argument more than it has.
import { expect } from 'chai'
import {
  CommandExecutor,
  DyntasticError,
  Entity,
  InvalidConditionError,
  InvalidOptionError,
  InvalidUpdateError,
  Repository,
} from 'dyntastic'
import { array, integer, optional, set, string } from 'superstruct'
import { tooManyArguments } from '../../lib/errors/arity.js'
import { operators } from '../../lib/expression/condition/operators.js'
import { updateFunctions } from '../../lib/expression/function/update-functions.js'
import { thrown } from '../support/rejection.js'

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string(), n: integer(), l: optional(array(string())), s: optional(set(string())) },
  key: { partition: 'id' },
  indexes: { byN: { partition: 'n' } },
})
const executor = new CommandExecutor({ region: 'local', endpoint: 'http://127.0.0.1:1' })
const users = new Repository(User, executor)
const item = { id: 'u', n: 1 }

/** What has methods, how many arguments each takes, and those that take any number or are for the library itself. */
const subjects: readonly {
  readonly name: string
  readonly subject: object
  readonly takes: Readonly<Record<string, number>>
  readonly rest: readonly string[]
}[] = [
  {
    name: 'a repository',
    subject: users,
    takes: {
      get: 1,
      getOrThrow: 1,
      getMany: 2,
      refresh: 1,
      save: 1,
      create: 1,
      delete: 1,
      restore: 1,
      purge: 1,
      saveMany: 2,
      deleteMany: 2,
      update: 1,
      move: 2,
      check: 1,
      query: 0,
      search: 2,
      scan: 0,
      createTable: 1,
      deleteTable: 1,
      checkUnique: 1,
      tableExists: 1,
      toCreateTableInput: 0,
    },
    rest: ['tableRequest', 'read', 'contextOf', 'place', 'scoped'],
  },
  {
    name: 'an entity',
    subject: User,
    takes: { parse: 1, encode: 1, decode: 1, decodeKey: 1, condition: 1, extend: 1 },
    rest: [
      'parseItem',
      'checked',
      'stamped',
      'storedInput',
      'encodeItem',
      'completed',
      'decodeItem',
      'hasKey',
      'readItem',
      'readStoredKey',
      'keyOf',
      // Also a callback of filter(), which passes more.
      'owns',
      'narrowed',
      'reader',
      'creating',
      'itemOf',
      'isOfKind',
      'mayRead',
      'among',
      'mayShareKey',
      'keyTypeOf',
      'propertyOf',
    ],
  },
  {
    name: 'an executor',
    subject: executor,
    takes: { batch: 2, batchGet: 2, transaction: 2, transactionGet: 2, unscoped: 1 },
    rest: [
      'toCommand',
      'clientFor',
      'transportFor',
      'destroy',
      'run',
      'create',
      'enlist',
      'admitList',
      'mayCreate',
    ],
  },
  {
    name: 'a get',
    subject: users.get('u'),
    takes: { consistent: 0, withDeleted: 0, onInvalid: 1, raw: 1, execute: 1 },
    rest: ['select'],
  },
  {
    name: 'a getMany',
    subject: users.getMany(['u']),
    takes: { consistent: 0, withDeleted: 0, onInvalid: 1, items: 1, execute: 1 },
    rest: ['select'],
  },
  {
    name: 'a save',
    subject: users.save(item),
    takes: { if: 1, orSkip: 0, returning: 1, overwrite: 0, replaceDeleted: 0, raw: 1, execute: 1 },
    rest: [],
  },
  {
    name: 'a delete',
    subject: users.delete('u'),
    takes: { if: 1, orSkip: 0, returning: 1, raw: 1, execute: 1 },
    rest: [],
  },
  { name: 'a check', subject: users.check('u'), takes: { if: 1, execute: 1 }, rest: ['raw'] },
  {
    name: 'a move',
    subject: users.move('u', { id: 'v' }),
    takes: { if: 1, orSkip: 0, execute: 1, raw: 1 },
    rest: ['preparation', 'intent'],
  },
  {
    name: 'an update',
    subject: users.update('u'),
    takes: { if: 1, orSkip: 0, returning: 1, patch: 1, upsert: 1, idempotent: 1, raw: 1, execute: 1 },
    rest: Object.keys(updateFunctions),
  },
  {
    name: 'a query',
    subject: users.query(),
    takes: {
      execute: 1,
      where: 1,
      index: 1,
      full: 0,
      ascending: 0,
      descending: 0,
      consistent: 0,
      withDeleted: 0,
      onlyDeleted: 0,
      limit: 1,
      pageSize: 1,
      after: 1,
      segments: 1,
      budget: 1,
      rate: 1,
      onInvalid: 1,
      collect: 1,
      first: 1,
      count: 1,
      page: 1,
      pages: 1,
      items: 1,
      explain: 0,
    },
    rest: ['select', 'showing'],
  },
]

/** Of every operation: what promises have, and what the library itself calls. */
const common = [
  'constructor',
  'toString',
  'toJSON',
  'then',
  'catch',
  'finally',
  'send',
  'sendAs',
  'toCommand',
  'compile',
  'decode',
  'finish',
  'recover',
  'batchWriteFace',
  'transactWriteFace',
  'readFace',
  'unsupported',
  'with',
  'withClauses',
  'withCondition',
  'withChanges',
  'failure',
  'oldItem',
  'checkTransactable',
  'checkBatchable',
  'settled',
  'attempted',
  'guards',
  'written',
  'isOwn',
  'isMissing',
  'requestOn',
  'guarded',
  'guardedWrite',
  'faceOf',
  'holds',
  'started',
  'again',
  'decodeItem',
  'decodeStored',
  'plan',
  'checked',
  'refused',
]

function methodsOf(subject: object): string[] {
  const names = new Set<string>()
  for (let at: object = subject; at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === 'function' && at !== subject) names.add(name)
  return [...names]
}

async function failureOf(subject: object, method: string, args: readonly unknown[]): Promise<unknown> {
  try {
    await Reflect.apply(Reflect.get(subject, method), subject, args)
  } catch (error) {
    return error
  }
  return undefined
}

describe('a method that is called with more arguments than it takes', () => {
  for (const { name, subject, takes, rest } of subjects) {
    for (const [method, most] of Object.entries(takes))
      it(`${name}: ${method}() takes ${most}`, async () => {
        for (const extra of [{ consistent: true }, undefined]) {
          const args = [...Array.from({ length: most }, () => undefined), extra]
          const error = await failureOf(subject, method, args)
          expect(error).instanceOf(InvalidOptionError).include({ code: 'INVALID_OPTION', option: method })
          expect(String(error)).match(new RegExp(`${method}\\(\\) takes .* received ${most + 1}`))
        }
      })

    it(`${name} has no other method of which it was not decided`, () => {
      const known = new Set([...Object.keys(takes), ...rest, ...common])
      expect(methodsOf(subject).filter((method) => !known.has(method))).deep.equal([])
    })
  }

  it('names the alternative', () => {
    const words = (method: string): string => tooManyArguments(method, 1, 2, { entity: 'User' }).message
    expect(words('get')).include('.consistent()')
    expect(words('save')).include(".if('a').eq(1)")
    expect(words('where')).include(".where('a').eq(1)")
    expect(words('limit')).match(/received 2$/)
  })

  const argumentsOf = {
    none: [],
    value: [1],
    range: [1, 2],
    list: [[1]],
    prefix: ['a'],
    member: ['a'],
    type: ['N'],
  }
  for (const [operator, { operands, types }] of Object.entries(operators))
    it(`the operator ${operator} refuses one argument more`, () => {
      const path = (types as readonly string[]).includes('N') ? 'n' : 'id'
      const good = argumentsOf[operands]
      for (const chain of [
        () => users.query().where(path),
        () => users.delete('u').if(path),
        () => ({
          [operator]: (...args: unknown[]) =>
            users
              .query()
              .where(
                (attr) =>
                  Reflect.apply(Reflect.get(Reflect.get(attr, path), operator), undefined, args) as never,
              ),
        }),
      ]) {
        const call = (...args: unknown[]): unknown =>
          Reflect.apply(Reflect.get(chain(), operator), undefined, args)
        call(...good)
        expect(thrown(() => call(...good, 1), InvalidConditionError).message).include(
          `received ${good.length + 1}`,
        )
      }
    })

  it('size() refuses an argument', () => {
    const { size } = users.query().where('id') as unknown as { size(...args: unknown[]): unknown }
    expect(thrown(() => size(1), InvalidConditionError).message).include('.size().gt(5)')
  })

  const changes: Readonly<Record<string, readonly [string, ...unknown[]]>> = {
    set: ['n', 1],
    setIfMissing: ['n', 1],
    add: ['n', 1],
    subtract: ['n', 1],
    append: ['l', ['x'], {}],
    prepend: ['l', ['x'], {}],
    remove: ['l'],
    deleteFromSet: ['s', new Set(['x'])],
  }
  for (const [name, row] of Object.entries(updateFunctions))
    it(`the update function ${name} refuses one argument more, and a path that is not a string`, () => {
      const update = users.update('u')
      const call = (...args: unknown[]): unknown => Reflect.apply(Reflect.get(update, name), update, args)
      const args = changes[name] ?? ['s', new Set(['x'])]
      call(...args)
      expect(thrown(() => call(...args, 1), InvalidUpdateError).message).include(`received ${args.length}`)
      for (const path of [undefined, 1, ['n'], { n: 1 }])
        expect(thrown(() => call(path, ...args.slice(1)), InvalidUpdateError).message).include(
          `the first argument of ${name}() must be a path`,
        )
      expect(row.doc).a('string')
    })

  it('the functions of operands refuse one argument more', () => {
    for (const name of ['plus', 'minus', 'ifNotExists'])
      expect(
        thrown(
          () =>
            users.update('u').set('n', (attr) => Reflect.apply(Reflect.get(attr.n, name), undefined, [1, 2])),
          InvalidUpdateError,
        ).message,
      ).include(`${name}() takes one argument`)
  })
})

describe('arguments of the wrong kind', () => {
  const calls: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'select of an array',
      () => users.get('u').select(['n'] as never),
      /a path must be a string, not an array; pass paths one by one/,
    ],
    [
      'select of an object',
      () => users.query().select({ n: true } as never),
      /a path must be a string, not an object/,
    ],
    [
      'select of nothing',
      () => users.getMany(['u']).select(undefined as never),
      /a path must be a string, not undefined/,
    ],
    [
      'index without a name',
      () => users.query().index(undefined as never),
      /index\(\) expects the name of an index, not undefined/,
    ],
    ['extend without a descriptor', () => User.extend(undefined as never), /extend\(\) expects an object/],
    [
      'a save of a read that was not awaited',
      () => users.save(users.get('u') as never).toCommand(),
      /expected an item, but this is a GetOperation: await it first/,
    ],
    [
      'a save of a promise',
      () => users.save(Promise.resolve(item) as never).toCommand(),
      /expected an item, but this is a Promise: await it first/,
    ],
    [
      'a get by a read that was not awaited',
      () => users.get(users.get('u') as never).toCommand(),
      /expected a key, but this is a GetOperation: await it first/,
    ],
    [
      'a delete by a promise',
      () => users.delete(Promise.resolve('u') as never).toCommand(),
      /expected a key, but this is a Promise: await it first/,
    ],
    ['extend by null', () => User.extend(null as never), /extend\(\) expects an object/],
    [
      'append with a misspelled option',
      () => users.update('u').append('l', ['x'], { defualt: [] } as never),
      /there is no option `defualt`; did you mean `default`\?/,
    ],
    [
      'append with a number for options',
      () => users.update('u').append('l', ['x'], 3 as never),
      /the options must be an object/,
    ],
    [
      'append with a default that is not a list',
      () => users.update('u').append('l', ['x'], { default: 'x' } as never),
      /`default` must be a list, or null/,
    ],
  ]
  for (const [what, call, words] of calls)
    it(`${what} is refused in words`, () => {
      expect(thrown(call, DyntasticError).message).match(words)
    })
})
