import { expect } from 'chai'
import { legacyUpdates } from '../../../../lib/testing/engine/expressions/legacy-updates.js'
import { updated } from '../../../../lib/testing/engine/expressions/update-applier.js'

describe('legacy updates', () => {
  const item = { id: { S: 'x' }, n: { N: '1' }, ss: { SS: ['a', 'b'] }, l: { L: [{ N: '1' }] } }
  const after = (updates: Parameters<typeof legacyUpdates>[0]) => updated(item, legacyUpdates(updates))

  it('put, add and delete', () => {
    expect(after({ a: { Value: { S: 'new' } } })).to.deep.equal({ ...item, a: { S: 'new' } })
    expect(after({ n: { Action: 'ADD', Value: { N: '2' } } })).to.deep.equal({ ...item, n: { N: '3' } })
    expect(after({ ss: { Action: 'DELETE', Value: { SS: ['a'] } } })).to.deep.equal({
      ...item,
      ss: { SS: ['b'] },
    })
    expect(after({ n: { Action: 'DELETE' } })).to.have.all.keys('id', 'ss', 'l')
  })

  it('append to lists, which may be missing', () => {
    expect(after({ l: { Action: 'ADD', Value: { L: [{ N: '2' }] } } })['l']).to.deep.equal({
      L: [{ N: '1' }, { N: '2' }],
    })
    expect(after({ m: { Action: 'ADD', Value: { L: [{ N: '2' }] } } })['m']).to.deep.equal({
      L: [{ N: '2' }],
    })
  })

  it('refuse actions that do not go with their values', () => {
    expect(() => legacyUpdates({ a: {} })).to.throw(
      'Only DELETE action is allowed when no attribute value is specified',
    )
    expect(() => legacyUpdates({ a: { Action: 'DELETE', Value: { S: 'x' } } })).to.throw(
      'not supported for the type S',
    )
    expect(() => legacyUpdates({ a: { Action: 'ADD', Value: { S: 'x' } } })).to.throw(
      'ADD action is not supported for the type S',
    )
  })
})
