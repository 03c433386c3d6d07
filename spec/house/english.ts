// Words that a native reader has to translate, with the plain words that this project uses instead.
import ts from 'typescript'
import { type Sources, treeOf, walk } from './sources.js'

interface Stilted {
  readonly pattern: RegExp
  /** What to write instead. */
  readonly instead: string
}

const stilted: readonly Stilted[] = [
  // `lose the answer` is a kind of fault, `answer()` a method of the recorder.
  {
    pattern: /(?<!\blose the |\brecorder\.)\banswer(s|ed|ing)?\b/i,
    instead: 'returns, resolves to, response',
  },
  {
    pattern:
      /\bwhere (there|none|nothing|(it|they|you) (do|does|is|are|can|has|have) (not|no|absent|none|one|two))\b/i,
    instead: 'if, when, in which',
  },
  { pattern: /(?<!\bthere )\b(is|are|was|were) no (?!longer\b|more\b|matter\b)/i, instead: 'is not a' },
  { pattern: /(?<!\bthere )\b(is|are|was|were) none\b(?! of)/i, instead: 'is not a' },
  { pattern: /\ba text\b/i, instead: 'a string' },
  { pattern: /\b(in|out)side of\b/i, instead: 'inside, outside' },
  { pattern: /\bbeside\b/i, instead: 'next to' },
  { pattern: /\bso many\b(?! that)/i, instead: 'up to n' },
  { pattern: /\bfor good\b/i, instead: 'permanently' },
  { pattern: /\b(told(?! apart| from)|asked|asks for)\b/i, instead: 'receives, requested, given' },
  { pattern: /\bin hand\b/i, instead: 'available' },
  { pattern: /\bin vain\b/i, instead: 'without success' },
  { pattern: /\b(he|him|his|himself|she|her|herself)\b/i, instead: 'they, the caller' },
]

/** The most characters that a line of a comment may have. */
const longest = 120

interface Prose {
  readonly pos: number
  readonly text: string
}

/** Stilted words in comments and strings of code, and in documents, as `path:line: "words", better: …`. */
export function stiltedWords(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    proseOf(sources, path).flatMap((prose) =>
      stilted.flatMap(({ pattern, instead }) => {
        const found = pattern.exec(prose.text)
        return found === null ? [] : [`${path}:${lineAt(text, prose.pos)}: "${found[0]}", better: ${instead}`]
      }),
    ),
  )
}

// Rows of a list of behaviours that is not in the repository. Nobody can look them up; S3 is a service of AWS.
const code = /\b(?:[DG]\d{1,3}|S(?!3\b)\d{1,3})\b/
const codeFirst = /^['"`](?:[DGS]\d{1,3}(?:: ?|, ?| ))+/

/** Codes in comments and titles of code, and at the start of its other strings, as `path:line: code`. */
export function catalogueCodes(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const tree = treeOf(sources, path)
    const prose = [...commentsIn(tree), ...titlesOf(tree)].map((piece) => ({ ...piece, pattern: code }))
    const strings = stringsOf(tree).map((piece) => ({ ...piece, pattern: codeFirst }))
    const found = [...prose, ...strings].flatMap((piece) => {
      const words = piece.pattern.exec(piece.text)?.[0]
      const first = words?.match(/[A-Z]\d+/)?.[0]
      return first === undefined ? [] : [`${path}:${lineAt(text, piece.pos)}: ${first}`]
    })
    return [...new Set(found)]
  })
}

/** Lines of comments that are too long, as `path:line: n characters`. */
export function longComments(sources: Sources): string[] {
  return [...sources.keys()].flatMap((path) => {
    const tree = treeOf(sources, path)
    return commentsOf(tree).flatMap(({ pos, end }) => {
      const first = tree.getLineStarts()[lineAt(tree.text, pos) - 1] ?? 0
      return tree.text
        .slice(first, end)
        .split('\n')
        .flatMap((line, index) =>
          line.length > longest
            ? [`${path}:${lineAt(tree.text, pos) + index}: ${line.length} characters`]
            : [],
        )
    })
  })
}

function lineAt(text: string, pos: number): number {
  return text.slice(0, pos).split('\n').length
}

// Documents break lines anywhere, so a paragraph is one piece of prose; so is a comment, without the marks at the
// start of its lines.
function proseOf(sources: Sources, path: string): Prose[] {
  const text = sources.get(path) ?? ''
  if (!/\.[cm]?[jt]s$/.test(path)) return paragraphsOf(text)
  const tree = treeOf(sources, path)
  // Strings of specs are data, other than their titles.
  return [...commentsIn(tree), ...(path.startsWith('spec/') ? titlesOf(tree) : stringsOf(tree))]
}

function commentsIn(tree: ts.SourceFile): Prose[] {
  return commentsOf(tree).map(({ pos, end }) => ({
    pos,
    text: tree.text
      .slice(pos, end)
      .replace(/\n[ \t]*(\*(?!\/)|\/\/)?/g, ' ')
      .replace(/ +/g, ' '),
  }))
}

