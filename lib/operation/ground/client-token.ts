// Client tokens of transactions: what DynamoDB takes for one.
import { kind } from '../../errors/option-kinds.js'
import type { OptionRow } from '../../errors/option-table.js'

/** DynamoDB's limit of a client token in characters ("ClientRequestToken"). */
const longest = 36

/** The option `token`. */
export const tokenOption: OptionRow<string> = {
  takes: kind(
    `a string of 1 to ${longest} characters`,
    (value) => typeof value === 'string' && value.length >= 1 && value.length <= longest,
  ),
  doc: 'The client token (ClientRequestToken): the same transaction, sent again under it within 10 minutes, is applied once.',
}
