package importing

import (
	"strings"
	"unicode"

	"tandem/internal/entry"
)

// guess is what the name of a column tells; words are lower case. A phrase is
// found between word boundaries, except in scripts that write none.
var guesses = []struct {
	category entry.Category
	phrases  []string
}{
	{entry.Cancelled, []string{
		"cancelled", "canceled", "wont do", "won't do", "wontfix", "rejected", "dropped", "discarded", "duplicate", "duplicates", "obsolete",
		"abgebrochen", "verworfen", "abgelehnt", "annulé", "abandonné", "cancelado", "cancelada", "descartado", "annullato", "geannuleerd",
		"отменено", "中止", "キャンセル", "取消", "已取消",
	}},
	{entry.Todo, []string{
		"to do", "todo", "todos", "to-do", "to dos", "to be done", "not started", "up next", "next", "next up", "ready", "this week", "today",
		"selected for development", "planned", "open", "new", "zu erledigen", "offen", "geplant", "als nächstes", "à faire", "a faire", "por hacer",
		"pendiente", "pendientes", "a fazer", "fazer", "da fare", "te doen", "do zrobienia", "att göra", "att gora", "сделать", "к выполнению",
		"やること", "未着手", "待办", "待處理", "할 일",
	}},
	{entry.Active, []string{
		"ready for review", "ready for qa", "ready to merge", "ready for test", "ready for testing", "ready to test", "ready to deploy", "ready for release",
		"review", "reviewing", "in review", "testing", "test", "qa", "verify", "verification", "approval", "staging", "merge", "deploying",
		"doing", "in progress", "in-progress", "inprogress", "in_progress", "progress", "wip", "working", "working on", "started", "active", "ongoing", "in development", "development",
		"developing", "implementing", "blocked", "waiting", "on hold", "in arbeit", "in bearbeitung", "läuft", "prüfung", "im test", "blockiert",
		"en cours", "en progreso", "en proceso", "haciendo", "em andamento", "fazendo", "em progresso", "in corso", "bezig", "mee bezig",
		"w trakcie", "pågående", "в работе", "в процессе", "тестирование", "作業中", "進行中", "レビュー", "进行中", "진행 중",
	}},
	{entry.Done, []string{
		"done", "complete", "completed", "finished", "closed", "released", "shipped", "deployed", "live", "resolved", "delivered", "published", "accepted",
		"achieved", "fertig", "erledigt", "abgeschlossen", "terminé", "termine", "fini", "fait", "livré", "hecho", "terminado", "completado", "listo",
		"feito", "concluído", "concluido", "finalizado", "fatto", "completato", "finito", "klaar", "gedaan", "afgerond", "zrobione", "gotowe",
		"klart", "färdig", "готово", "сделано", "выполнено", "完了", "クローズ", "完成", "已完成", "완료",
	}},
	{entry.Backlog, []string{
		"backlog", "ideas", "idea", "icebox", "inbox", "someday", "later", "future", "wishlist", "brainstorm", "brainstorming", "parking lot", "requests",
		"ideen", "speicher", "idées", "idee", "ideias", "pomysły", "идеи", "やりたいこと", "アイデア", "想法", "아이디어",
	}},
}

// stronger phrases win over a shorter one that stands inside them: "ready for
// review" is no "ready", "zu erledigen" no "erledigt".
func guessCategory(name string) entry.Category {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '-' && r != '_'
	}), " ") + " "
	var best entry.Category
	length := 0
	for _, guess := range guesses {
		for _, phrase := range guess.phrases {
			if len(phrase) > length && holds(words, phrase) {
				best, length = guess.category, len(phrase)
			}
		}
	}
	return best
}

func holds(words, phrase string) bool {
	if phrase[0] >= 0xe3 { // CJK and Hangul, in UTF-8
		return strings.Contains(words, phrase)
	}
	return strings.Contains(words, " "+phrase+" ")
}

// categorise gives every status a category: its own, the one that its name
// tells, or else the one of its place: work before it and an end behind it
// make it active, anything else is still to do.
func categorise(statuses []Status) []entry.Category {
	categories := make([]entry.Category, len(statuses))
	first, last := -1, -1 // the first active status, the last done one
	for i, status := range statuses {
		if categories[i] = status.Category; categories[i] == "" {
			categories[i] = guessCategory(status.Name)
		}
		if categories[i] == entry.Active && first < 0 {
			first = i
		}
		if categories[i] == entry.Done {
			last = i
		}
	}
	for i := range categories {
		switch {
		case categories[i] != "":
		case first >= 0 && i > first && i < last:
			categories[i] = entry.Active
		default:
			categories[i] = entry.Todo
		}
	}
	return categories
}
