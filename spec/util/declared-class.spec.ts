// Classes where a callback is expected.
import { expect } from 'chai'
import { isClass, isDeclaredClass } from '../../lib/util/declared-class.js'

describe('util/declared-class', () => {
  it('knows a class, but not a method whose name begins with `class`', () => {
    const declared = [class {}, class A {}, class extends Map {}, class B extends Map {}]
    const methods = { classOf() {}, class() {}, class_: () => {}, classes: function classes() {} }
    for (const given of declared) expect([isDeclaredClass(given), isClass(given)]).deep.equal([true, true])
    for (const given of [Map, Promise, String])
      expect([isDeclaredClass(given), isClass(given)]).deep.equal([false, true])
    for (const given of Object.values(methods))
      expect([isDeclaredClass(given), isClass(given)]).deep.equal([false, false])
  })
})
