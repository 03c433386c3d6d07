import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { ofThisRealm } from '../../lib/util/own-realm.js'

describe('util/own-realm', () => {
  for (const [text, own] of [
    ['new Date(5)', new Date(5)],
    ["new Set(['a'])", new Set(['a'])],
    ["new Map([['a', 1]])", new Map([['a', 1]])],
    ['new Uint8Array([1, 2])', new Uint8Array([1, 2])],
  ] as const)
    it(`makes ${text} of another realm one of this realm`, () => {
      const given: unknown = runInNewContext(text)
      expect(given).not.to.be.instanceOf(own.constructor)
      expect(ofThisRealm(given)).to.be.instanceOf(own.constructor)
      expect(ofThisRealm(given)).to.deep.equal(own)
    })

  for (const value of [1, 'a', undefined, null, new Date(), new Set(), Object.create(null), [], () => {}])
    it(`leaves ${Object.prototype.toString.call(value)} as it is`, () => {
      expect(ofThisRealm(value)).to.equal(value)
    })
})
