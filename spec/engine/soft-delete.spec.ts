// Soft deletes on a real engine: deleted items are seen by no read and changed by no write, in any operation.
import { expect } from 'chai'
import {
  Collection,
  CommandExecutor,
  ConditionFailedError,
  InvalidUpdateError,
  ItemExistsError,
  ItemNotFoundError,
  one,
  QueryPlanError,
  Repository,
  TransactionCancelledError,
  UniqueValueError,
  UnsupportedOperationError,
  VersionConflictError,
} from 'dyntastic'
import { rawGet, withEngine } from '../support/engine.js'
import { folderEntities, noteEntity, plainNoteEntity } from '../support/notes.js'
import { rejection } from '../support/rejection.js'

describe('soft deletes', () => {
  const engine = withEngine()
  let executor: CommandExecutor
  let notes: Repository<ReturnType<typeof noteEntity>>
  let plain: Repository<ReturnType<typeof plainNoteEntity>>
  let table: string

  before(async function () {
    this.timeout(60_000)
    executor = new CommandExecutor({ client: engine.client })
    table = engine.name('notes')
    notes = new Repository(noteEntity(table), executor)
    plain = new Repository(plainNoteEntity(engine.name('plain-notes')), executor)
    await notes.createTable()
    await plain.createTable()
  })

  /** Two notes of a user, the first one deleted. */
  async function deletedNote(userId: string, slug?: string) {
    const key = { userId, noteId: 'a' }
    await notes.create({
      ...key,
      text: `text of ${userId}`,
      rank: 1,
      ...(slug === undefined ? {} : { slug }),
    })
    await notes.create({ userId, noteId: 'b', text: `text of ${userId}`, rank: 2 })
    expect(await notes.delete(key)).equal(undefined)
    return key
  }

  it('mark the item, with a new version and the time to live', async () => {
    const key = await deletedNote('u1')
    const stored = await rawGet(engine.client, table, { userId: { S: 'u1' }, noteId: { S: 'a' } })
    expect(stored).include.keys('d', 'text')
    expect(stored?.['revision']).deep.equal({ N: '2' })
    const { deletedAt, expiresAt } = (await notes.get(key).withDeleted()) ?? {}
    expect(Number(expiresAt) - Number(deletedAt)).within(30 * 86_400_000, 30 * 86_400_000 + 1_000)
  })

  it('are seen by no read', async () => {
    const key = await deletedNote('u2')
    const both = [key, { ...key, noteId: 'b' }]
    const query = () => notes.query().where('userId').eq('u2')
    expect(await notes.get(key)).equal(undefined)
    expect(await notes.get(key).select('text')).equal(undefined)
    expect(await notes.get(key).select('text').withDeleted()).deep.equal({ text: 'text of u2' })
    await rejection(notes.getOrThrow(key), ItemNotFoundError)
    await rejection(notes.refresh(key), ItemNotFoundError)
    expect(await notes.getMany(both)).have.length(1)
    expect(await notes.getMany(both).select('text')).have.length(1)
    expect(await notes.getMany(both).withDeleted()).have.length(2)
    expect((await query()).map(({ noteId }) => noteId)).deep.equal(['b'])
    expect((await query().onlyDeleted()).map(({ noteId }) => noteId)).deep.equal(['a'])
    expect(await query().withDeleted()).have.length(2)
    expect(await query().count()).equal(1)
    expect(await query().onlyDeleted().count()).equal(1)
    expect(await query().limit(1)).deep.include({ ...(await query())[0] })
    expect(await query().select('noteId')).deep.equal([{ noteId: 'b' }])
    expect(await notes.scan().where('userId').eq('u2')).have.length(1)
    expect(await notes.query().index('byText').where('text').eq('text of u2')).have.length(1)
    const [first, second] = await executor.batchGet([notes.get(key), notes.get(both[1] ?? key)])
    expect([first, second?.noteId]).deep.equal([undefined, 'b'])
    expect(await executor.transactionGet([notes.get(key)])).deep.equal([undefined])
  })

  it('pages and cursors leave them out', async () => {
    for (let at = 0; at < 10; at++) await notes.create({ userId: 'u3', noteId: `n${at}`, text: 'x' })
    for (let at = 0; at < 10; at += 2) await notes.delete({ userId: 'u3', noteId: `n${at}` })
    const query = notes.query().where('userId').eq('u3').limit(2)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await query.after(cursor).page()
      expect(page.items.length).below(3)
      seen.push(...page.items.map(({ noteId }) => noteId))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(seen).deep.equal(['n1', 'n3', 'n5', 'n7', 'n9'])
  })

  it('an index that does not contain the mark is refused, except for reads with deleted items', async () => {
    await deletedNote('u4')
    const query = () => notes.query().index('byRank').where('userId').eq('u4').where('rank').gt(0)
    const error = await rejection(query(), QueryPlanError)
    expect(error.message).contain("does not contain 'deletedAt', which the filter needs")
    expect(await query().withDeleted()).have.length(2)
    expect(await query().withDeleted().full()).have.length(2)
    expect(String(notes.query().where('userId').eq('u4').explain())).contain('attribute_not_exists(#1)')
  })

  it('are changed by no write', async () => {
    const key = await deletedNote('u5')
    const input = { ...key, text: 'new' }
    const create = await rejection(notes.create(input), ItemExistsError)
    expect(create.message).contain('the item with this key is deleted').and.contain('replaceDeleted()')
    expect(create.item).include({ text: 'text of u5' })
    await rejection(notes.save(input), ItemExistsError)
    const update = await rejection(notes.update(key).set('text', 'new'), ItemNotFoundError)
    expect(update.message).contain('the item with this key is deleted')
    await rejection(notes.update(key).set('text', 'new').upsert({}), ItemExistsError)
    expect(await notes.delete(key)).equal(undefined)
    expect(await notes.delete(key).returning('old')).equal(undefined)
    await rejection(notes.delete(key).if('text').eq('text of u5'), ConditionFailedError)
    const b = notes.update({ ...key, noteId: 'b' })
    expect(() => b.set('deletedAt', new Date())).throw(InvalidUpdateError, 'marks deleted items')
    expect(await notes.get(key).withDeleted()).include({ text: 'text of u5', revision: 2 })
  })

  it('a new item may take the place of a deleted one, and of no other', async () => {
    const key = await deletedNote('u6')
    expect(await notes.create({ ...key, text: 'new' }).replaceDeleted()).include({ text: 'new', revision: 1 })
    await rejection(notes.create({ ...key, text: 'newer' }).replaceDeleted(), ItemExistsError)
    expect(await notes.create({ ...key, noteId: 'c', text: 'first' }).replaceDeleted()).include({
      text: 'first',
    })
  })

  it('a restore gives the item back, without the time to live', async () => {
    const key = await deletedNote('u7')
    const restored = await notes.restore(key)
    expect(restored).include({ text: 'text of u7', revision: 3 })
    expect(restored).not.have.any.keys('deletedAt', 'expiresAt')
    expect(await notes.get(key)).deep.equal(restored)
    await rejection(notes.restore(key), ItemNotFoundError)
    await rejection(notes.restore({ ...key, noteId: 'nope' }), ItemNotFoundError)
    await rejection(notes.delete({ ...restored, revision: 2 }), VersionConflictError)
    expect(await notes.delete(restored).returning('old')).include({ text: 'text of u7' })
    expect(await notes.restore(key).returning('none')).equal(undefined)
  })

  it('a purge removes the item, deleted or not', async () => {
    const key = await deletedNote('u8')
    expect(await notes.purge(key).returning('old')).include({ text: 'text of u8' })
    expect(await notes.get(key).withDeleted()).equal(undefined)
    await notes.purge({ ...key, noteId: 'b' })
    expect(await notes.query().where('userId').eq('u8').withDeleted()).deep.equal([])
  })

  it('unique values are free again, and a restore takes them back or fails', async () => {
    const key = await deletedNote('u9', 'slug-9')
    const other = { userId: 'u9', noteId: 'c', text: 'x', slug: 'slug-9' }
    await notes.create(other)
    const taken = await rejection(notes.restore(key), UniqueValueError)
    expect(taken.attributes).deep.equal(['slug'])
    expect(await notes.get(key)).equal(undefined)
    await notes.purge(other)
    expect(await notes.restore(key)).include({ slug: 'slug-9' })
    await rejection(notes.create(other), UniqueValueError)
    expect(await notes.checkUnique()).include({ found: 0 })
  })

  it('transactions delete, restore and purge; an item that is not there cancels a delete', async () => {
    const key = await deletedNote('u10', 'slug-10')
    const b = { ...key, noteId: 'b' }
    await executor.transaction([notes.restore(key), notes.delete(b)])
    expect((await notes.query().where('userId').eq('u10')).map(({ noteId }) => noteId)).deep.equal(['a'])
    await executor.transaction(async () => {
      await notes.delete(key)
      await notes.purge(b)
    })
    expect(await notes.query().where('userId').eq('u10')).deep.equal([])
    for (const operation of [notes.delete(key), notes.delete(b), notes.update(key).set('text', 'x')]) {
      const error = await rejection(executor.transaction([operation as never]), TransactionCancelledError)
      expect(error.reasons[0]?.error).instanceOf(ItemNotFoundError)
    }
    // For a check, it is as if it were not there.
    await executor.transaction([notes.check(key).if('text').notExists()])
    await rejection(executor.transaction([notes.check(key).if('text').exists()]), TransactionCancelledError)
    await rejection(executor.transaction([notes.create({ ...key, text: 'x' })]), TransactionCancelledError)
    await executor.transaction([notes.create({ ...key, text: 'x' }).replaceDeleted()])
  })

  it('batches refuse what they cannot do, and purge', async () => {
    await plain.saveMany(
      [
        { noteId: 'm1', text: 'x' },
        { noteId: 'm2', text: 'x' },
      ],
      { overwrite: true },
    )
    await plain.delete('m1')
    await rejection(plain.saveMany([] as never, {} as never), UnsupportedOperationError)
    await rejection(plain.deleteMany(['m2'] as never, undefined as never), UnsupportedOperationError)
    await rejection(executor.batch([plain.delete('m2') as never]), UnsupportedOperationError)
    await rejection(
      executor.batch([plain.save({ noteId: 'm2', text: 'y' }) as never]),
      UnsupportedOperationError,
    )
    await executor.batch([plain.purge('m1'), plain.purge('m2')])
    expect(await plain.scan().withDeleted()).deep.equal([])
  })

  it('stay within the bounds of a repository', async () => {
    const [one1, two] = [plain.scoped({ text: 'one' }), plain.scoped({ text: 'two' })]
    await one1.create({ noteId: 's1' })
    await two.delete('s1')
    expect(await one1.get('s1')).include({ text: 'one' })
    await one1.delete('s1')
    await rejection(two.restore('s1'), ItemNotFoundError)
    const error = await rejection(two.create({ noteId: 's1' }).replaceDeleted(), ItemExistsError)
    expect([error.item, error.stored]).deep.equal([undefined, undefined])
    expect(await two.query().withDeleted()).deep.equal([])
    expect(await one1.scan().onlyDeleted()).have.length(1)
    expect(await one1.restore('s1')).include({ text: 'one' })
    await two
      .purge('s1')
      .execute()
      .catch(() => undefined)
    expect(await one1.get('s1')).include({ text: 'one' })
  })

  it('in collections, of the kinds that have them', async () => {
    const { Folder, File } = folderEntities(engine.name('folders'))
    const [folders, files] = [new Repository(Folder, executor), new Repository(File, executor)]
    await folders.createTable()
    await folders.save({ folderId: 'f', title: 'F', deletedAt: new Date(0) })
    for (const fileId of ['1', '2', '3']) await files.create({ folderId: 'f', fileId, owner: 'o' })
    await files.delete({ folderId: 'f', fileId: '2' })
    const all = new Collection({ folder: one(Folder), files: File }, executor)
    const query = () => all.query().where('folderId').eq('f')
    const { folder, files: found } = await query()
    expect(folder).include({ title: 'F' })
    expect(found.map(({ fileId }) => fileId)).deep.equal(['1', '3'])
    expect(await query().count()).equal(3)
    expect((await query().withDeleted()).files).have.length(3)
    const deleted = await query().onlyDeleted()
    expect([deleted.folder, deleted.files.map(({ fileId }) => fileId)]).deep.equal([undefined, ['2']])
    expect(await files.query().index('byOwner').where('owner').eq('o')).have.length(2)
    expect(await files.scan().count()).equal(2)
    expect(await files.restore({ folderId: 'f', fileId: '2' })).include({ owner: 'o' })
    expect((await query()).files).have.length(3)
  })

  it('moves do not see them, and end at no deleted item', async () => {
    await plain.create({ noteId: 'from', text: 'x' })
    await plain.create({ noteId: 'to', text: 'x' })
    await plain.delete('to')
    const error = await rejection(plain.move('from', { noteId: 'to' }), ItemExistsError)
    expect(error.message).contain('is deleted')
    await rejection(plain.move('to', { noteId: 'other' }), ItemNotFoundError)
  })

  it('concurrent creates and a restore: one of them has the unique value', async () => {
    const key = await deletedNote('u20', 'slug-20')
    const creates = Array.from({ length: 9 }, (_, at) =>
      notes.create({ userId: 'u20', noteId: `c${at}`, text: 'x', slug: 'slug-20' }),
    )
    const ended = await Promise.allSettled([notes.restore(key), ...creates])
    expect(ended.filter(({ status }) => status === 'fulfilled')).have.length(1)
    expect(await notes.checkUnique()).include({ found: 0 })
  })
})
