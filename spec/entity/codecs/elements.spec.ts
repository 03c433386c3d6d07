// The elements of lists.
import { expect } from 'chai'
import { number } from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import type { Node } from '../../../lib/entity/codec/node.js'
import { decodeList, decodePartOfList, type Places, parseList } from '../../../lib/entity/codecs/elements.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { codecOf } from './crossing.js'

const node = codecOf(number()) as Node
const two: Places = {
  every: undefined,
  node: (index) => (index < 2 ? node : undefined),
  count: 2,
  counts: [false, false],
  contextual: false,
  contextualDecode: false,
  vanishes: false,
}

describe('elements', () => {
  it('are in the places that the struct has for them', () => {
    expect(parseList([1, 2], two, [], undefined)).to.deep.equal([1, 2])
    expect(parseList([1], two, [], undefined)).to.equal(invalid)
    expect(parseList([1, 2, 3], two, [], undefined)).to.equal(invalid)
    expect(decodeList({ L: [{ N: '1' }, { N: '2' }] }, two, [], undefined)).to.deep.equal([1, 2])
  })

  it('each failure names its index', () => {
    const failures: Failure[] = []
    expect(decodeList({ L: [{ S: 'a' }] }, two, failures, undefined)).to.equal(invalid)
    expect(failures.map(({ path }) => path)).to.deep.equal([[0], [1]])
  })

  it('a part has at most as many', () => {
    expect(decodePartOfList({ L: [{ N: '1' }] }, two, [], undefined)).to.deep.equal([1])
    expect(decodePartOfList({ L: [{ N: '1' }, { N: '2' }, { N: '3' }] }, two, [], undefined)).to.equal(
      invalid,
    )
    expect(decodePartOfList({ S: 'a' }, two, [], undefined)).to.equal(invalid)
  })
})
