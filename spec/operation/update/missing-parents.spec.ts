// Updates inside maps that are missing: read, sent again whole and guarded, a bounded number of times.
import { expect } from 'chai'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { isMissingParent } from '../../../lib/operation/update/missing-parents.js'
import { rejection } from '../../support/rejection.js'
import { onFakeRunner } from '../update-samples.js'

const { runner, plains } = onFakeRunner()
const text = 'The document path provided in the update expression is invalid for update'
const fault = (name: string, message: string, more = {}) =>
  new RequestFailedError({ cause: Object.assign(new Error(message), { name, ...more }) })
const refusal = fault('ValidationException', text)
const cancelled = fault('TransactionCanceledException', 'no', {
  CancellationReasons: [{ Code: 'ValidationError', Message: text }],
})
const unmet = (stored: StoredItem | undefined) =>
  new ConditionFailedError({ stored, cause: new Error('unmet') })

const base: StoredItem = {
  id: { S: 'a' },
  name: { S: 'Ann' },
  total: { N: '1' },
  age: { N: '1' },
  stats: { M: { views: { N: '1' } } },
}
const withAddress: StoredItem = { ...base, address: { M: { city: { S: 'Bari' } } } }
const update = plains.update('a').set('address.city', 'Rome')

/** Responds to writes and reads with these in turn, and then repeats the last of each. */
function script(writes: (Error | object)[], reads: (StoredItem | undefined)[]): void {
  const next = <T>(left: T[]): T => (left.length > 1 ? (left.shift() as T) : (left[0] as T))
  runner.reply = ({ call }: Request) => {
    if (call !== 'GetItem') return next(writes)
    const Item = next(reads)
    return Item === undefined ? {} : { Item }
  }
}

const calls = () => runner.sent.map(({ call }) => call)
const inputOf = (at: number): Record<string, unknown> => ({ ...runner.sent.at(at)?.input })

describe('an update inside a missing map', () => {
  beforeEach(() => {
    runner.sent.length = 0
  })

  it('reads the item consistently, and creates the whole map if it is still missing, in one request', async () => {
    script([refusal, { Attributes: withAddress }], [base])
    expect(await update.if('age').gt(0)).deep.include({ address: { city: 'Bari' } })
    expect(calls()).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
    expect(inputOf(1)).deep.equal({ TableName: 'plain', Key: { id: { S: 'a' } }, ConsistentRead: true })
    expect(inputOf(2)).include({
      UpdateExpression: 'SET #0 = :0',
      ConditionExpression: 'attribute_exists(#1) AND #2 > :1 AND attribute_not_exists(#0)',
      ReturnValues: 'ALL_NEW',
    })
    expect(inputOf(2)['ExpressionAttributeValues']).deep.include({ ':0': { M: { city: { S: 'Rome' } } } })
    expect(runner.sent.map(({ operation }) => operation)).deep.equal(['update', 'update', 'update'])
  })

  it('raw goes the same way', async () => {
    script([refusal, { Attributes: withAddress }], [base])
    expect(await update.raw()).deep.include({ Attributes: withAddress })
    expect(calls()).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
  })

  it('sends transactions if it is idempotent, each with a token of its own', async () => {
    script([cancelled, {}], [base])
    await update.idempotent().returning('none')
    expect(calls()).deep.equal(['TransactWriteItems', 'GetItem', 'TransactWriteItems'])
    expect(inputOf(0)['ClientRequestToken']).not.equal(inputOf(2)['ClientRequestToken'])
  })

  it('refuses to become another update under a token of the user’s own', async () => {
    script([cancelled, {}], [base])
    const error = await rejection(update.idempotent('t'), InvalidUpdateError)
    expect(error.message)
      .match(/with a token of your own/)
      .and.contain('is missing (address)')
    expect(calls()).deep.equal(['TransactWriteItems'])
  })

  it('is sent as it was where another writer has made the map meanwhile', async () => {
    script([refusal, { Attributes: withAddress }], [withAddress])
    await update
    expect(inputOf(2)).include({
      UpdateExpression: 'SET #0.#1 = :0',
      ConditionExpression: 'attribute_exists(#2)',
    })
  })

  it('starts over if the item changed after it was read', async () => {
    script([refusal, unmet(withAddress), { Attributes: withAddress }], [base, withAddress])
    await update
    expect(calls()).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem', 'GetItem', 'UpdateItem'])
    expect(inputOf(4)).include({ UpdateExpression: 'SET #0.#1 = :0' })
  })

  it('starts over if another writer has created the item of an upsert', async () => {
    script([refusal, unmet(base), { Attributes: withAddress }], [undefined, base])
    await update.upsert({ name: 'x', total: 1, scores: new Set([1]) })
    expect(calls()).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem', 'GetItem', 'UpdateItem'])
  })

  it('starts over if the map is gone again', async () => {
    script([refusal, refusal, { Attributes: withAddress }], [withAddress, base])
    const error = await rejection(update, RequestFailedError)
    expect(error).equal(refusal)
    // Where the item had all maps, something else is wrong with the path: it is not tried forever.
    expect(calls()).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
  })

  it('is given up after five attempts', async () => {
    let n = 0
    runner.reply = ({ call }: Request) => {
      n++
      if (call === 'GetItem') return { Item: { ...base, age: { N: String(n) } } }
      return n === 1 ? refusal : unmet({ ...base, age: { N: String(-n) } })
    }
    expect(await rejection(update, RequestFailedError)).equal(refusal)
    expect(calls().filter((call) => call === 'GetItem')).length(5)
  })

  it('says which clause of the user was false', async () => {
    script([refusal, unmet(base)], [base])
    const error = await rejection(update.if('age').gt(5), ConditionFailedError)
    expect(error.failed.map(({ clause }) => clause)).deep.equal(['age > (value)'])
    script([refusal, unmet(base)], [base])
    expect(await update.if('age').gt(5).orSkip()).equal(undefined)
  })

  it('is an ItemNotFoundError where the item is gone', async () => {
    script([refusal], [undefined])
    const error = await rejection(update, ItemNotFoundError)
    expect(error.cause).equal(refusal.cause)
    expect(calls()).deep.equal(['UpdateItem', 'GetItem'])
    script([refusal, unmet(undefined)], [base, undefined])
    await rejection(update, ItemNotFoundError)
  })

  it('is a ValidationError where the map would lack what is required, and nothing more is sent', async () => {
    script([refusal], [base])
    const error = await rejection(plains.update('a').set('address.zip', '1'), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['address.city'])
    expect(calls()).deep.equal(['UpdateItem', 'GetItem'])
  })

  it('must not be repeated after a lost response where the update itself must not', async () => {
    script([refusal, { Attributes: base }], [{ id: { S: 'a' } }])
    await plains.update('a').add('stats.views', 1)
    // The whole map is a constant; but its retry would meet its own write, and count again.
    expect(inputOf(2)).include({ UpdateExpression: 'SET #0 = :0' })
    expect(runner.sent.at(2)).include({ repeatable: false })
  })

  it('asks that what it was worked out from is as it was', async () => {
    script([refusal, { Attributes: base }], [base])
    await plains.update('a').set('counts.n', (attr) => attr.age.plus(1))
    expect(inputOf(2)['ConditionExpression']).equal(
      'attribute_exists(#1) AND attribute_not_exists(#0) AND #2 = :1',
    )
    expect(inputOf(2)['ExpressionAttributeNames']).deep.equal({ '#0': 'counts', '#1': 'id', '#2': 'age' })
    expect(inputOf(2)['ExpressionAttributeValues']).deep.equal({
      ':0': { M: { n: { N: '2' } } },
      ':1': { N: '1' },
    })
  })

  it('passes what the read rejects with', async () => {
    const down = new RequestFailedError({ detail: 'down' })
    runner.reply = ({ call }: Request) => (call === 'GetItem' ? down : refusal)
    expect(await rejection(update, RequestFailedError)).equal(down)
  })
})

