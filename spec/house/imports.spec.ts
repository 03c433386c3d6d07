// The floors of the house, seen from their imports.
import { expect } from 'chai'
import {
  circles,
  climbingImports,
  crowdedFolders,
  edges,
  homelessFiles,
  importsOf,
  loosePaths,
  packages,
  paragraphs,
  sdkValueImports,
} from './imports.js'
import { sourcesBelow, textOf } from './sources.js'

const lib = sourcesBelow('lib')
const sample = (files: Record<string, string>) => new Map(Object.entries(files))

describe('imports of lib', () => {
  it('every file belongs to a floor', () => {
    expect(
      homelessFiles(sample({ 'lib/stuff/a.ts': '', 'lib/entity/a.ts': '', 'lib/index.ts': '' })),
    ).deep.equal(['lib/stuff/a.ts'])
    expect(homelessFiles(lib)).deep.equal([])
  })

  it('an import goes down or stays in its room, types included', () => {
    const bad = sample({
      'lib/entity/a.ts': `import type { B } from '../operation/b.js'\nimport './c.js'\nimport '../errors/d.js'`,
      'lib/util/a.ts': `export { A } from '../errors/a.js'`,
      'lib/repository/a.ts': `import '../testing/a.js'\nlet b: import('../index.js').B`,
      'lib/testing/a.ts': `import '../index.js'\nconst late = import('../executor/a.js')`,
    })
    expect(climbingImports(bad)).deep.equal([
      'lib/entity/a.ts imports lib/operation/b.ts',
      'lib/util/a.ts imports lib/errors/a.ts',
      'lib/repository/a.ts imports lib/testing/a.ts',
      'lib/repository/a.ts imports lib/index.ts',
    ])
    expect(climbingImports(lib)).deep.equal([])
  })

  it('the same holds for the rooms of a floor; what stands outside them is above them', () => {
    const bad = sample({
      'lib/expression/path/a.ts': `import '../condition/b.js'\nimport '../stored/c.js'`,
      'lib/expression/stored/c.ts': `import '../d.js'`,
      'lib/expression/d.ts': `import './update/e.js'`,
    })
    expect(climbingImports(bad)).deep.equal([
      'lib/expression/path/a.ts imports lib/expression/condition/b.ts',
      'lib/expression/stored/c.ts imports lib/expression/d.ts',
    ])
    expect(
      homelessFiles(sample({ 'lib/expression/cellar/a.ts': '', 'lib/expression/path/a.ts': '' })),
    ).deep.equal(['lib/expression/cellar/a.ts'])
  })

  it('a folder has at most 15 files, unless they are rows of one kind', () => {
    const files = (folder: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`${folder}/${at}.ts`, '']))
    const crowd = sample({
      ...files('lib/plan', 16),
      ...files('lib/errors', 16),
      ...files('lib/plan/key', 15),
    })
    expect(crowdedFolders(crowd)).deep.equal(['lib/plan: 16'])
    expect(crowdedFolders(lib)).deep.equal([])
  })

  it('the rooms of the engine are ranked, too', () => {
    const bad = sample({
      'lib/testing/engine/values/a.ts': `import '../storage/b.js'`,
      'lib/testing/engine/c.ts': `import './items/d.js'\nimport './faults/e.js'`,
      'lib/testing/f.ts': `import './command/g.js'`,
    })
    expect(climbingImports(bad)).deep.equal([
      'lib/testing/engine/values/a.ts imports lib/testing/engine/storage/b.ts',
      'lib/testing/engine/c.ts imports lib/testing/engine/faults/e.ts',
    ])
  })

  it('a short file that one other file of its room imports is part of that file', () => {
    const long = 'f()\n'.repeat(180)
    const files = sample({
      'lib/plan/a.ts': `import './b.js'\nimport './c.js'\nimport './d.js'`,
      'lib/plan/b.ts': 'f()\n',
      'lib/plan/c.ts': long,
      'lib/plan/d.ts': 'f()\n',
      'lib/plan/e.ts': `import './d.js'`,
      'lib/plan/f.ts': `import './g.js'\n${long}`,
      'lib/plan/g.ts': 'f()\n'.repeat(30),
    })
    expect(paragraphs(files)).deep.equal(['lib/plan/b.ts belongs in lib/plan/a.ts'])
    expect(paragraphs(lib)).deep.equal([])
  })

  it('no import goes in a circle, types included', () => {
    const bad = sample({
      'lib/entity/a.ts': `import type { B } from './b.js'`,
      'lib/entity/b.ts': `import { c } from './c.js'`,
      'lib/entity/c.ts': `import { a } from './a.js'`,
      'lib/entity/d.ts': `import { a } from './a.js'`,
    })
    expect(circles(bad)).deep.equal([
      'lib/entity/a.ts -> lib/entity/b.ts -> lib/entity/c.ts -> lib/entity/a.ts',
    ])
    expect(circles(lib)).deep.equal([])
  })

  it('every import leads to a file', () => {
    expect(edges(sample({ 'lib/entity/a.ts': `import '../errors/b.js'` })).get('lib/entity/a.ts')).deep.equal(
      ['lib/errors/b.ts'],
    )
    const lost = [...edges(lib)].flatMap(([from, targets]) =>
      targets.filter((to) => !lib.has(to)).map((to) => `${from} imports ${to}`),
    )
    expect(lost).deep.equal([])
  })

  it('the SDK is imported as values by the executor and for tests only', () => {
    const bad = sample({
      'lib/operation/a.ts': `import { type A } from '@aws-sdk/client-dynamodb'`,
      'lib/operation/b.ts': `import type { A } from '@aws-sdk/client-dynamodb'`,
      'lib/executor/a.ts': `import { A } from '@aws-sdk/client-dynamodb'`,
      'lib/entity/a.ts': `const late = import('@smithy/core')`,
      'lib/entity/b.ts': `import { NumberValue } from '@aws-sdk/util-dynamodb'`,
    })
    expect(sdkValueImports(bad)).deep.equal([
      'lib/operation/a.ts imports @aws-sdk/client-dynamodb',
      'lib/entity/a.ts imports @smithy/core',
    ])
    expect(sdkValueImports(lib)).deep.equal([])
  })

  it('relative imports end in .js', () => {
    const bad = sample({ 'lib/entity/a.ts': `import './b'\nimport './c.ts'\nimport './d.js'\nimport 'e'` })
    expect(loosePaths(bad)).deep.equal(['lib/entity/a.ts imports ./b', 'lib/entity/a.ts imports ./c.ts'])
    expect(loosePaths(lib)).deep.equal([])
  })

  it('every package imported is declared, and every package declared is imported', () => {
    const mixed = sample({
      'lib/entity/a.ts': `import '@a/b/c'\nimport 'd/e'\nimport 'node:fs'\nimport './f.js'`,
    })
    expect([...packages(mixed).keys()]).deep.equal(['@a/b', 'd'])
    expect(importsOf(mixed, 'lib/entity/a.ts')).lengthOf(4)
    const { dependencies, peerDependencies } = JSON.parse(textOf('package.json'))
    const declared = Object.keys({ ...dependencies, ...peerDependencies })
    const imported = [...packages(lib).keys()]
    expect(imported.filter((name) => !declared.includes(name))).deep.equal([])
    expect(declared.filter((name) => !imported.includes(name))).deep.equal([])
  })

  it('the embedded engine imports nothing of the library above errors and util, and no package', () => {
    const engine = 'lib/testing/engine/'
    const above = [...edges(lib)].flatMap(([from, targets]) =>
      targets
        .filter((to) => from.startsWith(engine) && !/^lib\/(?:testing\/engine|errors|util)\//.test(to))
        .map((to) => `${from} imports ${to}`),
    )
    expect(above).deep.equal([])
    const named = [...packages(lib)].filter(([, users]) => users.some((path) => path.startsWith(engine)))
    expect(named).deep.equal([])
  })
})
