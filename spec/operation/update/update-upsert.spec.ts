// What an upsert gives a new item: checked and made once, and left to what the changes say themselves.
import { expect } from 'chai'
import { Entity, Repository } from 'dyntastic'
import { number, optional, string } from 'superstruct'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { orderInput } from '../../support/entities.js'
import { rejection, thrown } from '../../support/rejection.js'
import { onFakeRunner, orderKey, wordsOf } from '../update-samples.js'

const { runner, plains, orders } = onFakeRunner()
const whole = { name: 'Ann', total: 1, scores: new Set([1]) }
const update = plains.update('a')
// What types refuse is tried all the same.
const upsert = (operation: unknown, values?: unknown) =>
  (operation as { upsert(values?: unknown): typeof update }).upsert(values)

describe('upsert', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.reply = {}
  })

  it('requires that there is no item, and gives absent attributes their initial values, defaults included', () => {
    expect(wordsOf(update.set('age', 7).upsert(whole))).deep.equal({
      update:
        'SET age = 7, name = if_not_exists(name, "Ann"), total = if_not_exists(total, 1), ' +
        'scores = if_not_exists(scores, {"NS":["1"]}), ' +
        'stats = if_not_exists(stats, {"M":{"views":{"N":"10"},"source":{"S":"web"}}})',
      condition: undefined,
    })
  })

  it('may make the table', () => {
    expect(update.set('age', 7).compile()).not.property('creation')
    const creation = update.set('age', 7).upsert(whole).compile().creation?.()
    expect(creation?.input).deep.equal(plains.toCreateTableInput())
    expect(
      orders.update(orderKey).set('status', 'paid').upsert(orderValues()).compile().creation?.().ttl,
    ).equal('expiresAt')
  })

  it('takes the values before or after the changes', () => {
    expect(wordsOf(upsert(update, whole).set('age', 7))).deep.equal(
      wordsOf(update.set('age', 7).upsert(whole)),
    )
  })

  it('reads values and makes defaults when it is called, once', () => {
    const values = { ...whole, address: { city: 'Rome' } }
    const operation = update.set('age', 1).upsert(values)
    const before = wordsOf(operation)
    values.address.city = 'Bari'
    values.scores.add(9)
    expect(wordsOf(operation)).deep.equal(before)
    values.scores.delete(9)
    const made = orders
      .update({ customerId: 'c1', orderId: 'o2' })
      .set('status', 'paid')
      .upsert(orderValues())
    expect(made.toCommand().input).deep.equal(made.toCommand().input)
  })

  it('says all that a new item lacks, and sends nothing', async () => {
    const error = await rejection(upsert(update.set('age', 1).add('total', 2)), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['name', 'scores'])
    expect(error.message).match(/^Plain\.update: name: is required in a new item.*upsert\(\{ … \}\)/)
    expect(runner.sent).deep.equal([])
  })

  for (const [what, values, failures] of [
    ['wrong values, all of them', { ...whole, name: 5, age: 'x' }, ['name', 'age']],
    ['a wrong value inside', { ...whole, address: { city: 5 } }, ['address.city']],
    ['an unknown name', { ...whole, nmae: 'x' }, ['nmae']],
    ['the name of an inherited member', { ...whole, constructor: 'x' }, ['constructor']],
    ['the key', { ...whole, id: 'b' }, ['id']],
  ] as const)
    it(`refuses ${what}, when it is built`, () => {
      const error = thrown(() => upsert(update.set('age', 1), values), ValidationError)
      expect(error.failures.map(({ path }) => path)).deep.equal(failures)
      expect(error).include({ entity: 'Plain', operation: 'update' })
    })

  it('refuses what the library keeps', () => {
    const values = { ...orderValues(), revision: 5, createdAt: new Date() }
    const error = thrown(() => upsert(orders.update(orderKey), values), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['revision', 'createdAt'])
    expect(error.message).match(/managed by the library/)
  })

  for (const values of [null, 5, 'text', []])
    it(`refuses ${JSON.stringify(values)} in place of values`, () => {
      expect(thrown(() => upsert(update, values), InvalidUpdateError).message).match(
        /attributes of a new item/,
      )
    })

  for (const values of [new Map([['email', 'a']]), new Date(0), Promise.resolve(whole)])
    it(`refuses a ${values.constructor.name}, whose content is not in properties`, () => {
      expect(thrown(() => upsert(update, values), InvalidUpdateError).message).contain(
        `attributes of a new item, not a ${values.constructor.name}`,
      )
    })

  it('leaves out what is undefined, or an empty Set', () => {
    const values = { ...whole, email: undefined, scores: new Set() }
    expect(wordsOf(upsert(update.set('age', 1), values)).update).not.match(/ e =|scores/)
  })

  it('takes what is in the values themselves, not what they inherit', () => {
    const Odd = new Entity({
      name: 'Odd',
      table: 'odd',
      attributes: { id: string(), n: number(), toString: optional(string()) },
      key: { partition: 'id' },
    })
    const odd = new Repository(Odd, runner).update('a').set('n', 1)
    expect(wordsOf(upsert(odd)).update).equal('SET n = 1')
    expect(wordsOf(upsert(odd, { toString: 'x' })).update).equal(
      'SET n = 1, toString = if_not_exists(toString, "x")',
    )
  })

  it('copies binary', () => {
    const photo = new Uint8Array([1])
    const operation = update.set('age', 1).upsert({ ...whole, photo })
    photo[0] = 9
    const { ExpressionAttributeValues: values = {} } = operation.compile().input
    expect(Object.values(values)).deep.include({ B: new Uint8Array([1]) })
  })

  it('takes what changes go into', () => {
    const { update: words } = wordsOf(update.add('stats.views', 1).upsert({ ...whole, stats: { views: 5 } }))
    expect(words)
      .match(/ADD stats\.views 1$/)
      .and.not.match(/stats =/)
  })

  it('lets set and setIfMissing win over what it is given', () => {
    const words = wordsOf(update.set('name', 'Bob').setIfMissing('total', 7).upsert(whole))
    expect(words.update).match(/^SET name = "Bob", total = if_not_exists\(total, 7\), scores/)
  })

  for (const [what, operation] of [
    ['add', update.add('total', 5)],
    ['delete', update.delete('scores', 1)],
    ['remove', update.remove('email')],
  ] as const)
    it(`refuses to be given what ${what} changes: a new item cannot have both`, async () => {
      const error = await rejection(upsert(operation, { ...whole, email: 'x' }), InvalidUpdateError)
      expect(error.message).match(new RegExp(`upsert\\(\\) gives .* a value, and ${what}\\(\\) changes it`))
      expect(runner.sent).deep.equal([])
    })

  it('needs no set that is only taken from, as its absence is an empty one', () => {
    const { update: words } = wordsOf(upsert(update.delete('scores', 1), { name: 'Ann', total: 1 }))
    expect(words)
      .match(/DELETE scores/)
      .and.not.match(/if_not_exists\(scores/)
  })

  it('demands what is required and only taken from inside', async () => {
    const operation = update.set('age', 1)
    expect(wordsOf(upsert(operation.remove('address.zip'), whole)).update).match(/REMOVE address\.z/)
    // `stats` has a default: it is there, and what is inside it goes.
    expect(wordsOf(upsert(operation.remove('stats.source'), whole)).update).match(/REMOVE stats\.source/)
    const nested = orders.update(orderKey).remove('lines[0]')
    const error = await rejection(upsert(nested, { total: 1, placedAt: new Date() }), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['lines'])
  })

  it('sets an immutable attribute of a new item', () => {
    expect(wordsOf(update.set('age', 1).upsert({ ...whole, born: 'x' })).update).match(
      /born = if_not_exists\(born, "x"\)/,
    )
  })
})

function orderValues() {
  const { total, placedAt, lines } = orderInput
  return { total, placedAt, lines }
}
