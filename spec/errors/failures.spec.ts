// How failures are shown: paths as text, kinds of values, and messages without the values that they quote.
import { inspect } from 'node:util'
import { expect } from 'chai'
import * as s from 'superstruct'
import { kindOf, pathText, reported, summary } from '../../lib/errors/failures.js'

const secret = 'hunter2-marker'

describe('pathText', () => {
  for (const [path, text] of [
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a.b'],
    [['a', 0, 'b', 12], 'a[0].b[12]'],
    [[3], '[3]'],
    [['a-b', '$c', '_d'], 'a-b.$c._d'],
    [['a.b'], "['a.b']"],
    [['a', 'b c', 'd'], "a['b c'].d"],
    [['', '0'], "['']['0']"],
    [["it's"], "['it\\'s']"],
    [['back\\slash'], "['back\\\\slash']"],
    [['__proto__', 'constructor'], '__proto__.constructor'],
    [['naïve', '😀'], "['naïve']['😀']"],
  ] as const)
    it(`${JSON.stringify(path)} is ${text === '' ? 'nothing' : text}`, () => {
      expect(pathText(path)).equal(text)
    })
})

describe('kindOf', () => {
  class Money {}
  for (const [value, kind] of [
    [undefined, 'undefined'],
    [null, 'null'],
    ['x', 'a string'],
    [1, 'a number'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [new Date(Number.NaN), 'an invalid Date'],
    [1n, 'a bigint'],
    [true, 'a boolean'],
    [Symbol('x'), 'a symbol'],
    [() => 1, 'a function'],
    [[], 'an array'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [{ constructor: 'x' }, 'an object'],
    [new Uint8Array(1), 'binary'],
    [Buffer.from('x'), 'binary'],
    [new Date(), 'a Date'],
    [new Set(), 'a Set'],
    [new ArrayBuffer(1), 'an ArrayBuffer'],
    [new Money(), 'a Money'],
    [new (class {})(), 'an object'],
  ] as const)
    it(`${inspect(value)} is ${kind}`, () => {
      expect(kindOf(value)).equal(kind)
    })
})

describe('reported failures', () => {
  const say = (message: string, value: unknown) => reported([{ path: ['a'], message, value, quotes: [] }])[0]

  it('hold the value for the program, and hide it from JSON and inspection', () => {
    const failure = say('Expected a number, but received: 5', secret)
    expect(failure?.value).equal(secret)
    expect(JSON.stringify(failure)).equal('{"path":"a","message":"Expected a number, but received a string"}')
    expect(inspect(failure, { depth: 10 })).not.contain(secret)
  })

  for (const [message, value, shown] of [
    [`Expected a number, but received: "${secret}"`, secret, 'Expected a number, but received a string'],
    [
      `Expected a number, but received: "${secret} received x"`,
      `${secret} received x`,
      'Expected a number, but received a string',
    ],
    [
      `Expected a number less than 5 but received \`${1234567}\``,
      1234567,
      'Expected a number less than 5 but received a number',
    ],
    [
      'Expected a string with a length of `3` but received one with a length of `5`',
      secret,
      'Expected a string with a length of `3` but received one with a length of `5`',
    ],
    [
      'Expected a nonempty string but received an empty one',
      '',
      'Expected a nonempty string but received an empty one',
    ],
    [
      `Expected a number, but received: "received one with a length of \`5\`"`,
      'received one with a length of `5`',
      'Expected a number, but received a string',
    ],
    [`${secret} is no address`, secret, '(a string) is no address'],
    ['no value is quoted', 'no', 'no value is quoted'],
    ['Expected a string, but received: string', 'string', 'Expected a string, but received a string'],
    [
      'Expected one of `"open","shut"`, but received: open',
      'open',
      'Expected one of `"open","shut"`, but received a string',
    ],
    [
      'Expected a value of type `Odd` with refinement `odd`, but received: `type`',
      'type',
      'Expected a value of type `Odd` with refinement `odd`, but received a string',
    ],
    [
      'Expected wonder2 to be, but received: `wonder2`',
      'wonder2',
      'Expected (a string) to be, but received a string',
    ],
    ['Expected a number, but received: NaN', Number.NaN, 'NaN cannot be stored'],
    [
      'Expected a number less than 5 but received `Infinity`',
      Number.POSITIVE_INFINITY,
      'Infinity cannot be stored',
    ],
    [
      `'no' of ${secret} in [${secret}], but not the annotation`,
      { a: ['no'], b: { c: secret } },
      "'(a value)' of (a value) in [(a value)], but not the annotation",
    ],
    ['the word is a password', 'word', 'the (a string) is a password'],
    ['1234567 is too much, or received late', 1234567, '(a number) is too much, or received a number'],
  ] as const)
    it(`"${message}" becomes "${shown}"`, () => {
      expect(say(message, value)?.message).equal(shown)
    })

  it('of this library stay as they are: they hold no value', () => {
    const [failure] = reported([
      { path: [], message: 'NaN and Infinity cannot be stored', value: Number.NaN },
    ])
    expect(failure?.message).equal('NaN and Infinity cannot be stored')
  })

  it('lose what stands around the value, but for common words', () => {
    const around = { password: secret, state: 'failed', nested: [{ pin: 40817263 }] }
    const message = `failed: ${secret} and 40817263 and 'failed'`
    const [failure] = reported([{ path: ['a'], message, value: 1, quotes: [around] }])
    expect(failure?.message).equal("failed: (a value) and (a value) and '(a value)'")
  })

  for (const [what, struct, value] of [
    ['string', s.string(), 9876543],
    ['number', s.number(), secret],
    ['integer', s.integer(), 9876543.5],
    ['enums', s.enums(['a', 'b']), secret],
    ['literal', s.literal('a'), secret],
    ['union', s.union([s.literal('a'), s.number()]), secret],
    ['pattern', s.pattern(s.string(), /^a/), secret],
    ['min', s.min(s.number(), 1e9), 9876543],
    ['max', s.max(s.number(), 1), 9876543],
    ['size of a number', s.size(s.number(), 1, 2), 9876543],
    ['size of a string', s.size(s.string(), 1, 2), secret],
    ['empty', s.empty(s.string()), secret],
    ['refine', s.refine(s.string(), 'short', (text) => `too long: ${text}`), secret],
    ['define', s.define('Odd', () => false), secret],
    ['never', s.never(), secret],
    ['nested', s.object({ a: s.array(s.number()) }), { a: [secret] }],
    ['unknown properties', s.object({}), { a: secret }],
  ] as const)
    it(`superstruct's own message for ${what} loses the value that it quotes`, () => {
      const [error] = s.validate<unknown, unknown>(value, struct as s.Struct<unknown, unknown>)
      const raw =
        error?.failures().map((failure) => ({ ...failure, path: failure.path as string[], quotes: [] })) ?? []
      expect(raw).not.deep.equal([])
      const text = summary(reported(raw))
      expect(text).match(/\S/).and.not.contain(secret).and.not.contain('9876543')
    })
})

describe('summary', () => {
  const failures = (count: number) =>
    reported(Array.from({ length: count }, (_, at) => ({ path: ['a', at], message: 'is wrong', value: at })))

  it('is one line: path and message of each failure', () => {
    expect(summary(failures(2))).equal('a[0]: is wrong; a[1]: is wrong')
    expect(summary(reported([{ path: [], message: 'is wrong', value: 1 }]))).equal('is wrong')
    expect(summary([])).equal('')
  })

  it('stays short, however many there are', () => {
    expect(summary(failures(1000))).match(/^a\[0\]: .*a\[9\]: is wrong; and at least 90 more$/)
  })
})
