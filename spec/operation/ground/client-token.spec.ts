// A client token has 1 to 36 characters.
import { expect } from 'chai'
import { tokenOption } from '../../../lib/operation/ground/client-token.js'

describe('the option token', () => {
  it('takes 1 to 36 characters', () => {
    for (const token of ['x', 'x'.repeat(36)])
      expect(tokenOption.takes.fault(token, 'token')).equal(undefined)
    for (const token of ['', 'x'.repeat(37), 5, null, undefined])
      expect(tokenOption.takes.fault(token, 'token')?.detail).match(/a string of 1 to 36 characters, but is /)
  })
})
