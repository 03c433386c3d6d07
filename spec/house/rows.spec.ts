// The catalogue of behaviours: every row that holds today is named by a spec that shows it.
import { expect } from 'chai'
import ts from 'typescript'
import { type Sources, sourcesBelow, treeOf, walk } from './sources.js'

/** Rows that hold today: S is what the library promises, D what its model in another language does, G a loss of data prevented. */
const ranges: readonly (readonly [letter: string, from: number, to: number])[] = [
  ['S', 1, 47],
  ['D', 1, 257],
  ['D', 261, 264],
  ['G', 3, 4],
  ['G', 7, 9],
  ['G', 13, 13],
  ['G', 17, 29],
  ['G', 31, 44],
]

/** Rows of these ranges that no spec shows, and why. */
const notShown: ReadonlyMap<string, string> = new Map([
  ['D182', 'guards of stale items: items are plain objects, and an update resolves to the new one'],
])

const rows = ranges.flatMap(([letter, from, to]) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${letter}${from + at}`),
)

// Titles begin with their rows: `S22 S27: ...`; so do the entries of tables that titles are made of.
const beginning = /^(?:[SDG]\d{1,3}[ :])+/

/** The rows that texts in these files begin with. */
function namedRows(sources: Sources): Set<string> {
  const named = new Set<string>()
  for (const path of sources.keys())
    walk(treeOf(sources, path), (node) => {
      if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node)) return
      for (const row of beginning.exec(node.text)?.[0].match(/[SDG]\d+/g) ?? []) named.add(row)
    })
  return named
}

describe('rows of the catalogue', () => {
  it('are found where titles begin with them, and only there', () => {
    const sample = new Map([
      [
        'spec/a.spec.ts',
        `// D1: a comment
        it('D2: shown', () => {})
        it(\`S3 D4: \${what}\`, () => {})
        const table = [['D5 D6: shown', 'not D7: shown'], ["D88x"], 'E9: other']`,
      ],
    ])
    expect([...namedRows(sample)].sort()).deep.equal(['D2', 'D4', 'D5', 'D6', 'S3'])
  })

  const specs = new Map(
    [...sourcesBelow('spec')].filter(
      ([path]) => path.endsWith('.spec.ts') && path !== 'spec/house/rows.spec.ts',
    ),
  )
  const named = namedRows(specs)

  it('are all named by specs, but for those that say why not', () => {
    expect(rows.filter((row) => !named.has(row) && !notShown.has(row))).deep.equal([])
  })

  it('are left out only while nothing shows them', () => {
    expect([...notShown.keys()].filter((row) => named.has(row) || !rows.includes(row))).deep.equal([])
    for (const [row, reason] of notShown) expect(reason, row).match(/\w{3}.*\w/)
  })
})
