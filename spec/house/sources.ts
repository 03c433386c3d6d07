// The project's own files, as the house specs look at them.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Paths from the project's root, with forward slashes, to the text of the files. */
export type Sources = ReadonlyMap<string, string>

const root = fileURLToPath(new URL('../../', import.meta.url))

const read = new Map<string, Sources>()

/** All TypeScript files below a folder of the project, read once. */
export function sourcesBelow(folder: string): Sources {
  const known = read.get(folder) ?? readBelow(folder)
  read.set(folder, known)
  return known
}

function readBelow(folder: string): Sources {
  const paths = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
  return new Map(paths.sort().map((path) => [path, textOf(path)]))
}

/** Everything that is, or is about to be, under version control. */
export function trackedSources(): Sources {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const texts = list.split('\0').flatMap((path): [string, string][] => {
    try {
      return path === '' ? [] : [[path, textOf(path)]]
    } catch {
      return [] // Deleted, and not yet known to be.
    }
  })
  return new Map(texts.filter(([, text]) => !text.includes('\0')))
}

export function textOf(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8')
}

const parsed = new WeakMap<Sources, Map<string, ts.SourceFile>>()

/** The syntax tree of a file, parsed once per set of sources. */
export function treeOf(sources: Sources, path: string): ts.SourceFile {
  const trees = parsed.get(sources) ?? new Map<string, ts.SourceFile>()
  parsed.set(sources, trees)
  const known = trees.get(path)
  if (known !== undefined) return known
  const tree = ts.createSourceFile(path, sources.get(path) ?? '', ts.ScriptTarget.ESNext, true)
  trees.set(path, tree)
  return tree
}

/** Calls back for each node of a tree, outer ones first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** Where a node stands, as editors link it: `lib/entity/table/table.ts:12`. */
export function placeOf(tree: ts.SourceFile, node: ts.Node): string {
  return `${tree.fileName}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`
}
