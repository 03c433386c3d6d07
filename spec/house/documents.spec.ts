// Documents that stay true: generated pages in step, links and files that exist, recipes that touch what they say.
import { expect } from 'chai'
import { errorCodes, errorName } from '../../lib/errors/codes.js'
import { operators } from '../../lib/expression/condition/operators.js'
import { decisionsPage, errorsPage, firstSentence, mapPage } from '../../scripts/pages.js'
import { optionTables, referencePage } from '../../scripts/reference.js'
import {
  brokenLinks,
  filesThatName,
  glossaryWords,
  missingFiles,
  newestChange,
  rowsOf,
  unlisted,
  wordsOf,
} from './documents.js'
import { type Sources, sourcesBelow, textOf, trackedSources } from './sources.js'

const lib = sourcesBelow('lib')
const tracked = trackedSources()
const sample = (files: Record<string, string>) => new Map(Object.entries(files))

describe('generated pages (npm run docs)', () => {
  it('docs/map.md has the first line of every file, by floor', () => {
    const page = mapPage(sample({ 'lib/util/a.ts': '// Is an a.\ncode', 'lib/index.ts': '// The window.\n' }))
    expect(page).match(/## index\.ts.*- \[index\.ts\]\(\.\.\/lib\/index\.ts\): The window\.\n.*## util/s)
    expect(page).match(/```mermaid\nflowchart TB\n.*subgraph expression.*```/s)
    expect(page).contain('- [util/a.ts](../lib/util/a.ts): Is an a.\n')
    expect(firstSentence('\n// Late.\n')).equal(undefined)
    expect(textOf('docs/map.md')).equal(mapPage(lib))
  })

  it('docs/errors.md has every code', () => {
    const row = { family: 'after sending', sentence: 'it broke', remedy: 'Mend it.' } as const
    expect(errorsPage({ IT_BROKE: row })).contain('| `ItBrokeError` | `IT_BROKE` | it broke | Mend it. |')
    expect(textOf('docs/errors.md')).equal(errorsPage(errorCodes))
  })

  it('docs/guide/reference.md has every table of options, operators, update functions, structs and storage forms', () => {
    const page = referencePage()
    expect(textOf('docs/guide/reference.md')).equal(page)
    const named = optionTables.map(([constant]) => constant)
    const declared = [...lib.values()].flatMap((text) =>
      [...text.matchAll(/^(?:export )?const (\w+): OptionTable</gm)].map(([, constant]) => constant),
    )
    // The parts of a repository are the arguments of its constructor, not options.
    expect(declared.filter((constant) => constant !== 'repositoryParts').sort()).deep.equal([...named].sort())
    expect(Object.keys(operators).filter((name) => !page.includes(`| \`${name}\` |`))).deep.equal([])
  })

  it('docs/decisions/README.md has the title of every record', () => {
    const records = (files: Record<string, string>) => decisionsPage(sample(files))
    expect(records({ 'b.md': '# To be\n\nText', 'a.md': '# And so' })).match(
      /\n- \[And so\]\(a\.md\)\n- \[To be\]\(b\.md\)\n$/,
    )
    const own = [...tracked].filter(([path]) => /^docs\/decisions\/(?!README)/.test(path))
    const page = decisionsPage(
      new Map(own.map(([path, text]) => [path.slice('docs/decisions/'.length), text])),
    )
    expect(textOf('docs/decisions/README.md')).equal(page)
  })

  it('each row of the reference says in a sentence what it is', () => {
    const lines = referencePage()
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(lines.length).greaterThan(100)
    const silent = lines.filter((line) => !/[.] \|( [^|]*\|){0,3}$/.test(line))
    expect(silent).deep.equal([])
  })
})

describe('documents', () => {
  it('link to files and headings that exist', () => {
    const bad = sample({
      'docs/a.md':
        '# It is *so*\n[b](b.md) [c](../c.ts) [self](#it-is-so) [d](sub/) [e](b.md#two-words)\n`[f](f.md)`',
      'docs/b.md':
        '## Two words\n[no](no.md) [lost](a.md#lost) [far](https://example.com)\n\n[named]: none.md',
      'docs/sub/d.md': '[up](../a.md)',
      'c.ts': '',
    })
    expect(brokenLinks(bad)).deep.equal(['docs/b.md: no.md', 'docs/b.md: a.md#lost', 'docs/b.md: none.md'])
    expect(brokenLinks(tracked)).deep.equal([])
  })

  it('name files that exist', () => {
    const files = sample({ 'lib/entity/a.ts': '', 'spec/entity/a.spec.ts': '' })
    const text =
      '`lib/entity/a.ts` `lib/entity/b.ts` `lib/entity` `spec/<floor>/<name>.spec.ts` `lib/*/c.ts` `a.ts`'
    expect(missingFiles(files, text)).deep.equal(['lib/entity/b.ts', 'lib/*/c.ts'])
    const own = [...tracked].filter(
      ([path]) => /^(docs\/.*|[^/]*)\.md$/.test(path) && path !== 'CHANGELOG.md',
    )
    const missing = own.flatMap(([path, text]) =>
      missingFiles(tracked, text).map((name) => `${path}: ${name}`),
    )
    expect(missing).deep.equal([])
  })

  it('are listed where readers look for them', () => {
    const bad = sample({ 'docs/guide/a.md': '', 'docs/guide/b.md': '', 'docs/guide/README.md': '[a](a.md)' })
    expect(unlisted(bad, 'docs/guide', 'docs/guide/README.md')).deep.equal(['docs/guide/b.md'])
    expect(unlisted(tracked, 'docs/guide', 'docs/guide/README.md')).deep.equal([])
    expect(unlisted(tracked, 'docs/recipes', 'CONTRIBUTING.md')).deep.equal([])
  })

  it('that a newcomer reads first are short: README and CONTRIBUTING', () => {
    expect(wordsOf('# One two\n\n```ts\nconst a = 1\n```\n\n| x | y |\n\nthree')).equal(3)
    expect(wordsOf(textOf('README.md'))).below(700)
    expect(wordsOf(textOf('CONTRIBUTING.md'))).below(700)
  })

  it('the change log has what is not yet released on top', () => {
    expect(newestChange('# Changes\n\n## 0.1.0\n\n## Unreleased\n')).equal('0.1.0')
    expect(newestChange(textOf('CHANGELOG.md'))).match(/^\[?Unreleased\]?$/)
  })

  it('the README shows the two commands, and continuous integration runs exactly those', () => {
    for (const command of ['npm ci && npm start', 'npm cit']) {
      expect(
        textOf('README.md')
          .split('\n')
          .map((line) => line.replace(/^\$ /, '')),
      ).include(command)
      expect(textOf('.ci/run').split('\n')).include(`step '${command}'`)
    }
  })

  it('the glossary explains each word of the house once', () => {
    const words = glossaryWords(textOf('docs/glossary.md'))
    expect(glossaryWords('| **a** | x |\n| b | y |\n| **a** | z |')).deep.equal(['a', 'a'])
    expect(words).deep.equal([...new Set(words)])
    expect(words).include.members(
      'entity attribute path item stored operation command request condition operator placeholder codec plan face'.split(
        ' ',
      ),
    )
    expect(words).include.members([
      'partition key',
      'sort key',
      'executor',
      'repository',
      'projection',
      'observer',
    ])
  })
})

describe('recipes', () => {
  it('are counted right: rows, and files that name them', () => {
    const files = sample({
      'lib/a.ts': 'export const table = { one: 1, "two": 2 } as const satisfies Rows\n// three',
      'lib/b.ts': `if (x === 'one') f()\nx.two()\nimport 'two'`,
    })
    expect(rowsOf(files, 'lib/a.ts', 'table')).deep.equal(['one', 'two'])
    const named = filesThatName(files, ['one', 'two', 'three'])
    expect(Object.fromEntries(named)).deep.equal({
      one: ['lib/a.ts', 'lib/b.ts'],
      two: ['lib/a.ts'],
      three: [],
    })
  })

  it('an error touches one row of the table, one file and one line of the shop window', () => {
    const codes = rowsOf(lib, 'lib/errors/codes.ts', 'errorCodes')
    expect(codes).deep.equal(Object.keys(errorCodes))
    for (const [code, files] of filesThatName(lib, codes)) {
      expect(files, code).include('lib/errors/codes.ts')
      expect(
        files.filter((path) => path.startsWith('lib/errors/')),
        code,
      ).lengthOf(2)
      expect(files, code).lengthOf(2)
      const shown = new RegExp(`\\b${errorName(code)}\\b`)
      expect(
        textOf('lib/index.ts')
          .split('\n')
          .filter((line) => shown.test(line)),
        code,
      ).lengthOf(1)
    }
  })

  it('an operator touches one row of the table', () => {
    const names = rowsOf(lib, 'lib/expression/condition/operators.ts', 'operators')
    expect(names).include.members(['eq', 'between', 'beginsWith', 'notExists'])
    const bad = sample({
      'lib/a.ts': `const signs = { eq: '=', ne: '<>', lt: '<' }`,
      'lib/b.ts': `f({ operator: 'eq' }, { operator: 'exists' })`,
    })
    expect(tables(bad, names, 3)).deep.equal(['lib/a.ts'])
    expect(tables(lib, names, 3)).deep.equal(['lib/expression/condition/operators.ts'])
  })

  it('a codec touches one file and two lines of the table', () => {
    const table = 'lib/entity/codecs/table.ts'
    const rows = [...textOf(table).matchAll(/^ {2}(\w+Row),$/gm)].map((match) => match[1] ?? '')
    expect(rows).include.members(['stringRow', 'dateRow', 'setRow'])
    // Nobody outside may ask which kind of codec it is: they see the contract alone.
    const outside = [...lib].filter(([path]) => !path.startsWith('lib/entity/codecs/'))
    const words = new RegExp(`\\b(${rows.join('|')})\\b`)
    expect(words.test('f(stringRow)')).equal(true)
    expect(outside.filter(([, text]) => words.test(text)).map(([path]) => path)).deep.equal([])
  })

  it('a DynamoDB call touches one row of types and one row of the executor', () => {
    const calls = rowsOf(lib, 'lib/executor/sending/commands.ts', 'rows')
    expect(calls).include('GetItem')
    expect(tables(lib, calls, calls.length)).deep.equal([
      'lib/executor/sending/commands.ts',
      'lib/operation/ground/request.ts',
    ])
  })
})

// A file that names a few of a kind uses them; one that names this many is a table, to be touched with every
// addition. The testing room is not of this count: its engine reads DynamoDB's own text.
function tables(sources: Sources, names: readonly string[], many: number): string[] {
  const all = [...filesThatName(sources, names).values()].flat()
  return [...new Set(all)]
    .filter((path) => !path.startsWith('lib/testing/'))
    .filter((path) => all.filter((one) => one === path).length >= many)
    .sort()
}
