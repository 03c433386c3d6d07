import { expect } from 'chai'
import { project, stepInto, valueAt } from '../../../../lib/testing/engine/expressions/item-path.js'

const item = {
  a: { M: { b: { L: [{ S: '0' }, { S: '1' }, { M: { c: { N: '2' } } }] }, d: { N: '1' } } },
  e: { S: 'e' },
}

describe('item path', () => {
  it('finds values', () => {
    expect(valueAt(item, ['a', 'b', 1])).to.deep.equal({ S: '1' })
    expect(valueAt(item, ['a', 'b', 2, 'c'])).to.deep.equal({ N: '2' })
    for (const path of [['x'], ['a', 0], ['a', 'b', 9], ['e', 'f'], ['constructor'], ['a', '__proto__']])
      expect(valueAt(item, path), path.join()).to.equal(undefined)
    expect(stepInto(undefined, 'a')).to.equal(undefined)
  })

  it('projects parts in their places, and list members in the order of the list', () => {
    expect(
      project(item, [['a', 'b', 2, 'c'], ['a', 'b', 0], ['e'], ['x', 'y'], ['a', 'b', 7]]),
    ).to.deep.equal({
      a: { M: { b: { L: [{ S: '0' }, { M: { c: { N: '2' } } }] } } },
      e: { S: 'e' },
    })
    expect(project(item, [['x']])).to.deep.equal({})
  })
})
