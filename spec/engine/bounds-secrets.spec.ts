// What is beyond the bounds of a repository stays unknown: in results, errors, reasons, JSON and inspection.
import { expect } from 'chai'
import { CommandExecutor, Repository } from 'dyntastic'
import { runCount } from '../properties/property-runs.js'
import { rawGet, withEngine } from '../support/engine.js'
import {
  everythingIn,
  otherId,
  otherNumber,
  otherTenant,
  secret,
  secretEntities,
} from '../support/tenant-secrets.js'

type Things = Repository<ReturnType<typeof secretEntities>['soft']>
type Mine = ReturnType<typeof scoped>
const scoped = (things: Things, tenantId: string) => things.scoped({ tenantId })

/** The items of one call: one of the caller, a free key, and one of the other tenant with its unique value. */
const placeOf = (of: string) => ({
  own: `own-${of}`,
  free: `new-${of}`,
  id: `${otherId}-${of}`,
  email: `taken-${of}`,
})
type Place = ReturnType<typeof placeOf>

/** Calls on an item of the other tenant by its key, and calls that take a value of it. */
const calls: Record<string, (mine: Mine, executor: CommandExecutor, place: Place) => PromiseLike<unknown>> = {
  get: (mine, _, { id }) => mine.get(id),
  getOrThrow: (mine, _, { id }) => mine.getOrThrow(id),
  refresh: (mine, _, { id }) => mine.refresh(id),
  'get with deleted': (mine, _, { id }) => mine.get(id).withDeleted(),
  getMany: (mine, _, { id }) => mine.getMany([id]),
  'getMany of a part': (mine, _, { id }) => mine.getMany([id]).select('color'),
  query: (mine) => mine.query(),
  'query of an index': (mine) => mine.query().index('byColor').where('color').eq(secret),
  'scan with deleted': (mine) => mine.scan().withDeleted(),
  save: (mine, _, { id }) => mine.save({ id, kind: 'Thing' }),
  'save or skip': (mine, _, { id }) => mine.save({ id, kind: 'Thing' }).orSkip(),
  'save over all': (mine, _, { id }) => mine.save({ id, kind: 'Thing' }).overwrite(),
  'save with a condition': (mine, _, { id }) => mine.save({ id, kind: 'Thing' }).if('n').lt(5),
  create: (mine, _, { id }) => mine.create({ id, kind: 'Thing' }),
  'create in place of a deleted item': (mine, _, { id }) =>
    mine.create({ id, kind: 'Thing' }).replaceDeleted(),
  'create with a taken value': (mine, _, { free, email }) => mine.create({ id: free, kind: 'Thing', email }),
  'save with a taken value': (mine, _, { free, email }) => mine.save({ id: free, kind: 'Thing', email }),
  'update to a taken value': (mine, _, { own, email }) => mine.update(own).set('email', email),
  'upsert with a taken value': (mine, _, { free, email }) =>
    mine.update(free).set('email', email).upsert({ kind: 'Thing' }),
  'move with a taken value': (mine, _, { own, free, email }) => mine.move(own, { id: free, email }),
  update: (mine, _, { id }) => mine.update(id).set('n', 1),
  'update or skip': (mine, _, { id }) => mine.update(id).set('n', 1).if('n').gt(7).orSkip(),
  'update of the value': (mine, _, { id }) => mine.update(id).set('email', 'mine'),
  'update of a list': (mine, _, { id }) => mine.update(id).remove('email'),
  'update with a bound': (mine, _, { id }) =>
    mine
      .update(id)
      .add('n', 1)
      .if('n')
      .eq(otherNumber - 1),
  'idempotent update': (mine, _, { id }) => mine.update(id).set('n', 1).idempotent(),
  upsert: (mine, _, { id }) => mine.update(id).set('n', 1).upsert({ kind: 'Thing', color: 'red' }),
  patch: (mine, _, { id }) => mine.update(id).patch({ n: 1, color: 'red' }),
  delete: (mine, _, { id }) => mine.delete(id),
  'delete with the old item': (mine, _, { id }) => mine.delete(id).returning('old'),
  'delete with a condition': (mine, _, { id }) => mine.delete(id).if('n').eq(7),
  restore: (mine, _, { id }) => mine.restore(id),
  purge: (mine, _, { id }) => mine.purge(id),
  'purge with the old item': (mine, _, { id }) => mine.purge(id).returning('old'),
  move: (mine, _, { id }) => mine.move(id, { id: `${id}-2` }),
  'move to its key': (mine, _, { id, own }) => mine.move(own, { id }),
  saveMany: (mine, _, { id }) =>
    mine.saveMany([{ id, kind: 'Thing' }] as never, { overwrite: true } as never),
  deleteMany: (mine, _, { id }) => mine.deleteMany([id] as never, undefined as never),
  'check in a transaction': (mine, executor, { id }) => executor.transaction([mine.check(id).if('n').eq(7)]),
  'save in a transaction': (mine, executor, { id, own }) =>
    executor.transaction([mine.save({ id, kind: 'Thing' }), mine.update(own).set('n', 3)]),
  'taken value in a transaction': (mine, executor, { own, free, email }) =>
    executor.transaction([mine.create({ id: free, kind: 'Thing', email }), mine.update(own).set('n', 3)]),
  'taken value in a scope': (mine, executor, { own, free, email }) =>
    executor.transaction(async () => {
      await mine.update(own).set('email', email)
      await mine.create({ id: free, kind: 'Thing' })
    }),
  'update and delete in a scope': (mine, executor, { id, own }) =>
    executor.transaction(async () => {
      await mine.update(id).set('n', 1)
      await mine.delete(own)
    }),
  'restore in a transaction': (mine, executor, { id }) => executor.transaction([mine.restore(id)]),
  'transaction of reads': (mine, executor, { id }) =>
    executor.transactionGet([mine.get(id), mine.getOrThrow(id)]),
  'batch of reads': (mine, executor, { id }) => executor.batchGet([mine.get(id), mine.getOrThrow(id)]),
  batch: (mine, executor, { id }) => executor.batch([mine.purge(id) as never]),
  'check of unique values': (mine) => mine.checkUnique({ repair: true }),
}

