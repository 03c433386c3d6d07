// The rules for what a file of lib/ holds, each shown on a bad sample and then held on lib/.
import { expect } from 'chai'
import { edges } from './imports.js'
import { type Sources, sourcesBelow, trackedSources } from './sources.js'
import {
  badNames,
  barrels,
  classChecks,
  doubledExports,
  exoticSyntax,
  filesWithoutSentence,
  headlessSentences,
  hiddenMembers,
  isTypesOnly,
  liberties,
  looseTypes,
  moduleState,
  sharedSymbols,
  unexplainedCasts,
} from './style.js'

const lib = sourcesBelow('lib')
const spec = sourcesBelow('spec')
const file = (text: string) => new Map([['lib/a.ts', text]])

describe('files of lib', () => {
  it('begin with one sentence', () => {
    const bad = new Map([
      ['lib/a.ts', 'import "b"\n// Too late.\n'],
      ['lib/b.ts', '// No end\n'],
      ['lib/c.ts', '/** Not this. */\n'],
      ['lib/d.ts', '// Fine.\n'],
    ])
    expect(filesWithoutSentence(bad)).deep.equal(['lib/a.ts', 'lib/b.ts', 'lib/c.ts'])
    expect(filesWithoutSentence(lib)).deep.equal([])
  })

  it('begin with a noun or a verb', () => {
    const bad = new Map([
      ['lib/a.ts', '// What an update is given.\n'],
      ['lib/b.ts', '// Whether a client is plain.\n'],
      ['lib/c.ts', '// State of an update.\n'],
      ['lib/d.ts', '// Reads a file.\n'],
    ])
    expect(headlessSentences(bad)).deep.equal(['lib/a.ts', 'lib/b.ts'])
    expect(headlessSentences(lib)).deep.equal([])
  })

  it('have no any, and nothing asserted not to be null', () => {
    const bad = file('let a: any\nconst b = a!\nclass C {\n  d!: string\n}\nlet many = a !== b')
    expect(looseTypes(bad)).deep.equal(['lib/a.ts:1: any', 'lib/a.ts:2: x!', 'lib/a.ts:4: x!: T'])
    expect(looseTypes(lib)).deep.equal([])
  })

  it('have no members that a stub could not have', () => {
    const bad = file(
      'class A {\n  #b = 1\n  private c = 2\n  protected d() {\n    this.#b\n  }\n  readonly e = 3\n}',
    )
    expect(hiddenMembers(bad)).deep.equal(['lib/a.ts:2: #b', 'lib/a.ts:3: private', 'lib/a.ts:4: protected'])
    const engine = new Map([
      ['lib/testing/index.ts', `export { A } from './a.js'`],
      ['lib/testing/a.ts', 'export class A {\n  private b = 1\n}'],
      ['lib/testing/c.ts', 'export class C {\n  private d = 1\n}'],
    ])
    expect(hiddenMembers(engine)).deep.equal(['lib/testing/a.ts:2: private'])
    expect(hiddenMembers(lib)).deep.equal([])
  })

  it('have no decorators, enums or namespaces', () => {
    const bad = file('@a\nclass B {}\nenum C {}\nnamespace D {}')
    expect(exoticSyntax(bad)).deep.equal([
      'lib/a.ts:1: a decorator',
      'lib/a.ts:3: an enum',
      'lib/a.ts:4: a namespace',
    ])
    expect(exoticSyntax(lib)).deep.equal([])
  })

  it('rest on no class of their own: errors are recognized by their codes, everything else by what it has', () => {
    const bad = file(
      [
        "import { Set } from 'b'",
        'class A {\n  kind = new.target',
        '  is = (a: object, each: typeof A) => a instanceof A || a instanceof each || a.constructor === A',
        '}',
        'const fine = (a: unknown) => a instanceof Map && a.constructor.name',
        'const other = (a: unknown) => a instanceof Set',
      ].join('\n'),
    )
    expect(classChecks(bad)).deep.equal([
      'lib/a.ts:3: new.target',
      'lib/a.ts:4: instanceof A',
      'lib/a.ts:4: instanceof each',
      'lib/a.ts:4: compares constructors',
      'lib/a.ts:7: instanceof Set',
    ])
    expect(classChecks(lib)).deep.equal([])
  })

  it('have no state, and do nothing when they are imported', () => {
    const bad = file(
      'let a = 1\nconst b = new Map()\nconst c = []\nd()\nconst e = new Set([1])\nconst f = [1]',
    )
    expect(moduleState(bad)).deep.equal([
      'lib/a.ts:1: a variable',
      'lib/a.ts:2: an empty collection',
      'lib/a.ts:3: an empty collection',
      'lib/a.ts:4: work on import',
    ])
    expect(moduleState(lib)).deep.equal([])
  })

  it('leave the program around them alone', () => {
    const bad = file(
      `console.log(1)\nprocess.env.A = '1'\ndelete process.env['A']\neval('1')\nnew Function('1')\nconst a = process.env.A`,
    )
    expect(liberties(bad)).deep.equal([
      'lib/a.ts:1: prints',
      'lib/a.ts:2: changes the environment',
      'lib/a.ts:3: changes the environment',
      'lib/a.ts:4: makes code from text',
      'lib/a.ts:5: makes code from text',
    ])
    expect(liberties(lib)).deep.equal([])
  })

  it('give a reason for each double cast', () => {
    const cast = 'const a = b as unknown as C'
    const bad = new Map([
      ['lib/a.ts', `f()\n${cast}`],
      ['lib/b.ts', `// The shape was checked.\n${cast}`],
      ['lib/c.ts', `${cast} // What the client returned.`],
    ])
    expect(unexplainedCasts(bad)).deep.equal(['lib/a.ts:2'])
    expect(unexplainedCasts(lib)).deep.equal([])
  })

  it('share what symbols mark by imports, and not by the key of a registered symbol', () => {
    const bad = new Map([
      ['lib/a.ts', "const a = Symbol.for('x.mark')\nconst b = Symbol.for('nodejs.util.inspect.custom')"],
      ['lib/b.ts', "const a = Symbol.for('x.mark')\nconst b = Symbol.for('nodejs.util.inspect.custom')"],
      ['lib/c.ts', "const a = Symbol.for('x.own')"],
    ])
    expect(sharedSymbols(bad)).deep.equal(['x.mark: lib/a.ts, lib/b.ts'])
    expect(sharedSymbols(lib)).deep.equal([])
  })

  it('export each name only once', () => {
    const bad = new Map([
      [
        'lib/a.ts',
        'export function b(): void\nexport function b(c?: 1): void {}\nexport const d = 1\nconst e = 2',
      ],
      ['lib/f/g.ts', 'export interface b {}\nexport type h = 1\nexport const e = 3'],
      ['lib/i.ts', 'export abstract class h {}'],
      ['lib/index.ts', "export { b } from './a.js'"],
      ['lib/testing/j.ts', 'export const d = 1'],
    ])
    expect(doubledExports(bad)).deep.equal(['b: lib/a.ts, lib/f/g.ts', 'h: lib/f/g.ts, lib/i.ts'])
    expect(doubledExports(lib)).deep.equal([])
  })

  it('are not barrels, except for the entry points', () => {
    const bad = new Map([
      ['lib/index.ts', `export { a } from './a.js'`],
      ['lib/entity/index.ts', `export const a = 1`],
      ['lib/entity/all.ts', `export * from './a.js'`],
      ['lib/entity/one.ts', `export { a } from './a.js'\nexport const b = 1`],
    ])
    expect(barrels(bad)).deep.equal(['lib/entity/index.ts', 'lib/entity/all.ts'])
    expect(barrels(lib)).deep.equal([])
  })
})

