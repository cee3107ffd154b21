// Package project has the rules of a project, pure: Decide turns a wish into
// events, Apply turns events into state, Access says who may wish what. It knows
// no clock, no randomness, no context and no database; what it needs is passed in.
package project
