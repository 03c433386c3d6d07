// lib/ as CommonJS, in parts that load each other on first use: what Node.js runs. The first part has what a program
// needs until its first operation.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'
import { usedFiles } from './first-use.mjs'
import { sourcesOf } from './modules.mjs'

const core = 'core'
const strict = '"use strict";'
/** The property of a part that says it is loaded: files of another part may mention it in the meantime. */
const ready = '$ready'
/** The end of the name of the file, which does not exist, that esbuild begins a part with. */
const virtual = '.part.js'

/**
 * Writes dist/cjs: a file for each entry, and parts/*.js. dist/module must be there.
 * @param entries the entries of package.json, as paths from lib/: `testing/index`
 */
export async function buildParts(project, settings, entries) {
  const files = filesOf(project, entries)
  const parts = assigned(files, await usedFiles(project), entries)
  const context = {
    project,
    settings,
    parts,
    uses: usesOf(files, parts),
    entries,
  }
  await Promise.all([...new Set(parts.values())].map((part) => buildPart(context, part)))
}

/** What each file exports, what it imports from which file, and what of that it uses while it is loaded. */
function filesOf(project) {
  return new Map(
    sourcesOf(project).flatMap((path) => {
      const code = readFileSync(join(project, `dist/module/${path}.js`), 'utf8')
      const tree = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
      return [[path, { ...linksOf(path, tree), eager: usedOnLoad(tree) }]]
    }),
  )
}

/** Imports and re-exports: a list of names for each file. */
function linksOf(path, tree) {
  const links = new Map()
  for (const statement of tree.statements) {
    const from = statement.moduleSpecifier?.text
    if (from?.startsWith('.') !== true) continue
    const target = join(dirname(path), from).replaceAll('\\', '/').replace(/\.js$/, '')
    const names = (
      statement.importClause?.namedBindings?.elements ??
      statement.exportClause?.elements ??
      []
    ).map(({ propertyName, name }) => ({
      name: (propertyName ?? name).text,
      local: name.text,
    }))
    links.set(target, [...(links.get(target) ?? []), ...names])
  }
  return { links }
}

/** The identifiers that a file mentions outside functions. */
function usedOnLoad(tree) {
  const used = new Set()
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    // A name in brackets is computed where the function is defined.
    if (ts.isFunctionLike(node))
      return void (node.name && ts.isComputedPropertyName(node.name) && visit(node.name))
    if (ts.isPropertyDeclaration(node) && !node.modifiers?.some(isStatic)) return
    if (ts.isIdentifier(node)) used.add(node.text)
    node.forEachChild(visit)
  }
  visit(tree)
  return used
}

function isStatic({ kind }) {
  return kind === ts.SyntaxKind.StaticKeyword
}

/** The part of each file: that of the first stage that runs it, or else that of its floor. */
function assigned(files, stages, entries) {
  const parts = new Map(entries.map((entry) => [entry, entry]))
  const assign = (file, part) => {
    if (parts.has(file)) return
    parts.set(file, part)
    // What a file needs while it is loaded must be there.
    const { links, eager } = files.get(file)
    for (const [target, names] of links) if (names.some(({ local }) => eager.has(local))) assign(target, part)
  }
  // An ES module exports values, and no promise of one: what an entry exports is loaded with it.
  for (const target of files.get('index').links.keys()) assign(target, core)
  for (const { stage, files: called } of stages)
    for (const file of called) assign(file, stage === stages[0].stage ? core : stage)
  for (const file of files.keys()) assign(file, file.replace(/\/.*/, ''))
  return parts
}

/** Which part uses which names of which other part, and the file that exports them: `{ from, part, name, file }`. */
function usesOf(files, parts) {
  const owners = new Map()
  const uses = []
  for (const [importer, { links }] of files)
    for (const [file, names] of links) {
      const [from, part] = [parts.get(importer), parts.get(file)]
      if (from === part) continue
      for (const { name } of names) {
        const owner = owners.get(`${part} ${name}`) ?? file
        if (owner !== file) throw new Error(`build: ${owner} and ${file} both export ${name}`)
        owners.set(`${part} ${name}`, file)
        uses.push({ from, part, name, file })
      }
    }
  return uses
}

async function buildPart({ project, settings, parts, uses, entries }, part) {
  const outfile = `dist/cjs/${entries.includes(part) ? part : `parts/${part}`}.js`
  const shown = new Map(uses.filter((use) => use.part === part).map(({ name, file }) => [name, file]))
  const contents = entries.includes(part)
    ? `export * from './${part}.js'`
    : [...shown].map(([name, file]) => `export { ${name} } from './${file}.js'`).join('\n')
  if (contents === '') return
  await build({
    ...settings,
    stdin: {
      contents,
      resolveDir: join(project, 'dist/module'),
      sourcefile: `${part}${virtual}`,
    },
    outfile,
    bundle: true,
    packages: 'external',
    format: 'cjs',
    banner: { js: strict },
    plugins: [divided(project, parts, part)],
  })
  const path = join(project, outfile)
  const others = uses.filter(({ from }) => from === part)
  const code = lazily(readFileSync(path, 'utf8'), others, outfile)
  writeFileSync(path, entries.includes(part) ? code : withPlainExports(withState(code), shown))
}