describe('names of files', () => {
  it('are kebab-case nouns that say something', () => {
    const bad = [
      'lib/helpers.ts',
      'lib/entity/base-entity.ts',
      'lib/a/key-utils.ts',
      'lib/CamelCase.ts',
      'spec/a_b.ts',
    ]
    const good = [
      'lib/util/types.ts',
      'lib/entity/key/key.ts',
      'spec/entity/key/key.spec.ts',
      'scripts/build.mjs',
    ]
    expect(badNames([...bad, ...good])).deep.equal(bad)
    const named = /^(lib|spec|scripts|benchmarks|examples)\//
    expect(badNames([...trackedSources().keys()].filter((path) => named.test(path)))).deep.equal([])
  })
})

describe('specs', () => {
  it('exist for every file of lib that runs: lib/x/y.ts has spec/x/y.spec.ts', () => {
    expect(
      isTypesOnly(file(`import type { B } from './b.js'\nexport interface A extends B {}`), 'lib/a.ts'),
    ).equal(true)
    expect(isTypesOnly(file(`export const a: unique symbol = Symbol('a')`), 'lib/a.ts')).equal(true)
    expect(isTypesOnly(file('export const a = 1'), 'lib/a.ts')).equal(false)
    const missing = [...lib.keys()]
      .filter((path) => !isTypesOnly(lib, path))
      .map((path) => path.replace(/^lib\//, 'spec/').replace(/\.ts$/, '.spec.ts'))
      .filter((path) => !spec.has(path))
    expect(missing).deep.equal([])
  })

  it('reach every file of types from spec/types or from the spec of its own', () => {
    const graph = new Map([...edges(lib), ...edges(spec)])
    const reached = new Set<string>()
    const visit = (path: string): void => {
      if (reached.has(path)) return
      reached.add(path)
      for (const target of graph.get(path) ?? []) visit(target)
    }
    for (const path of spec.keys()) visit(path)
    expect([...lib.keys()].filter((path) => isTypesOnly(lib, path) && !reached.has(path))).deep.equal([])
  })

  it('below a room of lib belong to a file or a folder of it; specs of other kinds have folders of their own', () => {
    const stray = (own: Sources, all: Sources) => {
      const rooms = new Set([...own.keys()].map((path) => path.split('/')[1]))
      const reported = [...all.keys()].filter(
        (path) => path.endsWith('.spec.ts') && rooms.has(path.split('/')[1]),
      )
      return reported.filter((path) => {
        const folder = path.replace(/^spec\/(.*\/).*/, 'lib/$1')
        const file = path.replace(/^spec\//, 'lib/').replace(/\.spec\.ts$/, '.ts')
        return (
          !own.has(file) && !(/\/.+\//.test(folder) && [...own.keys()].some((one) => one.startsWith(folder)))
        )
      })
    }
    const own = new Map([['lib/entity/a.ts', '']])
    const all = [
      'spec/entity/a.spec.ts',
      'spec/entity/round-trip.spec.ts',
      'spec/entity/gone/b.spec.ts',
      'spec/di/c.spec.ts',
    ]
    expect(stray(own, new Map(all.map((path) => [path, ''])))).deep.equal(['spec/entity/gone/b.spec.ts'])
    expect(stray(lib, spec)).deep.equal([])
  })
})
