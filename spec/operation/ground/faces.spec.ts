// What operations look like inside batches and transactions: the same as on their own, and refused where they cannot
// be.
import { expect } from 'chai'
import { CommandExecutor, Repository } from 'dyntastic'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { ItemExistsError } from '../../../lib/errors/item-exists-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import type { Faced, Facing } from '../../../lib/operation/ground/faces.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const runner = new FakeRunner()
const users = new Repository(userEntity(), runner)
const orders = new Repository(orderEntity(), runner)
const key = { customerId: 'c1', orderId: 'o1' }
const order = orders.entity.parse({ ...orderInput, ...key, revision: 7 })
const alice = users.entity.parse(aliceInput)

interface Sendable extends Facing {
  toCommand(): { readonly input: object }
}

function withoutReturnValues(operation: Sendable): object {
  const { ReturnValues: _, ...input } = operation.toCommand().input as { ReturnValues?: unknown }
  return input
}

describe('the face of a write in a transaction', () => {
  for (const [what, action, operation] of [
    ['a save', 'Put', users.save(aliceInput)],
    ['a save with a condition', 'Put', users.save(aliceInput).if('age').gt(17)],
    ['a save of an item with a version', 'Put', orders.save(order)],
    ['a create', 'Put', users.create(aliceInput)],
    ['a delete', 'Delete', users.delete('u1')],
    ['a delete with a condition', 'Delete', users.delete('u1').if('age').gt(17)],
    ['a delete of an item with a version', 'Delete', orders.delete(order)],
    ['an update', 'Update', users.update('u1').set('name', 'Bob')],
    ['an update with conditions', 'Update', users.update('u1').add('age', 1).if('age').lt(5)],
    ['an update of an item with a version', 'Update', orders.update(order).set('total', 5)],
    ['an upsert', 'Update', users.update('u1').set('name', 'x').upsert({ email: 'x@example.com' })],
  ] satisfies [string, string, Sendable][])
    it(`of ${what} is its own request, but for what comes back`, () => {
      const face = operation.transactWriteFace()
      expect(face.action).deep.equal({ [action]: withoutReturnValues(operation) })
      expect(face).include({ runner, operation: operation.name })
    })

  it('resolves to the item that is written, or to nothing', () => {
    expect(users.save(aliceInput).transactWriteFace()).include({ pending: false })
    expect(users.save(aliceInput).transactWriteFace().result).deep.equal(alice)
    expect(orders.save(order).transactWriteFace().result).deep.include({ revision: 8 })
    expect(users.save(aliceInput).returning('none').transactWriteFace().result).equal(undefined)
    expect(users.delete('u1').transactWriteFace()).include({ result: undefined, pending: false })
    expect(users.update('u1').set('name', 'x').transactWriteFace()).include({ pending: true })
    expect(users.update('u1').set('name', 'x').returning('none').transactWriteFace()).include({
      pending: false,
    })
  })

  for (const [what, operation] of [
    ['orSkip', users.save(aliceInput).orSkip()],
    ['orSkip', users.delete('u1').if('age').gt(1).orSkip()],
    ['orSkip', users.update('u1').set('name', 'x').orSkip()],
    ["returning('old')", users.save(aliceInput).returning('old')],
    ["returning('old')", users.delete('u1').returning('old')],
    ["returning('old')", users.update('u1').set('name', 'x').returning('old')],
    ["returning('updatedNew')", users.update('u1').set('name', 'x').returning('updatedNew')],
    ['a token of its own', users.update('u1').set('name', 'x').idempotent('mine')],
    ['a get', users.get('u1')],
  ] satisfies [string, Facing][])
    it(`is refused to ${what} of ${operation.name}`, () => {
      const error = thrown(() => operation.transactWriteFace(), UnsupportedOperationError)
      expect(error).include({ entity: 'User', operation: operation.name })
    })

  const failed = new ConditionFailedError({ stored: undefined })
  const standing = new ConditionFailedError({ stored: { userId: { S: 'u1' }, age: { N: '3' } } })
  for (const [what, operation, error, type] of [
    ['a condition', users.delete('u1').if('age').gt(17), standing, ConditionFailedError],
    ['a create', users.create(aliceInput), standing, ItemExistsError],
    ['an update of nothing', users.update('u1').set('name', 'x'), failed, ItemNotFoundError],
    ['a version', orders.save(order), new ConditionFailedError({ stored: {} }), VersionConflictError],
  ] as const)
    it(`says what ${what} that failed is to the user`, () => {
      expect(operation.transactWriteFace().failure(error).constructor).equal(type)
    })
})

