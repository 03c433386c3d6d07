// The table of codes, and that it says the same as the classes.
import { expect } from 'chai'
import { type ErrorRow, errorCodes, errorName } from '../../lib/errors/codes.js'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { samples } from './samples.js'

describe('error codes', () => {
  for (const [code, row] of Object.entries<ErrorRow>(errorCodes))
    it(`${code}: says what happened, and what to do`, () => {
      expect(code).match(/^[A-Z]+(_[A-Z]+)*$/)
      expect(row.family).oneOf(['before sending', 'after sending'])
      expect(row.sentence).match(/^([a-z]|DynamoDB ).*[^.]$/)
      expect(row.remedy).match(/^[A-Z].*\.$/)
    })

  for (const [code, name] of [
    ['DYNTASTIC', 'DyntasticError'],
    ['ITEM_NOT_FOUND', 'ItemNotFoundError'],
  ] as const)
    it(`${code} is the code of ${name}`, () => {
      expect(errorName(code)).equal(name)
    })

  it('each has a class of its own', () => {
    const classes = Object.values(samples).map(([Class]) => Class)
    expect(new Set(classes).size).equal(Object.keys(errorCodes).length)
  })

  it('an error without a detail says the sentence of its code, and what to do', () => {
    expect(new DyntasticError().message).equal(
      `${errorCodes.DYNTASTIC.sentence}. ${errorCodes.DYNTASTIC.remedy}`,
    )
  })
})
