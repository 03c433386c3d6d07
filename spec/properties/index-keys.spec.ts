// Random writes of two kinds by several writers at once: afterwards each index key is what a save of the item stores.
import { expect } from 'chai'
import { CommandExecutor, DyntasticError, Repository } from 'dyntastic'
import fc from 'fast-check'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { rawGet, withEngine } from '../support/engine.js'
import { tasksAndNotes } from '../support/tasks.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const text = fc.constantFrom('x', 'y', 'p#q', 'Ä', '{}')
const day = fc.constantFrom(new Date('2026-01-05T00:00:00.000Z'), new Date('2026-02-06T07:08:09.000Z'))
const rank = fc.integer({ min: 0, max: 30 })
const weight = fc.constantFrom(3, 12.5, 40)
const letter = fc.constantFrom('a', 'b', 'done', 'owner', 'stage', 'place')

const taskInput = fc.record(
  {
    ...{ a: text, b: text, rank, weight, due: day, done: text, owner: text },
    ...{ place: text, start: day, rest: weight },
  },
  { requiredKeys: [] },
)

/** One change of a task, on any update. */
const change = fc.oneof(
  fc.record({ name: fc.constant('set' as const), path: letter, value: text }),
  fc.record({ name: fc.constant('set' as const), path: fc.constant('rank'), value: rank }),
  fc.record({ name: fc.constant('set' as const), path: fc.constantFrom('weight', 'rest'), value: weight }),
  fc.record({ name: fc.constant('set' as const), path: fc.constantFrom('due', 'start'), value: day }),
  fc.record({ name: fc.constant('copy' as const), path: letter, value: letter }),
  fc.record({
    name: fc.constant('remove' as const),
    path: fc.constantFrom('a', 'b', 'weight', 'due', 'done', 'owner', 'place', 'start', 'rest'),
  }),
  fc.record({
    name: fc.constant('add' as const),
    path: fc.constantFrom('rank', 'weight', 'rest'),
    value: fc.constant(2),
  }),
  fc.record({
    name: fc.constant('subtract' as const),
    path: fc.constantFrom('rank', 'weight', 'rest'),
    value: fc.constant(3),
  }),
  fc.record({ name: fc.constant('setIfMissing' as const), path: letter, value: text }),
  fc.record({ name: fc.constant('append' as const), path: fc.constant('tags'), value: fc.constant(['t']) }),
)
type AnyChange = typeof change extends fc.Arbitrary<infer V> ? V : never

const changes = fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: ({ path }) => path })
const target = fc.constantFrom('key', 'item', 'old item')
const way = fc.constantFrom('alone', 'once', 'list', 'scope', 'upsert', 'condition', 'nothing')

/** One write of a writer. */
const write = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('update' as const), id: fc.nat(1), changes, target, way }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('patch' as const), id: fc.nat(1), patch: taskInput, target }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('save' as const), id: fc.nat(1), item: taskInput }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('batch' as const), id: fc.nat(1), item: taskInput }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), id: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      id: fc.nat(1),
      to: fc.nat(2),
      patch: taskInput,
      target,
      way: fc.constantFrom('alone', 'list', 'scope', 'condition'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('note' as const), id: fc.nat(1), count: fc.nat(3), text }),
  },
)
type Write = typeof write extends fc.Arbitrary<infer V> ? V : never

const expected = new Set([
  'CONDITION_FAILED',
  'ITEM_NOT_FOUND',
  'ITEM_EXISTS',
  'TRANSACTION_CANCELLED',
  'UNSUPPORTED_OPERATION',
  // A number below 0 is not in its width, and an absent attribute cannot be copied.
  'VALIDATION',
  'INVALID_UPDATE',
  'REQUEST_FAILED',
])

