// The public classes with their methods: how many arguments each takes, and which are for the library itself.
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { array, integer, optional, set, string } from 'superstruct'
import { updateFunctions } from '../../lib/expression/function/update-functions.js'

export const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string(), n: integer(), l: optional(array(string())), s: optional(set(string())) },
  key: { partition: 'id' },
  indexes: { byN: { partition: 'n' } },
})
export const executor = new CommandExecutor({ region: 'local', endpoint: 'http://127.0.0.1:1' })
export const users = new Repository(User, executor)
export const item = { id: 'u', n: 1 }

/** What has methods, how many arguments each takes, and those that take any number or are for the library itself. */
export const subjects: readonly {
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
export const common = [
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

/** The names of the methods of an object. */
export function methodsOf(subject: object): string[] {
  const names = new Set<string>()
  for (let at: object = subject; at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === 'function' && at !== subject) names.add(name)
  return [...names]
}
