# Sourced by the scripts that run checks. A step keeps its output in a file, says
# in one line how it went, and shows the file only when it failed.
logs=tmp/test
mkdir -p "$logs"
rm -f "$logs"/*.log "$logs"/results
touch "$logs/results"

# step NAME COMMAND... runs one check. It never ends the script: all are seen.
step() {
	local name=$1 started=$SECONDS log took
	shift
	log="$logs/${name//[^a-z0-9]/-}.log"
	if "$@" >"$log" 2>&1 </dev/null; then
		took=$((SECONDS - started))
		printf 'ok    %-24s %4d s\n' "$name" "$took"
		echo "ok $name" >>"$logs/results"
		return 0
	fi
	took=$((SECONDS - started))
	# One write, so that two lanes do not mix their lines.
	printf 'FAIL  %-24s %4d s\n%s\n' "$name" "$took" "$(tail -n 120 "$log" | sed 's/^/      | /')"
	echo "FAIL $name" >>"$logs/results"
	return 1
}

# summary prints what failed and the closing line; its status is that of all.
summary() {
	local passed failed
	passed=$(grep -c '^ok ' "$logs/results" || true)
	failed=$(grep -c '^FAIL ' "$logs/results" || true)
	echo
	sed -n 's/^FAIL /failed: /p' "$logs/results"
	echo "in $((SECONDS / 60)) min $((SECONDS % 60)) s; logs in $logs"
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
