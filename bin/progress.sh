# Numbered steps with their elapsed time, one log, and a way out when a step fails. Sourced by the commands in bin/.

# plan TITLE TOTAL LOG: begin a phase of TOTAL steps whose output goes to LOG.
plan() {
    PHASE=$1 STEP_TOTAL=$2 STEP_LOG=$3 STEP_NUMBER=0
    mkdir -p "$(dirname "$STEP_LOG")"
    : >"$STEP_LOG"
    printf '\n%s\n' "$PHASE"
}

# skip LABEL: count a step that has nothing to do.
skip() {
    STEP_NUMBER=$((STEP_NUMBER + 1))
    printf '  [%d/%d] %s\n' "$STEP_NUMBER" "$STEP_TOTAL" "$1"
}

# announce LABEL: begin a step whose output is for the reader.
announce() {
    STEP_NUMBER=$((STEP_NUMBER + 1))
    printf '  [%d/%d] %s …\n' "$STEP_NUMBER" "$STEP_TOTAL" "$1"
}

# step LABEL ADVICE COMMAND...: run COMMAND into the log; stop with ADVICE when it fails.
# Never call it in a condition: bash would then ignore the failures inside COMMAND.
step() {
    local label=$1 advice=$2 started=$SECONDS status
    shift 2
    announce "$label"
    printf '\n== %s\n' "$label" >>"$STEP_LOG"
    _tick "$started" &
    TICKER=$!
    # An interrupted step must not leave its ticker behind.
    trap 'kill "$TICKER" 2>/dev/null || true' EXIT
    set +e
    (set -e; "$@") >>"$STEP_LOG" 2>&1
    status=$?
    set -e
    kill "$TICKER" 2>/dev/null || true
    wait "$TICKER" 2>/dev/null || true
    trap - EXIT
    [ "$status" -eq 0 ] || _give_up "$label" "$advice" "$status" $((SECONDS - started))
    [ ! -t 1 ] || printf '\r\033[K'
    printf '        fait (%s)\n' "$(elapsed "$started")"
}

# aside NAME COMMAND...: run COMMAND beside the next steps, until the step that runs `joined NAME`.
aside() {
    local name=$1
    shift
    rm -f "$STEP_LOG.$name.code"
    (
        status=0
        "$@" >"$STEP_LOG.$name" 2>&1 || status=$?
        echo "$status" >"$STEP_LOG.$name.code.new"
        mv "$STEP_LOG.$name.code.new" "$STEP_LOG.$name.code" # whole or not at all
    ) &
}

# joined NAME: wait for what runs aside; its output and its exit code are this command's.
joined() {
    until [ -e "$STEP_LOG.$1.code" ]; do sleep 0.1; done
    cat "$STEP_LOG.$1"
    return "$(cat "$STEP_LOG.$1.code")"
}

# elapsed START: "12 s" or "3 min 05 s" since START, a value of SECONDS.
elapsed() {
    local seconds=$((SECONDS - $1))
    if [ "$seconds" -lt 60 ]; then
        printf '%d s' "$seconds"
    else
        printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
    fi
}

# stop MESSAGE...: say in one or several lines what is wrong and the way out, and end.
stop() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

_tick() {
    local next=30
    while sleep 1 >/dev/null 2>&1; do
        if [ -t 1 ]; then
            printf '\r\033[K        … %s' "$(elapsed "$1")"
        elif [ $((SECONDS - $1)) -ge "$next" ]; then
            next=$((next + 30))
            printf '        … %s\n' "$(elapsed "$1")"
        fi
    done
}

_give_up() {
    {
        printf '\n  ÉCHEC de l’étape %d/%d (%s) : %s, après %d s, code %d.\n' \
            "$STEP_NUMBER" "$STEP_TOTAL" "$PHASE" "$1" "$4" "$3"
        printf '  Fin du journal %s :\n' "$STEP_LOG"
        tail -n 40 "$STEP_LOG" | sed 's/^/    | /'
        printf '  Que faire : %s\n' "$2"
        printf '  Relancez ensuite la même commande : ce qui est déjà fait ne sera pas refait.\n'
    } >&2
    exit 1
}
