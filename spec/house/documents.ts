// What the documents say: links that lead somewhere, files that exist, a change log with its newest part on top.
import { posix } from 'node:path'
import ts from 'typescript'
import { type Sources, treeOf, walk } from './sources.js'

/** Links between documents that lead to no file, or to no heading of it. */
export function brokenLinks(sources: Sources): string[] {
  return [...sources]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      linksOf(text)
        .filter((link) => !leadsSomewhere(sources, path, link))
        .map((link) => `${path}: ${link}`),
    )
}

function linksOf(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')
  const inline = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1] ?? '')
  const named = [...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm)].map((match) => match[1] ?? '')
  return [...inline, ...named].filter((link) => !/^[a-z]+:/.test(link))
}

function leadsSomewhere(sources: Sources, from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? from : posix.join(posix.dirname(from), file).replace(/\/$/, '')
  const text = sources.get(target)
  if (anchor !== undefined) return text !== undefined && headings(text).includes(anchor)
  return text !== undefined || [...sources.keys()].some((path) => path.startsWith(`${target}/`))
}

// As code hosts make anchors of headings: lower case, without punctuation, spaces as dashes.
function headings(text: string): string[] {
  return [...text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/**
 * Paths of the project that a document names in backticks, and that do not exist. `<name>` and `*` stand for any
 * name.
 */
export function missingFiles(sources: Sources, text: string): string[] {
  const named = [...text.matchAll(/`((?:lib|spec|docs|scripts|examples|benchmarks)\/[^`\s]*)`/g)]
  return named
    .map((match) => match[1] ?? '')
    .filter((name) => ![...sources.keys()].some((path) => patternOf(name).test(path)))
}

function patternOf(name: string): RegExp {
  const parts = name.split(/(<[^>]+>|\*\*|\*)/).map((part, at) => {
    if (at % 2 === 0) return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    return part === '**' ? '.*' : '[^/]+'
  })
  return new RegExp(`^${parts.join('')}${name.endsWith('/') ? '' : '($|/)'}`)
}

/** The title of the newest part of a change log. */
export function newestChange(text: string): string | undefined {
  return /^## (.*)$/m.exec(text)?.[1]
}

/** The words that a glossary explains: the first cell of each line of its tables. */
export function glossaryWords(text: string): string[] {
  return [...text.matchAll(/^\| \*\*([^*]+)\*\* \|/gm)].map((match) => match[1] ?? '')
}

/** The keys of an exported table of rows, such as `operators` of lib/expression/condition/operators.ts. */
export function rowsOf(sources: Sources, path: string, table: string): string[] {
  const rows: string[] = []
  walk(treeOf(sources, path), (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== table || node.initializer === undefined)
      return
    const literal = literalOf(node.initializer)
    for (const property of literal?.properties ?? [])
      if (property.name !== undefined) rows.push(nameOf(property.name))
  })
  return rows
}

function literalOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression))
    return literalOf(expression.expression)
  return undefined
}

function nameOf(name: ts.PropertyName): string {
  return ts.isStringLiteralLike(name) || ts.isIdentifier(name) ? name.text : name.getText()
}

/**
 * The files that speak of each word as data: as a string value, or as a member of an object or an interface. Calls,
 * comments and types made of strings do not count.
 */
export function filesThatName(sources: Sources, words: readonly string[]): Map<string, string[]> {
  const files = new Map<string, string[]>(words.map((word) => [word, []]))
  for (const path of sources.keys()) {
    const named = new Set<string>()
    walk(treeOf(sources, path), (node) => {
      const word = dataOf(node)
      if (word !== undefined) named.add(word)
    })
    for (const [word, found] of files) if (named.has(word)) found.push(path)
  }
  return files
}

function dataOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node))
    return ts.isImportDeclaration(node.parent) || ts.isLiteralTypeNode(node.parent) ? undefined : node.text
  const member = ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isPropertySignature(node)
  return member ? nameOf(node.name) : undefined
}

/** Documents of a folder to which its index has no link. */
export function unlisted(sources: Sources, folder: string, index: string): string[] {
  const text = sources.get(index) ?? ''
  return [...sources.keys()].filter(
    (path) =>
      path.startsWith(`${folder}/`) &&
      path.endsWith('.md') &&
      path !== index &&
      !text.includes(`${path.slice(folder.length + 1)})`),
  )
}

/** The number of words of a document that a reader reads in a row: blocks of code and tables are looked at. */
export function wordsOf(text: string): number {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/^\|.*$/gm, '')
  return prose.split(/\s+/).filter((word) => /\w/.test(word)).length
}
