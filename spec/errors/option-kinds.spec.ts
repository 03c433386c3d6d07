// What each kind of option takes and refuses, with the value in the message.
import { expect } from 'chai'
import {
  aBoolean,
  aFunction,
  anInteger,
  anyOf,
  aPositiveInteger,
  aPositiveNumber,
  aSignal,
  aString,
  group,
  listOf,
  methods,
  milliseconds,
  oneOf,
} from '../../lib/errors/option-kinds.js'
import type { OptionKind } from '../../lib/errors/option-table.js'

interface Listener {
  onEnd?(): void
  onStart?(): void
}
const row = { takes: aFunction(), doc: 'Called.' }
const listener = methods<Listener>({ onEnd: row, onStart: row })
const elsewhere = { aborted: false, addEventListener() {} }

class Named implements Listener {
  label = () => 'x'
  onEnd() {}
}

const kinds: readonly (readonly [string, OptionKind<unknown>, readonly unknown[], readonly unknown[]])[] = [
  ['aBoolean', aBoolean, [true, false], ['true', 0, null]],
  ['aFunction', aFunction(), [() => 1, String], ['f', {}, null, class {}]],
  ['aSignal', aSignal, [new AbortController().signal, elsewhere], [{}, null, 5, { aborted: false }]],
  ['aString', aString, ['', 'x'], [5, null, ['x']]],
  [
    'aPositiveInteger',
    aPositiveInteger,
    [1, 2 ** 53 - 1],
    [0, -1, 1.5, NaN, Infinity, 2 ** 53, '1', 1n, null],
  ],
  ['aPositiveNumber', aPositiveNumber, [0.1, 5, Infinity], [0, -1, NaN, '5', null]],
  ['milliseconds', milliseconds, [1, 0.5, Infinity], [0, -1, NaN, '5', null, 5n]],
  ['anInteger', anInteger(1, 25), [1, 25], [0, 26, 1.5, NaN, '5']],
  ['oneOf', oneOf('warn', 'allow'), ['warn', 'allow'], ['maybe', true, null]],
  ['anyOf', anyOf<unknown>('a string or a function', aString, aFunction()), ['x', () => 1], [5, null]],
  [
    'group',
    group<{ a?: string }>({ a: { takes: aString, doc: 'A.' } }),
    [{}, { a: 'x' }],
    [5, null, [], { b: 1 }],
  ],
  ['listOf', listOf(aString), [[], ['x']], ['x', {}, [5], null]],
  [
    'methods',
    listener,
    [{ onEnd() {} }, new Named(), { onStart() {}, note: 'x' }],
    [{}, null, 5, { onEnd: 5 }, { onEnd() {}, onStrat() {} }, new (class {})()],
  ],
]

for (const [name, takes, good, bad] of kinds)
  describe(name, () => {
    it('takes what fits', () => {
      for (const value of good) expect(takes.fault(value, 'a'), String(value)).equal(undefined)
    })

    it('refuses the rest, by the name of the option', () => {
      for (const value of bad) {
        const fault = takes.fault(value, 'a')
        expect(fault?.option, String(value)).match(/^a\b/)
        expect(fault?.detail).contain('`a')
      }
    })

    it('says what it takes', () => {
      expect(takes.words).match(/^[a-z'`].*[^.]$/)
    })
  })

describe('faults of what has parts', () => {
  it('name the element of a list', () => {
    expect(listOf(aString).fault(['x', 5], 'names')).include({
      option: 'names[1]',
      detail: '`names[1]` must be a string, but is 5',
    })
  })

  it('name the method of an object', () => {
    expect(listener.fault({ onEnd: 5 }, 'observer')?.detail).equal(
      '`observer.onEnd` must be a function, but is 5',
    )
    expect(listener.fault({ onEnd() {}, onStrat() {} }, 'observer')?.detail).equal(
      'there is no option `observer.onStrat`; did you mean `observer.onStart`?',
    )
    expect(listener.fault({}, 'observer')?.detail).contain('one or more of the methods `onEnd` and `onStart`')
  })
})
