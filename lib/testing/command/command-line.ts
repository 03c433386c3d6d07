// Command-line parser for a table of options: `--port 8000` and `--port=8000`.
import { nearestName } from '../../util/nearest-name.js'

/** One option. */
export interface OptionLine {
  /** The placeholder for its value in the help; absent if it has none. */
  readonly value?: string
  readonly doc: string
}

/** The given options; `true` for one without a value. */
export type GivenOptions = ReadonlyMap<string, string | true>

/** An error in a command line, as text. */
export interface UsageFault {
  readonly fault: string
}

/** Reads options. Anything else is an error: an unknown option, a missing value, an option given twice. */
export function readOptions(
  table: { readonly [name: string]: OptionLine },
  words: readonly string[],
): GivenOptions | UsageFault {
  const given = new Map<string, string | true>()
  for (let at = 0; at < words.length; at += 1) {
    const [, name, , inline] = /^--([^=]+)(=([\s\S]*))?$/.exec(words[at] ?? '') ?? []
    if (name === undefined) return { fault: `unexpected argument '${words[at]}'` }
    const row = Object.hasOwn(table, name) ? table[name] : undefined
    if (row === undefined) return { fault: unknown('option', `--${name}`, namesOf(table)) }
    if (given.has(name)) return { fault: `--${name} is given twice` }
    if (row.value === undefined) {
      if (inline !== undefined) return { fault: `--${name} takes no value` }
      given.set(name, true)
      continue
    }
    if (inline === undefined) at += 1
    const value = inline ?? words[at]
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('--')))
      return { fault: `--${name} needs a value: ${row.value}` }
    given.set(name, value)
  }
  return given
}

/** Returns the options as lines of a help text. */
export function optionHelp(table: { readonly [name: string]: OptionLine }): string {
  const lines = Object.entries(table).map(([name, { value, doc }]): [string, string] => [
    `--${name}${value === undefined ? '' : ` <${value}>`}`,
    doc,
  ])
  const width = Math.max(...lines.map(([left]) => left.length))
  return lines.map(([left, doc]) => `  ${left.padEnd(width)}  ${doc}`).join('\n')
}

/** Describes an unknown name, with the one that was probably meant, or all of them. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const meant = nearestName(name, known)
  const hint = meant === undefined ? `expected ${known.join(' or ')}` : `did you mean ${meant}?`
  return `unknown ${what} '${name}'; ${hint}`
}

function namesOf(table: { readonly [name: string]: OptionLine }): string[] {
  return Object.keys(table).map((name) => `--${name}`)
}
