// Every operation that writes items, as the table of outcomes runs it: with how a repeat of it ends.
import { type CommandExecutor, Entity, type Repository } from 'dyntastic'
import { date, integer, object, optional, string } from 'superstruct'
import type { Kind, Refusal } from './outcome-table.js'

/** The entity of the table. */
export function thingEntity(table: string) {
  return new Entity({
    name: 'Thing',
    table,
    attributes: {
      id: string(),
      state: string(),
      count: integer(),
      nested: optional(object({ deep: string() })),
    },
    key: { partition: 'id' },
  })
}

/** The same with a version. */
export function versionedEntity(table: string) {
  return thingEntity(table).extend({ attributes: { revision: integer() }, version: 'revision' })
}

/** The same, with deletes that mark items. */
export function markedEntity(table: string) {
  return thingEntity(table).extend({
    attributes: { deletedAt: optional(date()) },
    softDelete: { attribute: 'deletedAt' },
  })
}

type Marked = Repository<ReturnType<typeof markedEntity>>
type Things = Repository<ReturnType<typeof thingEntity>>
type Versioned = Repository<ReturnType<typeof versionedEntity>>

/** What an operation is run with: everything goes through the faults. */
export interface Subject {
  readonly executor: CommandExecutor
  readonly things: Things
  readonly versioned: Versioned
  /** A repository whose deletes mark items; its item is not deleted. */
  readonly marked: Marked
  /** A repository of a table that is missing. */
  readonly tableless: Things
  /** An id of its own. */
  readonly id: string
}

/** One way to call an operation. */
export interface WriteCase {
  readonly kind: Kind
  /** Whether the item is there before. */
  readonly exists: boolean
  /** Whether it is deleted by a mark. */
  readonly deleted?: boolean
  run(subject: Subject): PromiseLike<unknown>
}

const item = (id: string) => ({ id, state: 'claimed', count: 1 })
/** The item that is there before. */
export const openItem = (id: string) => ({ id, state: 'open', count: 0, revision: 1 })

const fresh = (kind: Kind, run: WriteCase['run']): WriteCase => ({ kind, exists: false, run })
const present = (kind: Kind, run: WriteCase['run']): WriteCase => ({ kind, exists: true, run })
const deleted = (kind: Kind, run: WriteCase['run']): WriteCase => ({ kind, exists: true, deleted: true, run })

type NoItemWrites =
  | 'entity'
  | 'executor'
  | 'condition'
  | 'createTable'
  | 'deleteTable'
  | 'tableExists'
  | 'checkUnique'
type Reads = 'get' | 'getOrThrow' | 'getMany' | 'refresh' | 'query' | 'scan' | 'search' | 'read' | 'check'
type Shown = 'scoped' | 'toCreateTableInput' | 'tableRequest' | 'context' | 'contextOf' | 'place' | 'toJSON'

/** The methods of a repository that write items: all but those listed as something else. */
export type RepositoryWrite = Exclude<Extract<keyof Things, string>, NoItemWrites | Reads | Shown>

/**
 * The cases of each. A method that is added to Repository does not compile until it has its cases, or is said not to
 * write.
 */
