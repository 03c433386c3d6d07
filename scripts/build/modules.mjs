// lib/ as ES modules, file by file, in dist/module: for bundlers, which drop what a program does not use.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'

/** The files of lib/ that have code, as paths from there: `errors/codes`. */
export function sourcesOf(project) {
  return readdirSync(join(project, 'lib'), { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replaceAll('\\', '/').replace(/\.ts$/, ''))
    .sort()
}

/** Writes dist/module. */
export async function buildModules(project, settings) {
  await build({
    ...settings,
    entryPoints: sourcesOf(project).map((path) => `lib/${path}.ts`),
    outdir: 'dist/module',
    outbase: 'lib',
    // Each import becomes "external" and stays as it is written.
    bundle: false,
    format: 'esm',
    plugins: [{ name: 'prepared', setup: (plugins) => plugins.onLoad({ filter: /\/lib\/.*\.ts$/ }, load) }],
  })
}

/** The names that the code of an entry exports: its own, and those that stand for whole packages. */
export function exportedNames(code) {
  const tree = ts.createSourceFile('entry.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const imported = new Map(
    tree.statements
      .filter((statement) => statement.importClause?.namedBindings?.kind === ts.SyntaxKind.NamespaceImport)
      .map(({ importClause, moduleSpecifier }) => [
        importClause.namedBindings.name.text,
        moduleSpecifier.text,
      ]),
  )
  const names = []
  const packages = []
  for (const { exportClause, moduleSpecifier } of tree.statements.filter(ts.isExportDeclaration)) {
    if (ts.isNamespaceExport(exportClause))
      packages.push({ name: exportClause.name.text, from: moduleSpecifier.text })
    else
      for (const { name, propertyName } of exportClause.elements) {
        const from = moduleSpecifier === undefined ? imported.get((propertyName ?? name).text) : undefined
        if (from === undefined) names.push(name.text)
        else packages.push({ name: name.text, from })
      }
  }
  return { names: names.sort(), packages }
}

/** The source of a file for the build: prepared by `prepared`. */
export function load({ path }) {
  return { contents: prepared(path, readFileSync(path, 'utf8')), loader: 'ts' }
}

/**
 * A source without the texts for docs/guide/reference.md, and with each call that runs on import marked as pure:
 * importing this library does nothing (spec/house checks it), but a bundler cannot know that a call such as
 * `Object.freeze(...)` or `extends shownAs(...)` does nothing.
 */
export function prepared(path, text) {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const edits = []
  // The command prints the texts of its options.
  if (!/\/lib\/testing\//.test(path)) withoutDocs(tree, edits)
  for (const statement of tree.statements) markPure(statement, edits)
  let result = text
  for (const { at, end, by } of edits.sort((a, b) => b.at - a.at))
    result = result.slice(0, at) + by + result.slice(end)
  return result
}

function withoutDocs(node, edits) {
  if (isDoc(node)) {
    const { initializer } = node
    // Lines stay where they are, for the source maps.
    const lines = initializer.getText().replaceAll(/[^\n]/g, '')
    edits.push({ at: initializer.getStart(), end: initializer.end, by: `''${lines}` })
  }
  node.forEachChild((child) => withoutDocs(child, edits))
}

function isDoc(node) {
  return (
    ts.isPropertyAssignment(node) && node.name.getText() === 'doc' && ts.isStringLiteralLike(node.initializer)
  )
}

function markPure(node, edits) {
  if (ts.isFunctionLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
  if (ts.isPropertyDeclaration(node) && !node.modifiers?.some(isStatic)) return
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    edits.push({ at: node.getStart(), end: node.getStart(), by: '/* @__PURE__ */ ' })
  node.forEachChild((child) => markPure(child, edits))
}

function isStatic({ kind }) {
  return kind === ts.SyntaxKind.StaticKeyword
}
