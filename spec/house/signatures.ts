// The types that signatures of the entry points name: a user's own declarations can only be emitted if each of them
// can be imported.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A program of some entry points, by path from the project's root. `files` replace those on the disk. */
export function programOf(
  entries: readonly string[],
  files: ReadonlyMap<string, string> = new Map(),
): ts.Program {
  const { config } = ts.readConfigFile(`${root}lib/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, `${root}lib`)
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists } = host
  const sample = (path: string) => files.get(path.slice(root.length))
  host.readFile = (path) => sample(path) ?? readFile(path)
  host.fileExists = (path) => sample(path) !== undefined || fileExists(path)
  return ts.createProgram(
    entries.map((entry) => root + entry),
    { ...options, noEmit: true },
    host,
  )
}

/**
 * Types that a signature of an exported class, interface or function names, and that no entry point exports, as
 * `Owner.member: Type`. Members marked `@internal` are left out of the published declarations, so they do not count.
 */
export function unexportedTypes(program: ts.Program): string[] {
  const checker = program.getTypeChecker()
  const real = (symbol: ts.Symbol) =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
  const exported = new Set(
    program.getRootFileNames().flatMap((entry) => {
      const file = program.getSourceFile(entry)
      const module = file && checker.getSymbolAtLocation(file)
      return module === undefined ? [] : checker.getExportsOfModule(module).map(real)
    }),
  )
  const missing = (node: ts.Node): string[] => {
    if (ts.isBlock(node)) return []
    const name = nameIn(node)
    const named = name && checker.getSymbolAtLocation(name)
    const symbol = named && real(named)
    const inside = childrenOf(node).flatMap(missing)
    if (symbol === undefined || !isMissing(symbol, exported)) return inside
    const meant = spelledOut(symbol)
    return [...(meant === undefined ? [symbol.name] : missing(meant)), ...inside]
  }
  return [...exported].flatMap((symbol) =>
    (symbol.declarations ?? [])
      .filter(isOurs)
      .flatMap(signaturesOf)
      .flatMap(([member, node]) =>
        [...new Set(missing(node))].map((type) => `${symbol.name}${member}: ${type}`),
      ),
  )
}

function isOurs(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.startsWith(`${root}lib/`)
}

// A type parameter has no file for its parent.
function isMissing(symbol: ts.Symbol, exported: ReadonlySet<ts.Symbol>): boolean {
  const [declaration] = symbol.declarations ?? []
  return (
    declaration !== undefined &&
    !exported.has(symbol) &&
    isOurs(declaration) &&
    ts.isSourceFile(declaration.parent)
  )
}

// Declarations expand a name without parameters, so the names in its declaration count in its place.
function spelledOut(symbol: ts.Symbol): ts.TypeNode | undefined {
  const [declaration] = symbol.declarations ?? []
  if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return undefined
  return declaration.typeParameters === undefined ? declaration.type : undefined
}

function nameIn(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName
  if (ts.isExpressionWithTypeArguments(node)) return node.expression
  return ts.isTypeQueryNode(node) ? node.exprName : undefined
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  return ts.isPropertyDeclaration(node) ? children.filter((child) => child !== node.initializer) : children
}

function signaturesOf(declaration: ts.Declaration): (readonly [member: string, node: ts.Node])[] {
  if (ts.isFunctionDeclaration(declaration)) return [['', declaration]]
  if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) return []
  const heads = [...(declaration.heritageClauses ?? []), ...(declaration.typeParameters ?? [])]
  const members: readonly (ts.ClassElement | ts.TypeElement)[] = declaration.members
  return [
    ...heads.map((head) => ['', head] as const),
    ...members
      .filter((member) => !isInternal(member) && !isImplementation(member, members))
      .map((member) => [`.${member.name?.getText() ?? 'constructor'}`, member] as const),
  ]
}

function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')
}

// The body of overloads, whose own signature nobody sees.
function isImplementation(
  member: ts.ClassElement | ts.TypeElement,
  members: readonly (ts.ClassElement | ts.TypeElement)[],
): boolean {
  const overloads = members.filter(
    (other) =>
      ts.isMethodDeclaration(other) &&
      other.body === undefined &&
      other.name.getText() === member.name?.getText(),
  )
  return ts.isMethodDeclaration(member) && member.body !== undefined && overloads.length > 0
}
