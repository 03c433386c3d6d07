// Conditions on one slot, and what a range says of them.
import { expect } from 'chai'
import {
  clausesOn,
  comparisonOn,
  isCovered,
  keyPath,
  nothingBetween,
} from '../../../lib/plan/template/template-conditions.js'
import { templateOf } from '../../entity/key/template/random-templates.js'
import { on } from './used-templates.js'

const slotOf = (text: string) => {
  const [slot] = templateOf(text).slots
  if (slot === undefined) throw new Error('a template with a slot')
  return slot
}

describe('clausesOn', () => {
  it('finds those that leave an interval', () => {
    const clauses = [on('one', 'gt', 'a'), on('one', 'ne', 'b'), on('line', 'eq', 1)]
    expect(clausesOn(slotOf('{one}'), clauses).map(({ clause }) => clause)).deep.equal([clauses[0]])
  })

  it('finds none on dates whose stored text does not sort', () => {
    const clauses = [on('trimmed', 'in', '2026-01-05T00:00:00Z', '2026-01-05T00:00:00.5Z')]
    expect(clausesOn(slotOf('{trimmed}'), clauses)).deep.equal([])
  })
})

describe('isSaid', () => {
  const bound = { value: { S: 'a' }, inclusive: true }
  const all = { low: true, high: true, start: true }

  it('needs every end of the condition', () => {
    expect(isCovered({ low: bound, exact: true }, all, { ...all, before: true })).equal(true)
    expect(isCovered({ low: bound, exact: false }, all, { ...all, before: true })).equal(false)
    expect(isCovered({ low: bound, exact: true }, { ...all, low: false }, { ...all, before: true })).equal(
      false,
    )
    expect(
      isCovered({ low: bound, high: bound, exact: true }, all, { ...all, high: false, before: true }),
    ).equal(false)
    expect(
      isCovered({ prefix: bound.value, exact: true }, all, { ...all, start: false, before: true }),
    ).equal(false)
  })
})

describe('comparisonOn and nothingBetween', () => {
  it('speak of a key attribute and of a property', () => {
    expect(comparisonOn(keyPath('sk'), 'eq', [{ S: 'a' }])).deep.equal(on('sk', 'eq', 'a'))
    expect(nothingBetween(slotOf('{two}'))).equal("the bounds of 'two' leave nothing between them")
  })
})