/** A plugin of esbuild: files of other parts are required from there. */
function divided(project, parts, part) {
  const modules = join(project, 'dist/module')
  return {
    name: 'divided',
    setup(plugins) {
      plugins.onResolve({ filter: /^\./ }, ({ path, importer, resolveDir }) => {
        const target = join(resolveDir, path)
        const other = parts.get(relative(modules, target).replaceAll('\\', '/').replace(/\.js$/, ''))
        const inside = other === part || importer.endsWith(virtual)
        return inside ? { path: target } : { path: `part:${other}`, external: true }
      })
    },
  }
}

/**
 * Makes each mention of a name of another part one of `$query.name`: of a proxy that loads the part, and is then
 * replaced by an object with the names as plain properties, which V8 can inline. The core is there before the other
 * parts, so that they take its names at once.
 */
function lazily(code, uses, outfile) {
  const variables = new Map()
  const text = code.replaceAll(/^var (\w+) = require\("part:([\w/-]+)"\);/gm, (_, variable, part) => {
    variables.set(variable, part)
    return ''
  })
  const declarations = [...new Set(variables.values())].map((part) => {
    const path = relative(dirname(outfile), `dist/cjs/parts/${part}.js`).replaceAll('\\', '/')
    const loaded = `require("${path.startsWith('.') ? path : `./${path}`}")`
    const names = [...new Set(uses.filter((use) => use.part === part).map(({ name }) => name))]
    const object = objectOf(part)
    const taken = `{ ${names.map((name) => `${name}: part.${name}`).join(', ')} }`
    if (part === core) return `const ${object} = ((part) => (${taken}))(${loaded});`
    const get = `(_, name) => { const part = ${loaded}; if (part.${ready}) ${object} = ${taken}; return part[name] }`
    return `let ${object} = new Proxy({}, { get: ${get} });`
  })
  return (
    text
      // Columns stay what the source map says.
      .replaceAll(/\b(import_\w+)\.(\w+)/g, (mention, variable, name) => {
        const part = variables.get(variable)
        return part === undefined ? mention : `${objectOf(part)}.${name}`.padEnd(mention.length)
      })
      // On one line, which the source map has for the directive.
      .replace(strict, `${strict} ${declarations.join(' ')}`)
  )
}

/** The code of a part that says it is not loaded yet: Node.js warns of a property that is not there in the meantime. */
const withState = (code) => code.replace(strict, `${strict} exports.${ready} = false;`)

const endOfFile = /\n(?=\/\/# sourceMappingURL)|\n\n$/

/**
 * The code of a part with plain properties as its exports, each set at the end of its file. esbuild makes a function
 * for each of them instead, which takes as long to load as the code of several.
 */
function withPlainExports(code, shown) {
  const exported = new Map()
  const text = code
    .replace(/^__export\(\w+_exports, \{\n([^}]*)\}\);\n/m, (block, names) => {
      for (const [, name, local] of names.matchAll(/(\w+): \(\) => ([\w$]+)/g)) {
        const file = shown.get(name)
        exported.set(file, `${exported.get(file) ?? ''}exports.${name} = ${local}; `)
      }
      return block.replaceAll(/[^\n]/g, '')
    })
    .replace(/^module\.exports = __toCommonJS\(\w+\);$/m, '')
    // A list of the names, for programs that import CommonJS.
    .replace(/^0 && \(module\.exports = \{\n[^}]*\}\);\n/m, '')
  // esbuild begins each file with a comment, after an empty line, and what a file imports may stand alone in the same
  // way: so the last one of a file counts.
  const [head, ...sections] = text.split(/^(?=\/\/ dist\/module\/)/m)
  const complete = sections
    .reverse()
    .map((section) => {
      const [, file] = /^\/\/ dist\/module\/(.*)\.js/.exec(section)
      const names = exported.get(file) ?? ''
      exported.delete(file)
      return section.replace(endOfFile, (end) => `\n${names}${end.slice(1)}`)
    })
    .reverse()
  if (exported.size > 0) throw new Error(`build: no end of ${[...exported.keys()].join(', ')}`)
  return `${head}${complete.join('')}`.replace(/(?=\/\/# sourceMappingURL)/, `exports.${ready} = true;\n`)
}

function objectOf(part) {
  return `$${part.replaceAll(/\W/g, '_')}`
}
