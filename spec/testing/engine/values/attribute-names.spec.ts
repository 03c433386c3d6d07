import { expect } from 'chai'
import { checkAttributeName, nameFault } from '../../../../lib/testing/engine/values/attribute-names.js'

describe('attribute names', () => {
  for (const [what, name, fault] of [
    ['nothing', '', 'Empty attribute name'],
    ['64 KB', 'n'.repeat(2 ** 16), 'Attribute name is too large, must be less than 65536 bytes'],
    [
      '64 KB in characters of two bytes',
      'é'.repeat(2 ** 15),
      'Attribute name is too large, must be less than 65536 bytes',
    ],
  ] as const)
    it(`are refused: ${what}`, () => {
      expect(nameFault(name)).to.equal(fault)
      expect(() => checkAttributeName(name)).to.throw(fault)
    })

  for (const name of [' ', '__proto__', 'n'.repeat(2 ** 16 - 1), 'é'.repeat(2 ** 15 - 1)])
    it(`are taken: ${name.slice(0, 10)}, ${name.length} characters`, () => {
      expect(nameFault(name)).to.equal(undefined)
      checkAttributeName(name)
    })
})