describe('random writes of several kinds by several writers', () => {
  const engine = withEngine()

  it('leave each index key as a save of the item stores it, and each item of one kind', async function () {
    this.timeout(timeLimit(600_000))
    const { Task, Note } = tasksAndNotes(engine.name('keys'))
    const executor = new CommandExecutor({
      client: engine.client,
      retry: { conflicts: { attempts: 30, base: 1, most: 20 } },
    })
    const tasks = new Repository(Task, executor)
    const notes = new Repository(Note, executor)
    await tasks.createTable()
    const done: Record<string, number> = {}
    let run = 0

    async function updated(id: string, write: Extract<Write, { kind: 'update' | 'patch' }>) {
      const read = write.target === 'key' ? undefined : await tasks.get(id)
      if (write.target === 'old item' && read !== undefined) await tasks.update(id).set('rank', 9)
      const begun = tasks.update(read ?? id)
      if (write.kind === 'patch') return begun.patch(write.patch as never)
      // biome-ignore lint/suspicious/noExplicitAny: any functions on any paths
      const update = write.changes.reduce<any>(applied, begun)
      if (write.way === 'once') return update.idempotent()
      if (write.way === 'upsert') return update.upsert({})
      if (write.way === 'condition') return update.if('rank').lt(15).orSkip()
      if (write.way === 'nothing') return update.returning('updatedNew')
      if (write.way === 'list') return executor.transaction([update])
      if (write.way === 'scope')
        return executor.transaction(async () => {
          await update
        })
      return update
    }

    async function moved(prefix: string, write: Extract<Write, { kind: 'move' }>) {
      const id = `${prefix}-${write.id}`
      const read = write.target === 'key' ? undefined : await tasks.get(id)
      if (write.target === 'old item' && read !== undefined) await tasks.update(id).set('rank', 9)
      const move = tasks.move(read ?? id, { ...write.patch, taskId: `${prefix}-${write.to}` })
      if (write.way === 'condition') return move.if('rank').lt(15).orSkip()
      if (write.way === 'list') return executor.transaction([move])
      if (write.way === 'scope')
        return executor.transaction(async () => {
          await move
        })
      return move
    }

    async function written(prefix: string, write: Write): Promise<unknown> {
      const id = `${prefix}-${write.id}`
      if (write.kind === 'update' || write.kind === 'patch') return updated(id, write)
      if (write.kind === 'move') return moved(prefix, write)
      if (write.kind === 'save') return tasks.save({ ...write.item, taskId: id })
      if (write.kind === 'batch') return tasks.saveMany([{ ...write.item, taskId: id }], { overwrite: true })
      if (write.kind === 'delete') return tasks.delete(id)
      if (write.count === 0) return notes.save({ noteId: id, text: write.text })
      if (write.count === 1) return notes.delete(id)
      if (write.count === 2) return notes.update(id).set('text', write.text).add('count', 1)
      return notes.update(id).set('text', write.text).upsert({ count: 1 })
    }

    const count = (what: string) => {
      done[what] = (done[what] ?? 0) + 1
    }
    const property = fc.asyncProperty(
      fc.array(fc.array(write, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      async (writers) => {
        const prefix = `r${run++}`
        const begin = Task.parse({
          taskId: `${prefix}-0`,
          a: 'x',
          b: 'y',
          weight: 20,
          due: new Date(0),
          owner: 'O',
        })
        await tasks.save(begin)
        await Promise.all(
          writers.map(async (writes) => {
            for (const write of writes)
              try {
                await written(prefix, write)
                count(write.kind === 'update' ? write.way : write.kind)
              } catch (error) {
                if (!(error instanceof DyntasticError) || !expected.has(error.code)) throw error
                count(error.code)
              }
          }),
        )
        for (const id of [0, 1, 2]) {
          const stored = await storedAt(`${prefix}-${id}`)
          if (stored !== undefined) expectFresh(stored)
        }
      },
    )

    async function storedAt(id: string): Promise<StoredItem | undefined> {
      const key = { pk: { S: `TASK#${id}` }, sk: { S: 'T' } }
      return (await rawGet(engine.client, Task.table.name, key)) as StoredItem | undefined
    }

    function expectFresh(stored: StoredItem): void {
      const marker = stored['_type']
      const entity = marker !== undefined && 'S' in marker && marker.S === 'Note' ? Note : Task
      expect(stored).deep.equal(entity.encodeItem(entity.decodeItem(stored, 'get'), 'save'))
    }

    await holds(property, runCount(60, 25))
    console.log(`        ${JSON.stringify(done)}`)
    for (const what of [
      'alone',
      'once',
      'list',
      'scope',
      'upsert',
      'patch',
      'save',
      'batch',
      'note',
      'delete',
      'move',
    ])
      expect(done[what], what).greaterThan(0)
    expect(done['REQUEST_FAILED'] ?? 0).lessThan(5)
  })
})

// biome-ignore lint/suspicious/noExplicitAny: any function on any path
function applied(update: any, each: AnyChange): unknown {
  if (each.name === 'remove') return update.remove(each.path)
  // biome-ignore lint/suspicious/noExplicitAny: references of any attribute
  if (each.name === 'copy') return update.set(each.path, (attr: any) => attr[each.value])
  return update[each.name](each.path, each.value)
}
