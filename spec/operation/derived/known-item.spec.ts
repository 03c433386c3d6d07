// What is known of an item: from its key, from an argument that may be old, from a read.
import { expect } from 'chai'
import { Entity, Table } from 'dyntastic'
import { string } from 'superstruct'
import { readKey } from '../../../lib/entity/key/key-values.js'
import {
  isKnown,
  knownByArgument,
  knownByKey,
  knownByRead,
} from '../../../lib/operation/derived/known-item.js'
import { taskEntity } from '../../support/tasks.js'

const Task = taskEntity('known')
const key = readKey(Task, 't1', 'update', false)

describe('what is known of an item', () => {
  it('is what its key can be read back to: not what a lossy format made of an attribute', () => {
    expect(knownByKey(Task, key).stored).deep.include({ taskId: { S: 't1' } })
    const table = new Table({
      name: 'mail',
      key: { partition: 'pk' },
      indexes: { gsi1: { partition: 'gsi1pk' } },
    })
    const User = new Entity({
      name: 'User',
      table,
      attributes: { email: string(), site: string() },
      key: { partition: '{site}#{email:lower}' },
      indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email}' } },
    })
    const known = knownByKey(User, readKey(User, { site: 's', email: 'A@B' }, 'update', false))
    expect([isKnown(known, 'site'), isKnown(known, 'email')]).deep.equal([true, false])
  })

  it('is what an item that was passed says; only a whole one says what is absent', () => {
    const literal = knownByArgument(Task, key, { taskId: 't1', a: 'x', weight: 5, rank: 'no' })
    expect(literal.stored).deep.include({ a: { S: 'x' }, w: { N: '5' } })
    expect(['a', 'w', 'b', 'rank'].map((name) => isKnown(literal, name))).deep.equal([
      true,
      true,
      false,
      false,
    ])
    expect(literal.fixed.has('a')).equal(false)
    const whole = knownByArgument(Task, key, Task.parse({ taskId: 't1', a: 'x' }))
    expect(isKnown(whole, 'b')).equal(true)
    expect(whole.stored).not.have.property('b')
    expect(whole.stored).deep.include({ rank: { N: '1' } })
    expect(isKnown(whole, 'tags')).equal(false)
    expect(isKnown(knownByArgument(Task, key, { ...Task.parse({ taskId: 't1' }) }), 'b')).equal(false)
  })

  it('is all of an item that was read, or that does not exist one', () => {
    const read = knownByRead(Task, key, { ...key.stored, a: { S: 'x' } })
    expect(read.stored).deep.include({ a: { S: 'x' }, taskId: { S: 't1' } })
    expect(isKnown(knownByRead(Task, key, undefined), 'anything')).equal(true)
  })
})
