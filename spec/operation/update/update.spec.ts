// UpdateItem: what an update compiles to, what its responses and errors mean, and what its chain refuses at once.
import { expect } from 'chai'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidItemError } from '../../../lib/errors/invalid-item-error.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import { orderInput } from '../../support/entities.js'
import { rejection, thrown } from '../../support/rejection.js'
import { onFakeRunner, orderKey, wordsOf } from '../update-samples.js'

const { runner, plains, orders } = onFakeRunner()
const Key = { id: { S: 'a' } }
const stored = {
  id: { S: 'a' },
  name: { S: 'Ann' },
  total: { N: '5' },
  stats: { M: { views: { N: '1' } } },
  age: { N: '3' },
}
const item = { id: 'a', name: 'Ann', total: 5, stats: { views: 1 }, age: 3, scores: new Set() }
const unmet = (current: object | undefined, outcome: 'unknown' | 'nothing written' = 'nothing written') =>
  new ConditionFailedError({ stored: current, outcome, cause: new Error('unmet') })

describe('update', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.reply = { Attributes: stored }
  })

  it('requires an existing item, changes it, and returns the whole of it', () => {
    expect(plains.update('a').set('name', 'Bob').toCommand().input).deep.equal({
      TableName: 'plain',
      Key,
      UpdateExpression: 'SET #0 = :0',
      ConditionExpression: 'attribute_exists(#1)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ExpressionAttributeNames: { '#0': 'name', '#1': 'id' },
      ExpressionAttributeValues: { ':0': { S: 'Bob' } },
      ReturnValues: 'ALL_NEW',
    })
  })

  it('is one request of all changes, each keyword once, in one namespace with its conditions', () => {
    const operation = plains
      .update('a')
      .remove('email')
      .set('name', 'Bob')
      .add('total', 1)
      .delete('scores', [1])
      .set('age', (attr) => attr.age.plus(1))
      .add('stats.views', 2)
      .if('name')
      .eq('Ann')
    expect(wordsOf(operation)).deep.equal({
      update:
        'SET name = "Bob", age = age + 1 REMOVE e ADD total 1, stats.views 2 DELETE scores {"NS":["1"]}',
      condition: 'attribute_exists(id) AND name = "Ann"',
    })
    const { ExpressionAttributeNames: names = {} } = operation.toCommand().input
    expect(new Set(Object.values(names)).size).equal(Object.keys(names).length)
  })

  it('a REMOVE alone has no values', () => {
    expect(plains.update('a').remove('email').toCommand().input).not.property('ExpressionAttributeValues')
  })

  for (const [what, values] of [
    ['new', 'ALL_NEW'],
    ['old', 'ALL_OLD'],
    ['updatedNew', 'UPDATED_NEW'],
    ['updatedOld', 'UPDATED_OLD'],
    ['none', 'NONE'],
  ] as const)
    it(`returning('${what}') requests ${values}, the last one counts`, () => {
      const base = plains.update('a').set('age', 1).returning('none').returning('new')
      expect(base.returning(what as 'new').toCommand().input.ReturnValues).equal(values)
    })

  it('resolves to what was requested, by one request', async () => {
    const base = plains.update('a').set('age', 3)
    expect(await base).deep.equal(item)
    expect(await base.returning('new')).deep.equal(item)
    expect(await base.returning('old')).deep.equal(item)
    expect(await base.returning('none')).equal(undefined)
    runner.reply = { Attributes: { age: { N: '3' }, stats: { M: { source: { S: 'x' } } } } }
    for (const what of ['updatedNew', 'updatedOld'] as const)
      expect(await base.returning(what)).deep.equal({ age: 3, stats: { source: 'x' } })
    runner.reply = {}
    expect(await base.returning('updatedOld')).deep.equal({})
    expect(await base.returning('old').upsert({ name: 'x', total: 1, scores: new Set([1]) })).equal(undefined)
    expect(runner.sent.every(({ call }) => call === 'UpdateItem')).equal(true)
    expect(runner.sent).length(8)
  })

  it('raw resolves to the SDK’s response', async () => {
    runner.reply = { $metadata: { requestId: 'r1' }, Attributes: stored }
    expect(await plains.update('a').set('age', 1).raw()).deep.equal(runner.reply)
  })

  it('checks the item that comes back', async () => {
    runner.reply = { Attributes: { id: { S: 'a' } } }
    await rejection(plains.update('a').set('age', 1), InvalidItemError)
  })

  it('an update without changes rejects, and sends nothing', async () => {
    for (const operation of [plains.update('a'), plains.update('a').patch({}), orders.update(orderKey)]) {
      const error = await rejection(operation, InvalidUpdateError)
      expect(error.message).match(/\.update: the update has no changes/)
    }
    expect(runner.sent).deep.equal([])
  })

  it('leaves the update alone that it was made from, and keeps what its own call did not change', () => {
    const first = plains.update('a').set('name', 'Bob').if('total').gt(4)
    const second = first.set('age', 5)
    const third = second.orSkip()
    expect(second.clauses).equal(first.clauses)
    expect(third.clauses().conditions).equal(first.clauses().conditions)
    expect([first, second, third].map(({ clauses }) => clauses().skip)).deep.equal([false, false, true])
    for (const { clauses } of [first, second, third]) expect(Object.isFrozen(clauses())).equal(true)
    expect(first.toCommand().input.UpdateExpression).equal('SET #0 = :0')
    expect(second.toCommand().input.UpdateExpression).equal('SET #0 = :0, #1 = :1')
  })

  describe('shows without being sent', () => {
    it('what it would send', () => {
      const { input } = plains.update('a').set('age', 5).toCommand()
      expect(input).include({ UpdateExpression: 'SET #0 = :0' })
      expect(runner.sent).deep.equal([])
    })

    it('nothing of an idempotent update, which is sent otherwise', () => {
      const error = thrown(
        () => plains.update('a').set('age', 5).idempotent().toCommand(),
        InvalidUpdateError,
      )
      expect(error.message).match(/TransactWriteItems/)
    })
  })

  describe('whose condition was not met', () => {
    const operation = plains.update('a').set('age', 4).if('name').eq('Bob')

    it('rejects with the clause and the item as it stands, and skips on request', async () => {
      runner.reply = unmet(stored)
      const error = await rejection(operation, ConditionFailedError)
      expect(error).not.instanceOf(ItemNotFoundError)
      expect(error).include({ entity: 'Plain', operation: 'update' })
      expect(error.key).deep.equal({ id: 'a' })
      expect(error.item).deep.equal(item)
      expect(error.failed).length(1)
      expect(error.failed[0]).include({ clause: 'name = (value)', path: 'name', actual: 'Ann' })
      expect(error).include({ outcome: 'nothing written' })
      expect(await operation.orSkip()).equal(undefined)
    })

    it('is an ItemNotFoundError if there is no item, also under orSkip', async () => {
      runner.reply = unmet(undefined)
      for (const each of [operation, operation.orSkip(), plains.update('a').set('age', 1)]) {
        const error = await rejection(each, ItemNotFoundError)
        expect(error.message).equal(
          "Plain.update: no item with this key exists; use upsert() to create it ({ id: 'a' }); nothing was written",
        )
        expect(error.key).deep.equal({ id: 'a' })
        expect(error.cause).instanceOf(Error)
      }
    })

    it('of an upsert says that there is no item', async () => {
      runner.reply = unmet(undefined)
      const upsert = operation.upsert({ name: 'x', total: 1, scores: new Set([1]) })
      const error = await rejection(upsert, ConditionFailedError)
      expect(error.message).match(/there is no item with this key/)
      expect(error).not.instanceOf(ItemNotFoundError)
      expect(await upsert.orSkip()).equal(undefined)
    })

    it('of an attempt that followed a lost one, has an unknown outcome: nothing is said to be skipped', async () => {
      runner.reply = unmet(stored, 'unknown')
      for (const each of [operation, operation.orSkip()]) {
        const error = await rejection(each, ConditionFailedError)
        expect(error).include({ outcome: 'unknown' })
        expect(error.message).match(/an earlier attempt may have been applied/)
      }
    })

    it('passes other errors', async () => {
      runner.reply = new RequestFailedError({ detail: 'no' })
      for (const each of [operation, operation.orSkip(), operation.raw()])
        expect(await rejection(each, RequestFailedError)).equal(runner.reply)
    })
  })

  describe('of an entity with version and timestamps', () => {
    const read = orders.entity.parse({ ...orderInput, revision: 7 })

    it('guards the version of an item that was read, and writes one more', () => {
      const words = wordsOf(orders.update(read).set('status', 'paid'))
      expect(words.condition).equal('revision = 7 AND attribute_exists(customerId)')
      expect(words.update).match(/^SET status = "paid", revision = 8, updatedAt = "\d{4}-.*Z"$/)
    })

    it('counts the version on by key alone', () => {
      const words = wordsOf(orders.update(orderKey).set('status', 'paid'))
      expect(words.condition).equal('attribute_exists(customerId)')
      expect(words.update).match(/revision = if_not_exists\(revision, 0\) \+ 1, updatedAt = /)
    })

    it('rejects with VersionConflictError and the current item, never skipped for a missing one', async () => {
      const current = orders.entity.encode({ ...orderInput, revision: 9 })
      runner.reply = unmet(current)
      const operation = orders.update(read).set('status', 'paid')
      const error = await rejection(operation, VersionConflictError)
      expect(error.item).include({ revision: 9 })
      runner.reply = unmet(undefined)
      await rejection(operation, ItemNotFoundError)
    })

    it('stamps one moment, that of its making', async () => {
      const operation = orders.update(orderKey).set('status', 'paid')
      const before = structuredClone(operation.toCommand().input)
      await new Promise((resolve) => setTimeout(resolve, 3))
      expect(operation.if('total').gt(1).toCommand().input.ExpressionAttributeValues).deep.include(
        before.ExpressionAttributeValues,
      )
    })
  })

  describe('refuses when it is built', () => {
    const update = plains.update('a')
    const on = (work: (it: never) => unknown) => () => work(update as never)

    for (const [what, work, type, message] of [
      ['set(undefined)', (it) => it.set('name', undefined), InvalidUpdateError, /name.*undefined/],
      ['a key attribute', (it) => it.set('id', 'b'), InvalidUpdateError, /id is part of the key/],
      ['an immutable one', (it) => it.set('born', 'x'), InvalidUpdateError, /born is immutable/],
      ['an unknown one', (it) => it.set('nmae', 'x'), InvalidUpdateError, /nmae/],
      ['the removal of what is required', (it) => it.remove('name'), InvalidUpdateError, /name.*required/],
      ['a wrong value', (it) => it.set('age', 'x'), ValidationError, /age/],
      ['a wrong value of a patch', (it) => it.patch({ age: 'x' }), ValidationError, /age/],
      [
        'undefined in a patch',
        (it) => it.patch({ name: undefined }),
        InvalidUpdateError,
        /name is undefined/,
      ],
      ['a wrong value of an upsert', (it) => it.upsert({ age: 'x' }), ValidationError, /age/],
      ['a token of no character', (it) => it.idempotent(''), InvalidOptionError, /1 to 36/],
      ['a token of 37', (it) => it.idempotent('x'.repeat(37)), InvalidOptionError, /1 to 36/],
      [
        'an unknown returning',
        (it) => it.returning('newer'),
        InvalidOptionError,
        /`returning` must be 'new', 'old'/,
      ],
      ['old, idempotent', (it) => it.idempotent().returning('old'), InvalidUpdateError, /'new' or 'none'/],
      ['idempotent, old', (it) => it.returning('old').idempotent(), InvalidUpdateError, /'new' or 'none'/],
      [
        'idempotent, in part',
        (it) => it.returning('updatedNew').idempotent(),
        InvalidUpdateError,
        /'new' or 'none'/,
      ],
    ] as readonly (readonly [
      string,
      // Every case calls what its own types refuse.
      // biome-ignore lint/suspicious/noExplicitAny: as callers without types do
      (it: any) => unknown,
      typeof InvalidUpdateError | typeof InvalidOptionError | typeof ValidationError,
      RegExp,
    ])[])
      it(`${what}`, () => {
        expect(thrown(on(work), type).message).match(message)
        expect(runner.sent).deep.equal([])
      })
  })

  it('refuses a bad key, and overlapping changes, when it runs', async () => {
    const error = await rejection(plains.update(5 as never).set('age', 1), InvalidKeyError)
    expect(error).include({ entity: 'Plain', operation: 'update' })
    const overlap = await rejection(
      plains.update('a').set('address', { city: 'x' }).set('address.city', 'y'),
      InvalidUpdateError,
    )
    expect(overlap.message).match(/address and set on address\.city overlap/)
    expect(runner.sent).deep.equal([])
  })

  it('takes an item for its key, and nothing else of it', () => {
    const { input } = plains
      .update(item as never)
      .set('age', 1)
      .toCommand()
    expect(input.Key).deep.equal(Key)
    expect(input).deep.equal(plains.update('a').set('age', 1).toCommand().input)
  })

  it('patches name by name, at any depth', () => {
    const operation = plains.update('a').patch({ name: 'Bob', address: { city: 'Rome' }, email: null })
    expect(wordsOf(operation).update).equal('SET name = "Bob", address.city = "Rome" REMOVE e')
  })
})
