// Needs of updates.
import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import {
  absent,
  boundWords,
  needOf,
  operandTest,
  presenceTest,
} from '../../../lib/expression/need/update-need.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { thrown } from '../sample-entity.js'
import { root } from '../sample-updates.js'

const place = { root, name: 'add', path: resolvePath(root, 'total') } as const

describe('needOf', () => {
  it('is nothing for a test that always holds', () => {
    expect(needOf(place, 'total must be 1', true)).deep.equal([])
  })

  it('is the condition, with what it is for', () => {
    const node = presenceTest(place.path.operand)
    expect(needOf(place, 'total must be 1', node)).deep.equal([
      { path: 'total', words: 'total must be 1', node },
    ])
  })

  it('refuses what never holds', () => {
    const error = thrown(() => needOf(place, 'total must be 1', false))
    expect(error).instanceOf(InvalidUpdateError)
    expect((error as Error).message).contain('total must be 1, which this update can never achieve')
  })
})

describe('bounds', () => {
  it('are words', () => {
    expect(boundWords('a', { low: 1 })).equal('a must be at least 1')
    expect(boundWords('a', { high: 2 })).equal('a must be at most 2')
    expect(boundWords('a', { low: 1, high: 2 }, 'members')).equal(
      'a must have at least 1 and at most 2 members',
    )
    expect(boundWords('a', { low: 2, high: 2 }, 'members')).equal('a must have 2 members')
  })
})

describe('operandTest', () => {
  const options = (first: boolean, second: boolean) =>
    operandTest(
      {
        kind: 'function',
        name: 'ifNotExists',
        first: place.path.operand,
        second: { kind: 'value', value: { N: '1' } },
      },
      () => first,
      () => second,
    )

  it('checks whether an attribute exists, or its value if it may not be there', () => {
    expect(options(true, true)).equal(true)
    expect(options(false, false)).equal(false)
    expect(options(true, false)).deep.equal(presenceTest(place.path.operand))
    expect(options(false, true)).deep.equal(absent(place.path.operand))
  })
})
