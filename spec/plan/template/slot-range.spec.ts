// Ends of ranges within one slot.
import { expect } from 'chai'
import {
  isBare,
  isKept,
  lowerEnd,
  placeIn,
  type SlotPlace,
  startIn,
  upperEnd,
} from '../../../lib/plan/template/slot-range.js'
import { templateOf } from '../../entity/key/template/random-templates.js'

const place = (text: string, before = '', mode: 'escape' | 'refuse' | 'keep' = 'escape'): SlotPlace => {
  const [slot, next, ...more] = templateOf(text, mode).pieces
  if (typeof slot !== 'object') throw new Error('a template that begins with a slot')
  return { slot, before, next, nextIsLast: more.length === 0 && next !== undefined }
}
const S = (text: string, inclusive = true) => ({ value: { S: text }, inclusive })
const N = (number: number, inclusive = true) => ({ value: { N: String(number) }, inclusive })

describe('lowerEnd', () => {
  it('begins at the value, or after all keys of it', () => {
    expect(lowerEnd(place('{one}#X', 'A'), S('b'))).deep.include({ text: 'Ab', included: true, exact: true })
    expect(lowerEnd(place('{one}#X', 'A'), S('b', false))).deep.include({
      text: 'Ab#Y',
      included: true,
      exact: true,
    })
    expect(lowerEnd(place('{one}'), S('b', false))).deep.include({ text: 'b', included: false, exact: true })
    expect(lowerEnd(place('{line:3}{one}'), N(5, false))).deep.include({ text: '006', included: true })
    expect(lowerEnd(place('{line:3}'), N(999, false))).equal('nothing')
    expect(lowerEnd(place('{line:3}', 'A'), N(-5))).deep.include({ text: 'A', exact: true })
  })

  it('knows nothing of formats without order', () => {
    expect(lowerEnd(place('{one:lower}'), S('b'))).equal(undefined)
    expect(upperEnd(place('{one:lower}'), S('b'))).equal(undefined)
  })
})

describe('upperEnd', () => {
  it('ends at the value, or after all keys of it', () => {
    expect(upperEnd(place('{one}#X'), S('b', false))).deep.include({
      text: 'b',
      included: false,
      exact: true,
      bare: false,
    })
    expect(upperEnd(place('{one}#X'), S('b'))).deep.include({
      text: 'b#Y',
      included: false,
      exact: true,
      bare: false,
    })
    expect(upperEnd(place('{one}'), S('b'))).deep.include({ text: 'b', included: true })
    expect(upperEnd(place('{one}'), S('b', false))).deep.include({ text: 'b', included: false, bare: true })
    expect(upperEnd(place('{line:3}{one}'), N(5))).deep.include({ text: '006', included: false, bare: true })
    expect(upperEnd(place('{line:3}'), N(0, false))).equal('nothing')
    expect(upperEnd(place('{line:3}'), N(-1))).equal('nothing')
  })

  it('knows nothing of what is kept as it is', () => {
    expect(upperEnd(place('{one}#X', '', 'keep'), S('b'))).equal(undefined)
    expect(lowerEnd(place('{one}#X', '', 'keep'), S('b', false))).deep.include({ text: 'b', exact: false })
  })
})

describe('placeIn', () => {
  it('is right above what is not refused', () => {
    expect(placeIn(place('{one}#X', '', 'refuse').slot, { S: 'ab c' })).deep.equal({
      text: 'ab',
      rank: 'after',
    })
    expect(placeIn(place('{one}#X').slot, { S: 'ab c' })).deep.equal({ text: 'ab$ c', rank: 'only' })
  })
})

describe('startIn', () => {
  it('escapes what is begun with', () => {
    expect(startIn(place('{one}#X', 'A'), { S: 'a#' })).deep.equal({ text: 'Aa$#', exact: true })
    expect(startIn(place('{one}#X', 'A', 'refuse'), { S: 'a#' })).deep.equal({ text: 'Aa', exact: false })
    expect(startIn(place('{one}#X', 'A', 'keep'), { S: 'a#' })).deep.equal({ text: 'Aa#', exact: false })
    expect(startIn(place('{line:3}'), { S: 'a' })).equal(undefined)
  })
})

describe('isKept and isBare', () => {
  it('see what follows', () => {
    expect(isKept(place('{one}', '', 'keep').slot)).equal(false)
    expect(isKept(place('{one}#', '', 'keep').slot)).equal(true)
    expect(isBare(place('{line:3}{one}'))).equal(true)
    expect(isBare(place('{line:3}{one}#'))).equal(false)
    expect(isBare(place('{line:3}{at}'))).equal(false)
    expect(isBare(place('{line:3}#'))).equal(false)
  })
})
