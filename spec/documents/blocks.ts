// The TypeScript blocks of README and guide, as modules that import what they take for granted.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** One code block of a page. */
export interface Block {
  readonly page: string
  /** The line of the page on which its code begins. */
  readonly line: number
  readonly text: string
}

/** The pages whose blocks are run. */
export function pages(root: URL): string[] {
  const guide = readdirSync(new URL('docs/guide/', root)).map((name) => `docs/guide/${name}`)
  return ['README.md', ...guide.filter((name) => name.endsWith('.md'))]
}

/** The `ts` blocks of a page. */
export function blocksOf(page: string, text: string): Block[] {
  const blocks: Block[] = []
  for (const match of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = text.slice(0, match.index).split('\n').length + 1
    blocks.push({ page, line, text: match[1] ?? '' })
  }
  return blocks
}

/** What a prelude exports. */
export interface Prelude {
  readonly values: ReadonlySet<string>
  readonly types: ReadonlySet<string>
}

/** A block as a module: free names that the prelude has are imported from it. */
export function moduleOf(block: Block, prelude: Prelude, from: string): string {
  const source = ts.createSourceFile('block.ts', block.text, ts.ScriptTarget.ESNext, true)
  const declared = new Set<string>()
  const used = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (isDeclaration(node) ? declared : used).add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  const free = [...used].filter((name) => !declared.has(name))
  const values = free.filter((name) => prelude.values.has(name))
  const types = free.filter((name) => prelude.types.has(name) && !prelude.values.has(name))
  const imports = `import { ${values.join(', ')} } from '${from}'; import type { ${types.join(', ')} } from '${from}'`
  return `${imports}\n${block.text}\nexport {}\n`
}

function isDeclaration(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true
  if (ts.isVariableDeclaration(parent) || ts.isClassDeclaration(parent) || ts.isFunctionDeclaration(parent))
    return parent.name === name && isTopLevel(parent)
  if (ts.isTypeAliasDeclaration(parent)) return parent.name === name
  return ts.isBindingElement(parent) && parent.name === name && isTopLevel(parent)
}

function isTopLevel(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (ts.isSourceFile(at)) return true
    if (ts.isBlock(at) || ts.isFunctionLike(at)) return false
  }
  return false
}

/** The names that a module exports and that do not exist at run time: its types. */
export function typesOf(path: URL): Set<string> {
  const names = new Set<string>()
  for (const match of readFileSync(path, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\}/gms))
    for (const name of (match[1] ?? '').split(',')) names.add(name.replace(/\btype\b/, '').trim())
  return names
}
