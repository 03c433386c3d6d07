// Options of checks of unique values.
import { expect } from 'chai'
import { optionFault } from '../../../lib/errors/option-table.js'
import { checkUniqueOptions } from '../../../lib/operation/unique-check/check-options.js'

describe('options of checkUnique', () => {
  it('are checked by their rows', () => {
    expect(
      optionFault(checkUniqueOptions, {
        repair: true,
        segments: 4,
        resume: 'x',
        rate: { read: 5, write: 0.5 },
        onProgress: () => {},
      }),
    ).equal(undefined)
    for (const given of [
      { repair: 1 },
      { segments: 0 },
      { segments: 1.5 },
      { resume: 5 },
      { rate: {} },
      { rate: 5 },
      { rate: { read: 0 } },
      { rate: { write: '5' } },
      { rate: { units: 5 } },
      { onProgress: 'x' },
      { more: 1 },
    ])
      expect(optionFault(checkUniqueOptions, given as never)?.detail).a('string')
  })
})
