// Keys taken apart: the text of each slot.
import { expect } from 'chai'
import { partsOf, waysApart } from '../../../../lib/entity/key/template/slot-parts.js'
import { templateOf } from './random-templates.js'

const apart = (text: string, key: string) => {
  const { ways, all } = waysApart(templateOf(text, 'keep').pieces, key)
  return { ways: ways.map((parts) => parts.map(({ slot, part }) => `${slot.property}=${part}`)), all }
}

describe('partsOf', () => {
  it('is the text of each slot, without escapes', () => {
    const { pieces } = templateOf('A#{one}#{line:2}')
    const parts = partsOf(pieces, 'A#a$#b#12')
    expect(parts?.map(({ slot, part }) => [slot.property, part])).deep.equal([
      ['one', 'a#b'],
      ['line', '12'],
    ])
    for (const other of ['A#a#b#12', 'A#a', 'B#a#12', 'A#a#123', 'A#a#1'])
      expect(partsOf(pieces, other)).equal(undefined)
  })
})

describe('waysApart', () => {
  it('is every way in which values and constant text make the key', () => {
    expect(apart('A#{one}#{two}', 'A#a#b')).deep.equal({ ways: [['one=a', 'two=b']], all: true })
    expect(apart('A#{one}#{two}', 'A#a#b#c').ways).deep.equal([
      ['one=a', 'two=b#c'],
      ['one=a#b', 'two=c'],
    ])
    expect(apart('{one}#{line:2}#', 'a#12#').ways).deep.equal([['one=a', 'line=12']])
    expect(apart('{one}#{line:2}#{two}', '#12#12#').ways).deep.equal([
      ['one=', 'line=12', 'two=12#'],
      ['one=#12', 'line=12', 'two='],
    ])
    expect(apart('A#{one}', 'B#a').ways).deep.equal([])
    expect(apart('{line:5}', '123').ways).deep.equal([])
  })

  it('goes up to the whole constant', () => {
    expect(apart('{one}#LINE#{two}', 'a#b#LINE#1').ways).deep.equal([['one=a#b', 'two=1']])
  })

  it('stops, and says so, where a key has more ways than can be looked at', () => {
    const { ways, all } = apart('{one}#{two}#{one}#{two}', '#'.repeat(1000))
    expect(ways.length).within(1, 64)
    expect(all).equal(false)
    expect(apart('{one}#{two}#{one}#{two}x', '#'.repeat(1000))).deep.equal({ ways: [], all: false })
  })
})
