// Check reads the files of deploy/ as the programs would that they are for: Compose
// files by Compose's own loader, the Kustomize base by Kustomize itself, and what
// comes out of it by the types of Kubernetes, where an unknown field is an error.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func main() {
	deploy := ".."
	failed := false
	scale := filepath.Join(deploy, "scale/compose.yaml")
	for name, check := range map[string]func(string) error{
		"compose.yaml": func(file string) error { return compose(file) }, "scale/compose.yaml": func(file string) error { return compose(file) },
		"scale/nodes.yaml": func(file string) error { return compose(scale, file) }, "kubernetes": kustomize,
	} {
		if err := check(filepath.Join(deploy, name)); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// compose loads files, each over the one before, and looks at what every service of
// ours promises.
func compose(files ...string) error {
	options, err := cli.NewProjectOptions(files, cli.WithEnv([]string{"GRAFANA_PASSWORD=x"}))
	if err != nil {
		return err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return err
	}
	for name, service := range project.Services {
		if err := careful(&service); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// careful tells what a service lacks: it reads its own files only, has no rights
// that it does not need, says whether it is well, and takes a limited part.
func careful(service *types.ServiceConfig) error {
	switch {
	case !service.ReadOnly:
		return fmt.Errorf("its file system can be written")
	case len(service.CapDrop) != 1 || service.CapDrop[0] != "ALL" || len(service.CapAdd) > 0:
		return fmt.Errorf("it has rights of root")
	case len(service.SecurityOpt) == 0:
		return fmt.Errorf("it may gain rights")
	case service.HealthCheck == nil:
		return fmt.Errorf("it has no health check")
	case service.MemLimit == 0 || service.CPUS == 0:
		return fmt.Errorf("it has no limits")
	case service.User == "" && service.Build != nil:
		return fmt.Errorf("it runs as root")
	}
	for _, file := range service.Volumes {
		if _, err := os.Stat(file.Source); file.Type == types.VolumeTypeBind && err != nil {
			return err
		}
	}
	return nil
}
