// Intervals put together.
import { expect } from 'chai'
import { common, hull } from '../../../lib/plan/template/interval.js'

const at = (S: string, inclusive = true) => ({ value: { S }, inclusive })

describe('common', () => {
  it('takes the narrower ends', () => {
    const found = common([
      { low: at('a'), exact: true },
      { low: at('b'), high: at('y'), exact: true },
      { low: at('b', false), high: at('z'), exact: true },
    ])
    expect(found).deep.include({ low: at('b', false), high: at('y'), exact: true })
  })

  it('takes the longer beginning, and sees two that do not go together', () => {
    const starts = (...texts: readonly string[]) => common(texts.map((S) => ({ prefix: { S }, exact: true })))
    expect(starts('a', 'ab', 'a')?.prefix).deep.equal({ S: 'ab' })
    expect(starts('a', 'ab')?.none).equal(false)
    expect(starts('a', 'b')?.none).equal(true)
    expect(common([])).equal(undefined)
  })
})

describe('hull', () => {
  it('spans all of them, if all are known', () => {
    expect(
      hull([
        { low: at('b'), high: at('c'), exact: true },
        { low: at('a', false), high: at('b'), exact: true },
      ]),
    ).deep.equal({
      low: at('a', false),
      high: at('c'),
      exact: false,
    })
    expect(hull([{ low: at('a'), exact: true }, undefined])).equal(undefined)
    expect(
      hull([
        { low: at('a'), exact: true },
        { high: at('b'), exact: true },
      ]),
    ).equal(undefined)
  })
})
