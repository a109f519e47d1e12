#compdef zomg
# Completion of zomg for zsh: source <(zomg completion zsh), after compinit
_zomg() {
    local -a candidates
    candidates=(${(f)"$("${words[1]}" completion candidates -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
    if [[ "${candidates[1]}" == :files ]]; then
        _files
    else
        compadd -- $candidates
    fi
}
compdef _zomg zomg
