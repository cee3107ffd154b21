package main

import (
	"fmt"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// kinds are the objects that the base may make.
var kinds = map[string]func() any{
	"StatefulSet":   func() any { return new(apps.StatefulSet) },
	"Service":       func() any { return new(core.Service) },
	"ConfigMap":     func() any { return new(core.ConfigMap) },
	"NetworkPolicy": func() any { return new(networking.NetworkPolicy) },
}

// kustomize builds a base and reads each object by its type.
func kustomize(dir string) error {
	made, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return err
	}
	for _, object := range made.Resources() {
		kind, known := kinds[object.GetKind()]
		if !known {
			return fmt.Errorf("there is no check for a %s", object.GetKind())
		}
		text, err := object.AsYAML()
		if err != nil {
			return err
		}
		typed := kind()
		if err := yaml.UnmarshalStrict(text, typed); err != nil {
			return fmt.Errorf("%s: %w", object.GetKind(), err)
		}
		if set, ok := typed.(*apps.StatefulSet); ok {
			if err := selects(set); err != nil {
				return err
			}
		}
	}
	return nil
}

// selects tells whether a set finds its own pods, and that there is one: the
// embedded database belongs to one process.
func selects(set *apps.StatefulSet) error {
	for name, value := range set.Spec.Selector.MatchLabels {
		if set.Spec.Template.Labels[name] != value {
			return fmt.Errorf("the pods lack %s=%s", name, value)
		}
	}
	if len(set.Spec.Selector.MatchLabels) == 0 || set.Spec.Replicas == nil || *set.Spec.Replicas != 1 {
		return fmt.Errorf("it has to select its pods, and to have one")
	}
	return nil
}
