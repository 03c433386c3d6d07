// The budgets of the house.
import { expect } from 'chai'
import { fileLengths, longFiles, longFunctions } from './budgets.js'
import { sourcesBelow } from './sources.js'

const lib = sourcesBelow('lib')
const lines = (count: number) => 'f()\n'.repeat(count)
const sample = (lengths: readonly number[]) =>
  new Map(lengths.map((count, at) => [`lib/${at}.ts`, lines(count)]))

describe('budgets of lib', () => {
  it('lines count that hold code', () => {
    const text = '// a\n\n/** b\n * c */\nfunction f() {\n  // d\n  return `e\n\n  g` /* h */\n}\n'
    expect(fileLengths(new Map([['lib/a.ts', text]])).get('lib/a.ts')).equal(5)
  })

  for (const [what, lengths, expected] of [
    ['the most', [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 251], ['lib/10.ts: 251 lines, most 250']],
    ['the median', [10, 61, 61], ['median file: 61 lines, most 60']],
    ['nine of ten', [10, 10, 151], ['nine of ten files: 151 lines, most 150']],
    ['none', [60, 60, 150], []],
  ] as const)
    it(`files that break a budget are found: ${what}`, () => {
      expect(longFiles(sample(lengths))).deep.equal(expected)
    })

  it('files keep their budgets', () => {
    expect(longFiles(lib)).deep.equal([])
  })

  it('functions keep theirs', () => {
    const bad = `const short = () => {\n${lines(58)}}\nclass A {\n  long() {\n${lines(59)}  }\n}\n`
    expect(longFunctions(new Map([['lib/a.ts', bad]]))).deep.equal(['lib/a.ts:62: 61 lines, most 60'])
    expect(longFunctions(lib)).deep.equal([])
  })
})
