package importing

import "tandem/internal/wire"

// What people are told of an import.
type (
	// Report tells what an import brought, or would bring.
	Report = wire.ImportReport
	// Created counts it.
	Created = wire.ImportCounts
	// Skip says what does not come, and why.
	Skip = wire.ImportSkip
)
