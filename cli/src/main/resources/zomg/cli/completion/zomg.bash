# Completion of zomg for bash: source <(zomg completion bash)
_zomg() {
    local line=${COMP_LINE:0:COMP_POINT} word prefix IFS=$' \t\n'
    local -a words
    read -r -a words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    word=${words[${#words[@]} - 1]}
    IFS=$'\n'
    COMPREPLY=($("${words[0]}" completion candidates -- "${words[@]:1}" 2>/dev/null))
    if [[ ${COMPREPLY[0]-} == :files ]]; then
        compopt -o default
        COMPREPLY=()
        return
    fi
    # What comes before the last : or = bash takes for a word of its own.
    prefix=${word%"${word##*[:=]}"}
    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
}
complete -F _zomg zomg
