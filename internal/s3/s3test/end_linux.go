package s3test

import (
	"os/exec"
	"syscall"
)

// endWithUs ends a program when this one ends, however that is.
func endWithUs(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
