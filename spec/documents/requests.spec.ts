// The tables of requests in the guide: what operations send with unique values, soft deletes and bounds, and without.
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { CommandExecutor, Repository, UnsupportedOperationError } from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { secretEntities } from '../support/tenant-secrets.js'

type Things = Repository<ReturnType<typeof secretEntities>['soft']>
type Call = (things: Things, executor: CommandExecutor) => PromiseLike<unknown>

/** An executor that records which requests are sent. */
class Recording extends CommandExecutor {
  readonly sent: string[] = []

  override async run(...args: Parameters<CommandExecutor['run']>): Promise<never> {
    this.sent.push(args[0].call)
    return super.run(...args) as never
  }
}

const key = { tenantId: 't', id: 'a' } as const
const thing = { ...key, kind: 'Thing', email: 'a' } as const
// The entities have other keys: the calls take either of them.
const at = (things: Things) => (things.entity.key.sort.length > 0 ? key : key.id) as never
const other = { ...thing, id: 'new', email: 'new' } as const

/** The rows of each table, and what is done for each of them; the item is there, or deleted for a restore. */
const uniqueRows: Record<string, Call> = {
  '`create`': (things) => things.create(other),
  '`save`, a value changes': (things) => things.save({ ...thing, email: 'b' }),
  '`save`, no value changes': (things) => things.save({ ...thing, n: 5 }),
  '`delete`': (things) => things.delete(at(things)),
  '`delete` of an item without values': async (things) => things.delete('plain'),
  '`update` of other attributes': (things) => things.update(at(things)).set('n', 2),
  '`update` or `patch` of a value': (things) => things.update(at(things)).set('email', 'b'),
  '`update().upsert()`': (things) =>
    things.update('new').set('email', 'b').upsert({ tenantId: 't', kind: 'Thing' }),
  'in a transaction': (things, executor) =>
    executor.transaction([things.update(at(things)).set('email', 'b')]),
  '`get`, `getMany`, `query`, `scan`': async (things) => {
    await things.get(at(things))
    await things.getMany([at(things)])
    await things.query().where('id').eq('a')
    await things.scan()
  },
}
const softRows: Record<string, Call> = {
  '`get`, `getMany`': async (things) => {
    await things.get(at(things))
    await things.getMany([at(things)])
  },
  '`query`, `scan`, also with `count()`': async (things) => {
    await things.query().where('id').eq('a').count()
    await things.scan()
  },
  '`query().withDeleted()`': (things) => things.query().where('id').eq('a').withDeleted(),
  '`create`, `update`, `check`': async (things, executor) => {
    await things.create(other)
    await things.update(at(things)).set('n', 2)
    await executor.transaction([things.check(at(things)).if('n').eq(2)])
  },
  '`save`': (things) => things.save(thing),
  '`delete`': (things) => things.delete(at(things)),
  '`delete`, with unique values': (things) => things.delete(at(things)),
  '`restore`': (things) => things.restore(at(things)),
  '`restore`, with unique values': (things) => things.restore(at(things)),
  '`purge`': (things) => things.purge(at(things)),
  '`saveMany`': (things) => things.saveMany([other], undefined as never),
  '`deleteMany`, and `delete` in a batch': (things) =>
    things.deleteMany([at(things)] as never, undefined as never),
}
const boundRows: Record<string, Call> = {
  '`get`, `getMany`, `refresh`, transactions of reads': async (things, executor) => {
    await things.get(at(things))
    await things.getMany([at(things)])
    await things.refresh(at(things))
    await executor.transactionGet([things.get(at(things))])
  },
  '`query` with the partition key': (things) => {
    const [part] = things.entity.key.partition
    return things
      .query()
      .where(part?.property === 'id' ? 'id' : 'tenantId')
      .eq(part?.property === 'id' ? 'a' : 't')
  },
  '`query` without it, `scan`': (things) => things.query().where('n').gte(0),
  '`save`, `delete`': async (things) => {
    await things.save(thing)
    await things.delete(at(things))
  },
  '`create`, `update`, `upsert`, `check`': async (things, executor) => {
    await things.create(other)
    await things.update(at(things)).set('n', 2)
    await things
      .update(at(things))
      .set('n', 2)
      .upsert({
        kind: 'Thing',
        ...(things.entity.bounds === undefined && things.entity.key.sort.length === 0
          ? { tenantId: 't' }
          : {}),
      } as never)
    await executor.transaction([things.check(at(things)).if('n').eq(2)])
  },
  '`batch`, `saveMany`, `deleteMany`': async (things, executor) => {
    await executor.batch([things.save(other) as never])
    await things.saveMany([other], undefined as never)
    await things.deleteMany([at(things)] as never, undefined as never)
  },
}

