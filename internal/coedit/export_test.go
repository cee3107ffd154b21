package coedit

// CommandID is for tests that write in a node's name.
var CommandID = commandID