describe('the face of a write in a batch', () => {
  it('is a put or a delete, and nothing else', () => {
    expect(users.save(aliceInput).batchWriteFace()).deep.include({
      request: { PutRequest: { Item: users.entity.encode(alice) } },
      result: alice,
    })
    expect(users.delete('u1').batchWriteFace()).deep.include({
      request: { DeleteRequest: { Key: { userId: { S: 'u1' } } } },
      result: undefined,
    })
    expect(users.save(aliceInput).batchWriteFace().creation?.().input.TableName).equal('users')
    expect(users.delete('u1').batchWriteFace().creation).equal(undefined)
  })

  for (const [what, operation] of [
    ['a condition of a save', users.save(aliceInput).if('age').gt(1)],
    ['a save that may skip', users.save(aliceInput).orSkip()],
    ['the old item of a save', users.save(aliceInput).returning('old')],
    ['a create', users.create(aliceInput)],
    ['a save of an item with a version', orders.save(order)],
    ['a condition of a delete', users.delete('u1').if('age').gt(1)],
    ['the old item of a delete', users.delete('u1').returning('old')],
    ['a delete of an item with a version', orders.delete(order)],
    ['an update', users.update('u1').set('name', 'x')],
    ['a check', users.check('u1').if('age').gt(1)],
    ['a get', users.get('u1')],
  ] satisfies [string, Facing][])
    it(`${what} is refused by name`, () => {
      const error = thrown(() => operation.batchWriteFace(), UnsupportedOperationError)
      expect(error).include({ operation: operation.name, code: 'UNSUPPORTED_OPERATION' })
      expect(error.message).contain('batch')
    })

  it('takes a save of an item with a version that writes over any version', () => {
    const save = orders.save(order).overwrite()
    const { request, result } = save.batchWriteFace()
    expect(request.PutRequest?.Item?.['revision']).deep.equal({ N: '8' })
    expect(result).deep.include({ revision: 8 })
    expect(save.toCommand().input).not.have.property('ConditionExpression')
    expect(save.if('total').gt(1).toCommand().input.ConditionExpression).equal('#0 > :0')
    // @ts-expect-error create() never replaces an item
    thrown(() => users.create(aliceInput).overwrite().batchWriteFace(), UnsupportedOperationError)
    const conditional = users.save(aliceInput).if('age').gt(1)
    // @ts-expect-error it is to be said before any condition
    thrown(() => conditional.overwrite().batchWriteFace(), UnsupportedOperationError)
    const skipping = users.save(aliceInput).orSkip()
    // @ts-expect-error and before all others
    thrown(() => skipping.overwrite().batchWriteFace(), UnsupportedOperationError)
    thrown(
      () =>
        users
          .save({} as never)
          .overwrite()
          .batchWriteFace(),
      ValidationError,
    )
    const inBatch = (_: Faced<'batchWrite'>) => {}
    inBatch(save)
  })

  it('takes a delete by key of an entity with a version', () => {
    expect(orders.delete(key).batchWriteFace().request).have.property('DeleteRequest')
  })
})

describe('the face of a read', () => {
  it('is its key, its paths, and what its response means', () => {
    const face = users.get('u1').consistent().select('name').readFace()
    expect(face).deep.include({ stored: { userId: { S: 'u1' } }, consistent: true, operation: 'get' })
    expect(face.select.map(({ text }) => text)).deep.equal(['name'])
    expect(face.decode({ name: { S: 'Alice' } })).deep.equal({ name: 'Alice' })
    expect(face.decode(undefined)).equal(undefined)
    thrown(() => users.getOrThrow('u1').readFace().decode(undefined), ItemNotFoundError)
  })

  it('is refused to all other operations', () => {
    for (const operation of [users.save(aliceInput), users.update('u1'), users.delete('u1')])
      thrown(() => operation.readFace(), UnsupportedOperationError)
  })
})

describe('faces', () => {
  it('throw what their operation throws before it is sent', () => {
    thrown(() => users.save({} as never).batchWriteFace(), ValidationError)
    thrown(() => users.save({} as never).transactWriteFace(), ValidationError)
    thrown(() => users.delete(5 as never).batchWriteFace(), InvalidKeyError)
    thrown(() => users.get(5 as never).readFace(), InvalidKeyError)
  })

  it('count as a use of their operation', () => {
    const used: object[] = []
    const watch = { made: () => {}, used: (operation: object) => used.push(operation) }
    const watched = new Repository(users.entity, new FakeRunner({}, watch))
    const operations = [watched.save(aliceInput), watched.delete('u1'), watched.get('u1')] as const
    operations[0].batchWriteFace()
    operations[1].transactWriteFace()
    operations[2].readFace()
    expect(used).include.members([...operations])
  })

  it('are known by type', () => {
    const executor = new CommandExecutor()
    const inBatch = (..._: Faced<'batchWrite'>[]) => {}
    const inTransaction = (..._: Faced<'transactWrite'>[]) => {}
    inBatch(users.save(aliceInput), users.delete('u1'), users.save(aliceInput).returning('none'))
    inTransaction(users.create(aliceInput), orders.save(order), users.delete('u1').if('age').gt(1))
    inTransaction(users.update('u1').set('name', 'x').if('age').gt(1), users.check('u1').if('age').gt(1))
    // @ts-expect-error batches do not support conditions
    inBatch(users.save(aliceInput).if('age').gt(1))
    // @ts-expect-error a create is a condition
    inBatch(users.create(aliceInput))
    // @ts-expect-error the version of an item is a condition
    inBatch(orders.save(order))
    // @ts-expect-error a batch takes no updates
    inBatch(users.update('u1').set('name', 'x'))
    // @ts-expect-error transactions return no items
    inTransaction(users.delete('u1').returning('old'))
    // @ts-expect-error in a transaction every condition must be met
    inTransaction(users.update('u1').set('name', 'x').orSkip())
    // @ts-expect-error transactions return no items
    inTransaction(users.update('u1').set('name', 'x').returning('updatedNew'))
    // @ts-expect-error a check needs a condition
    inTransaction(users.check('u1'))
    // @ts-expect-error a transaction of writes holds no reads
    inTransaction(users.get('u1'))

    const results = () =>
      executor.transaction([users.save(aliceInput), users.delete('u1'), orders.update(key).set('total', 1)])
    type Results = Awaited<ReturnType<typeof results>>
    const typed = ([user, deleted, updated]: Results) => {
      const name: string = user.name
      const nothing: undefined = deleted
      const unknown: undefined = updated
      return [name, nothing, unknown]
    }
    const reads = () => executor.batchGet([users.get('u1'), orders.getOrThrow(key).select('total')])
    const read = ([user, { total }]: Awaited<ReturnType<typeof reads>>) => {
      const found: string | undefined = user?.name
      const sum: number = total
      // @ts-expect-error a missing item is undefined
      const missing: string = user.name
      return [found, sum, missing]
    }
    expect([typed, read]).length(2)
  })
})
