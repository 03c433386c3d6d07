// Public methods and functions whose documentation shows no call: each has an `@example`, or the call and the request
// in its text.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Exported functions, and public methods and constructors of exported classes and interfaces with methods, that show
 * no call, as `Owner.method`. Members marked `@internal` are not public. Of overloads, one has to show it.
 */
export function undocumentedCalls(program: ts.Program): string[] {
  const checker = program.getTypeChecker()
  const exported = program.getRootFileNames().flatMap((entry) => {
    const file = program.getSourceFile(entry)
    const module = file && checker.getSymbolAtLocation(file)
    return module === undefined ? [] : checker.getExportsOfModule(module)
  })
  const found = exported.flatMap((symbol) => {
    const real = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
    return (real.declarations ?? []).flatMap((declaration) => {
      if (!declaration.getSourceFile().fileName.startsWith(`${root}lib/`)) return []
      if (ts.isFunctionDeclaration(declaration)) return showsCall(real) ? [] : [symbol.name]
      if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) return []
      const members: readonly (ts.ClassElement | ts.TypeElement)[] = declaration.members
      return members.filter(isPublicMethod).flatMap((member) => {
        const name = member.name.getText()
        const method = checker.getSymbolAtLocation(member.name)
        return method !== undefined && showsCall(method) ? [] : [`${symbol.name}.${name}`]
      })
    })
  })
  return [...new Set(found)].sort()
}

type Method = ts.MethodDeclaration | ts.MethodSignature

function isPublicMethod(member: ts.ClassElement | ts.TypeElement): member is Method {
  return (
    (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) &&
    ts.isIdentifier(member.name) &&
    (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0 &&
    !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')
  )
}

// A call in backticks, with what it becomes, is an example, too.
function showsCall(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((declaration) =>
    ts
      .getJSDocCommentsAndTags(declaration)
      .some((doc) => /@example\b|`[^`]*\.\w+\([^`]*`[^`]*\bbecomes\b/.test(doc.getText())),
  )
}