/** The rows of the table with this head, by their first cell. */
function tableOf(page: string, head: string): Map<string, readonly string[]> {
  const lines = readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), 'utf8').split('\n')
  const start = lines.indexOf(head) + 2
  const rows = lines.slice(
    start,
    lines.findIndex((line, index) => index > start && !line.startsWith('|')),
  )
  return new Map(
    rows.map((row) => {
      const [first = '', ...cells] = row.split(/ ?\| ?/).slice(1, -1)
      return [first, cells]
    }),
  )
}

const names =
  /GetItem|BatchGetItem|PutItem|UpdateItem|DeleteItem|Query|Scan|BatchWriteItem|TransactWriteItems/g

/** The requests in a cell; of what is as in another one, that. */
function impliedBy(cell: string, rows: Map<string, readonly string[]>, without: string): string {
  if (cell.startsWith('refused')) return 'refused'
  if (cell === 'as an update of a value')
    return impliedBy(rows.get('`update` or `patch` of a value')?.[1] ?? '', rows, without)
  if (/^(as without|the same|the bound is)/.test(cell)) return without
  const [first = ''] = cell.split(';')
  return [...first.replace(/\([^)]*\)/g, '').matchAll(names)].map(([name]) => name).join(', ')
}

describe('tables of requests in the guide', () => {
  const engine = withEngine()

  async function sent(
    kind: keyof ReturnType<typeof secretEntities>,
    call: Call,
    { deleted = false, scoped = false } = {},
  ): Promise<string> {
    const executor = new Recording({ client: engine.client, scans: 'allow' })
    const entity = secretEntities((prefix) => engine.name(prefix))[kind]
    const all = new Repository(entity, executor)
    await all.save(thing)
    await all.save({ ...thing, id: 'plain', email: undefined })
    if (deleted) await all.delete(at(all))
    const things = scoped ? (all.scoped({ tenantId: 't' }) as never as Things) : all
    executor.sent.length = 0
    try {
      await call(things, executor)
    } catch (error) {
      if (error instanceof UnsupportedOperationError) return 'refused'
      throw error
    }
    return executor.sent.join(', ')
  }

  it('unique values', async function () {
    this.timeout(60_000)
    const rows = tableOf('unique-values', '| operation | without `unique` | with `unique` |')
    expect([...rows.keys()]).deep.equal(Object.keys(uniqueRows))
    for (const [name, call] of Object.entries(uniqueRows)) {
      const [without = '', unique = ''] = rows.get(name) ?? []
      const plain = await sent('plain', call)
      expect(impliedBy(without, rows, ''), name).equal(plain)
      expect(impliedBy(unique, rows, plain), name).equal(await sent('unique', call))
    }
  })

  it('soft deletes', async function () {
    this.timeout(60_000)
    const rows = tableOf('soft-delete', '| operation | without `softDelete` | with `softDelete` |')
    expect([...rows.keys()]).deep.equal(Object.keys(softRows))
    for (const [name, call] of Object.entries(softRows)) {
      const [without = '', soft = ''] = rows.get(name) ?? []
      const unique = name.endsWith('with unique values')
      const plain = without === '–' ? 'refused' : impliedBy(without, rows, '')
      expect(await sent(unique ? 'unique' : 'plain', call), name).equal(plain)
      const deleted = name.includes('restore')
      expect(impliedBy(soft, rows, plain), name).equal(
        await sent(unique ? 'soft and unique' : 'soft', call, { deleted }),
      )
    }
  })

  it('bounds', async function () {
    this.timeout(60_000)
    const rows = tableOf('multi-tenancy', '| operation | bound in the key | bound in an attribute |')
    expect([...rows.keys()]).deep.equal(Object.keys(boundRows))
    for (const [name, call] of Object.entries(boundRows)) {
      const [inKey = '', loose = ''] = rows.get(name) ?? []
      for (const [cell, kind] of [
        [inKey, 'keyed'],
        [loose, 'plain'],
      ] as const)
        expect(impliedBy(cell, rows, await sent(kind, call)), `${name}: ${kind}`).equal(
          await sent(kind, call, { scoped: true }),
        )
    }
  })
})
