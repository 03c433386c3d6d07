// Repositories within bounds on a real engine: no read and no write goes beyond them, in any operation.
import { expect } from 'chai'
import {
  ConditionFailedError,
  InvalidCursorError,
  InvalidKeyError,
  InvalidOptionError,
  InvalidUpdateError,
  ItemExistsError,
  ItemNotFoundError,
  QueryPlanError,
  TransactionCancelledError,
  UnsupportedOperationError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { tenantRepositories } from '../support/tenants.js'

type Shops = typeof tenantRepositories extends (...args: never[]) => Promise<infer S> ? S : never

const secret = 'secret of t2'

describe('repositories within bounds', () => {
  const engine = withEngine()
  let all: Shops

  before(async function () {
    this.timeout(60_000)
    all = await tenantRepositories(engine.client, (prefix) => engine.name(prefix))
  })

  it('with the bound in the key: keys and inputs get it, and nothing else changes', async () => {
    const [one, two] = [all.keyed.scoped({ tenantId: 't1' }), all.keyed.scoped({ tenantId: 't2' })]
    await one.save({ id: 'a', n: 1, color: 'red' })
    await two.save({ id: 'a', n: 2, color: 'red' })
    await two.create({ id: 'b', n: 3 })
    expect(await one.get('a')).deep.equal({ tenantId: 't1', id: 'a', n: 1, color: 'red' })
    expect(await one.get({ id: 'b' })).equal(undefined)
    expect(await one.getMany(['a', 'b'])).have.length(1)
    expect(await one.query()).have.length(1)
    expect(await one.scan()).have.length(1)
    expect(await one.scan().count()).equal(1)
    expect(await one.query().index('byColor').where('color').eq('red')).have.length(1)
    await one.update('a').add('n', 5)
    await one.update('b').set('n', 9).upsert({ color: 'blue' })
    await all.executor.batch([one.save({ id: 'c', n: 1 }), one.delete('a')])
    await one.saveMany([{ id: 'd' }])
    await one.deleteMany(['c', 'a'])
    expect((await one.query()).map(({ id }) => id)).deep.equal(['b', 'd'])
    expect((await two.query()).map(({ n }) => n)).deep.equal([2, 3])
    const { Key } = one.get('a').toCommand().input
    expect(Key).deep.equal({ tenantId: { S: 't1' }, id: { S: 'a' } })
    expect(one.delete('a').toCommand().input).not.have.property('ConditionExpression')
  })

  it('refuses keys, inputs and items of another tenant before anything is sent', async () => {
    const one = all.keyed.scoped({ tenantId: 't1' })
    const foreign = { tenantId: 't2', id: 'a', n: 1 }
    for (const call of [
      one.get(foreign as never),
      one.update(foreign).set('n', 1),
      one.delete(foreign),
      one.refresh(foreign),
    ])
      expect((await rejection(call, InvalidKeyError)).message).contain("'tenantId' is not the value")
    expect((await rejection(one.save(foreign as never), ValidationError)).failures[0]?.path).equal('tenantId')
    await rejection(one.saveMany([foreign as never]), ValidationError)
    const own = await one.save({ id: 'z', n: 1 })
    expect(await one.save({ ...own, n: 2 })).include({ n: 2, tenantId: 't1' })
    expect(await one.refresh(own)).include({ n: 2 })
    await one.delete(own)
  })

  it('with the bound in an attribute: what is beyond is not there for reads', async () => {
    const [one, two] = [all.loose.scoped({ tenantId: 't1' }), all.loose.scoped({ tenantId: 't2' })]
    await two.save({ id: 'r1', n: 1, color: secret })
    await one.save({ id: 'r2', n: 2, color: 'green' })
    expect(await two.get('r1')).include({ tenantId: 't2' })
    expect(await one.get('r1')).equal(undefined)
    expect(await one.get('r1').select('color')).equal(undefined)
    expect(await two.get('r1').select('color')).deep.equal({ color: secret })
    await rejection(one.getOrThrow('r1'), ItemNotFoundError)
    expect(await one.getMany(['r1', 'r2']).select('n')).deep.equal([{ n: 2 }])
    expect(await all.executor.batchGet([one.get('r1'), two.get('r1')])).have.property('0', undefined)
    const [hidden, shown] = await all.executor.transactionGet([one.get('r1'), two.get('r1')])
    expect([hidden, shown?.n]).deep.equal([undefined, 1])
    expect(await one.scan().where('id').beginsWith('r')).have.length(1)
    expect(await one.query().index('byColor').where('color').eq(secret)).deep.equal([])
    expect(await two.query().index('byColor').where('color').eq(secret).count()).equal(1)
    expect(await one.query().index('byTenant').where('n').gte(0).full()).have.length(1)
    expect(
      (await rejection(one.query().index('keysOnly').where('color').eq(secret), QueryPlanError)).message,
    ).contain("does not contain 'tenantId'")
    const seen: unknown[] = []
    for await (const item of one.scan().segments(3)) seen.push(item.tenantId)
    expect(new Set(seen)).deep.equal(new Set(['t1']))
    expect(String(one.scan().explain())).contain('= t')
  })

  it('writes do nothing beyond the bounds, and errors show nothing of what is there', async () => {
    const [one, two] = [all.loose.scoped({ tenantId: 't1' }), all.loose.scoped({ tenantId: 't2' })]
    const before = await two.save({ id: 'w1', n: 1, color: secret })
    const attempts: [PromiseLike<unknown>, typeof ItemExistsError | typeof ItemNotFoundError][] = [
      [one.save({ id: 'w1', n: 5 }), ItemExistsError],
      [one.save({ id: 'w1', n: 5 }).overwrite(), ItemExistsError],
      [one.create({ id: 'w1', n: 5 }), ItemExistsError],
      [one.update('w1').set('n', 5), ItemNotFoundError],
      [one.update('w1').set('n', 5).upsert({}), ItemExistsError],
      [one.update('w1').set('n', 5).idempotent(), ItemNotFoundError],
      [one.update('w1').append('tags', ['x']), ItemNotFoundError],
    ]
    for (const [attempt, kind] of attempts) {
      const error = await rejection(attempt, kind as typeof ItemExistsError)
      const reported = `${JSON.stringify(error)} ${String(error.stack)} ${JSON.stringify(error.cause ?? null)}`
      expect(reported, error.operation).not.contain(secret)
      expect([Reflect.get(error, 'item'), Reflect.get(error, 'stored')]).deep.equal([undefined, undefined])
    }
    expect(await one.delete('w1')).equal(undefined)
    expect(await one.delete('w1').returning('old')).equal(undefined)
    expect(await one.delete('w1').if('n').notExists()).equal(undefined)
    await rejection(one.delete('w1').if('n').eq(1), ConditionFailedError)
    expect(await one.save({ id: 'w1', n: 5 }).orSkip()).equal(undefined)
    const cancelled = await rejection(
      all.executor.transaction([one.update('w1').set('n', 5), one.save({ id: 'w2', n: 1 })]),
      TransactionCancelledError,
    )
    expect(cancelled.reasons[0]?.error).instanceOf(ItemNotFoundError)
    expect(`${JSON.stringify(cancelled)} ${JSON.stringify(cancelled.cause ?? null)}`).not.contain(secret)
    await rejection(all.executor.transaction([one.check('w1').if('n').eq(1)]), TransactionCancelledError)
    await all.executor.transaction([one.check('w1').if('n').notExists()])
    expect(await one.get('w2')).equal(undefined)
    expect(await two.get('w1')).deep.equal(before)
  })

  it('within the bounds, all writes do what they do without', async () => {
    const one = all.loose.scoped({ tenantId: 't1' })
    const created = await one.create({ id: 'v1', n: 1 })
    expect(created).include({ tenantId: 't1', revision: 1 })
    const updated = await one.update(created).add('n', 1).append('tags', ['x'])
    expect(updated).include({ n: 2, revision: 2 })
    await rejection(one.save(created), VersionConflictError)
    await rejection(one.update('v1').set('n', 1).if('n').eq(7), ConditionFailedError)
    expect(await one.update('v2').set('n', 4).upsert({ color: 'red' })).include({
      tenantId: 't1',
      color: 'red',
    })
    expect(await one.update('v2').set('n', 5).upsert({ color: 'red' })).include({ n: 5, revision: 2 })
    await all.executor.transaction(async () => {
      await one.update('v1').set('n', 9)
      await one.save({ id: 'v3', n: 3 })
      await one.delete('v2')
    })
    expect((await one.getMany(['v1', 'v2', 'v3'])).map(({ n }) => n)).deep.equal([9, 3])
    expect(await one.save({ id: 'v1', n: 0 }).overwrite()).include({ n: 0 })
    expect(await one.delete('v1').returning('old')).include({ n: 0 })
  })

  it('the bound attribute is never changed', () => {
    const one = all.loose.scoped({ tenantId: 't1' })
    const error = thrown(() => one.update('x').set('tenantId' as never, 't2' as never), InvalidUpdateError)
    expect(error.message).contain('what the repository is bound to')
    thrown(() => one.update('x').patch({ tenantId: 't2' } as never), InvalidUpdateError)
    const upsert = () =>
      one
        .update('x')
        .set('n', 1)
        .upsert({ tenantId: 't2' } as never)
    expect(thrown(upsert, ValidationError).message).contain('what the repository is bound to')
  })

  it('batches need a condition if the bound is not in the key, and say the way out', async () => {
    const one = all.loose.scoped({ tenantId: 't1' })
    for (const call of [
      all.executor.batch([one.save({ id: 'x', n: 1 }).overwrite()]),
      all.executor.batch([one.delete('x')]),
      one.saveMany([{ id: 'x', n: 1 }], { overwrite: true }),
      one.deleteMany(['x']),
      one.deleteMany(['x'], { overwrite: true }),
    ])
      expect((await rejection(call, UnsupportedOperationError)).message).contain('within the bounds')
  })

  it('cursors belong to their bounds', async () => {
    for (const repository of [all.keyed, all.loose]) {
      const [one, two] = [repository.scoped({ tenantId: 'c1' }), repository.scoped({ tenantId: 'c2' })]
      for (const id of ['p', 'q', 'r']) {
        await one.save({ id: `page-${id}1`, n: 1 })
        await two.save({ id: `page-${id}2`, n: 1 })
      }
      const { cursor } = await one.scan().limit(1).page()
      await rejection(two.scan().limit(1).after(cursor).page(), InvalidCursorError)
      await rejection(repository.scan().limit(1).after(cursor).page(), InvalidCursorError)
      expect(await repository.scoped({ tenantId: 'c1' }).scan().after(cursor)).have.length(2)
    }
  })

  it('keys made of attributes, and their indexes', async () => {
    const [one, two] = [all.made.scoped({ tenantId: 't1' }), all.made.scoped({ tenantId: 't2' })]
    await one.save({ id: 'a', n: 1, color: 'red' })
    await two.save({ id: 'a', n: 2, color: 'red' })
    expect(await one.get('a')).include({ n: 1 })
    expect(await one.query()).have.length(1)
    expect(await one.query().index('byColor').where('color').eq('red')).have.length(1)
    await one.update('a').set('color', 'blue')
    expect(await one.query().index('byColor').where('color').eq('blue')).have.length(1)
    expect(await two.query().index('byColor').where('color').eq('blue')).deep.equal([])
    expect(await one.update('n').set('n', 1).upsert({ color: 'red' })).include({ tenantId: 't1' })
    await one.deleteMany(['a', 'n'])
    expect(await all.made.scan()).have.length(1)
  })

  it('unions: items are of their member, and within the bounds', async () => {
    const [one, two] = [all.animals.scoped({ tenantId: 't1' }), all.animals.scoped({ tenantId: 't2' })]
    await one.save({ id: 'u1', kind: 'cat', lives: 9 })
    await two.save({ id: 'u2', kind: 'dog', color: secret })
    expect(await one.get('u2')).equal(undefined)
    expect(await one.scan()).deep.equal([{ id: 'u1', tenantId: 't1', kind: 'cat', lives: 9, n: 0 }])
    expect(await two.query().where('kind').eq('dog')).have.length(1)
    await rejection(one.update('u2').set('n', 1), ItemNotFoundError)
    await rejection(one.save({ id: 'u2', kind: 'cat', lives: 1 }), ItemExistsError)
    await rejection(
      one.update('u2').if('kind').eq('dog').set('n', 1).upsert({ kind: 'dog' }),
      ItemExistsError,
    )
    expect(await one.update('u3').set('n', 1).upsert({ kind: 'dog' })).include({
      tenantId: 't1',
      kind: 'dog',
    })
    const ofOneKind = () => all.animals.scoped({ kind: 'dog' })
    expect(thrown(ofOneKind, InvalidOptionError).message).contain('use the repository of one of them')
  })

  it('collections read within the bounds', async () => {
    const one = all.collection.scoped({ tenantId: 'k1' })
    await all.made.save({ tenantId: 'k1', id: 'a', n: 1 })
    await all.others.save({ tenantId: 'k1', id: 'b', n: 2, size: 3 })
    await all.others.save({ tenantId: 'k2', id: 'b', n: 3 })
    const { made, others } = await one.query()
    expect([made.length, others.map(({ n }) => n)]).deep.equal([1, [2]])
    expect((await one.query().where('size').gt(5)).made).have.length(1)
    expect((await one.scan()).others).have.length(1)
    const { cursor } = await one.query().limit(1).page()
    await rejection(
      all.collection.scoped({ tenantId: 'k2' }).query().after(cursor).limit(1).page(),
      InvalidCursorError,
    )
  })

  it('bounds within bounds', async () => {
    const one = all.loose.scoped({ tenantId: 'n1' }).scoped({ color: 'red' })
    await one.save({ id: 'n1', n: 1 })
    expect(await one.get('n1')).include({ tenantId: 'n1', color: 'red' })
    expect(await all.loose.scoped({ color: 'red', tenantId: 'n2' }).get('n1')).equal(undefined)
    expect(await all.loose.scoped({ tenantId: 'n1' }).scoped({ color: 'blue' }).get('n1')).equal(undefined)
    await rejection(all.loose.scoped({ tenantId: 'n1' }).deleteTable(), UnsupportedOperationError)
  })
})
