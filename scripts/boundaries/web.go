package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// webFloors are the folders of web/src from the top down; those of one line may
// import each other, except that a feature never imports another feature.
var webFloors = [][]string{
	{"pages"},
	{"features"},
	{"shell"},
	{"stores", "composables"},
	{"ui", "i18n", "styles"},
	{"sync"},
	{"project"},
	{"api"},
}

// plain are the folders that know no Vue.
var plain = []string{"sync", "project", "api"}

var (
	importPattern = regexp.MustCompile(`(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]`)
	vuePattern    = regexp.MustCompile(`^(vue|pinia|vue-router|vue-i18n|@vueuse/.*|@tanstack/vue-.*|reka-ui)$`)
)

// checkWeb checks every TypeScript and Vue file of web/src but its tests.
func checkWeb(root string) ([]string, error) {
	var found []string
	src := filepath.Join(root, "web", "src")
	err := filepath.WalkDir(src, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isProductCode(file) {
			return ignoreMissing(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(src, file)
		found = append(found, checkWebFile(filepath.ToSlash(name), string(text))...)
		return nil
	})
	return found, err
}

func isProductCode(file string) bool {
	return (strings.HasSuffix(file, ".ts") || strings.HasSuffix(file, ".vue")) && !strings.HasSuffix(file, ".test.ts")
}

func checkWebFile(name, text string) []string {
	var found []string
	for _, match := range importPattern.FindAllStringSubmatch(text, -1) {
		if reason := forbiddenWeb(name, match[1]); reason != "" {
			found = append(found, fmt.Sprintf("web/src/%s imports %s: %s", name, match[1], reason))
		}
	}
	return found
}

// forbiddenWeb says why a file (named from web/src) may not import a module.
func forbiddenWeb(name, module string) string {
	folder, _, nested := strings.Cut(name, "/")
	if !nested {
		return "" // main.ts, App.vue and the router put everything together
	}
	if vuePattern.MatchString(module) {
		if slices.Contains(plain, folder) {
			return folder + " is plain TypeScript and knows no Vue"
		}
		return ""
	}
	target, ours := resolveWeb(name, module)
	if !ours {
		return ""
	}
	return upwardsWeb(name, target)
}

// resolveWeb turns an import into a path from web/src; false for a package.
func resolveWeb(name, module string) (string, bool) {
	if rest, ok := strings.CutPrefix(module, "@/"); ok {
		return rest, true
	}
	if strings.HasPrefix(module, ".") {
		return path.Join(path.Dir(name), module), true
	}
	return "", false
}

func upwardsWeb(name, target string) string {
	from, to := webFloor(name), webFloor(target)
	switch {
	case from < 0:
		return "its folder stands on no floor; add it to scripts/boundaries/web.go"
	case to < 0:
		return "that stands above all folders, or on no floor"
	case to < from:
		return "imports go down only"
	case featureOf(name) != "" && featureOf(target) != "" && featureOf(name) != featureOf(target):
		return "features do not import each other"
	}
	return ""
}

func webFloor(name string) int {
	folder, _, _ := strings.Cut(name, "/")
	return slices.IndexFunc(webFloors, func(floor []string) bool { return slices.Contains(floor, folder) })
}

func featureOf(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) < 2 || parts[0] != "features" {
		return ""
	}
	return parts[1]
}
