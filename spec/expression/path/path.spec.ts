import { expect } from 'chai'
import fc from 'fast-check'
import { pathText } from '../../../lib/errors/failures.js'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { parsePath } from '../../../lib/expression/path/path.js'
import { cpuMilliseconds } from '../../support/cpu-time.js'

describe('parsePath', () => {
  const good: [string, (string | number)[]][] = [
    ['a', ['a']],
    ['a.b', ['a', 'b']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a[0][12]', ['a', 0, 12]],
    ["['a.b']", ['a.b']],
    ['["a.b"].c', ['a.b', 'c']],
    ["a['x']['y z'][3]", ['a', 'x', 'y z', 3]],
    ["a['']", ['a', '']],
    ["['it\\'s']", ["it's"]],
    ['["it\'s"]', ["it's"]],
    ['["a\\"b\\\\"]', ['a"b\\']],
    ["['a]']", ['a]']],
    ["['0']", ['0']],
    ['rec.a b', ['rec', 'a b']],
    ['rec.prénom', ['rec', 'prénom']],
    ['rec.a$b', ['rec', 'a$b']],
    ['b!.b', ['b!', 'b']],
    ['😀.#0', ['😀', '#0']],
    ["it's", ["it's"]],
    ['a[2147483647]', ['a', 2147483647]],
    ['constructor.__proto__', ['constructor', '__proto__']],
  ]
  for (const [text, steps] of good) it(`reads ${text}`, () => expect(parsePath(text)).deep.equal(steps))

  const bad: [string, string][] = [
    ['', 'expected a name in an empty path, but found the end'],
    ['.', `expected a name in the path ".", but found '.' at position 0`],
    ['a.', 'expected a name in the path "a.", but found the end'],
    ['.a', `in the path ".a", but found '.' at position 0`],
    ['a..b', `in the path "a..b", but found '.' at position 2`],
    ['a.[0]', `in the path "a.[0]", but found '[' at position 2`],
    ['a]', `expected '.' or '[' in the path "a]", but found ']' at position 1`],
    ['a[0]b', `expected '.' or '[' in the path "a[0]b", but found 'b' at position 4`],
    ['[0]', 'the path "[0]" begins with a list index'],
    ['a[', 'expected a list index or a quoted name in the path "a[", but found the end'],
    ['a[]', `in the path "a[]", but found ']' at position 2`],
    ['a[-1]', `in the path "a[-1]", but found '-' at position 2`],
    ['a[01]', `in the path "a[01]", but found '0' at position 2`],
    ['a[1.5]', `expected ']' at position 3 of the path "a[1.5]"`],
    ['a[x]', `in the path "a[x]", but found 'x' at position 2`],
    ['a[0', `expected ']' at position 3 of the path "a[0"`],
    ['a[2147483648]', `in the path "a[2147483648]", but found '2' at position 2`],
    ["a['x'", `expected ']' at position 5`],
    ["a['x", 'has a quoted name without a closing quote'],
    ["a['x\\", 'expected a quote or a backslash after the backslash in the path'],
    ["a['\\n']", `but found 'n' at position 4`],
  ]
  for (const [text, message] of bad)
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parsePath(text, 'Order'))
        .throw(InvalidConditionError, message)
        .property('entity', 'Order'))

  it('refuses what is not a string, by its kind', () => {
    expect(() => parsePath(5 as never)).throw(InvalidConditionError, 'a path must be a string, not a number')
  })

  it('shows at most 100 characters of a wrong path', () => {
    expect(() => parsePath(`${'a'.repeat(500)}]`)).throw(InvalidConditionError, `"${'a'.repeat(100)}…"`)
  })

  it('is the inverse of pathText', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '',
        'a.b',
        "'",
        '"',
        '\\',
        '\\\\',
        "a']",
        '[0]',
        '0',
        '__proto__',
        'constructor',
        '\ud800',
        ' ',
      ),
    )
    const step = fc.oneof(name, fc.nat({ max: 2 ** 31 - 1 }))
    fc.assert(
      fc.property(name, fc.array(step), (first, rest) => {
        expect(parsePath(pathText([first, ...rest]))).deep.equal([first, ...rest])
      }),
      { numRuns: 2000 },
    )
  })

  it('reads or refuses any text, and what it reads comes back', () => {
    const unit = fc.constantFrom('a', '.', '[', ']', "'", '"', '\\', '0', '1', ' ')
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        try {
          const steps = parsePath(text)
          expect(parsePath(pathText(steps))).deep.equal(steps)
        } catch (error) {
          expect(error).instanceOf(InvalidConditionError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  const long: [string, (length: number) => string][] = [
    ['word characters and a wrong end', (length) => `${'a'.repeat(length)}]`],
    ['names', (length) => 'a.'.repeat(length / 2)],
    ['indexes', (length) => `a${'[0]'.repeat(length / 3)}x`],
    ['digits', (length) => `a[${'1'.repeat(length)}`],
    ['backslashes', (length) => `['${'\\\\'.repeat(length / 2)}`],
    ['quotes', (length) => `a${"['x']".repeat(length / 5)}x`],
  ]
  for (const [what, make] of long)
    it(`takes time in proportion to the length: ${what}`, () => {
      const text = make(100_000)
      const time = cpuMilliseconds(() => {
        try {
          parsePath(text)
        } catch {}
      }, 5)
      // About 5 ms for 100 kB; in time that grows with the square of the length it would be minutes.
      expect(time).lessThan(200)
    })
})
