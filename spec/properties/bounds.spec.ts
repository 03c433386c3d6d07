// Any operations through repositories within bounds: nothing beyond them is ever read or written.
import { expect } from 'chai'
import { DyntasticError } from 'dyntastic'
import fc from 'fast-check'
import { withEngine } from '../support/engine.js'
import { tenantRepositories } from '../support/tenants.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const tenants = fc.constantFrom('t1', 't2')
const ids = fc.constantFrom('a', 'b', 'c')
const numbers = fc.integer({ min: 0, max: 5 })
const kinds = fc.constantFrom('keyed' as const, 'loose' as const, 'made' as const)
const operations = fc.record({
  op: fc.constantFrom(
    'save',
    'create',
    'update',
    'upsert',
    'delete',
    'old',
    'transaction',
    'scope',
    'check',
    'overwrite',
    'batch',
    'get',
    'getMany',
    'query',
    'index',
    'count',
    'pages',
    'transactionGet',
  ),
  kind: kinds,
  tenant: tenants,
  id: ids,
  other: ids,
  n: numbers,
})
type Step = typeof operations extends fc.Arbitrary<infer T> ? T : never
type Shops = typeof tenantRepositories extends (...args: never[]) => Promise<infer S> ? S : never
interface Item {
  readonly tenantId: string
  readonly id: string
  readonly n: number
}

/** What one tenant does. Resolves to the items that it saw. */
async function run(shops: Shops, { op, kind, tenant, id, other, n }: Step): Promise<readonly unknown[]> {
  // The three entities have the same attributes: their repositories take the same calls.
  const mine = shops[kind].scoped({ tenantId: tenant }) as ReturnType<Shops['loose']['scoped']>
  const { executor } = shops
  const seen = async (found: PromiseLike<unknown>) => [await found].flat()
  const second = id === other ? mine.delete(`${other}2`) : mine.update(other).set('n', n).upsert({})
  switch (op) {
    case 'save':
      return seen(mine.save({ id, n, color: tenant }))
    case 'create':
      return seen(mine.create({ id, n, color: tenant }))
    case 'update':
      return seen(mine.update(id).set('n', n))
    case 'upsert':
      return seen(mine.update(id).set('n', n).upsert({ color: tenant }))
    case 'delete':
      return seen(mine.delete(id))
    case 'old':
      return seen(mine.delete(id).returning('old'))
    case 'transaction':
      return seen(executor.transaction([mine.save({ id, n }), second]))
    case 'scope':
      return seen(
        executor.transaction(async () => {
          await mine.save({ id, n })
          await second
        }),
      )
    case 'check':
      return seen(executor.transaction([mine.check(id).if('n').eq(n), second]))
    case 'overwrite':
      return seen(mine.save({ id, n }).overwrite())
    case 'batch':
      await mine.deleteMany([id], { overwrite: true })
      return []
    case 'get':
      return seen(mine.get(id))
    case 'getMany':
      return mine.getMany(['a', 'b', 'c'])
    case 'query':
      return mine.query().where('n').gte(n)
    case 'index':
      return mine.scan().where('color').exists()
    case 'count':
      return (await mine.scan().count()) === (await mine.scan()).length ? [] : ['a wrong count']
    case 'pages': {
      const items: unknown[] = []
      for await (const page of mine.scan().pageSize(1).pages()) items.push(...page.items)
      return items
    }
    default:
      return seen(executor.transactionGet(['a', 'b', 'c'].map((each) => mine.get(each))))
  }
}

const place = ({ tenantId, id }: Item): string => `${tenantId} ${id}`

describe('bounds', () => {
  const engine = withEngine()

  it('nothing beyond them is read or written, whatever is done within them', async () => {
    await holds(
      fc.asyncProperty(fc.array(operations, { minLength: 1, maxLength: 12 }), async (steps) => {
        const shops = await tenantRepositories(engine.client, (prefix) => engine.name(prefix))
        const stored = async (): Promise<Map<string, string>> => {
          const items = await Promise.all([shops.keyed, shops.loose, shops.made].map((each) => each.scan()))
          return new Map(
            items.flatMap((list, at) => list.map((item) => [`${at} ${place(item)}`, JSON.stringify(item)])),
          )
        }
        let before = await stored()
        for (const step of steps) {
          const found = await run(shops, step).catch((error: unknown) => {
            if (!(error instanceof DyntasticError)) throw error
            // Errors show nothing of another tenant either: each has its name in `color`.
            const reported = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause ?? null)}`
            expect(reported).not.contain(step.tenant === 't1' ? '"t2"' : '"t1"')
            return []
          })
          for (const item of found as (Item | undefined)[])
            if (item !== undefined) expect(item.tenantId).equal(step.tenant)
          const after = await stored()
          for (const [id, item] of before)
            if (!id.includes(` ${step.tenant} `)) expect(after.get(id), `${step.op} of ${id}`).equal(item)
          for (const id of after.keys()) if (!before.has(id)) expect(id, step.op).contain(` ${step.tenant} `)
          before = after
        }
      }),
      runCount(40, 30),
    )
  }).timeout(timeLimit(600_000))
})
