// Options of the rate: what fits, and what is refused by name.
import { expect } from 'chai'
import type { OptionRow } from '../../../lib/errors/option-table.js'
import { readRateOption, writeRateOption } from '../../../lib/operation/rate/rate-options.js'

const fault = ({ takes }: OptionRow, value: unknown) => takes.fault(value, 'rate')

describe('rate options', () => {
  for (const value of [100, 0.5, Number.POSITIVE_INFINITY])
    it(`takes ${value} units per second`, () => {
      expect(fault(readRateOption, { read: value })).equal(undefined)
      expect(fault(writeRateOption, { write: value })).equal(undefined)
    })

  for (const value of [0, -1, Number.NaN, '100', null, 5n])
    it(`refuses ${String(value)} units per second, by the name of the option`, () => {
      expect(fault(readRateOption, { read: value })?.option).equal('rate.read')
      expect(fault(writeRateOption, { write: value })?.option).equal('rate.write')
    })

  it('refuses the other side, and names that do not exist', () => {
    expect(fault(readRateOption, { read: 5, write: 5 })).include({ option: 'rate.write' })
    expect(fault(writeRateOption, { write: 5, read: 5 })).include({ option: 'rate.read' })
    expect(fault(readRateOption, { reads: 5 })?.detail).equal(
      'there is no option `rate.reads`; did you mean `rate.read`?',
    )
  })

  for (const value of [{}, { read: undefined }, 100, null, []])
    it(`refuses ${JSON.stringify(value)}, which would limit nothing`, () => {
      expect(fault(readRateOption, value)?.option).equal('rate')
    })
})
