// Templates taken apart.
import { expect } from 'chai'
import { takenApart } from '../../../../lib/entity/key/template/compile-template.js'

describe('takenApart', () => {
  it('finds constant text and names', () => {
    expect(takenApart('ORDER#{placedAt:day}#{orderId}')).deep.equal([
      'ORDER#',
      { property: 'placedAt', format: 'day' },
      '#',
      { property: 'orderId', format: '' },
    ])
    expect(takenApart('PROFILE')).deep.equal(['PROFILE'])
    expect(takenApart('')).deep.equal([])
  })

  it('takes doubled braces as braces', () => {
    expect(takenApart('{{{a}}}')).deep.equal(['{', { property: 'a', format: '' }, '}'])
    expect(takenApart('{{a}}')).deep.equal(['{a}'])
  })

  it('takes any name up to the first colon', () => {
    expect(takenApart('{a b.c:8.2}')).deep.equal([{ property: 'a b.c', format: '8.2' }])
  })

  for (const [text, fault] of [
    ['A#{a', /'\{' at 2 is not closed/],
    ['A#{a{b}', /'\{' at 2 is not closed/],
    ['A}', /'\}' at 1 without a '\{'/],
    ['{}', /name no attribute/],
    ['{:day}', /name no attribute/],
    ['{a:}', /':' without a format/],
  ] as const)
    it(`refuses ${text}`, () => {
      expect(takenApart(text)).match(fault)
    })
})
