// Package wire holds the JSON of REST and socket: bodies, answers, events and
// frames, how they are read strictly and written quickly. It is the source from
// which the OpenAPI description and the TypeScript types are made. It knows
// nothing of rules, rights or storage.
package wire
