// Attacks and faults that other libraries let through in updates: names, paths, limits, lost responses, hangs, secrets.
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  AbortedError,
  attribute,
  CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  Entity,
  InvalidConditionError,
  InvalidUpdateError,
  Repository,
  TimeoutError,
  UnknownOutcomeError,
  ValidationError,
} from 'dyntastic'
import { array, integer, number, object, optional, record, set, string } from 'superstruct'
import { clientWithFaults } from '../faults/fault-client.js'
import { lastingPlan, scriptedPlan } from '../faults/fault-plan.js'
import { cpuMilliseconds } from '../support/cpu-time.js'
import { rawGet, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const entityOf = (table: string) =>
  new Entity({
    name: 'Target',
    table,
    attributes: {
      id: string(),
      n: integer(),
      role: optional(string()),
      rec: optional(record(string(), number())),
      tags: optional(set(string())),
      list: optional(array(object({ a: integer() }))),
      constructor: optional(integer()),
      'we.ird': optional(integer()),
      'a.b': optional(integer()),
      ab: optional(integer()),
      secret: attribute(optional(string()), { name: 's' }),
    },
    key: { partition: 'id' },
  })

// Types of records take any name; those of paths are tried as a caller without types tries them.
const anyPath = (path: string) => path as 'rec.a'

describe('attacks on updates', () => {
  const opening = async (attributes: object = {}) => {
    const target = opened(engine, entityOf)
    // TypeScript takes every literal to have a `constructor`, which is Object's.
    await target.repository.save({ id: 'a', n: 1, rec: { a: 1 }, ...attributes } as never)
    target.sent.length = 0
    return {
      ...target,
      update: target.repository.update('a'),
      stored: async () => (await target.raw({ id: { S: 'a' } })) ?? {},
    }
  }

  for (const name of [
    'a b',
    'a#b',
    ':0',
    '#0',
    '#n0',
    'n = :0',
    'role_0',
    '0',
    "it's",
    'a"b',
    'x[0]',
    'a.b',
    'é😀',
  ])
    it(`1: the map key ${JSON.stringify(name)} means nothing to the other clauses`, async () => {
      const { repository, update, stored } = await opening({ role: 'user' })
      const path = anyPath(`rec[${JSON.stringify(name)}]`)
      await update.set(path, 7).set('n', 5).if('role').eq('user').if(path).notExists()
      const { rec, n } = await stored()
      expect(rec?.M).deep.equal({ a: { N: '1' }, [name]: { N: '7' } })
      expect(n).deep.equal({ N: '5' })
      const guarded = repository.update('a').add(path, 1).if('role').eq('admin')
      expect((await rejection(guarded, ConditionFailedError)).failed[0]).include({
        path: 'role',
        actual: 'user',
      })
      await repository.update('a').patch({ rec: { [name]: 9 } })
      expect((await stored())['rec']?.M?.[name]).deep.equal({ N: '9' })
    })

  it('2: an ADD whose response is lost is applied once, and is of unknown outcome', async () => {
    const { entity, repository } = await opening()
    for (const fault of ['lost', 'appliedError', 'truncated'] as const) {
      const before = (await repository.getOrThrow('a').consistent()).n
      const plan = scriptedPlan(fault)
      const client = await clientWithFaults(engine.client, plan)
      const error = await rejection(
        new Repository(entity, new CommandExecutor({ client })).update('a').add('n', 1),
        UnknownOutcomeError,
      )
      expect(error).include({ outcome: 'unknown', entity: 'Target', operation: 'update' })
      expect(plan.log).length(1)
      expect((await repository.getOrThrow('a').consistent()).n).equal(before + 1)
    }
  })

  it('2: neither is an append, a reckoning, or a version that is counted on', async () => {
    const { entity } = await opening({ list: [{ a: 1 }] })
    const items = (client: typeof engine.client) =>
      new Repository(entity, new CommandExecutor({ client })).update('a')
    for (const change of [
      (it: ReturnType<typeof items>) => it.append('list', { a: 2 }),
      (it: ReturnType<typeof items>) => it.set('n', (attr) => attr.n.plus(1)),
      (it: ReturnType<typeof items>) => it.remove('list[0]'),
    ]) {
      const plan = scriptedPlan('lost')
      await rejection(change(items(await clientWithFaults(engine.client, plan))), UnknownOutcomeError)
      expect(plan.log).length(1)
    }
    const { n, list } = await new Repository(
      entity,
      new CommandExecutor({ client: engine.client }),
    ).getOrThrow('a')
    expect({ n, list }).deep.equal({ n: 2, list: [{ a: 2 }] })
  })

  it('2: a count inside a map that was made with it is not repeated either', async () => {
    const { entity, repository } = await opening()
    await repository.update('a').remove('rec')
    const plan = scriptedPlan('none', 'none', 'lost')
    const faulty = new Repository(
      entity,
      new CommandExecutor({ client: await clientWithFaults(engine.client, plan) }),
    )
    await rejection(faulty.update('a').add('rec.c', 1), UnknownOutcomeError)
    expect(plan.log.map(({ operation }) => operation)).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
    expect((await repository.getOrThrow('a').consistent()).rec).deep.equal({ c: 1 })
  })

  it('3: a create whose response is lost recognises its own write', async () => {
    const { entity, repository } = await opening()
    const plan = scriptedPlan('lost')
    const faulty = new Repository(
      entity,
      new CommandExecutor({ client: await clientWithFaults(engine.client, plan) }),
    )
    expect(await faulty.create({ id: 'new', n: 5 } as never)).include({ id: 'new', n: 5 })
    expect(plan.log).length(2)
    expect(await repository.get('new')).include({ n: 5 })
  })

  it('4: the name __proto__ in JSON of a user is refused by name', async () => {
    const { update, calls } = await opening()
    const given = JSON.parse('{"__proto__": 1}') as Record<string, number>
    for (const work of [
      () => update.set('rec', given),
      () => update.patch({ rec: given }),
      () => update.set(anyPath("rec['__proto__']"), 1),
      () => update.set(anyPath('rec.__proto__'), 1),
      () => update.upsert({ n: 1, rec: given } as never),
      () => update.patch(JSON.parse('{"__proto__": {"n": 1}}')),
    ]) {
      const error = thrown(work, DyntasticError)
      expect(error instanceof ValidationError || error instanceof InvalidUpdateError).equal(true)
      expect(error.message).contain('__proto__')
    }
    expect(calls()).deep.equal([])
    expect(Reflect.get({}, 'n')).equal(undefined)
  })

  it('5: the names constructor, toString and hasOwnProperty are names like any other', async () => {
    const { update, repository, stored } = await opening()
    await update.set('constructor', 5).set('rec.toString', 2).set('rec.hasOwnProperty', 3)
    expect(await stored()).deep.include({
      constructor: { N: '5' },
      rec: { M: { a: { N: '1' }, toString: { N: '2' }, hasOwnProperty: { N: '3' } } },
    })
    const changed = await repository
      .update('a')
      .add('constructor', 1)
      .remove('rec.toString')
      .if('rec.hasOwnProperty')
      .eq(3)
    expect(changed).deep.include({ constructor: 6, rec: { a: 1, hasOwnProperty: 3 } })
    for (const name of ['toString', 'valueOf', '__defineGetter__'])
      thrown(() => repository.update('a').set(name as 'n', 1), InvalidUpdateError)
  })

  for (const path of [
    'rec.a b',
    'rec.a$b',
    'b!.b',
    'n!',
    'rec..a',
    '.n',
    'n.',
    'rec[a]',
    ' n',
    'n\n',
    'rec.a,n',
    'n = :0',
    '',
  ])
    it(`6: the path ${JSON.stringify(path)} is taken whole, or refused: never another attribute`, async () => {
      const { update, stored, calls } = await opening()
      let operation: PromiseLike<unknown> | undefined
      try {
        operation = update.set(anyPath(path), 7)
      } catch (error) {
        expect(error).instanceOf(InvalidUpdateError)
        expect(calls()).deep.equal([])
        return
      }
      await operation
      expect(path).match(/^rec\./)
      expect((await stored())['rec']?.M).deep.equal({ a: { N: '1' }, [path.slice(4)]: { N: '7' } })
    })

  it('7: a path of 100,000 characters is refused at once', () => {
    const update = new Repository(entityOf('targets'), new CommandExecutor()).update('a')
    for (const path of [
      `${'a'.repeat(100_000)}!`,
      `rec${'.a'.repeat(50_000)}!`,
      `rec${'['.repeat(100_000)}`,
    ]) {
      const time = cpuMilliseconds(() => thrown(() => update.set(anyPath(path), 1), InvalidUpdateError))
      expect(time).lessThan(200)
    }
  })

  it('16: no error of an update holds a value of an attribute other than the key', async () => {
    const { repository, update } = await opening({ secret: 'hunter2-marker' })
    const errors = [
      thrown(() => update.set('n', 'hunter2-marker' as never), ValidationError),
      thrown(() => update.set('rec.a', 'hunter2-marker' as never), ValidationError),
      thrown(() => update.add('n', 'hunter2-marker' as never), ValidationError),
      thrown(() => update.add('tags', [{ x: 'hunter2-marker' }] as never), ValidationError),
      thrown(() => update.append('list', ['hunter2-marker'] as never), ValidationError),
      thrown(() => update.patch({ rec: { a: 'hunter2-marker' as never } }), ValidationError),
      thrown(() => update.upsert({ n: 'hunter2-marker' } as never), ValidationError),
      thrown(() => update.set('role', (() => 'hunter2-marker') as never), InvalidUpdateError),
      await rejection(update.set('role', 'hunter2-marker').set('role', 'x'), InvalidUpdateError),
      await rejection(update.set('role', 'hunter2-marker').if('n').gt(5), ConditionFailedError),
      await rejection(update.set('n', 2).if('secret').eq('hunter2-marker2'), ConditionFailedError),
      await rejection(
        update.set('role', 'hunter2-marker').add('n', 1).if('n').gt(5).idempotent(),
        ConditionFailedError,
      ),
      await rejection(repository.update('b').set('role', 'hunter2-marker'), DyntasticError),
    ]
    for (const error of errors)
      for (const text of [
        error.message,
        error.stack ?? '',
        JSON.stringify(error),
        inspect(error, { depth: 10 }),
        String(error),
      ])
        expect(text).not.contain('hunter2-marker')
  })

  it('18: undefined is refused, and never a silent no-op', async () => {
    const { update, calls } = await opening()
    for (const work of [
      () => update.set('n', undefined as never),
      () => update.setIfMissing('n', undefined as never),
      () => update.add('n', undefined as never),
      () => update.subtract('n', undefined as never),
      () => update.append('list', undefined as never),
      () => update.prepend('list', undefined as never),
      () => update.add('tags', undefined as never),
      () => update.delete('tags', undefined as never),
      () => update.set('n', (() => undefined) as never),
      () => update.set('n', ((attr: { n: { plus(n: unknown): never } }) => attr.n.plus(undefined)) as never),
      () => update.patch({ n: undefined as never }),
      () => update.patch({ rec: { a: undefined as never } }),
    ])
      expect(thrown(work, InvalidUpdateError).message).match(/undefined/)
    await rejection(update.patch({}), InvalidUpdateError)
    expect(calls()).deep.equal([])
  })

  it('19 22: attributes called we.ird, a.b and ab are three, in one clause', async () => {
    const { update, stored } = await opening({ 'a.b': 1, ab: 2, 'we.ird': 3 })
    await update.add("['a.b']", 10).add('ab', 20).set("['we.ird']", 5)
    expect(await stored()).deep.include({ 'a.b': { N: '11' }, ab: { N: '22' }, 'we.ird': { N: '5' } })
    thrown(() => update.set(anyPath('we.ird'), 5), InvalidUpdateError)
  })

  it('20: a server that hangs is left at the signal, and at the limit, each saying that the outcome is unknown', async () => {
    const { entity } = await opening()
    const client = await clientWithFaults(engine.client, lastingPlan('hang'))
    const hanging = (timeout: { attempt?: number; total?: number }) =>
      new Repository(entity, new CommandExecutor({ client, timeout })).update('a').add('n', 1)
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 30)
    const start = performance.now()
    const aborted = await rejection(hanging({}).execute({ signal: controller.signal }), AbortedError)
    expect(aborted).include({ outcome: 'unknown' })
    expect(await rejection(hanging({ total: 50 }), TimeoutError)).include({ outcome: 'unknown' })
    // An attempt of what must be applied once is the last one.
    await rejection(hanging({ attempt: 50 }), UnknownOutcomeError)
    expect(await rejection(hanging({ total: 50 }).idempotent(), TimeoutError)).include({ outcome: 'unknown' })
    expect(performance.now() - start).lessThan(2_000)
  })

  it('21: limits are named before anything is sent', async () => {
    const { update, repository, calls } = await opening()
    const numbers = Array.from({ length: 150 }, (_, at) => at)
    let many = repository.update('a').set('n', 1)
    for (const at of numbers) many = many.if('n').ne(at).if('ab').ne(at)
    expect((await rejection(many, InvalidConditionError)).message).match(/300/)
    let sums = repository.update('a').set('n', 2)
    for (let at = 0; at < 301; at++) sums = sums.setIfMissing(anyPath(`rec.k${at}`), at)
    expect((await rejection(sums, InvalidUpdateError)).message).match(/300 operators/)
    let long = repository.update('a').set('n', 2)
    for (let at = 0; at < 500; at++) long = long.set(anyPath(`rec.k${at}`), at)
    expect((await rejection(long, InvalidUpdateError)).message).match(/bytes.*4,?096|4,?096.*bytes/)
    const deep = `rec${'.a'.repeat(40)}`
    thrown(() => update.set(anyPath(deep), 1), InvalidUpdateError)
    expect(calls()).deep.equal([])
  })

  it('21: what is within the limits is taken by DynamoDB', async () => {
    const { repository } = await opening()
    let many = repository.update('a').set('n', 2)
    for (let at = 0; at < 150; at++) many = many.set(anyPath(`rec.k${at}`), at)
    expect(Object.keys((await many).rec ?? {})).length(151)
    // IN takes 100 operands; more of them are compared in groups.
    const numbers = Array.from({ length: 150 }, (_, at) => at)
    expect((await repository.update('a').set('n', 7).if('n').in(numbers)).n).equal(7)
  })

  it('23: an idempotent ADD whose responses are lost, also over repetitions of our own, is applied once', async () => {
    const { entity, table } = await opening()
    const plan = scriptedPlan('lost', 'lost', 'lost', 'appliedError', 'lost', 'truncated')
    const client = await clientWithFaults(engine.client, plan, { maxAttempts: 2 })
    const faulty = new Repository(entity, new CommandExecutor({ client }))
    expect((await faulty.update('a').add('n', 1).idempotent()).n).equal(2)
    expect((await rawGet(engine.client, table, { id: { S: 'a' } }))?.['n']).deep.equal({ N: '2' })
    const sent = plan.log.filter(({ operation }) => operation === 'TransactWriteItems')
    expect(sent.length).greaterThan(4)
    expect(new Set(sent.map(({ body }) => JSON.parse(body).ClientRequestToken)).size).equal(1)
  })
})
