package trello

import "strings"

// colors are those of Trello's labels.
var colors = map[string]string{
	"green": "#4bce97", "yellow": "#e2b203", "orange": "#fea362", "red": "#f87168", "purple": "#9f8fef",
	"blue": "#579dff", "sky": "#6cc3e0", "lime": "#94c748", "pink": "#e774bb", "black": "#8590a2",
	"green_dark": "#1f845a", "yellow_dark": "#946f00", "orange_dark": "#c25100", "red_dark": "#c9372c", "purple_dark": "#6e5dc6",
	"blue_dark": "#0c66e4", "sky_dark": "#227d9b", "lime_dark": "#5b7f24", "pink_dark": "#ae4787", "black_dark": "#626f86",
	"green_light": "#baf3db", "yellow_light": "#f8e6a0", "orange_light": "#fedec8", "red_light": "#ffd5d2", "purple_light": "#dfd8fd",
	"blue_light": "#cce0ff", "sky_light": "#c6edfb", "lime_light": "#d3f1a7", "pink_light": "#fdd0ec", "black_light": "#dcdfe4",
}

// color gives a label's colour, grey for none or one that is not known.
func (l label) color() string {
	if hex := colors[l.Color]; hex != "" {
		return hex
	}
	return "#8590a2"
}

// name gives a label's name, or else that of its colour: "green", "dark green".
func (l label) name() string {
	if strings.TrimSpace(l.Name) != "" {
		return l.Name
	}
	color, shade, shaded := strings.Cut(l.Color, "_")
	switch {
	case color == "":
		return "no colour"
	case shaded:
		return shade + " " + color
	}
	return color
}
