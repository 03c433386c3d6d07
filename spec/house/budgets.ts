// How long files and functions are, in lines that hold code: blank lines and comments are free.
import ts from 'typescript'
import { placeOf, type Sources, treeOf, walk } from './sources.js'

/** What the house allows. The entry point is a list of names, which may be as long as it is. */
export const budget = { fileMedian: 60, fileP90: 150, fileMost: 250, functionMost: 60 } as const

/**
 * The numbers of the lines that hold code: those on which something begins or ends, and those within strings. In
 * formatted code no line holds only what is between two things.
 */
export function codeLines(tree: ts.SourceFile): Set<number> {
  const lines = new Set<number>()
  const mark = (node: ts.Node): void => {
    const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line
    const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line
    lines.add(first).add(last)
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      for (let line = first; line <= last; line++) lines.add(line)
    ts.forEachChild(node, mark)
  }
  tree.statements.forEach(mark)
  return lines
}

/** The length of each file. */
export function fileLengths(sources: Sources): Map<string, number> {
  return new Map([...sources.keys()].map((path) => [path, codeLines(treeOf(sources, path)).size]))
}

/** Files above the most, and medians and ninth deciles above theirs. */
export function longFiles(sources: Sources): string[] {
  const lengths = fileLengths(sources)
  const sorted = [...lengths.values()].sort((a, b) => a - b)
  const median = quantile(sorted, 0.5)
  const p90 = quantile(sorted, 0.9)
  const found = [...lengths].filter(([path, length]) => length > budget.fileMost && path !== 'lib/index.ts')
  return [
    ...found.map(([path, length]) => `${path}: ${length} lines, most ${budget.fileMost}`),
    ...(median > budget.fileMedian ? [`median file: ${median} lines, most ${budget.fileMedian}`] : []),
    ...(p90 > budget.fileP90 ? [`nine of ten files: ${p90} lines, most ${budget.fileP90}`] : []),
  ]
}

/** Functions above the most, those within them included in their length. */
export function longFunctions(sources: Sources): string[] {
  return [...sources.keys()].flatMap((path) => {
    const tree = treeOf(sources, path)
    const code = codeLines(tree)
    const found: string[] = []
    walk(tree, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return
      const length = linesWithin(tree, node, code)
      if (length > budget.functionMost)
        found.push(`${placeOf(tree, node)}: ${length} lines, most ${budget.functionMost}`)
    })
    return found
  })
}

function linesWithin(tree: ts.SourceFile, node: ts.Node, code: ReadonlySet<number>): number {
  const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line
  const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line
  let count = 0
  for (let line = first; line <= last; line++) if (code.has(line)) count++
  return count
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}