describe('secrets beyond the bounds of a repository', () => {
  const engine = withEngine()
  let entities: ReturnType<typeof secretEntities>
  let executor: CommandExecutor

  before(async function () {
    this.timeout(60_000)
    executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
    entities = { ...secretEntities((prefix) => engine.name(prefix)) }
    for (const entity of Object.values(entities)) await new Repository(entity, executor).createTable()
  })

  // All of them with FC_RUNS, and on DynamoDB Local; a choice in which everything occurs otherwise.
  const kinds: Partial<Record<keyof typeof entities, readonly ('live' | 'deleted')[]>> =
    runCount(1, 2) === 1
      ? { 'soft and unique': ['live', 'deleted'], 'tenant in the key': ['live'], union: ['live'] }
      : {
          plain: ['live'],
          versioned: ['live'],
          unique: ['live'],
          soft: ['live', 'deleted'],
          'soft and unique': ['live', 'deleted'],
          'tenant in the key': ['live', 'deleted'],
          'versions of a schema': ['live', 'deleted'],
          union: ['live', 'deleted'],
        }

  for (const [kind, states] of Object.entries(kinds))
    for (const state of states)
      it(`${kind}: no result and no error has anything of a ${state} item of another tenant`, async function () {
        this.timeout(60_000)
        const entity = entities[kind as keyof typeof entities]
        const things = new Repository(entity, executor)
        const [mine, other] = [scoped(things, 'me'), scoped(things, otherTenant)]
        const leaks = await Promise.all(
          Object.entries(calls).map(async ([name, call], at) => {
            const place = placeOf(`${state}-${at}`)
            await mine.save({ id: place.own, kind: 'Thing', email: place.own })
            await other.save({
              id: place.id,
              kind: 'Thing',
              n: otherNumber,
              color: secret,
              email: place.email,
            })
            if (state === 'deleted') {
              await other.delete(place.id)
              await other.save({ id: `${place.id}-3`, kind: 'Thing', email: place.email })
            }
            const key = {
              id: { S: place.id },
              ...(kind === 'tenant in the key' ? { t: { S: otherTenant } } : {}),
            }
            const before = await rawGet(engine.client, entity.table.name, key)
            const seen = await new Promise((resolve) => resolve(call(mine, executor, place))).then(
              everythingIn,
              everythingIn,
            )
            expect(await rawGet(engine.client, entity.table.name, key), name).deep.equal(before)
            // The caller knows the key, or the value.
            const words = [
              otherTenant,
              String(otherNumber),
              name.includes('taken') ? otherId : place.email,
              secret,
            ]
            return words
              .filter((word) => seen.includes(word))
              .map((word) => `${name}: ${word} in ${seen.slice(0, seen.indexOf(word) + 60).slice(-300)}`)
          }),
        )
        expect(leaks.flat().join('\n')).equal('')
        if (entity.unique.length > 0) expect(await things.checkUnique()).include({ found: 0 })
      })
})
