// What the types cost a user: type instantiations and check time of whole programs against the library's declarations.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { entityCounts, type Program, programText } from './type-programs.js'

/** The compiler's report on one program. `above` is what it costs on top of the bare imports. */
export interface TypeCost {
  readonly program: Program
  readonly instantiations: number
  readonly above: number
  /** `above`, for one entity and its calls. */
  readonly perEntity: number
  readonly types: number
  readonly checkSeconds: number
}

/** The most type instantiations: of the bare imports, and of one entity and its calls. */
export const budgets: Readonly<Record<Program, number>> = {
  imports: 5_000,
  entities: 3_450,
  thirty: 3_200,
  // 30 entities of one table, 10 calls each: 100,000 in all.
  templates: 3_263,
  dense: 6_000,
  wide: 20_000,
  recursive: 8_000,
  queries5: 8_000,
  queries200: 21_000,
  updates5: 18_000,
  updates200: 45_000,
  lists5: 8_000,
}

/** How far above its baseline a program may come before it counts as a step back. */
export const slack = 1.2

const root = fileURLToPath(new URL('../', import.meta.url))
const compiler = fileURLToPath(new URL('../node_modules/@typescript/native/bin/tsc', import.meta.url))

/**
 * Type-checks programs with `--extendedDiagnostics --singleThreaded`, where the count of instantiations is the same
 * each time.
 * @throws Error where a program does not compile: what is wrongly typed costs nothing.
 */
export function measureTypeCost(programs: readonly Program[]): TypeCost[] {
  mkdirSync(`${root}.cache`, { recursive: true })
  // Below the project, where its packages are found; of its own for each run.
  const folder = mkdtempSync(`${root}.cache/type-cost-`)
  try {
    declare(folder)
    const base = check(folder, 'imports')
    return programs.map((program) => {
      const report = program === 'imports' ? base : check(folder, program)
      const above = report.instantiations - base.instantiations
      return { program, ...report, above, perEntity: Math.round(above / Math.max(1, entityCounts[program])) }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The number that has a budget and a baseline. */
export function costOf(cost: TypeCost): number {
  return cost.program === 'imports' ? cost.instantiations : cost.perEntity
}

/** Why a cost is too high; `undefined` if it is not. */
export function complaint(cost: TypeCost, baseline: Readonly<Record<string, number>>): string | undefined {
  const found = costOf(cost)
  const budget = budgets[cost.program]
  if (found > budget) return `${cost.program}: ${found} instantiations are over the budget of ${budget}`
  const known = baseline[cost.program]
  if (known === undefined) return `${cost.program} has no baseline`
  if (found > known * slack)
    return `${cost.program}: ${found} instantiations are more than ${slack} times the baseline of ${known}`
  return undefined
}

// What users compile against: declarations, not sources. Errors of the sources are the business of `npm run typecheck`.
function declare(folder: string): void {
  const settings = [
    '--outDir',
    `${folder}/lib`,
    '--noCheck',
    '--emitDeclarationOnly',
    '--declarationMap',
    'false',
  ]
  tsc(['-p', `${root}lib`, ...settings])
}

function check(
  folder: string,
  program: Program,
): Pick<TypeCost, 'instantiations' | 'types' | 'checkSeconds'> {
  const text = programText(program)
  writeFileSync(`${folder}/${program}.ts`, text)
  const settings = { extends: `${root}tsconfig.json`, compilerOptions, files: [`${program}.ts`], include: [] }
  writeFileSync(`${folder}/tsconfig.${program}.json`, JSON.stringify(settings))
  const output = tsc([
    '-p',
    `${folder}/tsconfig.${program}.json`,
    '--extendedDiagnostics',
    '--singleThreaded',
  ])
  const figure = (name: string): number => {
    const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output)?.[1]
    if (found === undefined) throw new Error(`the compiler reports no '${name}'`)
    return Number(found)
  }
  return {
    instantiations: figure('Instantiations'),
    types: figure('Types'),
    checkSeconds: figure('Check time'),
  }
}

// Unused names and unchecked indexes are of the programs, which are made to be measured; `paths` would lead to the
// sources.
const compilerOptions = {
  types: ['node'],
  paths: {},
  noUnusedLocals: false,
  noUncheckedIndexedAccess: false,
}

function tsc(args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...args], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`a program of the type cost does not compile:\n${stdout}`)
  return stdout
}
