// Nodes, and how they refuse.
import { expect } from 'chai'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { type Core, mismatch, nodeOf, nowhere, prepend, refuse } from '../../../lib/entity/codec/node.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'

const core: Core = { types: ['S'], parse: (value) => value, encode: () => undefined, decode: () => 'read' }

describe('nodes', () => {
  it('fill in what a core leaves out, and are frozen', () => {
    const node = nodeOf(core)
    expect(node).to.include({ optional: false, contextual: false, vanishes: false, text: false })
    expect(node.decodePart({ S: 'a' }, [])).to.equal('read')
    expect(node.at('a')).to.equal(nowhere())
    expect(Object.isFrozen(node)).to.equal(true)
  })

  it('ask for types late where the core does', () => {
    let known = false
    const node = nodeOf({
      ...core,
      get types() {
        return known ? (['N'] as const) : []
      },
    })
    expect(node.types).to.deep.equal([])
    known = true
    expect(node.types).to.deep.equal(['N'])
  })

  it('refuse by name', () => {
    const failures: Failure[] = []
    expect(refuse(failures, 'no', 5)).to.equal(invalid)
    expect(mismatch({ N: '5' }, ['S', 'SS'], failures)).to.equal(invalid)
    expect(mismatch(undefined, ['S'], failures)).to.equal(invalid)
    expect(failures.map(({ message }) => message)).to.deep.equal([
      'no',
      'expected S (a string) or SS (a string set), but N is stored',
      'required, but absent',
    ])
  })

  it('put their key before the failures of their child, and only those', () => {
    const failures: Failure[] = [
      { path: [], message: 'a', value: 1 },
      { path: ['x'], message: 'b', value: 2 },
    ]
    expect(prepend(failures, 1, 0)).to.equal(2)
    expect(failures.map(({ path }) => path)).to.deep.equal([[], [0, 'x']])
  })
})
