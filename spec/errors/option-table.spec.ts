// Options are checked by a table of rows: names, kinds and ranges, with a message that says what is meant.
import { expect } from 'chai'
import { InvalidOptionError } from '../../lib/errors/invalid-option-error.js'
import { aBoolean, aPositiveInteger, group, kind } from '../../lib/errors/option-kinds.js'
import {
  checkedArgument,
  checkOptions,
  listed,
  type OptionTable,
  optionFault,
  unknownOption,
  wrongKind,
} from '../../lib/errors/option-table.js'
import { thrown } from '../support/rejection.js'

interface Inner {
  readonly total?: number | undefined
}
interface Options {
  readonly wait?: boolean | undefined
  readonly inner?: Inner | undefined
  readonly secret?: string | undefined
}

const inner: OptionTable<Inner> = { total: { takes: aPositiveInteger, doc: 'The total.' } }
const table: OptionTable<Options> = {
  wait: { takes: aBoolean, default: 'true', doc: 'Whether to wait.' },
  inner: { takes: group(inner), doc: 'More.' },
  secret: { takes: kind('a long string', (value) => String(value).length > 8, true), doc: 'A secret.' },
}

describe('checkOptions', () => {
  const check = (given: unknown) =>
    checkOptions(table, given as Options, { entity: 'User', operation: 'save' })

  it('takes valid options, none, and undefined for unset ones', () => {
    for (const given of [undefined, {}, { wait: false }, { wait: undefined, inner: { total: undefined } }])
      check(given)
    check(Object.assign(Object.create(null), { wait: true }))
    class Bare {}
    class Given {
      readonly wait = true
      isSet() {
        return this.wait
      }
    }
    for (const given of [new Bare(), new Given()]) check(given)
  })

  for (const [title, given, option, message] of [
    ['an unknown name', { wiat: true }, 'wiat', 'there is no option `wiat`; did you mean `wait`?'],
    ['one that is not set', { wiat: undefined }, 'wiat', 'did you mean `wait`?'],
    [
      'an unknown name like no other',
      { colour: 1 },
      'colour',
      'there is no option `colour`; the options are `wait`, `inner` and `secret`',
    ],
    ['a name of every object', { constructor: 1 }, 'constructor', 'there is no option `constructor`'],
    [
      'an unknown name inside',
      { inner: { totl: 5 } },
      'inner.totl',
      'there is no option `inner.totl`; did you mean `inner.total`?',
    ],
    ['another kind of value', { wait: 'false' }, 'wait', "`wait` must be true or false, but is 'false'"],
    ['null', { wait: null }, 'wait', '`wait` must be true or false, but is null'],
    [
      'a value out of range',
      { inner: { total: 0 } },
      'inner.total',
      '`inner.total` must be a positive integer, but is 0',
    ],
    [
      'a value where options stand',
      { inner: 5 },
      'inner',
      '`inner` must be an object with `total`, but is 5',
    ],
    ['options that are a number', 5, 'options', 'the options must be an object, but are 5'],
    ['options that are null', null, 'options', 'but are null'],
    ['options that are an array', [], 'options', 'but are an array'],
    ['options that are a Map', new Map([['wait', true]]), 'options', 'must be an object, but are a Map'],
    ['options that are a Date', new Date(0), 'options', 'must be an object, but are a Date'],
    [
      'an AbortSignal in place of options',
      new AbortController().signal,
      'options',
      'but are an instance of AbortSignal',
    ],
    ['a URL in place of options', new URL('http://x'), 'options', 'but are an instance of URL'],
    ['an Error where options stand', { inner: new Error('x') }, 'inner', 'is an instance of Error'],
    ['options that were not awaited', Promise.resolve({ wait: true }), 'options', 'but are a Promise'],
    [
      'a promise where options stand',
      { inner: Promise.resolve({ total: 5 }) },
      'inner',
      '`inner` must be an object with `total`, but is a Promise',
    ],
    [
      'a wrong value that an accessor of a class returns',
      new (class Options {
        get wait() {
          return 'false'
        }
      })(),
      'wait',
      "`wait` must be true or false, but is 'false'",
    ],
    [
      'a wrong value that options inherit',
      { inner: Object.create({ total: 0 }) },
      'inner.total',
      '`inner.total` must be a positive integer, but is 0',
    ],
  ] as const)
    it(`refuses ${title}`, () => {
      const error = thrown(() => check(given), InvalidOptionError)
      expect(error).include({ entity: 'User', operation: 'save', option })
      expect(error.message)
        .match(/^User\.save: /)
        .contain(message)
    })

  it('never shows a value that is hidden', () => {
    const error = thrown(() => check({ secret: 'hunter2' }), InvalidOptionError)
    expect(error.message).equal('User.save: `secret` must be a long string, but is a string')
  })
})

describe('checkedArgument', () => {
  it('returns what fits, and refuses the rest, undefined too', () => {
    const row = { takes: aPositiveInteger, doc: 'The most items.' }
    expect(checkedArgument(row, 'limit', 5, {})).equal(5)
    for (const given of [0, undefined as never])
      expect(
        thrown(() => checkedArgument(row, 'limit', given, { entity: 'User' }), InvalidOptionError),
      ).include({
        option: 'limit',
        entity: 'User',
      })
  })
})

describe('the sentences of faults', () => {
  it('name what the options are, or that there are none', () => {
    expect(unknownOption('x', []).detail).equal('there is no option `x`; no options exist here')
    expect(optionFault({}, { x: 1 })?.detail).contain('no options exist here')
  })

  for (const [value, text] of [
    [NaN, 'NaN'],
    [-1, '-1'],
    [5n, '5n'],
    [true, 'true'],
    ['5', "'5'"],
    ['x'.repeat(100), `'${'x'.repeat(40)}…'`],
    [undefined, 'undefined'],
    [{ a: 1 }, 'an object'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
  ] as const)
    it(`show ${text}`, () => {
      expect(wrongKind('a', 'b', value).detail).equal(`\`a\` must be b, but is ${text}`)
    })

  for (const [names, text] of [
    [[], ''],
    [['a'], '`a`'],
    [['a', 'b'], '`a` and `b`'],
    [['a', 'b', 'c'], '`a`, `b` and `c`'],
  ] as const)
    it(`list ${names.length} names`, () => {
      expect(listed(names)).equal(text)
    })
})
