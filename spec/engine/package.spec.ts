// The package as a whole: its manifest, its entry points, and the quickstart on an endpoint.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import ts from 'typescript'
import { sourcesBelow } from '../house/sources.js'
import { listeningEngine, type Relay, startRelay } from './relay.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const text = (path: string) => readFileSync(`${root}${path}`, 'utf8')

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly peerDependencies: Record<string, string>
  readonly exports: Record<string, Record<string, { readonly types: string; readonly default: string }>>
}
const manifest: Manifest = JSON.parse(text('package.json'))

describe('the package', () => {
  it('is imported by its name, and by nothing below it', async () => {
    const names = ['Entity', 'Repository', 'CommandExecutor', 'Table', 'attribute', 'and', 'or', 'not']
    expect(await import('dyntastic')).include.keys(names)
    expect(await import('dyntastic/streams')).include.keys('streamHandler')
    expect(await import('dyntastic/testing')).include.keys('startLocal', 'Recorder')
    for (const path of ['dyntastic/models', 'dyntastic/lib/index.js', 'dyntastic/dist/esm/index.js']) {
      const error: unknown = await import(path).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(error, path).property('code', 'ERR_PACKAGE_PATH_NOT_EXPORTED')
    }
  })

  it('brings everything that it imports, or names it as a peer that package managers install', () => {
    const brought = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]
    const imported = new Set<string>()
    for (const source of sourcesBelow('lib').values())
      for (const { fileName } of ts.preProcessFile(source).importedFiles)
        if (!/^(\.|node:)/.test(fileName)) imported.add(packageOf(fileName))
    expect(imported.size).at.least(3)
    expect([...imported].filter((name) => !brought.includes(name))).deep.equal([])
  })

  it('names a range of superstruct, whose ends are checked', () => {
    expect(manifest.dependencies['superstruct']).equal('^2.0.0')
    // The script takes both ends from the manifest.
    expect(text('scripts/check-superstruct.mjs'))
      .contain('[lowest, range]')
      .and.contain('dependencies.superstruct')
    expect(text('.ci/run')).contain('scripts/check-superstruct.mjs')
  })

  it('has types for every entry and both module systems', () => {
    const entries = Object.entries(manifest.exports).filter(([path]) => path !== './package.json')
    expect(entries.map(([path]) => path)).deep.equal(['.', './otel', './streams', './testing'])
    for (const [, conditions] of entries) {
      const { module: bundled, ...run } = conditions
      expect(Object.keys(run)).deep.equal(['import', 'require'])
      for (const { types, default: program } of Object.values(run))
        expect(types.replace('.d.ts', '.js')).equal(program)
      expect(bundled).deep.equal({
        types: run['import']?.types,
        default: run['import']?.default.replace('/esm/', '/module/'),
      })
    }
    const program: { readonly include: string[] } = JSON.parse(text('tsconfig.json'))
    expect(program.include).include('spec')
    expect(text('spec/types/entities.ts')).contain('@ts-expect-error')
  })
})

describe('the quickstart', () => {
  let live: Awaited<ReturnType<typeof listeningEngine>>
  let relay: Relay

  before(async () => {
    live = await listeningEngine()
    relay = await startRelay(live.endpoint)
  })
  after(async () => {
    await relay.close()
    await live.stop()
  })

  it('runs from top to bottom with only region and host set, and no table', async function () {
    this.timeout(60_000)
    const { code, output } = await run(['--import', 'tsx', 'examples/quickstart.ts'], {
      DYNTASTIC_REGION: 'eu-west-3',
      DYNTASTIC_HOST: relay.endpoint,
    })
    expect(code, output).equal(0)
    const steps = output.match(/^(Saved|Retrieved|Updated|Deleted)/gm)
    expect(steps).deep.equal(['Saved', 'Retrieved', 'Updated', 'Deleted'])
    expect(output).contain("userId: 'user123'")
    const operations = relay.arrivals
      .map(({ operation }) => operation)
      .filter((name) => /^(Put|Create|Delete)/.test(name))
    expect(operations).deep.equal([
      'PutItem',
      'CreateTable',
      'PutItem',
      'PutItem',
      // The write whose condition is false. The invalid value sends nothing.
      'PutItem',
      'DeleteItem',
      'DeleteTable',
    ])
    expect(new Set(relay.arrivals.map(({ region }) => region))).deep.equal(new Set(['eu-west-3']))
    for (const { operation, body } of relay.arrivals)
      if (operation === 'CreateTable') expect(JSON.parse(body).TableName).equal('DyntasticExampleUsers')
  })
})

// `@scope/name/path` and `name/path` are parts of a package.
function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function run(
  args: readonly string[],
  variables: Record<string, string>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|DYNTASTIC)_/.test(name))
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}
