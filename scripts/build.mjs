// `npm run build`: lib/ in dist/ as modules for bundlers, as CommonJS in parts for Node.js, and as ES modules around
// that, with declarations.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildModules, exportedNames } from './build/modules.mjs'
import { buildParts } from './build/parts.mjs'

const root = new URL('../', import.meta.url)
const project = fileURLToPath(root)

// node16 resolution would call superstruct, whose package says ES module and whose main file is CommonJS, unloadable
// from CommonJS; `bundler` resolution with CommonJS output is what TypeScript offers for that.
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false']

const settings = {
  absWorkingDir: project,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  // lib/ is in the package.
  sourcesContent: false,
  logLevel: 'warning',
}
const { exports: published } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const entries = Object.values(published)
  .filter((entry) => typeof entry === 'object')
  .map(({ require }) => require.default.replace(/^\.\/dist\/cjs\/|\.js$/g, ''))
const command = 'testing/command/dyntastic-command'

rmSync(new URL('dist', root), { recursive: true, force: true })
declare('ES modules', ['--outDir', 'dist/esm'])
declare('CommonJS', ['--outDir', 'dist/cjs', ...commonjs])
await buildModules(project, settings)
rename('module')
await buildParts(project, settings, [...entries, command])
rename('cjs')
for (const entry of entries) wrap(entry)
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

// Node.js loads one copy of the library, whether a program imports or requires it: the ES module shows the names of
// the CommonJS one.
function wrap(entry) {
  const { names, packages } = exportedNames(readFileSync(new URL(`dist/module/${entry}.js`, root), 'utf8'))
  const path = posix.relative(posix.dirname(`esm/${entry}`), `cjs/${entry}.js`)
  const spaces = packages.map(({ name, from }) => `export * as ${name} from '${from}'\n`).join('')
  write(
    `dist/esm/${entry}.js`,
    `import library from '${path}'\n\n${spaces}export const {\n  ${names.join(',\n  ')},\n} = library\n`,
  )
}

// esbuild calls a class that mentions itself `_Name`, which would show in logs and in messages of containers. Its
// `keepNames` sets each name by a call of its own, at a twelfth of the size.
function rename(format) {
  for (const file of builtFiles(format)) {
    const url = new URL(`dist/${format}/${file}`, root)
    let text = readFileSync(url, 'utf8')
    for (const [, name] of [...text.matchAll(/^var (\w+) = class _\1\b/gm)])
      text = text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name)
    writeFileSync(url, text)
  }
}

// What `npx dyntastic` runs: the command, in a process. lib/ does nothing when it is imported, so this stands here.
function executable() {
  write(
    'dist/bin/dyntastic.js',
    `#!/usr/bin/env node
import library from '../cjs/${command}.js'

process.exitCode = await library.runCommand(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  onStop: (stop) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, stop)),
})
`,
  )
  chmodSync(new URL('dist/bin/dyntastic.js', root), 0o755)
}

function write(path, text) {
  const file = fileURLToPath(new URL(path, root))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function builtFiles(format) {
  return readdirSync(new URL(`dist/${format}`, root), { recursive: true }).filter((name) =>
    name.endsWith('.js'),
  )
}
