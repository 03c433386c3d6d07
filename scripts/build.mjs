// `npm run build`: lib/ twice into dist/, as ES modules and as CommonJS, each with its declarations. No bundler: tsc alone.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const project = fileURLToPath(root)

// node16 resolution would call superstruct, whose package says ES module and whose main file is CommonJS, unloadable from CommonJS;
// `bundler` resolution with CommonJS output is what TypeScript offers for that.
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false']

rmSync(new URL('dist', root), { recursive: true, force: true })
compile('ES modules', ['--outDir', 'dist/esm'])
compile('CommonJS', ['--outDir', 'dist/cjs', ...commonjs])
// package.json says "module" for the whole package: this marks one folder as the other kind.
writeFileSync(new URL('dist/cjs/package.json', root), '{ "type": "commonjs" }\n')

function compile(what, settings) {
  const compiler = fileURLToPath(new URL('node_modules/@typescript/native/bin/tsc', root))
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'lib', ...settings], {
    cwd: project,
    stdio: 'inherit',
  })
  if (status === 0) return
  process.stderr.write(`build: the ${what} did not compile\n`)
  process.exit(1)
}
