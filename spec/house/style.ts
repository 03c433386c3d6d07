// What a file of lib/ may hold, and how files are named.
import ts from 'typescript'
import { firstSentence } from '../../scripts/pages.js'
import { edges } from './imports.js'
import { placeOf, type Sources, treeOf, walk } from './sources.js'

const testingEntry = 'lib/testing/index.ts'
const entries: readonly string[] = ['lib/index.ts', 'lib/otel/index.ts', 'lib/streams/index.ts', testingEntry]

/** Files whose first line is not a comment of one sentence. */
export function filesWithoutSentence(sources: Sources): string[] {
  return [...sources].filter(([, text]) => !/\S[.?]$/.test(firstSentence(text) ?? '')).map(([path]) => path)
}

/** Double casts without a comment on their line or in the five lines before, as `path:line`. */
export function unexplainedCasts(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const lines = text.split('\n')
    return lines.flatMap((line, at) => {
      const explained = lines.slice(Math.max(at - 5, 0), at + 1).some((each) => /\/\/|\*\//.test(each))
      return line.includes(' as unknown as ') && !explained ? [`${path}:${at + 1}`] : []
    })
  })
}

/** Keys of registered symbols that two files spell out: a passage that no import shows, as `key: files`. */
export function sharedSymbols(sources: Sources): string[] {
  const files = new Map<string, string[]>()
  for (const [path, text] of sources)
    for (const [, key = ''] of text.matchAll(/Symbol\.for\('([^']+)'\)/g))
      if (!key.startsWith('nodejs.')) files.set(key, [...(files.get(key) ?? []), path])
  return [...files]
    .filter(([, paths]) => paths.length > 1)
    .map(([key, paths]) => `${key}: ${paths.join(', ')}`)
}

/** Files whose first sentence has no head: it begins with a question word, and not with a noun or a verb. */
export function headlessSentences(sources: Sources): string[] {
  return [...sources]
    .filter(([, text]) =>
      /^(?:what|who|whose|which|whether|where|when|why|how|if|that|those)\b/i.test(firstSentence(text) ?? ''),
    )
    .map(([path]) => path)
}

/** Nodes of a kind that the house does not have, as `path:line: what`. */
function nodes(sources: Sources, judge: (node: ts.Node) => string | undefined): string[] {
  return [...sources.keys()].flatMap((path) => {
    const tree = treeOf(sources, path)
    const found: string[] = []
    walk(tree, (node) => {
      const what = judge(node)
      if (what !== undefined) found.push(`${placeOf(tree, node)}: ${what}`)
    })
    return found
  })
}

/** The type `any`, and assertions that something is not null. */
export function looseTypes(sources: Sources): string[] {
  return nodes(sources, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any'
    if (ts.isNonNullExpression(node)) return 'x!'
    if (ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node))
      return node.exclamationToken === undefined ? undefined : 'x!: T'
    return undefined
  })
}

/**
 * Members that a stub or a proxy of a class could not have. In the testing room it holds for what the entry point
 * exports: the engine behind it is nobody's to stub.
 */
export function hiddenMembers(sources: Sources): string[] {
  const shown = edges(sources).get(testingEntry) ?? []
  const open = [...sources].filter(([path]) => !path.startsWith('lib/testing/') || shown.includes(path))
  return nodes(new Map(open), (node) => {
    if (ts.isPrivateIdentifier(node))
      return ts.isPropertyAccessExpression(node.parent) ? undefined : node.text
    if (node.kind === ts.SyntaxKind.PrivateKeyword) return 'private'
    return node.kind === ts.SyntaxKind.ProtectedKeyword ? 'protected' : undefined
  })
}

/** Decorators, enums and namespaces: they leave code behind that not every compiler makes. */
export function exoticSyntax(sources: Sources): string[] {
  return nodes(sources, (node) => {
    if (ts.isDecorator(node)) return 'a decorator'
    if (ts.isEnumDeclaration(node)) return 'an enum'
    return ts.isModuleDeclaration(node) ? 'a namespace' : undefined
  })
}

/** What a library does not do to the program around it: print, change the environment, make code from text. */
export function liberties(sources: Sources): string[] {
  return nodes(sources, (node) => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console') return 'prints'
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      /^(eval|Function)$/.test(node.expression.getText())
    )
      return 'makes code from text'
    const changed =
      ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && node.left
    const deleted = ts.isDeleteExpression(node) && node.expression
    const target = changed || deleted
    return target && /^process\.env\b/.test(target.getText()) ? 'changes the environment' : undefined
  })
}

/**
 * Checks by class, which minifiers and second copies of the library break: `instanceof` with anything but a global
 * class, `new.target`, and comparisons of constructors. Errors are told apart by `isError`, everything else by a mark
 * or by what it has.
 */
