package schema

// Frames defines what goes over a socket: Frame from the server, ClientFrame to
// it. Entry is that of the journal too.
func (s *Set) Frames() {
	stream := M("stream", text())
	seq := M("seq", Object{M("type", "integer")})
	epoch := M("epoch", text())
	activity := M("activity", s.Define("Activity", text(M("enum", []string{"viewing", "editing", "typing"}))))
	task := M("task", Nullable(text()))
	said := M("activity", text(M("enum", []string{"viewing", "editing", "typing", "away"})))

	entry := s.frame("Entry", "entry", stream, seq, M("at", text(M("format", "date-time"))), M("actor", text()),
		M("command", Nullable(text())), M("events", Object{M("type", "array"), M("items", ref("Event"))}))
	user := s.Define("PresenceUser", object(Object{M("user", text()), M("connection", text()), task, activity},
		[]string{"user", "connection", "task", "activity"}))
	s.Define("Frame", oneOf("type", Object{
		M("hello", s.frame("HelloFrame", "hello", stream, M("protocol", Object{M("type", "integer")}), epoch, seq, M("connection", text()))),
		M("entry", entry),
		M("reset", s.frame("ResetFrame", "reset", stream, epoch, seq)),
		M("heartbeat", s.frame("HeartbeatFrame", "heartbeat", stream, seq)),
		M("unsubscribed", s.frame("UnsubscribedFrame", "unsubscribed", stream, M("code", Object{M("type", "integer"), M("enum", []int{4403, 4404})}))),
		M("presence", s.frame("PresenceFrame", "presence", stream, M("users", Object{M("type", "array"), M("items", user)}))),
		M("error", s.frame("ErrorFrame", "error", M("stream", Nullable(text())), M("code", text()), M("detail", text()))),
	}))
	s.Define("ClientFrame", oneOf("type", Object{
		M("subscribe", s.frame("SubscribeFrame", "subscribe", stream, M("since?", text()))),
		M("unsubscribe", s.frame("UnsubscribeFrame", "unsubscribe", stream)),
		M("presence", s.frame("ShowPresenceFrame", "presence", stream, task, said)),
	}))
}

// frame defines one kind; a name that ends in ? may be left out.
func (s *Set) frame(name, kind string, members ...Member) Object {
	properties, required := Object{M("type", Object{M("const", kind)})}, []string{"type"}
	for _, m := range members {
		if last := len(m.Name) - 1; m.Name[last] == '?' {
			m.Name = m.Name[:last]
		} else {
			required = append(required, m.Name)
		}
		properties = append(properties, m)
	}
	return s.Define(name, object(properties, required))
}