export const repositoryWrites: Readonly<Record<RepositoryWrite, Readonly<Record<string, WriteCase>>>> = {
  save: {
    'save()': present('plain', ({ things, id }) => things.save(item(id))),
    'save() into a missing table': fresh('refusedFirst', ({ tableless, id }) => tableless.save(item(id))),
    'save().if()': present('guarded', ({ things, id }) => things.save(item(id)).if('state').eq('open')),
    'save().if().orSkip()': present('guarded', ({ things, id }) =>
      things.save(item(id)).if('state').eq('open').orSkip(),
    ),
    'save() with a version': present('guarded', ({ versioned, id }) =>
      versioned.save({ ...item(id), revision: 1 }),
    ),
    'save().orSkip() with a version': present('guarded', ({ versioned, id }) =>
      versioned.save({ ...item(id), revision: 1 }).orSkip(),
    ),
    'save().overwrite() with a version': present('plain', ({ versioned, id }) =>
      versioned.save({ ...item(id), revision: 1 }).overwrite(),
    ),
    "save().returning('old')": present('once', ({ things, id }) => things.save(item(id)).returning('old')),
  },
  create: {
    'create()': fresh('create', ({ things, id }) => things.create(item(id))),
    'create().orSkip()': fresh('create', ({ things, id }) => things.create(item(id)).orSkip()),
    'create().if()': fresh('create', ({ things, id }) => things.create(item(id)).if('state').notExists()),
  },
  update: {
    'update().set()': present('plain', ({ things, id }) => things.update(id).set('state', 'claimed')),
    "update().set().returning('none')": present('plain', ({ things, id }) =>
      things.update(id).set('state', 'claimed').returning('none'),
    ),
    'update().set() in a missing map': present('refusedFirst', ({ things, id }) =>
      things.update(id).set('nested.deep', 'x'),
    ),
    'update().set().upsert()': fresh('plain', ({ things, id }) =>
      things.update(id).set('state', 'claimed').upsert({ count: 0 }),
    ),
    'update().set().if()': present('guarded', ({ things, id }) =>
      things.update(id).set('state', 'claimed').if('state').eq('open'),
    ),
    'update().set().if().orSkip()': present('guarded', ({ things, id }) =>
      things.update(id).set('state', 'claimed').if('state').eq('open').orSkip(),
    ),
    'update() with a version': present('guarded', ({ versioned, id }) =>
      versioned.update(openItem(id)).set('state', 'claimed'),
    ),
    'update().add()': present('once', ({ things, id }) => things.update(id).add('count', 1)),
    'update().add().if().orSkip()': present('once', ({ things, id }) =>
      things.update(id).add('count', 1).if('count').eq(0).orSkip(),
    ),
    'update().add().idempotent()': present('token', ({ things, id }) =>
      things.update(id).add('count', 1).idempotent(),
    ),
    'update().add().if().orSkip().idempotent()': present('token', ({ things, id }) =>
      things.update(id).add('count', 1).if('count').eq(0).orSkip().idempotent(),
    ),
  },
  delete: {
    'delete()': present('plain', ({ things, id }) => things.delete(id)),
    'delete().if()': present('guarded', ({ things, id }) => things.delete(id).if('state').eq('open')),
    'delete().if().orSkip()': present('guarded', ({ things, id }) =>
      things.delete(id).if('state').eq('open').orSkip(),
    ),
    'delete().orSkip() with a version': present('guarded', ({ versioned, id }) =>
      versioned.delete(openItem(id)).orSkip(),
    ),
    'delete() that marks': present('plain', ({ marked, id }) => marked.delete(id)),
    'delete().if() that marks': present('plain', ({ marked, id }) =>
      marked.delete(id).if('state').eq('open'),
    ),
    "delete().returning('old') that marks": present('once', ({ marked, id }) =>
      marked.delete(id).returning('old'),
    ),
    "delete().returning('old')": present('once', ({ things, id }) => things.delete(id).returning('old')),
  },
  restore: {
    'restore()': deleted('plain', ({ marked, id }) => marked.restore(id)),
    "restore().returning('none')": deleted('plain', ({ marked, id }) => marked.restore(id).returning('none')),
    'restore().if()': deleted('guarded', ({ marked, id }) => marked.restore(id).if('state').eq('open')),
  },
  purge: {
    'purge()': present('plain', ({ marked, id }) => marked.purge(id)),
    'purge().if()': present('guarded', ({ marked, id }) => marked.purge(id).if('state').eq('open')),
  },
  move: {
    'move()': present('token', ({ things, id }) => things.move(id, { id: `${id}-2` })),
    'move().if().orSkip()': present('token', ({ things, id }) =>
      things
        .move(id, { id: `${id}-2`, state: 'claimed' })
        .if('state')
        .eq('open')
        .orSkip(),
    ),
    'move() with a version': present('token', ({ versioned, id }) =>
      versioned.move(openItem(id), { id: `${id}-2` }),
    ),
    'move() to the same key': present('token', ({ things, id }) => things.move(id, { id, count: 2 })),
  },
  saveMany: {
    'saveMany()': fresh('batch', ({ things, id }) => things.saveMany([item(id)])),
    'saveMany() of an iterable': fresh('batch', ({ things, id }) => things.saveMany(new Set([item(id)]))),
  },
  deleteMany: {
    'deleteMany()': present('batch', ({ things, id }) => things.deleteMany([id])),
  },
}

