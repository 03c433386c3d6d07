import { runInNewContext, runInThisContext } from 'node:vm'
import { expect } from 'chai'
import { isBuiltIn } from '../../lib/util/built-in.js'

describe('util/built-in', () => {
  for (const text of [
    'new Map()',
    'new Set()',
    'new Date(0)',
    '/a/',
    'Promise.resolve()',
    'new String("a")',
    'new Uint8Array(1)',
    'new ArrayBuffer(1)',
  ])
    it(`${text} is built in, of any realm`, () => {
      for (const run of [runInNewContext, runInThisContext])
        expect(isBuiltIn(run(text) as object)).equal(true)
    })

  it('an object with properties is not', () => {
    for (const value of [{}, Object.create(null), new (class {})(), []]) expect(isBuiltIn(value)).equal(false)
  })
})
