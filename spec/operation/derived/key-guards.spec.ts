// Conditions and messages about index keys.
import { expect } from 'chai'
import { InvalidUpdateError } from 'dyntastic'
import { readKey } from '../../../lib/entity/key/key-values.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { storedPath } from '../../../lib/operation/derived/derived-keys.js'
import {
  keyGuards,
  lackingWords,
  refuseReading,
  unchangedAt,
} from '../../../lib/operation/derived/key-guards.js'
import { knownByRead } from '../../../lib/operation/derived/known-item.js'
import { thrown } from '../../support/rejection.js'
import { taskEntity } from '../../support/tasks.js'

const Task = taskEntity('guards', 'refuse')
const key = readKey(Task, 't1', 'update', false)

describe('keyGuards', () => {
  it('hold while what was used is the same; the key of the item needs none', () => {
    const known = knownByRead(Task, key, { a: { S: 'x' }, w: { N: '5' } })
    const guards = keyGuards(Task, { changes: [], lacking: [], used: ['taskId', 'a', 'w', 'b'] }, known)
    const hold = (item: Parameters<typeof evaluate>[1]) => guards.every((guard) => evaluate(guard, item))
    expect(guards).lengthOf(3)
    expect(hold({ a: { S: 'x' }, w: { N: '5' } })).equal(true)
    expect(hold({ a: { S: 'y' }, w: { N: '5' } })).equal(false)
    expect(hold({ a: { S: 'x' }, w: { N: '5' }, b: { S: '' } })).equal(false)
  })

  it('take a stored NULL as the value that it is', () => {
    const guard = unchangedAt(Task, storedPath('b'), { b: { NULL: true } })
    expect(evaluate(guard, { b: { NULL: true } })).equal(true)
    expect(evaluate(guard, {})).equal(false)
  })
})

describe('refuseReading', () => {
  it('refuses by name where an index does not permit it, and says the way out', () => {
    const index = Task.indexes.get('ab')
    const other = Task.indexes.get('heavy')
    if (index === undefined || other === undefined) throw new Error('no index')
    const lacking = [{ index, unknown: ['b'] }]
    expect(thrown(() => refuseReading(Task, lacking), InvalidUpdateError).message).equal(
      "Task.update: the key of index 'ab' depends on 'b', whose current value is not known (derive: 'refuse'): pass the item to update(), or set these attributes, too",
    )
    expect(() => refuseReading(Task, [{ index: other, unknown: ['due'] }])).not.throw()
    expect(lackingWords([{ index: other, unknown: ['due', 'done'] }])).contain("'due' and 'done'")
  })
})
