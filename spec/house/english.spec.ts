// Plain English: the words of messages, comments and documents, and how long lines of comments are.
import { expect } from 'chai'
import { catalogueCodes, longComments, stiltedDeclarations, stiltedWords } from './english.js'
import { type Sources, trackedSources } from './sources.js'

// Generated pages follow their sources; the texts of licences are not ours, and the changelog quotes what was. The
// rule itself contains the words.
const ours = /^(?:docs|examples|benchmarks|scripts|spec|lib|\.github|\.ci)\/|^[A-Z]+\.md$/
const sources: Sources = new Map(
  [...trackedSources()].filter(
    ([path]) =>
      ours.test(path) &&
      /\.(?:md|ts|mjs|cjs)$|^\.ci\/run$/.test(path) &&
      !['CHANGELOG.md', 'spec/house/english.ts'].includes(path),
  ),
)
const code: Sources = new Map([...sources].filter(([path]) => /\.[cm]?[jt]s$/.test(path)))
const documents: Sources = new Map([...sources].filter(([path]) => !code.has(path)))
const found = (text: string, path = 'lib/a.ts') => stiltedWords(new Map([[path, text]]))

// Put together from parts, so that this file does not say them either.
const joined = (...parts: string[]) => parts.join('')

describe('plain English', () => {
  for (const words of [
    joined('ans', 'wers the item'),
    joined('undefined whe', 're there is no item'),
    joined('this is n', 'o condition'),
    joined('an index that is no', 'ne'),
    joined('a te', 'xt of digits'),
    joined('insi', 'de of a scope'),
    joined('besi', 'de it'),
    joined('so ma', 'ny items'),
    joined('fails for go', 'od'),
    joined('what it is to', 'ld'),
    joined('the item in ha', 'nd'),
    joined('the caller by him', 'self'),
    joined('sent in va', 'in'),
  ])
    it(`"${words}" is refused in comments, strings, templates and documents`, () => {
      const [first, ...rest] = words.split(' ')
      const broken = `${first}\n * ${rest.join(' ')}`
      for (const text of [
        `// Well: ${words}.`,
        `/** ${words} */`,
        `/**\n * ${broken}\n */`,
        `const a = '${words}'`,
      ])
        expect(found(`${text}\nexport const b = 1\n`), text).lengthOf(1)
      expect(found(`const c = \`\${a} ${words}\``)).lengthOf(1)
      expect(found(`function d() {\n  d()\n  // ${words}\n}`)[0]).match(/^lib\/a\.ts:3: /)
      expect(found(`# Title\n\n${words.replace(' ', '\n')}\n`, 'docs/a.md')[0]).match(/^docs\/a\.md:3: /)
    })

  it('titles of specs are held to it, and other strings of specs are not', () => {
    const words = joined('ans', 'wers the item')
    const inSpec = (text: string) => found(text, 'spec/a.spec.ts')
    expect(inSpec(`it('${words}', () => {})`)).lengthOf(1)
    expect(inSpec(`describe.skip(\`\${name} ${words}\`, () => {})`)).lengthOf(1)
    expect(inSpec(`// It ${words}.\nit('works', () => {})`)).lengthOf(1)
    expect(inSpec(`it('works', () => expect(message).equal('${words}'))`)).deep.equal([])
  })

  it('plain words and code are let through', () => {
    const text =
      '// If there is none, it is no longer written; there is no item inside.\nconst told = asked.answer(1)\n'
    expect(found(text)).deep.equal([])
  })

  it('codes of a catalogue are refused in comments, titles, and at the start of strings', () => {
    const code = joined('D', '118')
    const codes = (text: string) => catalogueCodes(new Map([['spec/a.spec.ts', text]]))
    for (const text of [
      `// As ${code} says.`,
      `/** (${code}) */`,
      `it('${code}: equal', () => {})`,
      `it.skip(\`equal, ${code}\`, () => {})`,
      `describe('equal (${code})', () => {})`,
      `const cases = [['${code} ${joined('S', '7')}: equal']]`,
    ])
      expect(codes(`${text}\nexport const a = 1\n`), text).deep.equal([`spec/a.spec.ts:1: ${code}`])
    expect(
      codes(`// Exports to S3, in UTF-8.\nit('D is a letter', () => f('${code}', 'at ${code}'))\n`),
    ).deep.equal([])
  })

  it('no file of code contains codes of a catalogue', () => {
    expect(catalogueCodes(code)).deep.equal([])
  })

  it('lines of comments have at most 120 characters', () => {
    const line = (length: number) => `  // ${'a'.repeat(length - 5)}`
    expect(longComments(new Map([['lib/a.ts', `f(() => {\n${line(120)}\n${line(121)}\n})\n`]]))).deep.equal([
      'lib/a.ts:3: 121 characters',
    ])
    expect(longComments(code)).deep.equal([])
  })

  it('names of declarations are in the words of the field', () => {
    const received = joined('ans', 'wered')
    const declared = (text: string) => stiltedDeclarations(new Map([['lib/a.ts', text]]))
    for (const text of [
      `const ${received} = 1`,
      `function is${joined('As', 'ked')}() {}`,
      `interface A { readonly ${joined('he', 'ld')}: string }`,
      `type ${joined('To', 'ld')} = 1`,
      `const { a: ${joined('sa', 'id')} } = b`,
      `class A { ${received}(): void {} }`,
      `const f = (${joined('au', 'dience')}: string) => 1`,
    ])
      expect(declared(text), text).lengthOf(1)
    expect(declared(`recorder.${joined('ans', 'wer')}('GetItem')\nconst threshold = tolder`)).deep.equal([])
  })

  it('all code uses these words; only the recorder has a public method of that name', () => {
    const found = stiltedDeclarations(code).map((line) => line.replace(/:\d+/, ''))
    const recorder = /^lib\/testing\/(?:recorder|index)\.ts: [Aa]nswer,/
    expect(found.filter((line) => !recorder.test(line))).deep.equal([])
  })

  it('the project uses none of the words', () => {
    expect([...stiltedWords(code), ...stiltedWords(documents)]).deep.equal([])
  })
})
