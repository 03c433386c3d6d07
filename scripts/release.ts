// `npm run release 1.2.3`: turns *Unreleased* of CHANGELOG.md into a version, and sets that version everywhere it
// stands.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)

/**
 * The change log with its *Unreleased* section made that of `version`, and an empty one above it.
 * @throws Error if nothing is unreleased, or if the version is in the log already
 */
export function released(changelog: string, version: string, date: string): string {
  const heading = '## Unreleased\n'
  const at = changelog.indexOf(heading)
  if (at < 0) throw new Error('CHANGELOG.md has no section "Unreleased"')
  if (changelog.includes(`\n## ${version} `)) throw new Error(`CHANGELOG.md has a section ${version} already`)
  const rest = changelog.slice(at + heading.length)
  const end = rest.search(/^## /m)
  if ((end < 0 ? rest : rest.slice(0, end)).trim() === '') throw new Error('nothing is unreleased')
  return `${changelog.slice(0, at)}${heading}\n## ${version} (${date})\n${rest}`
}

/** Whether `next` may follow `current`: one of the three numbers is raised by one, and those after it are zero. */
export function follows(current: string, next: string): boolean {
  const numbers = (version: string) => /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number)
  const [from, to] = [numbers(current), numbers(next)]
  if (from === undefined || to === undefined) return false
  const raised = to.findIndex((number, at) => number !== from[at])
  const expected = from.map((number, at) => (at < raised ? number : at === raised ? number + 1 : 0))
  return raised >= 0 && to.every((number, at) => number === expected[at])
}

function rewrite(path: string, change: (text: string) => string): void {
  const url = new URL(path, root)
  writeFileSync(url, change(readFileSync(url, 'utf8')))
}

function main([version, ...others]: readonly string[]): void {
  const current = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).version
  if (version === undefined || others.length > 0) throw new Error('usage: npm run release VERSION')
  const first =
    version === current && !readFileSync(new URL('CHANGELOG.md', root), 'utf8').includes(`\n## ${version} `)
  if (!first && !follows(current, version))
    throw new Error(`${version} cannot follow ${current}: raise one number, and set those after it to 0`)
  const date = new Date().toISOString().slice(0, 10)
  rewrite('CHANGELOG.md', (text) => released(text, version, date))
  rewrite('package.json', (text) => text.replace(`"version": "${current}"`, `"version": "${version}"`))
  rewrite('package-lock.json', (text) => {
    const lock = JSON.parse(text)
    lock.version = version
    lock.packages[''].version = version
    return `${JSON.stringify(lock, null, 2)}\n`
  })
  rewrite('lib/version.ts', (text) => text.replace(`'${current}'`, `'${version}'`))
  console.log(`${version}: CHANGELOG.md, package.json, package-lock.json and lib/version.ts are ready.

Read the changes, then:
  git commit -am "Release ${version}" && git tag v${version} && git push --follow-tags`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2))
  } catch (error) {
    console.error(`release: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}
