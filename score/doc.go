// Package score measures records against gold: reports that a person has
// coded by hand (docs/gold.md tells the format). It answers, field by field,
// how much of what Chancery says is right and how much of what a report says
// Chancery finds.
//
// # How two records are compared
//
// Gold is tied to its report by exact substrings, a record by spans of its own
// text. Where the two texts differ (a title set apart, a notice cut off),
// spans are carried over by aligning the tokens of both.
//
// Most fields are compared item by item: gold and predicted items are paired
// one to one, greedily, the best pair first (Greedy). A pair that counts is a
// true positive; precision is their share of what was predicted, recall their
// share of what was wanted. Gold items that are not required are neither
// missed when absent nor false when predicted. All figures are sums over all
// reports (micro-averaged).
//
// # The measures
//
//   - event_type: the predicted type is among the gold's alternatives, and a
//     sentence of evidence is shared, or the trigger stands in the gold's
//     sentence, or the parties agree.
//   - event_full: such a pair, where actor and recipient each have at least
//     one party in common with those of the gold, by country or by name.
//   - event_strict: such a pair, where every party of the gold is found and
//     none is too many.
//   - time_span, time_overlap, time_value: a time expression with exactly the
//     same span; with a span that overlaps; with an overlap and the same value.
//   - quote: a content span whose words agree with the gold's at 0.8 or more
//     (Dice's coefficient over the bags of words). Each span of a split quote
//     counts.
//   - quote_with_speaker: such a pair with the right speaker.
//   - figure: measure and value are the same, and a sentence is shared.
//   - agreement, agenda: names agree at 0.6 and topics at 0.5 (the same
//     coefficient, without articles and prepositions).
//
// Accuracies are measured on what was paired: status, time, said_by, mode,
// place and names on events that are required, speaker and kind on quotes,
// relation on figures; actors and places on all that the gold names. A lure is
// a sentence that must yield no event; it is hit when a false event leans on it.
package score
