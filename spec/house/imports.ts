// Who imports whom in lib/: floors, circles, the SDK's place, and packages that are declared.
import { posix } from 'node:path'
import ts from 'typescript'
import { floorOf, floors, roomOf, testingRoom } from '../../scripts/pages.js'
import { fileLengths } from './budgets.js'
import { type Sources, treeOf, walk } from './sources.js'

interface Import {
  readonly specifier: string
  /** Whether nothing of it is left at run time. `import { type A }` leaves an import behind. */
  readonly typeOnly: boolean
}

const testing = testingRoom[0]
const ranks = new Map<string, number>(floors.map(([floor], rank) => [floor, rank]))
const roomRanks = new Map<string, number>(
  [testingRoom, ...floors].flatMap(([floor, , rooms = []]) =>
    rooms.map(([room], rank): [string, number] => [`${floor}/${room}`, rank]),
  ),
)

export function importsOf(sources: Sources, path: string): Import[] {
  const imports: Import[] = []
  const add = (node: ts.Node | undefined, typeOnly: boolean) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) imports.push({ specifier: node.text, typeOnly })
  }
  walk(treeOf(sources, path), (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
  })
  return imports
}

/** Imports within the sources, as edges from file to file. */
export function edges(sources: Sources): Map<string, string[]> {
  return new Map(
    [...sources.keys()].map((path) => {
      const targets = importsOf(sources, path)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'))
      return [path, [...new Set(targets)]]
    }),
  )
}

/** An import goes down or stays in its room; testing may import any floor, and no floor imports it. */
export function climbingImports(sources: Sources): string[] {
  return [...edges(sources)].flatMap(([from, targets]) =>
    targets.filter((to) => !mayImport(from, to)).map((to) => `${from} imports ${to}`),
  )
}

function mayImport(from: string, to: string): boolean {
  const [lower, upper] = [floorOf(to), floorOf(from)]
  if (upper === testing && lower !== testing) return true
  if (upper === lower) return rankOnFloor(to) <= rankOnFloor(from)
  const [low, high] = [ranks.get(lower), ranks.get(upper)]
  return low !== undefined && high !== undefined && low < high
}

// Files outside the rooms stand above them.
function rankOnFloor(path: string): number {
  const room = roomOf(path)
  return room === '' ? Number.POSITIVE_INFINITY : (roomRanks.get(`${floorOf(path)}/${room}`) ?? Number.NaN)
}

/** Files whose floor or room is not one of the house. */
export function homelessFiles(sources: Sources): string[] {
  return [...sources.keys()].filter((path) => {
    const floor = floorOf(path)
    return (
      (floor !== testing && !ranks.has(floor)) ||
      (roomOf(path) !== '' && !roomRanks.has(`${floor}/${roomOf(path)}`))
    )
  })
}

/** Folders with more than `most` files, as `folder: count`; those whose files are rows of one kind aside. */
export function crowdedFolders(sources: Sources, most = 15): string[] {
  const counts = new Map<string, number>()
  for (const path of sources.keys()) {
    const folder = posix.dirname(path)
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .filter(([folder, count]) => count > most && !rows.has(folder))
    .map(([folder, count]) => `${folder}: ${count}`)
}

/** A file that holds less than this, and has one importer, in its own room, is a paragraph of that importer. */
const paragraph = 40
/** The size up to which a file takes its paragraphs in; beyond it they stay files of their own. */
const roomForParagraphs = 200

/** Short files that only one other file imports, of the same room, and that fit into it; rows of one kind aside. */
export function paragraphs(sources: Sources): string[] {
  const importers = new Map<string, string[]>()
  for (const [from, targets] of edges(sources))
    for (const to of targets) importers.set(to, [...(importers.get(to) ?? []), from])
  const lengths = fileLengths(sources)
  const lengthOf = (path: string) => lengths.get(path) ?? 0
  return [...importers].flatMap(([path, users]) => {
    const [user, ...others] = users
    const folder = posix.dirname(path)
    if (user === undefined || others.length > 0 || posix.dirname(user) !== folder) return []
    if (folder === 'lib' || rows.has(folder) || lengthOf(path) >= paragraph) return []
    return lengthOf(path) + lengthOf(user) > roomForParagraphs ? [] : [`${path} belongs in ${user}`]
  })
}

/** Folders in which each file is one row of the same kind. */
const rows: ReadonlySet<string> = new Set(['lib/errors', 'lib/entity/codecs'])

/** Imports that go in a circle, types included; each circle once, as the files that it passes. */
export function circles(sources: Sources): string[] {
  const graph = edges(sources)
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push([...trail.slice(at), path].join(' -> '))
    if (at >= 0 || done.has(path)) return
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return found
}

/**
 * The SDK may be imported as values in the executor and for tests only: the rest of the library runs without it.
 * util-dynamodb is not of this count: it is a dependency of the library for one class of plain values, exact numbers,
 * and knows no client.
 */
export function sdkValueImports(sources: Sources): string[] {
  return [...sources.keys()]
    .filter((path) => floorOf(path) !== 'executor' && floorOf(path) !== testing)
    .flatMap((path) =>
      importsOf(sources, path)
        .filter(
          ({ specifier, typeOnly }) => !typeOnly && /^@(aws-sdk|smithy)\/(?!util-dynamodb$)/.test(specifier),
        )
        .map(({ specifier }) => `${path} imports ${specifier}`),
    )
}

/** Relative imports without the ending that ES modules need, or through a folder. */
export function loosePaths(sources: Sources): string[] {
  return [...sources.keys()].flatMap((path) =>
    importsOf(sources, path)
      .filter(({ specifier }) => specifier.startsWith('.') && !specifier.endsWith('.js'))
      .map(({ specifier }) => `${path} imports ${specifier}`),
  )
}

/** The packages that the sources import, each with the files that do. Node's own are left out. */
export function packages(sources: Sources): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const path of sources.keys())
    for (const { specifier } of importsOf(sources, path)) {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) continue
      const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
      users.set(name, [...new Set([...(users.get(name) ?? []), path])])
    }
  return users
}
