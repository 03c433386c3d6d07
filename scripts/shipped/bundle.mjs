// Builds a program in one of the ways that users ship theirs: `node bundle.mjs <way> <entry> <output>`. `node
// bundle.mjs` lists the ways.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, resolve } from 'node:path'

const require = createRequire(import.meta.url)

// Left out of the smaller bundles, as by those who ship a library of their own.
const sdk = ['@aws-sdk/*', '@smithy/*']

/** Each way by its name: given two paths, it writes the output, which is the kind of module that its own name says. */
const ways = {
  'webpack (production)': { kind: 'cjs', make: webpacked },
  'webpack (production) of CommonJS': {
    kind: 'cjs',
    make: (entry, output) => webpacked(commonjs(entry), output),
  },
  'terser (two passes)': { kind: 'mjs', make: (entry, output) => tersed(entry, output, { passes: 2 }) },
  'terser (three passes, everything inlined)': {
    kind: 'mjs',
    make: (entry, output) =>
      tersed(entry, output, { passes: 3, inline: 3, keep_fargs: false, unsafe_methods: true }),
  },
  'esbuild (minified)': {
    kind: 'mjs',
    make: (entry, output) => esbuilt(entry, output, { minify: true, format: 'esm', banner: requiring }),
  },
  'esbuild (minified) of CommonJS': {
    kind: 'cjs',
    make: (entry, output) => esbuilt(commonjs(entry), output, { minify: true, format: 'cjs' }),
  },
  'esbuild (minified, for ES2020)': {
    kind: 'mjs',
    make: (entry, output) =>
      esbuilt(entry, output, { minify: true, format: 'esm', target: 'es2020', external: sdk }),
  },
  'swc (minified)': { kind: 'mjs', make: (entry, output) => swc(entry, output, 'es2022') },
  'swc (minified, for ES5)': { kind: 'mjs', make: (entry, output) => swc(entry, output, 'es5') },
  'rollup, then terser (two passes)': { kind: 'mjs', make: rolledUp },
}

// The SDK's CommonJS parts ask for modules of Node.
const requiring = {
  js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
}

const [way, entry, output] = process.argv.slice(2)
if (way === undefined)
  process.stdout.write(JSON.stringify(Object.entries(ways).map(([name, { kind }]) => ({ name, kind }))))
else await ways[way].make(resolve(entry), resolve(output))

function write(output, code) {
  writeFileSync(output, code)
}

// The same program with `require`, so that bundlers take the CommonJS build.
function commonjs(entry) {
  const { code } = require('esbuild').transformSync(readFileSync(entry, 'utf8'), { format: 'cjs' })
  const path = entry.replace(/\.mjs$/, '.cjs')
  write(path, code)
  return path
}

async function esbuilt(entry, output, options) {
  const settings = { bundle: true, platform: 'node', target: 'node20', logLevel: 'error' }
  await require('esbuild').build({ ...settings, ...options, entryPoints: [entry], outfile: output })
  return readFileSync(output, 'utf8')
}

function webpacked(entry, output) {
  const path = { path: dirname(output), filename: basename(output) }
  const settings = { mode: 'production', target: 'node', entry, output: path }
  return new Promise((done, refused) => {
    require('webpack')(settings, (error, stats) => {
      if (error !== null) refused(error)
      else if (stats.hasErrors()) refused(new Error(stats.toString('errors-only')))
      else done()
    })
  })
}

async function tersed(entry, output, compress) {
  const code = await esbuilt(entry, output, { format: 'esm', external: sdk })
  const { minify } = require('terser')
  write(output, (await minify(code, { module: true, toplevel: true, compress, mangle: true })).code)
}

async function swc(entry, output, target) {
  const code = await esbuilt(entry, output, { format: 'esm', external: sdk })
  const { minify, transform } = require('@swc/core')
  const lowered = await transform(code, { jsc: { target, parser: { syntax: 'ecmascript' } }, isModule: true })
  write(output, (await minify(lowered.code, { module: true, compress: true, mangle: true })).code)
}

async function rolledUp(entry, output) {
  const { rollup } = require('rollup')
  const { nodeResolve } = require('@rollup/plugin-node-resolve')
  const external = [/^node:/, /^@aws-sdk\//, /^@smithy\//, 'superstruct']
  const bundle = await rollup({
    input: entry,
    external,
    plugins: [nodeResolve({ exportConditions: ['node'] })],
  })
  const { output: chunks } = await bundle.generate({ format: 'es', inlineDynamicImports: true })
  const compress = { passes: 2 }
  write(
    output,
    (await require('terser').minify(chunks[0].code, { module: true, toplevel: true, compress })).code,
  )
}