export function classChecks(sources: Sources): string[] {
  return nodes(sources, (node) => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword) return 'new.target'
    if (!ts.isBinaryExpression(node)) return undefined
    const { operatorToken, left, right } = node
    if (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
      const own =
        !ts.isIdentifier(right) || !(right.text in globalThis) || declares(node.getSourceFile(), right)
      return own ? `instanceof ${right.getText()}` : undefined
    }
    const compares = /^[!=]==?$/.test(operatorToken.getText())
    const constructors = [left, right].filter((side) => /\.constructor$/.test(side.getText()))
    return compares && constructors.length > 0 ? 'compares constructors' : undefined
  })
}

// Whether a file imports or declares this name: it is then not the global.
function declares(tree: ts.SourceFile, { text }: ts.Identifier): boolean {
  let found = false
  walk(tree, (node) => {
    if (
      (ts.isImportSpecifier(node) || ts.isClassLike(node) || ts.isParameter(node)) &&
      node.name?.getText() === text
    )
      found = true
  })
  return found
}

/**
 * State or work at the top of a module: variables, empty collections waiting to be filled, statements that run on
 * import.
 */
export function moduleState(sources: Sources): string[] {
  return [...sources.keys()].flatMap((path) => {
    const tree = treeOf(sources, path)
    return tree.statements.flatMap((statement) => {
      const what = stateOf(statement)
      return what === undefined ? [] : [`${placeOf(tree, statement)}: ${what}`]
    })
  })
}

function stateOf(statement: ts.Statement): string | undefined {
  if (ts.isExpressionStatement(statement)) return 'work on import'
  if (!ts.isVariableStatement(statement)) return undefined
  const { declarationList } = statement
  if ((declarationList.flags & ts.NodeFlags.Const) === 0) return 'a variable'
  const collections = declarationList.declarations.filter(({ initializer }) => isEmptyCollection(initializer))
  return collections.length > 0 ? 'an empty collection' : undefined
}

function isEmptyCollection(value: ts.Expression | undefined): boolean {
  if (value === undefined) return false
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0
  if (!ts.isNewExpression(value) || !ts.isIdentifier(value.expression)) return false
  const none = value.arguments === undefined || value.arguments.length === 0
  return none && /^(Weak)?(Map|Set)$/.test(value.expression.text)
}

/** Files that only pass on what others export, and are not an entry point. */
export function barrels(sources: Sources): string[] {
  return [...sources.keys()].filter((path) => {
    if (entries.includes(path)) return false
    const { statements } = treeOf(sources, path)
    const handsOn = statements.filter(
      (one) => ts.isExportDeclaration(one) && one.moduleSpecifier !== undefined,
    )
    return path.endsWith('/index.ts') || (statements.length > 0 && handsOn.length === statements.length)
  })
}

/** Whether a file has types only, and symbols that mark them: no spec could run it. */
export function isTypesOnly(sources: Sources, path: string): boolean {
  return treeOf(sources, path).statements.every(
    (one) =>
      ts.isInterfaceDeclaration(one) ||
      ts.isTypeAliasDeclaration(one) ||
      (ts.isImportDeclaration(one) && one.importClause?.isTypeOnly === true) ||
      (ts.isExportDeclaration(one) && one.isTypeOnly) ||
      (ts.isVariableStatement(one) && one.declarationList.declarations.every(isSymbol)),
  )
}

function isSymbol({ initializer }: ts.VariableDeclaration): boolean {
  return initializer !== undefined && /^Symbol(\.for)?\('[^']*'\)$/.test(initializer.getText())
}

/**
 * Names that two files of lib/ export, as `name: files`. The testing room has names of its own: its engine is a program
 * that does what DynamoDB does, and shares its words with the library.
 */
export function doubledExports(sources: Sources): string[] {
  const owners = new Map<string, Set<string>>()
  for (const path of sources.keys()) {
    if (path.startsWith('lib/testing/')) continue
    const names = treeOf(sources, path).statements.filter(isExported).flatMap(declaredNames)
    for (const name of names) owners.set(name, (owners.get(name) ?? new Set()).add(path))
  }
  return [...owners]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `${name}: ${[...paths].join(', ')}`)
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return named && statement.name !== undefined ? [statement.name.text] : []
}

const vague = /^(helpers?|common|misc|utils?|shared-utils|manager|base)$/
const wellNamed = /^\.?[a-z0-9]+([-.][a-z0-9]+)*$/

/**
 * Files that are not named by a kebab-case noun for the concept that they hold. `lib/util` is the one exception: a
 * floor.
 */
export function badNames(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => {
    const steps = path.replace(/^(lib|spec)\/util\//, '$1/').split('/')
    if (steps.at(-1) === 'README.md') steps.pop()
    const words = steps.flatMap((step) => step.split(/[-.]/))
    return words.some((word) => vague.test(word)) || steps.some((step) => !wellNamed.test(step))
  })
}
