// The stand-in for an item that is known after the commit.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { pendingItem } from '../../../lib/executor/scope/transaction-scope.js'
import { FakeRunner } from '../../operation/fake-runner.js'
import { userEntity } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'

const users = new Repository(userEntity(), new FakeRunner())
const face = users.update('u1').set('name', 'Secret').transactWriteFace()

describe('executor/pending-item', () => {
  const item = pendingItem(face, () => false) as { name?: string }

  for (const [what, touch] of [
    ['reading a property', () => item.name],
    ['reading one that all objects have', () => item.toString()],
    ['JSON', () => JSON.stringify(item)],
    ['a string made of it', () => `${item}`],
    ['asking for a property', () => 'name' in item],
    ['asking for one of its own', () => Object.hasOwn(item, 'name')],
    ['listing', () => Object.keys(item)],
    ['spreading', () => ({ ...item })],
    ['taking it apart', () => ({ name: item.name })],
    ['setting', () => Object.assign(item, { name: 'x' })],
    ['deleting', () => delete item.name],
    ['defining', () => Object.defineProperty(item, 'name', { value: 'x' })],
  ] as [string, () => unknown][])
    it(`${what} is refused`, () => {
      const error = thrown(touch, ScopeError)
      expect(error).include({ reason: 'pending', entity: 'User', operation: 'update' })
      expect(error.message).contain('after the commit').and.not.contain('Secret')
    })

  it('says how to come by it once all is committed', () => {
    const late = pendingItem(face, () => true) as { name?: string }
    expect(thrown(() => late.name, ScopeError).message)
      .contain('is committed')
      .and.contain('get()')
  })

  it('can be awaited, returned and inspected', async () => {
    expect(await item).equal(item)
    expect(await (async () => item)()).equal(item)
    expect(inspect(item)).equal('User {after the commit}')
    expect(inspect({ item })).equal('{ item: User {after the commit} }')
    expect(item.constructor).equal(Object)
    expect(Object.isFrozen(Object.getPrototypeOf(item))).equal(false)
  })
})
