// Updates as elements of transactions, and what their responses are.
import { expect } from 'chai'
import { CommandExecutor, type ConditionFailedError, Repository, RequestFailedError } from 'dyntastic'
import { untransactable, updatedItem, updateFace } from '../../../lib/operation/update/update-face.js'
import { userEntity } from '../../support/entities.js'

const users = new Repository(userEntity(), new CommandExecutor({ region: 'local' }))
const update = users.update('u1').set('age', 1)
const state = update.state()
const stored = { userId: { S: 'u1' }, name: { S: 'A' }, email: { S: 'e' }, age: { N: '1' } }
const $metadata = {}

describe('updateFace', () => {
  it('is the request without ReturnValues', () => {
    const failure = (error: ConditionFailedError) => error
    const face = updateFace(update.context, state, update.compile(), failure)
    expect(face.action.Update).include({ TableName: 'users' }).and.not.include.keys('ReturnValues')
    expect(face).include({ operation: 'update', pending: true, failure }).and.not.include.keys('creation')
    expect(face.stored).deep.equal({ userId: { S: 'u1' } })
    const upsert = update.upsert({ name: 'A', email: 'e' }).returning('none')
    const other = updateFace(upsert.context, upsert.state(), upsert.compile(), failure)
    expect(other.pending).equal(false)
    expect(other.creation?.().input.TableName).equal('users')
  })

  it('does not exist if it returns what transactions do not return, or has a token', () => {
    const request = update.compile()
    expect(untransactable(state, request)).equal(undefined)
    expect(untransactable({ ...state, returning: 'old' }, request)).equal('transactions return no items')
    expect(untransactable({ ...state, once: { token: 'x' } }, request)).match(/the transaction has the token/)
    expect(untransactable({ ...state, once: { token: undefined } }, request)).equal(undefined)
  })
})

describe('updatedItem', () => {
  const { entity } = users
  it('is the item, a part of it, or nothing', () => {
    const output = { $metadata, Attributes: stored }
    expect(updatedItem(entity, state, output)).deep.equal({ userId: 'u1', name: 'A', email: 'e', age: 1 })
    expect(updatedItem(entity, { ...state, returning: 'none' }, output)).equal(undefined)
    const part = { $metadata, Attributes: { age: { N: '1' } } }
    expect(updatedItem(entity, { ...state, returning: 'updatedNew' }, part)).deep.equal({ age: 1 })
    expect(updatedItem(entity, { ...state, returning: 'updatedOld' }, { $metadata })).deep.equal({})
    expect(updatedItem(entity, { ...state, returning: 'old', upsert: [] }, { $metadata })).equal(undefined)
  })

  it('is an error if it is needed and absent', () => {
    expect(() => updatedItem(entity, state, { $metadata })).throw(RequestFailedError, /UpdateItem/)
    expect(() => updatedItem(entity, { ...state, once: { token: 'x' } }, { $metadata })).throw(/GetItem/)
    expect(() => updatedItem(entity, { ...state, returning: 'old' }, { $metadata })).throw(RequestFailedError)
  })
})
