// Options of requests of many: what is refused.
import { checkDuplicates } from '../../../lib/operation/many/many-options.js'
import { thrown } from '../../support/rejection.js'

describe('checkDuplicates', () => {
  for (const given of [undefined, 'last', 'refuse']) it(`takes ${given}`, () => checkDuplicates(given))

  for (const given of ['first', '', null, true])
    it(`refuses ${JSON.stringify(given)}`, () => {
      thrown(() => checkDuplicates(given), RangeError)
    })
})
