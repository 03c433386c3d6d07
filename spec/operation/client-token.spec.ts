import { expect } from 'chai'
import { tokenTrouble } from '../../lib/operation/client-token.js'

describe('operation/client-token', () => {
  it('G37: is a text of 1 to 36 characters', () => {
    for (const token of ['x', 'payment-17', 'x'.repeat(36), crypto.randomUUID()])
      expect(tokenTrouble(token), token).to.equal(undefined)
    for (const token of ['', 'x'.repeat(37), 17, null, undefined, {}])
      expect(tokenTrouble(token)).to.match(/1 to 36 characters/)
  })
})
