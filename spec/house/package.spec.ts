// What package.json promises, as far as it can be seen without building; scripts/check-package.mjs tries the built
// package.
import { expect } from 'chai'
import { brokenLinks } from './documents.js'
import { sourcesBelow, textOf, trackedSources } from './sources.js'

const manifest = JSON.parse(textOf('package.json'))
const ci = textOf('.ci/run')
  .split('\n')
  .map((line) => line.trim())

describe('package.json', () => {
  it('the superstruct range has two ends, and continuous integration runs the specs against both', () => {
    expect(manifest.dependencies.superstruct).match(/^\^\d+\.\d+\.\d+$/)
    expect(ci).include("step 'node scripts/check-superstruct.mjs'")
  })

  it('continuous integration runs each check of scripts/ once', () => {
    const checks = [...trackedSources().keys()].filter((path) => /^scripts\/check-[^/]+$/.test(path))
    expect(checks).not.deep.equal([])
    for (const check of checks)
      expect(ci.filter((line) => line === `step 'node ${check}'`)).deep.equal([`step 'node ${check}'`])
  })

  it('continuous integration compiles a strict consumer against the packed package', () => {
    expect(ci).include("step 'node scripts/check-package.mjs'")
  })

  it('continuous integration bundles, tests and declares with the package as users do', () => {
    expect(ci).include("step 'node scripts/check-shipped.mjs'")
  })

  it('continuous integration runs the specs on the oldest supported Node and on later majors', () => {
    expect(ci).include("step 'node scripts/check-node-versions.mjs'")
    expect(manifest.engines.node).match(/^>=\d+\.\d+\.\d+$/)
  })

  it('each entry has types first, for bundlers, for import and for require', () => {
    const { './package.json': own, ...entries } = manifest.exports
    expect(own).equal('./package.json')
    expect(Object.keys(entries)).deep.equal(['.', './otel', './streams', './testing'])
    for (const [entry, conditions] of Object.entries<Record<string, Record<string, string>>>(entries)) {
      expect(Object.keys(conditions)).deep.equal(['module', 'import', 'require'])
      for (const targets of Object.values(conditions)) {
        expect(Object.keys(targets)).deep.equal(['types', 'default'])
        const source =
          targets['default']?.replace(/^\.\/dist\/(module|esm|cjs)\//, 'lib/').replace(/\.js$/, '.ts') ?? ''
        expect([...sourcesBelow('lib').keys()], entry).include(source)
      }
    }
  })

  it('resolvers that do not know `exports` find the entries too', () => {
    expect(manifest.main).equal(manifest.exports['.'].require.default)
    expect(manifest.types).equal(manifest.exports['.'].require.types)
    expect(manifest.typesVersions).deep.equal({
      '*': {
        otel: [manifest.exports['./otel'].require.types],
        streams: [manifest.exports['./streams'].require.types],
        testing: [manifest.exports['./testing'].require.types],
      },
    })
  })

  it('one SDK in a user’s bundle: the client is a peer, and the only one', () => {
    const optional = Object.keys(manifest.peerDependenciesMeta)
    expect(optional).deep.equal(['@opentelemetry/api'])
    const needed = Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name))
    expect(needed).deep.equal(['@aws-sdk/client-dynamodb'])
    expect(manifest.dependencies).not.have.property('@aws-sdk/client-dynamodb')
  })

  it('the documents that are published link only to what is published', () => {
    const places: string[] = [...manifest.files, 'README.md', 'LICENSE']
    const published = new Map(
      [...trackedSources()].filter(([path]) =>
        places.some((place) => path === place || path.startsWith(`${place}/`)),
      ),
    )
    expect([...published.keys()]).include.members([
      'README.md',
      'docs/guide/queries.md',
      'examples/import.ts',
    ])
    expect(brokenLinks(published)).deep.equal([])
  })

  it('names one repository, and is published from it with provenance', () => {
    const { repository, homepage, bugs, publishConfig } = manifest
    expect(repository.url).match(/^git\+https:\/\/[^/]+\/[^/]+\/[^/]+\.git$/)
    const page = repository.url.replace(/^git\+/, '').replace(/\.git$/, '')
    expect(homepage).equal(`${page}#readme`)
    expect(bugs.url).equal(`${page}/issues`)
    expect(publishConfig).deep.equal({ access: 'public', provenance: true })
  })

  it('a tarball is built when it is packed', () => {
    expect(manifest.scripts.prepack).equal('npm run build')
  })

  it('nothing runs when it is installed or imported', () => {
    const hooks = /^(pre|post)?(install|prepare|uninstall)$/
    expect(Object.keys(manifest.scripts).filter((name) => hooks.test(name))).deep.equal([])
    expect(manifest.sideEffects).equal(false)
  })
})
