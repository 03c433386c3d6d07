// Words that the tree does not say: places of one machine, hosts, who worked on what, and terms that are not
// DynamoDB's.
import type { Sources } from './sources.js'

interface Ban {
  readonly why: string
  readonly pattern: RegExp
  /** The files that it holds for; all where absent. */
  readonly where?: RegExp
}

// The patterns are written so that they do not match themselves.
const bans: readonly Ban[] = [
  { why: 'a path of one machine', pattern: /(?<![\w.])[/](work|root|home)[/]/ },
  { why: "a registry's host", pattern: /n[p]mjs|y[a]rnpkg|deb[.]debian/i },
  { why: 'a mark of a merge', pattern: /^(?:[<]{7}|[>]{7}) /m },
  { why: 'the number of a task', pattern: /\bi[s]sues? #?\d/i },
  {
    why: 'who did what',
    pattern: /\b(this|an?|the|our|my|previous|earlier|later|next|other) se[s]sions?\b/i,
  },
  { why: 'who did what', pattern: /\b(sub-?a[g]ents?|C[E]O|work[p]lace|team[ ]lead|lan[g]uage model)\b/ },
  {
    why: 'not DynamoDB’s term: partition key, sort key',
    pattern: /\b(hash|range)[ _-]?keys?\b/i,
    // The embedded engine says what the service says, in its words.
    where: /^lib\/(?!testing\/engine\/)/,
  },
  {
    why: 'not DynamoDB’s term: item, attribute',
    pattern: /\b(primary|partition|sort) (column|field)s?\b|\bdocuments? (of|in) (the|a) table\b/i,
    where: /^(lib|docs)\//,
  },
]

/** The lines that say something that they should not, as `path:line: why`. */
export function forbiddenWords(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const inForce = bans.filter(({ where, pattern }) => (where?.test(path) ?? true) && pattern.test(text))
    return inForce.flatMap(({ why, pattern }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${why}`] : [])),
    )
  })
}