/** Titles of specs: the strings in the first argument of `describe` and `it`, also of `it.skip` and the like. */
function titlesOf(tree: ts.SourceFile): Prose[] {
  const titles: Prose[] = []
  walk(tree, (node) => {
    if (!ts.isCallExpression(node)) return
    const callee = ts.isPropertyAccessExpression(node.expression)
      ? node.expression.expression
      : node.expression
    const [title] = node.arguments
    if (
      title !== undefined &&
      ts.isIdentifier(callee) &&
      /^(?:describe|context|it|specify)$/.test(callee.text)
    )
      titles.push(...stringsOf(tree, title))
  })
  return titles
}

function paragraphsOf(text: string): Prose[] {
  let pos = 0
  return text.split(/(\n\s*\n)/).map((part) => {
    const prose = { pos, text: part.replace(/\s+/g, ' ') }
    pos += part.length
    return prose
  })
}

const comments = new WeakMap<ts.SourceFile, ts.TextRange[]>()

/** The comments of a file; `//` on lines in a row are one comment. */
function commentsOf(tree: ts.SourceFile): readonly ts.TextRange[] {
  const known = comments.get(tree)
  if (known !== undefined) return known
  const joined: ts.TextRange[] = []
  for (const comment of commentRanges(tree)) {
    const last = joined.at(-1)
    const between = last && tree.text.slice(last.end, comment.pos)
    const goesOn =
      between !== undefined && /^\n[ \t]*$/.test(between) && tree.text.startsWith('//', comment.pos)
    if (last !== undefined && goesOn) joined[joined.length - 1] = { pos: last.pos, end: comment.end }
    else joined.push(comment)
  }
  comments.set(tree, joined)
  return joined
}

// Outside of literals, two slashes always begin a comment, as do a slash and an asterisk.
function commentRanges(tree: ts.SourceFile): ts.TextRange[] {
  const { text } = tree
  const literals = literalsOf(tree)
    .map((literal) => ({ pos: literal.getStart(tree), end: literal.getEnd() }))
    .sort((a, b) => a.pos - b.pos)
  const found: ts.TextRange[] = []
  let next = 0
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at)) {
    while ((literals[next]?.end ?? Infinity) <= at) next += 1
    const literal = literals[next]
    const close = text[at + 1] === '/' ? '\n' : text[at + 1] === '*' ? '*/' : undefined
    if (literal !== undefined && literal.pos <= at) at = literal.end
    else if (close === undefined) at += 1
    else {
      const stop = text.indexOf(close, at + 2)
      const end = stop < 0 ? text.length : close === '\n' ? stop : stop + close.length
      found.push({ pos: at, end })
      at = end
    }
  }
  return found
}

function stringsOf(tree: ts.SourceFile, within: ts.Node = tree): Prose[] {
  return literalsOf(tree, within)
    .filter((literal) => !ts.isRegularExpressionLiteral(literal))
    .map((literal) => ({
      pos: literal.getStart(tree),
      text: literal.getText(tree).replace(/\s+/g, ' '),
    }))
}

/** The strings, the parts of templates and the regular expressions. */
function literalsOf(tree: ts.SourceFile, within: ts.Node = tree): ts.Node[] {
  const literals: ts.Node[] = []
  walk(within, (node) => {
    const isLiteral =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isRegularExpressionLiteral(node)
    if (isLiteral) literals.push(node)
  })
  return literals
}

// Words of names that a reader has to translate, with the words of the field.
const stiltedNames: ReadonlyMap<string, string> = new Map([
  ['told', 'given, reported, notified'],
  ['asked', 'requested, conditions, options'],
  ['asks', 'requests, requires'],
  ['answer', 'response, result, reply'],
  ['answers', 'responses, results, replies'],
  ['answered', 'received, returned'],
  ['said', 'implied, given, text'],
  ['held', 'projected, entries, deferred'],
  ['heard', 'notified, called'],
  ['spoken', 'used'],
  ['audience', 'observers, notifier'],
  ['tell', 'notify, distinguish'],
  ['telling', 'discriminator'],
  ['beside', 'without, next to'],
  ['hear', 'notify, call'],
  ['wish', 'request, spec'],
  ['wishes', 'request, spec'],
  ['vain', 'without success'],
])

/** Names of declarations that contain a stilted word, as `path:line: name, better: …`. */
export function stiltedDeclarations(sources: Sources): string[] {
  return [...sources.keys()].flatMap((path) => {
    const tree = treeOf(sources, path)
    const found: string[] = []
    walk(tree, (node) => {
      if (!ts.isIdentifier(node) || !isNameOfDeclaration(node)) return
      const words = node.text.split(/(?=[A-Z])|_/).map((word) => word.toLowerCase())
      const instead = words.map((word) => stiltedNames.get(word)).find((each) => each !== undefined)
      if (instead !== undefined)
        found.push(`${path}:${lineAt(tree.text, node.getStart(tree))}: ${node.text}, better: ${instead}`)
    })
    return found
  })
}

function isNameOfDeclaration(node: ts.Identifier): boolean {
  const { parent } = node
  return 'name' in parent && parent.name === node && !ts.isPropertyAccessExpression(parent)
}
