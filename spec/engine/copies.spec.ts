// Two copies of the built library in one process: an ES module and a CommonJS one, as import and require load them.
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { build } from 'esbuild'
import * as struct from 'superstruct'
import { rawScan, withEngine } from '../support/engine.js'

type Library = typeof import('../../lib/index.js')

const engine = withEngine()
const folder = fileURLToPath(new URL('../../.cache/copies/', import.meta.url))

async function copy(file: string, format: 'esm' | 'cjs'): Promise<Library> {
  const outfile = `${folder}${file}`
  const entry = fileURLToPath(new URL('../../lib/index.ts', import.meta.url))
  const options = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    minify: true,
  } as const
  await build({ ...options, entryPoints: [entry], outfile, format })
  return format === 'cjs' ? createRequire(import.meta.url)(outfile) : import(pathToFileURL(outfile).href)
}

/** The same entity, executor and repository, of one copy. */
function opened(library: Library, table: string) {
  const Thing = new library.Entity({
    name: 'Thing',
    table,
    attributes: {
      id: struct.string(),
      size: struct.optional(struct.number()),
      note: struct.optional(struct.string()),
    },
    key: { partition: 'id' },
  })
  const executor = new library.CommandExecutor({ client: engine.client })
  return { library, Thing, executor, things: new library.Repository(Thing, executor) }
}

type Opened = ReturnType<typeof opened>

async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  const [result] = await Promise.allSettled([promise])
  if (result.status === 'rejected') return result.reason
  throw new Error('it resolved')
}

describe('two copies of the library in one process', () => {
  let libraries: readonly Library[]

  before(async () => {
    mkdirSync(folder, { recursive: true })
    libraries = await Promise.all([copy('module.mjs', 'esm'), copy('common.cjs', 'cjs')])
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Both copies over one table, in either order. */
  async function pair(
    order: readonly number[],
  ): Promise<{ one: Opened; other: Opened; ids: () => Promise<string[]> }> {
    const table = engine.name('things')
    const [one, other] = order.map((at) => opened(libraries[at] as Library, table)) as [Opened, Opened]
    await one.things.createTable()
    const ids = async () => (await rawScan(engine.client, table)).map(({ id }) => id?.S ?? '').sort()
    return { one, other, ids }
  }

  it('have different classes', () => {
    const [one, other] = libraries
    expect(one?.Repository).not.equal(other?.Repository)
  })

  for (const order of [
    [0, 1],
    [1, 0],
  ] as const)
    describe(order[0] === 0 ? 'scopes of the ES module' : 'scopes of the CommonJS copy', () => {
      for (const kind of ['transaction', 'batch'] as const) {
        it(`a ${kind} refuses a write through the executor of the other copy, and nothing is written`, async () => {
          const { one, other, ids } = await pair(order)
          const work = async () => {
            await one.things.save({ id: 'a' })
            await other.things.save({ id: 'b' })
          }
          const error = await failureOf(
            kind === 'batch' ? one.executor.batch(work) : one.executor.transaction(work),
          )
          expect(error).include({ code: 'SCOPE', reason: 'place' })
          for (const { library } of [one, other]) expect(error).instanceOf(library.ScopeError)
          expect(await ids()).deep.equal([])
        })

        it(`a ${kind} refuses lists and scopes of the other copy`, async () => {
          const { one, other, ids } = await pair(order)
          const run = (work: () => Promise<void>) =>
            kind === 'batch' ? one.executor.batch(work) : one.executor.transaction(work)
          await run(async () => {
            for (const attempt of [
              () => other.executor.batch([other.things.save({ id: 'b' })]),
              () => other.executor.transaction([other.things.save({ id: 'b' })]),
              () => other.executor.transaction(async () => {}),
              () => other.things.saveMany([{ id: 'b' }]),
            ])
              expect(await failureOf(attempt())).include({ code: 'SCOPE', reason: 'nested' })
          })
          expect(await ids()).deep.equal([])
        })

        it(`a ${kind} notices that an operation of the other copy is never awaited`, async () => {
          const { one, other, ids } = await pair(order)
          const work = async () => {
            await one.things.save({ id: 'a' })
            other.things.save({ id: 'b' })
          }
          const error = await failureOf(
            kind === 'batch' ? one.executor.batch(work) : one.executor.transaction(work),
          )
          expect(error).include({ code: 'SCOPE', reason: 'unawaited' })
          expect(await ids()).deep.equal([])
        })

        it(`a ${kind} collects what a repository of the other copy writes through its own executor`, async () => {
          const { one, other, ids } = await pair(order)
          // The types of two copies are those of one library.
          const shared = new other.library.Repository(other.Thing, one.executor)
          const work = async () => {
            await shared.save({ id: 'b' })
            await one.things.save({ id: 'a' })
            expect(await ids()).deep.equal([])
          }
          await (kind === 'batch' ? one.executor.batch(work) : one.executor.transaction(work))
          expect(await ids()).deep.equal(['a', 'b'])
        })
      }

      it('unscoped() of either copy leads out', async () => {
        const { one, other, ids } = await pair(order)
        const failure = new Error('of the work')
        const work = async () => {
          await other.executor.unscoped(() => other.things.save({ id: 'b' }))
          await one.executor.unscoped(() => other.things.save({ id: 'c' }))
          throw failure
        }
        expect(await failureOf(one.executor.transaction(work))).equal(failure)
        expect(await ids()).deep.equal(['b', 'c'])
      })
    })

  it('share entities, conditions, errors and the marks of items', async () => {
    const { one, other } = await pair([0, 1])
    const { and, not } = other.library
    const mixed = new other.library.Repository(one.Thing, other.executor)
    await mixed.save({ id: 'a', size: 1, note: 'x' })
    const found = await mixed
      .update('a')
      .if((attr) => and(attr.size.eq(1), not(attr.note.eq('y'))))
      .set('size', 2)
    expect(found).include({ size: 2 })
    expect(() =>
      one.Thing.condition((attr) => other.library.or(attr.size.eq(1), attr.size.eq(2))),
    ).not.throw()
    expect(() => one.Thing.condition((attr) => not(attr.size.eq(1)) && attr.size.eq(2))).throw(
      other.library.InvalidConditionError,
      'join conditions with and(…)',
    )
    const invalid = await failureOf(mixed.save({ id: 'a', size: 'wrong' as never }))
    for (const { library } of [one, other]) expect(invalid).instanceOf(library.ValidationError)
    const part = await one.things.get('a').select('id', 'size')
    const refused = await failureOf(other.things.save(part as never))
    expect(refused).property('message').includes('read in part')
  })
})
