// Random deletes, restores, purges and other writes by several writers, with faults: no read sees what is deleted.
import { expect } from 'chai'
import { Collection, CommandExecutor, DyntasticError, Entity, Repository } from 'dyntastic'
import fc from 'fast-check'
import { type LocalDynamoDB, startLocal } from '../../lib/testing/index.js'
import { rawScan } from '../support/engine.js'
import { guardTroubles, isRawGuard } from '../support/members.js'
import { noteEntity } from '../support/notes.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const noteId = fc.constantFrom('n0', 'n1', 'n2')
const slug = fc.constantFrom('a', 'b', undefined)
const step = fc.record({
  kind: fc.constantFrom(
    'delete',
    'delete',
    'restore',
    'purge',
    'create',
    'replace',
    'save',
    'update',
    'upsert',
    'read',
  ),
  noteId,
  slug,
  way: fc.constantFrom('alone', 'list', 'scope', 'old'),
  fault: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    'lose the answer',
    'reset',
    'throttle',
    'internal error',
  ),
  call: fc.constantFrom('UpdateItem', 'PutItem', 'TransactWriteItems', 'GetItem', 'DeleteItem'),
})
type Step = typeof step extends fc.Arbitrary<infer V> ? V : never
type Notes = Repository<ReturnType<typeof noteEntity>>
type Note = ReturnType<typeof noteEntity>['ITEM']

const expected = new Set([
  'UNIQUE_VALUE',
  'CONDITION_FAILED',
  'ITEM_NOT_FOUND',
  'ITEM_EXISTS',
  'VERSION_CONFLICT',
  'TRANSACTION_CANCELLED',
  'REQUEST_FAILED',
  'THROTTLED',
  'UNKNOWN_OUTCOME',
])
const userId = 'u'

function operationOf(notes: Notes, { kind, noteId: id, slug: value }: Step) {
  const key = { userId, noteId: id }
  const item = { ...key, text: 'x', ...(value === undefined ? {} : { slug: value }) }
  if (kind === 'delete') return notes.delete(key)
  if (kind === 'restore') return notes.restore(key)
  if (kind === 'purge') return notes.purge(key)
  if (kind === 'create') return notes.create(item)
  if (kind === 'replace') return notes.create(item).replaceDeleted()
  if (kind === 'save') return notes.save(item)
  const changed = notes.update(key).set('text', 'y')
  const given = value === undefined ? changed : changed.set('slug', value)
  return kind === 'upsert' ? given.upsert({}) : given
}

/** What each kind of read sees, in repositories, unions and collections. */
async function everyRead(notes: Notes, executor: CommandExecutor, id: string) {
  const keys = ['n0', 'n1', 'n2'].map((each) => ({ userId, noteId: each }))
  const gets = () => keys.map((key) => notes.get(key))
  const Other = noteEntity(notes.entity.table, 'Other')
  const ofNotes = () => notes.entity
  const union = new Repository(Entity.oneOf([notes.entity, Other], ofNotes), executor)
  const collection = new Collection({ notes: notes.entity, others: Other }, executor, ofNotes)
  const pages: Note[] = []
  for (let cursor: string | undefined, at = 0; at < 6; at++) {
    const page = await notes.query().where('userId').eq(userId).limit(1).after(cursor).page()
    pages.push(...page.items)
    cursor = page.cursor
    if (cursor === undefined) break
  }
  const inUnion = [...(await union.scan()), await union.get({ userId, noteId: id })] as (Note | undefined)[]
  return [
    ...pages,
    ...inUnion,
    await notes.get({ userId, noteId: id }),
    ...(await notes.query().where('userId').eq(userId)),
    ...(await notes.query().index('byText').where('text').eq('x')),
    ...(await notes.scan().segments(2)),
    ...(await notes.scoped({ text: 'x' }).scan()),
    ...(await notes.getMany(keys)),
    ...(await executor.batchGet(gets())),
    ...(await executor.transactionGet(gets())),
    ...(await collection.query().where('userId').eq(userId)).notes,
    ...(await collection.scan()).notes,
  ]
}

async function run(notes: Notes, executor: CommandExecutor, each: Step): Promise<void> {
  if (each.kind === 'read') {
    const seen = await everyRead(notes, executor, each.noteId)
    expect(seen.filter((note) => note?.deletedAt !== undefined)).deep.equal([])
    return
  }
  const operation = operationOf(notes, each)
  if (each.way === 'list') return void (await executor.transaction([operation as never]))
  if (each.way === 'scope') return void (await executor.transaction(async () => void (await operation)))
  if (each.way === 'old' && each.kind !== 'restore')
    return void (await (operation as ReturnType<Notes['purge']>).returning('old'))
  await operation
}

describe('random soft deletes', () => {
  let local: LocalDynamoDB
  before(async () => {
    local = await startLocal()
  })
  after(() => local.stop())

  it('by several writers, with faults: no read sees what is deleted, and its unique values are free', async function () {
    this.timeout(timeLimit(600_000))
    let count = 0
    const property = fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 }),
      async (writers) => {
        const table = `deleted-${count++}`
        const executor = new CommandExecutor({
          client: local.client,
          retry: { conflicts: { attempts: 20, base: 1, most: 5 } },
          timeout: { total: 60_000, attempt: 2_000 },
        })
        const notes = new Repository(noteEntity(table), executor)
        await notes.createTable()
        const guards = () =>
          guardTroubles(local.client, table, { partition: 'userId', sort: 'noteId', names: [['slug']] })
        await Promise.all(
          writers.map(async (steps) => {
            for (const each of steps) {
              if (each.fault !== undefined) local.faults.next(each.call as 'GetItem', each.fault as 'reset')
              await run(notes, executor, each).catch((error: unknown) => {
                if (!(error instanceof DyntasticError) || !expected.has(error.code)) throw error
              })
            }
          }),
        )
        local.faults.clear()
        const all = (await rawScan(local.client, table)).filter((item) => !isRawGuard(item, 'userId'))
        const ids = (deleted: boolean) =>
          all
            .filter((item) => (item['d'] !== undefined) === deleted)
            .map((item) => item['noteId']?.S)
            .sort()
        const names = (found: readonly { readonly noteId: string }[]) =>
          found.map((note) => note.noteId).sort()
        const query = () => notes.query().where('userId').eq(userId).consistent()
        expect(names(await query())).deep.equal(ids(false))
        expect(names(await query().onlyDeleted())).deep.equal(ids(true))
        expect(await query().withDeleted().count()).equal(all.length)
        expect(await notes.scan().count()).equal(ids(false).length)
        const keys = all.map((item) => ({ userId, noteId: String(item['noteId']?.S) }))
        expect(names(await notes.getMany(keys).consistent())).deep.equal(ids(false))
        // A purge is the only write that removes an item, and a deleted item has a time to live.
        for (const item of all) expect(item['expiresAt'] !== undefined).equal(item['d'] !== undefined)
        expect(await guards()).deep.equal([])
        expect(await notes.checkUnique()).include({ found: 0 })
      },
    )
    await holds(property, runCount(12, 10))
  })
})
