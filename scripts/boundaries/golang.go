package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const module = "tandem/"

// clockwork is what a pure package may not call; the type time.Time it may use.
var clockwork = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// checkGo checks every Go file of the product; test files may import what they like.
func checkGo(root string) ([]string, error) {
	var found []string
	for _, top := range []string{"cmd", "internal", "bench", "proof"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return ignoreMissing(err)
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			name, _ := filepath.Rel(root, path)
			found = append(found, checkGoFile(filepath.ToSlash(name), file)...)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

func checkGoFile(name string, file *ast.File) []string {
	pkg := filepath.ToSlash(filepath.Dir(name))
	var found []string
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if reason := forbidden(pkg, path); reason != "" {
			found = append(found, fmt.Sprintf("%s imports %s: %s", name, path, reason))
		}
	}
	if _, ok := pure[pkg]; ok {
		found = append(found, clockUses(name, file)...)
	}
	return found
}

// forbidden says why a package may not import a path; empty where it may.
func forbidden(pkg, path string) string {
	rule, isPure := pure[pkg]
	theirs, ours := strings.CutPrefix(path, module)
	switch {
	case !ours && isPure && slices.Contains(rule.never, path):
		return pkg + " is pure; what it needs is passed in"
	case !ours && slices.Contains(heavy, path) && strings.HasPrefix(pkg, "internal/"):
		return "it looks methods up by name, and with that the linker keeps all there are (docs/adr/0016)"
	case !ours:
		return ""
	case isPure && !slices.Contains(rule.ours, theirs):
		return fmt.Sprintf("%s imports only %s of ours", pkg, strings.Join(rule.ours, " and "))
	case slices.Contains(concrete, theirs) && !knowsConcrete(pkg):
		return "only internal/app knows concrete stores and buses"
	}
	return upwards(pkg, theirs)
}

// knowsConcrete: the program wires itself through app, but prints and repairs on its own.
func knowsConcrete(pkg string) bool {
	return pkg == "internal/app" || pkg == "internal/storetest" || strings.HasPrefix(pkg, "cmd/") || pkg == "proof"
}

func upwards(pkg, theirs string) string {
	from, ok := floorOf(pkg)
	if !ok {
		return pkg + " stands on no floor; add it to scripts/boundaries/floors.go"
	}
	to, ok := floorOf(theirs)
	switch {
	case !ok:
		return theirs + " stands on no floor; add it to scripts/boundaries/floors.go"
	case to == from:
		return "both stand on one floor, and neighbours do not know each other"
	case to < from:
		return "imports go down only"
	}
	return ""
}

func clockUses(name string, file *ast.File) []string {
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clockwork, sel.Sel.Name) {
			found = append(found, fmt.Sprintf("%s uses time.%s: it knows no clock", name, sel.Sel.Name))
		}
		return true
	})
	return found
}

func ignoreMissing(err error) error {
	if err != nil && strings.Contains(err.Error(), "no such file") {
		return nil
	}
	return err
}