describe('an update that DynamoDB rejects because of what the item holds', () => {
  const unfit = fault('ValidationException', 'An operand in the update expression has an incorrect data type')
  const absent = fault(
    'ValidationException',
    'The provided expression refers to an attribute that does not exist in the item',
  )
  const cases = [
    [
      'a member of a member that is not a map',
      plains.update('a').set('deep.a.b', 1),
      refusal,
      { ...base, deep: { M: { a: { S: 'x' } } } },
      'deep.a is stored as S, but must be a map',
    ],
    [
      'a member of a value that is not a map',
      update,
      refusal,
      { ...base, address: { S: 'x' } },
      'address is stored as S, but must be a map',
    ],
    [
      'an operand that is absent',
      plains.update('a').set('total', (attr) => attr.age.plus(1)),
      absent,
      { id: { S: 'a' } },
      'set on total: the attribute age is absent from the item',
    ],
    [
      'a number added to a string',
      plains.update('a').add('age', 1),
      unfit,
      { ...base, age: { S: 'x' } },
      'add on age: N cannot be combined with S',
    ],
    [
      'a sum of too many digits',
      plains.update('a').add('age', 1),
      fault('ValidationException', 'Attempting to store more than 38 significant digits in a Number'),
      { ...base, age: { N: '1E+100' } },
      'add on age: N cannot be combined with N, or the result exceeds the limits of numbers',
    ],
  ] as const
  for (const [title, changed, response, item, words] of cases)
    it(`says so, with the path: ${title}`, async () => {
      script([response], [item])
      const error = await rejection(changed, InvalidUpdateError)
      expect(error.message).contain(words)
      expect(error).include({ outcome: 'nothing written', cause: response.cause })
    })

  it('keeps the error where the item does not explain it, or cannot be read', async () => {
    const added = plains.update('a').add('age', 1)
    for (const item of [base, undefined]) {
      script([unfit], [item])
      expect(await rejection(added, RequestFailedError)).equal(unfit)
    }
    runner.reply = ({ call }: Request) =>
      call === 'GetItem' ? new RequestFailedError({ detail: 'down' }) : unfit
    expect(await rejection(added, RequestFailedError)).equal(unfit)
  })
})

describe('isMissingParent', () => {
  for (const [error, expected] of [
    [refusal, true],
    [cancelled, true],
    [fault('ValidationException', 'An operand has an incorrect data type'), false],
    [fault('OtherException', text), false],
    [fault('TransactionCanceledException', text, { CancellationReasons: [{ Code: 'None' }] }), false],
    [new Error(text), false],
    [undefined, false],
  ] as const)
    it(`${expected} of ${error === undefined ? 'undefined' : String(Object(error.cause).message ?? error.message)}`, () => {
      expect(isMissingParent(error)).equal(expected)
    })
})