type NoWrites = 'batchGet' | 'transactionGet' | 'unscoped' | 'create' | 'run' | 'toCommand' | 'clientFor'
type Parts = 'options' | 'parts' | 'watch' | 'reads' | 'retry' | 'gathering' | 'destroy' | 'enlist'
type Helpers = 'transportFor' | 'mayCreate' | 'admitList' | 'toJSON' | 'timeLimit'

/** The methods of an executor that write items: all but those listed as something else. */
export type ExecutorWrite = Exclude<Extract<keyof CommandExecutor, string>, NoWrites | Parts | Helpers>

/** The cases of each. */
export const executorWrites: Readonly<Record<ExecutorWrite, Readonly<Record<string, WriteCase>>>> = {
  batch: {
    'batch([…])': present('batch', ({ executor, things, id }) => executor.batch([things.save(item(id))])),
    'batch(async () => …)': present('batch', ({ executor, things, id }) =>
      executor.batch(async () => {
        await things.delete(id)
      }),
    ),
  },
  transaction: {
    'transaction([…])': present('token', ({ executor, things, id }) =>
      executor.transaction([
        things.update(id).add('count', 1).if('state').eq('open').returning('none'),
        things.create(item(`${id}-2`)),
      ]),
    ),
    'transaction(async () => …)': present('token', ({ executor, versioned, id }) =>
      executor.transaction(async () => {
        await versioned.save({ ...item(id), revision: 1 })
      }),
    ),
    'transaction([…]) of a move': present('token', ({ executor, things, id }) =>
      executor.transaction([things.move(id, { id: `${id}-2` })]),
    ),
    'transaction(async () => …) of a move': present('token', ({ executor, things, id }) =>
      executor.transaction(() => things.move(id, { id: `${id}-2` }).execute()),
    ),
    'transaction(async () => …, { autoCommit: true })': present('token', ({ executor, things, id }) =>
      executor.transaction(async () => void (await things.delete(id).if('state').eq('open')), {
        autoCommit: true,
      }),
    ),
  },
}

/** Writes of the item that is there, each with a condition that is false. */
export const refusedWrites: Readonly<
  Record<string, { readonly refusal: Refusal; run(subject: Subject): PromiseLike<unknown> }>
> = {
  'save().if()': {
    refusal: 'condition',
    run: ({ things, id }) => things.save(item(id)).if('state').eq('closed'),
  },
  'save() with a version': {
    refusal: 'condition',
    run: ({ versioned, id }) => versioned.save({ ...item(id), revision: 7 }),
  },
  'create()': { refusal: 'condition', run: ({ things, id }) => things.create(item(id)) },
  'update().set().if()': {
    refusal: 'condition',
    run: ({ things, id }) => things.update(id).set('state', 'claimed').if('state').eq('closed'),
  },
  'update() of an item that is missing': {
    refusal: 'condition',
    run: ({ things, id }) => things.update(`${id}-3`).set('state', 'claimed'),
  },
  'delete().if()': {
    refusal: 'condition',
    run: ({ things, id }) => things.delete(id).if('state').eq('closed'),
  },
  'update().add().if().idempotent()': {
    refusal: 'token',
    run: ({ things, id }) => things.update(id).add('count', 1).if('state').eq('closed').idempotent(),
  },
  'update().add().idempotent() of an item that is missing': {
    refusal: 'token',
    run: ({ things, id }) => things.update(`${id}-3`).add('count', 1).idempotent(),
  },
  'move().if()': {
    refusal: 'token',
    run: ({ things, id }) =>
      things
        .move(id, { id: `${id}-2` })
        .if('state')
        .eq('closed'),
  },
  'transaction([…])': {
    refusal: 'token',
    run: ({ executor, things, id }) =>
      executor.transaction([
        things.update(id).add('count', 1).if('state').eq('closed').returning('none'),
        things.create(item(`${id}-2`)),
      ]),
  },
}
