// `npm run build`: lib/ twice into dist/, as ES modules and as CommonJS, with declarations. tsc makes the
// declarations, esbuild the code.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = new URL('../', import.meta.url)
const project = fileURLToPath(root)

// node16 resolution would call superstruct, whose package says ES module and whose main file is CommonJS, unloadable
// from CommonJS; `bundler` resolution with CommonJS output is what TypeScript offers for that.
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false']

rmSync(new URL('dist', root), { recursive: true, force: true })
declare('ES modules', ['--outDir', 'dist/esm'])
declare('CommonJS', ['--outDir', 'dist/cjs', ...commonjs])
await bundle()
await convert()
for (const format of ['esm', 'cjs']) rename(format)
executable()
// package.json says "module" for the whole package: this marks one folder as the other kind.
writeFileSync(new URL('dist/cjs/package.json', root), '{ "type": "commonjs" }\n')

function declare(what, settings) {
  const compiler = fileURLToPath(new URL('node_modules/@typescript/native/bin/tsc', root))
  const { status } = spawnSync(
    process.execPath,
    [compiler, '-p', 'lib', '--emitDeclarationOnly', ...settings],
    { cwd: project, stdio: 'inherit' },
  )
  if (status === 0) return
  process.stderr.write(`build: the ${what} did not compile\n`)
  process.exit(1)
}

// One file for each entry, and one for what they share: hundreds of small files take three times as long to load.
function bundle() {
  return build({
    ...settings(),
    entryPoints: ['lib/index.ts', 'lib/testing/index.ts', 'lib/testing/command/dyntastic-command.ts'],
    outdir: 'dist/esm',
    outbase: 'lib',
    bundle: true,
    splitting: true,
    chunkNames: 'shared-[hash]',
    packages: 'external',
    format: 'esm',
  })
}

// esbuild calls a class that mentions itself `_Name`, which would show in logs and in messages of containers. Its
// `keepNames` sets each name by a call of its own, at a twelfth of the size.
function rename(format) {
  for (const file of builtFiles()) {
    const url = new URL(`dist/${format}/${file}`, root)
    let text = readFileSync(url, 'utf8')
    for (const [, name] of [...text.matchAll(/^var (\w+) = class _\1\b/gm)])
      text = text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name)
    writeFileSync(url, text)
  }
}

// What `npx dyntastic` runs: the command, in a process. lib/ does nothing when it is imported, so this stands here.
function executable() {
  const text = `#!/usr/bin/env node
import { runCommand } from '../esm/testing/command/dyntastic-command.js'

process.exitCode = await runCommand(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  onStop: (stop) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, stop)),
})
`
  const folder = new URL('dist/bin/', root)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('dyntastic.js', folder), text)
  chmodSync(new URL('dyntastic.js', folder), 0o755)
}

function builtFiles() {
  return readdirSync(new URL('dist/esm', root), { recursive: true }).filter((name) => name.endsWith('.js'))
}

// Each of those files once more, so that both entries share one copy of each class here, too: esbuild does not split
// CommonJS by itself.
function convert() {
  return build({
    ...settings(),
    entryPoints: builtFiles().map((name) => `dist/esm/${name}`),
    outdir: 'dist/cjs',
    outbase: 'dist/esm',
    bundle: false,
    format: 'cjs',
    // `import()` fails wherever CommonJS is run in a context of its own, as Jest does: `require` takes its place.
    supported: { 'dynamic-import': false },
  })
}

function settings() {
  return {
    absWorkingDir: project,
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    // lib/ is in the package.
    sourcesContent: false,
    logLevel: 'warning',
  }
}
