package notice

// Named gives the tasks and comments that facts are about, or that are answered: what
// a Context has to know. The tasks of those comments are known only once they are read.
func Named(facts []Fact) (tasks, comments []string) {
	for i := range facts {
		for _, id := range []string{facts[i].Comment, facts[i].Parent} {
			if id != "" {
				comments = append(comments, id)
			}
		}
		if facts[i].Task != "" {
			tasks = append(tasks, facts[i].Task)
		}
	}
	return tasks, comments
}
