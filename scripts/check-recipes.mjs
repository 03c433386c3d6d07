// Performs each recipe of docs/recipes on a copy of the project: the first step alone must leave the compiler
// something to say in the files that the recipe names, all steps together must compile, pass the house rules and do
// what they promise.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { trials } from './recipe-trials.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const chosen = process.argv[2]

/**
 * The files that a recipe says are touched: the first column of one of its tables, with `<…>` for the name of what is
 * new.
 */
function filesNamed({ page, table: at = 0 }) {
  const tables = readFileSync(join(root, 'docs/recipes', page), 'utf8').match(/(?:^\|.*\n)+/gm) ?? []
  return [...(tables[at] ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, path]) => path)
}

function copyOfProject() {
  const copy = mkdtempSync(join(tmpdir(), 'recipe-'))
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  for (const file of files) if (file !== '') cpSync(join(root, file), join(copy, file))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  // The house rules look at what is under version control.
  execFileSync('git', ['init', '-q'], { cwd: copy })
  return copy
}

function perform(copy, { path, create, before, after, insert, swap }) {
  const place = join(copy, path)
  if (create !== undefined) return writeFileSync(place, create)
  const text = readFileSync(place, 'utf8')
  const anchor = before ?? after ?? swap?.[0]
  const at = text.indexOf(anchor)
  if (at < 0 || text.indexOf(anchor, at + 1) >= 0)
    throw new Error(`${path}: expected ${JSON.stringify(anchor)} exactly once`)
  const added = swap !== undefined ? swap[1] : before !== undefined ? insert + anchor : anchor + insert
  return writeFileSync(
    place,
    text.replace(anchor, () => added),
  )
}

function run(copy, command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  })
  return { ok: status === 0, text: `${stdout}${stderr}` }
}

const compilerFiles = (copy) => [
  ...new Set(
    [...run(copy, 'npx', ['tsc', '--pretty', 'false']).text.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(
      ([, path]) => path,
    ),
  ),
]

function must(holds, what, detail = '') {
  if (!holds) throw new Error(`${what}\n${detail}`)
}

function check(trial) {
  const { page, named, room = '', steps, first = 1, requires, program, prints, specs } = trial
  const touched = [...new Set(steps.map(({ path }) => path))].sort()
  const promised = filesNamed(trial)
    .map((path) => path.replace('<room>', room).replace(/<[^>]+>/, named))
    .sort()
  must(
    touched.join() === promised.join(),
    `${page} names other files than were touched`,
    `${promised}\n${touched}`,
  )
  const copy = copyOfProject()
  try {
    for (const step of steps.slice(0, first)) perform(copy, step)
    // What nobody can forget: the compiler requires it.
    const failing = compilerFiles(copy).sort()
    must(
      failing.join() === [...requires].sort().join(),
      `${page}: after its first step the compiler requires`,
      `${failing}\nnot ${requires}`,
    )
    for (const step of steps.slice(first)) perform(copy, step)
    must(run(copy, 'npm', ['run', '-s', 'docs']).ok, `${page}: the generated pages cannot be made`)
    const typed = run(copy, 'npx', ['tsc', '--pretty', 'false'])
    must(typed.ok, `${page}: it does not compile`, typed.text)
    const tested = run(copy, 'npx', [
      'mocha',
      ...specs,
      'spec/house/documents.spec.ts',
      'spec/house/style.spec.ts',
    ])
    must(tested.ok, `${page}: specs fail`, tested.text)
    writeFileSync(join(copy, 'trial.ts'), program)
    const shown = run(copy, 'node', ['--import', 'tsx', 'trial.ts'])
    must(
      shown.ok && shown.text.trim() === prints,
      `${page}: the program prints`,
      `${shown.text}\nnot ${prints}`,
    )
    console.log(
      `${page} (${named}): ${touched.length} files, and the compiler requires ${failing.length} of them`,
    )
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

for (const trial of trials)
  if (chosen === undefined || `${trial.page} ${trial.named}`.includes(chosen)) check(trial)
